package city.emona.cli;

import city.emona.EmonaException;
import city.emona.cli.bench.Benchmarks;
import city.emona.cli.engine.AssignCommand;
import city.emona.cli.engine.DisperseCommand;
import city.emona.cli.engine.ReplayCommand;
import city.emona.cli.engine.RouteCommand;
import city.emona.cli.study.AnnualCommand;
import city.emona.cli.study.ExportCommand;
import city.emona.cli.study.SensorsCommand;
import city.emona.simulate.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Properties;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The command line as a tree of picocli commands. The user's mistakes end with one message on
 * stderr (what, where, how to fix) and exit code 2; ours with exit code 1, and so does a Java
 * machine that has too little memory.
 */
@Command(
    name = "emona",
    description = "A digital twin of a city that answers \"what if?\".",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Commands.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      DemoCommand.class,
      CityCommand.class,
      RunCommand.class,
      CompareCommand.class,
      ServeCommand.class,
      CheckCommand.class,
      ImportCommand.class,
      CalibrateCommand.class,
      ExportCommand.class,
      SensorsCommand.class,
      AnnualCommand.class,
      AssignCommand.class,
      DisperseCommand.class,
      ReplayCommand.class,
      RouteCommand.class
    },
    footer = "Exit codes: 0 done, 1 our failure, 2 a mistake in the input.")
public final class Commands implements Runnable {
  @Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "Say nothing but results and errors.")
  private boolean quiet;

  private final PrintStream out;
  private final PrintStream err;

  private Commands(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Runs one command line and returns its exit code. */
  static int execute(PrintStream out, PrintStream err, String... args) {
    Commands root = new Commands(out, err);
    CommandLine line = new CommandLine(root);
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler((e, command, parsed) -> root.failed(e));
    line.setParameterExceptionHandler((e, words) -> misused(err, e));
    try {
      return line.execute(args);
    } catch (OutOfMemoryError | StackOverflowError e) {
      // Errors pass by the handler of exceptions.
      return exhausted(err, e);
    }
  }

  @Command(
      name = "bench",
      description =
          "Measure, one JSON line each. Names: citygen, store, run, tiles,"
              + " traffic, estimate, air, import, waste, replay, ready.")
  int bench(
      @Parameters(
              arity = "0..1",
              paramLabel = "NAME",
              description = "One of the names; all without it.")
          String name)
      throws Exception {
    new Benchmarks(out, err, Runtime.getRuntime().availableProcessors()).run(name);
    return 0;
  }

  /**
   * A mistake in the command line itself, told as any other: what, where, how to fix. Without a
   * command there is nothing to mend, so the list of them follows.
   */
  private static int misused(PrintStream err, CommandLine.ParameterException e) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    err.println("emona: " + words(e.getMessage()));
    err.println("  where: " + name);
    List<String> near =
        e instanceof CommandLine.UnmatchedArgumentException u ? u.getSuggestions() : List.of();
    String meant =
        near.isEmpty()
            ? ""
            : "write " + String.join(" or ", near.subList(0, Math.min(3, near.size()))) + "; ";
    err.println("  fix:   " + meant + name + " --help shows what there is.");
    if (command.getParent() == null && near.isEmpty()) {
      command.usage(err);
    }
    return 2;
  }

  /** The words of the parser for the people who typed, not for those who program. */
  private static String words(String message) {
    String s =
        message
            .replaceAll("is not an? (int|Integer|long|Long)$", "is not a whole number")
            .replaceAll("is not an? (double|Double|float|Float)$", "is not a number")
            .replaceAll("^cannot convert", "Cannot convert");
    return s.endsWith(".") || s.endsWith("?") || s.contains("Fix:") ? s : s + ".";
  }

  /** What the command may say, and where. */
  public Terminal terminal() {
    return new Terminal(out, err, quiet);
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "No command was given.");
  }

  private int failed(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutOfMemoryError || cause instanceof StackOverflowError) {
        // An engine's thread ran into it and the engine wrapped it up.
        return exhausted(err, cause);
      }
    }
    if (e instanceof EmonaException user) {
      err.println("emona: " + user.what());
      if (!user.where().isEmpty()) {
        err.println("  where: " + user.where());
      }
      err.println("  fix:   " + user.fix());
      return 2;
    }
    if (e instanceof Progress.Cancelled) {
      err.println("emona: cancelled; nothing was stored.");
      return 1;
    }
    err.println("emona: this is a failure of Emona itself, not of your input: " + e);
    if (System.getenv("EMONA_DEBUG") != null) {
      e.printStackTrace(err);
    } else {
      err.println(
          "  fix:   run it again with EMONA_DEBUG=1 in the environment and report what it prints.");
    }
    return 1;
  }

  /** Says what ran out and how to get more of it; the exit code. */
  static int exhausted(PrintStream err, Throwable e) {
    if (e instanceof OutOfMemoryError) {
      long mebibytes = Runtime.getRuntime().maxMemory() >> 20;
      err.println(
          "emona: memory ran out; the Java machine may use " + mebibytes + " MB for its objects.");
      err.println("  where: " + e.getMessage());
      err.println(
          "  fix:   set EMONA_JAVA_OPTS=-Xmx8g (or as much as the machine has to spare) in the"
              + " environment of ./emona, or -Xmx8g after java, and run it again.");
    } else {
      err.println("emona: the stack of a thread ran out, for example in deeply nested input.");
      err.println("  where: " + (e.getStackTrace().length > 0 ? e.getStackTrace()[0] : "unknown"));
      err.println(
          "  fix:   set EMONA_JAVA_OPTS=\"-Xmx4g -Xss64m\" in the environment of ./emona, or"
              + " -Xss64m after java, and run it again.");
    }
    if (System.getenv("EMONA_DEBUG") != null) {
      e.printStackTrace(err);
    }
    return 1;
  }

  /** The version of the jar, set by the build. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
      return new String[] {"emona " + number()};
    }

    static String number() throws IOException {
      Properties p = new Properties();
      try (InputStream in = Commands.class.getResourceAsStream("/emona.properties")) {
        p.load(in);
      }
      return p.getProperty("version");
    }
  }
}
