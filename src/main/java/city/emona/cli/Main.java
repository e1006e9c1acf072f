package city.emona.cli;

/** Entry point of {@code emona.jar}. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(args.length);
  }
}
