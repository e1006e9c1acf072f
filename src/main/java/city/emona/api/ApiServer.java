package city.emona.api;

import city.emona.EmonaException;
import city.emona.api.ogc.OgcRoutes;
import city.emona.api.ogc.WmsRoutes;
import city.emona.api.v1.AirRoutes;
import city.emona.api.v1.CityRoutes;
import city.emona.api.v1.EstimateRoutes;
import city.emona.api.v1.FrameRoutes;
import city.emona.api.v1.KpiRoutes;
import city.emona.api.v1.LayerRoutes;
import city.emona.api.v1.ProgressRoutes;
import city.emona.api.v1.RunRoutes;
import city.emona.api.v1.SearchRoutes;
import city.emona.api.v1.SensorRoutes;
import city.emona.api.v1.VehicleRoutes;
import city.emona.api.v1.WasteRoutes;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The HTTP server: one list of routes that is registered and described. Answers come from the
 * in-memory snapshot and the run archive; the only writes are to start, cancel and delete runs.
 */
public final class ApiServer {
  private static final long MAX_BODY_BYTES = 1_000_000;
  private static final int THREADS = 48;

  /** For the pages of the protocols, which need nothing but their own style. */
  private static final String PLAIN_PAGES =
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

  private final Javalin javalin;
  private final ProgressRoutes progress;

  private ApiServer(Javalin javalin, ProgressRoutes progress) {
    this.javalin = javalin;
    this.progress = progress;
  }

  /** Starts listening and returns once requests are answered. */
  public static ApiServer start(ApiContext api, ServerOptions options) {
    Links links = new Links(options);
    ProgressRoutes progress = new ProgressRoutes(api);
    TileRoutes tiles = new TileRoutes(api, links);
    Metrics metrics = new Metrics(api, tiles.cache());
    List<Route> routes = new ArrayList<>();
    routes.addAll(new CityRoutes(api).routes());
    routes.addAll(new LayerRoutes(api, links).routes());
    routes.addAll(new RunRoutes(api).routes());
    routes.addAll(new FrameRoutes(api).routes());
    routes.addAll(new VehicleRoutes(api).routes());
    routes.addAll(new KpiRoutes(api).routes());
    routes.addAll(new WasteRoutes(api).routes());
    routes.addAll(new AirRoutes(api).routes());
    routes.addAll(new SensorRoutes(api).routes());
    routes.addAll(new EstimateRoutes(api).routes());
    routes.addAll(new SearchRoutes(api).routes());
    routes.addAll(tiles.routes());
    routes.addAll(new WmsRoutes(api, links).routes());
    routes.addAll(new OgcRoutes(api, links).routes());
    routes.addAll(metrics.routes());
    Javalin javalin =
        Javalin.create(
            config -> {
              settings(config);
              Problems.register(config);
              guards(config, metrics, new WriteGuard(options), new OtherSites(options));
              progress(config, progress, routes);
              describe(routes, links);
              register(config, routes);
              register(config, new SiteRoutes().routes());
            });
    try {
      listen(javalin, options);
    } catch (EmonaException e) {
      progress.close();
      throw e;
    }
    return new ApiServer(javalin, progress);
  }

  private static void settings(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.maxRequestSize = MAX_BODY_BYTES;
    config.http.prefer405over404 = true;
    config.http.compressionStrategy = io.javalin.compression.CompressionStrategy.GZIP;
    config.jetty.threadPool = new QueuedThreadPool(THREADS, 4, 60_000);
    config.jetty.modifyServer(server -> server.setErrorHandler(Problems.ofJetty()));
    config.jetty.modifyHttpConfiguration(
        http -> {
          http.setSendServerVersion(false);
          http.setRequestHeaderSize(16 << 10);
        });
  }

  private static void guards(
      JavalinConfig config, Metrics metrics, WriteGuard guard, OtherSites others) {
    config.routes.before(
        ctx -> {
          metrics.before(ctx);
          ctx.header("Vary", "Accept-Encoding");
          ctx.header("Content-Security-Policy", PLAIN_PAGES);
          ctx.header("X-Content-Type-Options", "nosniff");
          ctx.header("Referrer-Policy", "same-origin");
          others.before(ctx);
          guard.check(ctx);
        });
    config.routes.after(metrics::after);
    config.routes.after(others::after);
  }

  private static void progress(JavalinConfig config, ProgressRoutes progress, List<Route> routes) {
    config.routes.before(
        ProgressRoutes.PATH,
        ctx -> {
          progress.check(ctx.pathParam("run"));
          String accept = ctx.header("Accept");
          if (accept == null || !accept.contains("text/event-stream")) {
            throw EmonaException.invalid(
                "Progress is a stream of server-sent events.",
                "Accept",
                "Send Accept: text/event-stream, or ask /api/v1/runs/{run}.");
          }
        });
    config.routes.sse(ProgressRoutes.PATH, progress::stream);
    routes.add(
        Route.get(ProgressRoutes.PATH, "Runs", "Progress of a run", null)
            .answer(200, "text/event-stream", "progress, then done, failed or cancelled"));
  }

  private static void describe(List<Route> routes, Links links) {
    routes.add(
        Route.get(
                "/api/v1/openapi.json",
                "Service",
                "This document",
                (Context ctx) ->
                    Route.json(
                        ctx,
                        OpenApi.document("Emona API", links.base(ctx), routes),
                        "application/vnd.oai.openapi+json;version=3.0"))
            .answer(200, "application/vnd.oai.openapi+json;version=3.0", "OpenAPI 3.0"));
  }

  private static void register(JavalinConfig config, List<Route> routes) {
    for (Route r : routes) {
      if (r.handler() != null) {
        config.routes.addHttpHandler(r.method(), r.path(), r.handler());
        if (r.method() == HandlerType.GET) {
          // The same headers as for GET; Jetty leaves the body out.
          config.routes.addHttpHandler(HandlerType.HEAD, r.path(), r.handler());
        }
      }
    }
  }

  private static void listen(Javalin javalin, ServerOptions options) {
    try {
      javalin.start(options.host(), options.port());
    } catch (JavalinBindException e) {
      throw taken(options, e);
    }
  }

  /** Throws where the port is taken now, so that long work before serving is not done in vain. */
  public static void requireFreePort(ServerOptions options) {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(options.host(), options.port()));
    } catch (IOException e) {
      throw taken(options, e);
    }
  }

  private static EmonaException taken(ServerOptions options, Exception cause) {
    return new EmonaException(
        EmonaException.Code.CONFLICT,
        "The port "
            + options.port()
            + " on "
            + options.host()
            + " cannot be used: "
            + cause.getMessage(),
        "--port",
        "Stop the program that uses it, or choose another with --port, for example --port 8081.",
        cause);
  }

  public int port() {
    return javalin.port();
  }

  public void stop() {
    progress.close();
    javalin.stop();
  }
}
