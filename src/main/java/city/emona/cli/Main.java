package city.emona.cli;

/**
 * Entry point of {@code emona.jar}: the command line and its exit code (0 done, 1 our failure, 2
 * the user's input).
 */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    Thread.setDefaultUncaughtExceptionHandler(Main::died);
    int code = Commands.execute(System.out, System.err, args);
    System.out.flush();
    System.exit(code);
  }

  /**
   * The end of a thread that nobody waits for. Where memory or stack ran out, the whole program
   * ends at once: what it still computed would lack that thread's part.
   */
  private static void died(Thread thread, Throwable e) {
    if (e instanceof OutOfMemoryError || e instanceof StackOverflowError) {
      int code = Commands.exhausted(System.err, e);
      System.err.flush();
      Runtime.getRuntime().halt(code);
    }
    System.err.print("Exception in thread \"" + thread.getName() + "\" ");
    e.printStackTrace();
  }
}
