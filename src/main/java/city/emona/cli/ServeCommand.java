package city.emona.cli;

import city.emona.EmonaException;
import city.emona.api.ServerOptions;
import city.emona.app.Server;
import city.emona.app.Workbench;
import city.emona.scenario.ScenarioLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code emona serve}: the interfaces and the viewer over a store, until it is stopped. */
@Command(
    name = "serve",
    description = "Serve the viewer, the map layers and the interface for programs.")
final class ServeCommand implements Callable<Integer> {
  @ParentCommand private Commands root;
  @Mixin private StoreOption store;
  @Mixin private ListenOption listen;

  @Override
  public Integer call() throws IOException {
    try (Workbench bench = store.open(ScenarioLibrary.shipped())) {
      serve(root.terminal(), bench, listen.options());
    }
    return 0;
  }

  /** Where to listen. */
  static final class ListenOption {
    @Option(
        names = "--port",
        paramLabel = "N",
        description = "Default: 8080; 0 takes any free port.")
    private int port = 8080;

    @Option(
        names = "--host",
        paramLabel = "HOST",
        description = "Default: the loopback address 127.0.0.1.")
    private String host = "127.0.0.1";

    @Option(
        names = "--base-url",
        paramLabel = "URL",
        description = "Public address, where a proxy stands before.")
    private String baseUrl;

    @Option(
        names = "--token-file",
        paramLabel = "FILE",
        description =
            "File with the token that writes must carry; needed where --host is not the loopback address.")
    private Path tokenFile;

    @Option(
        names = "--allow-origin",
        paramLabel = "ORIGIN",
        description =
            "Site whose pages may read the layers, as https://maps.example; * = any. May be repeated.")
    private List<String> origins = List.of();

    ServerOptions options() throws IOException {
      if (port < 0 || port > 65535) {
        throw EmonaException.invalid(
            "There is no port " + port + ".", "--port", "Give a number from 0 to 65535.");
      }
      String token = null;
      if (tokenFile != null) {
        if (!Files.isReadable(tokenFile)) {
          throw EmonaException.notFound(
              "The token file cannot be read.", tokenFile.toString(), "Check its name and rights.");
        }
        token = Files.readString(tokenFile);
      }
      for (String origin : origins) {
        if (!origin.matches("\\*|https?://[^/\\s]+")) {
          throw EmonaException.invalid(
              "The origin " + origin + " is not one.",
              "--allow-origin",
              "Give scheme, host and port without a path, as https://maps.example, or *.");
        }
      }
      ServerOptions options = new ServerOptions(host, port, baseUrl, token, new HashSet<>(origins));
      if (!options.isLoopback() && options.token() == null) {
        throw EmonaException.invalid(
            "A server on " + host + " would take writes from anybody.",
            "--host",
            "Give --token-file with a secret that writes must carry, or listen on 127.0.0.1.");
      }
      return options;
    }
  }

  /** Serves until the process is asked to stop; prints the ready line once the page answers. */
  static void serve(Terminal terminal, Workbench bench, ServerOptions options) {
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  stop.countDown();
                  try {
                    stopped.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                },
                "emona-stop"));
    try (Server server = new Server(bench, options)) {
      String host = options.isLoopback() ? "localhost" : options.host();
      terminal
          .out()
          .println(
              "Ready: "
                  + (options.baseUrl() != null
                      ? options.baseUrl()
                      : "http://" + host + ":" + server.port()));
      terminal.out().flush();
      stop.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      bench.close();
      stopped.countDown();
    }
  }
}
