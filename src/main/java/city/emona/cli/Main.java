package city.emona.cli;

/**
 * Entry point of {@code emona.jar}: the command line and its exit code (0 done, 1 our failure, 2
 * the user's input).
 */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    int code = Commands.execute(System.out, System.err, args);
    System.out.flush();
    System.exit(code);
  }
}
