package city.emona.api;

import city.emona.EmonaException;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The built viewer, from the class path folder {@code /web}. Files under {@code assets/} carry a
 * hash in their names and are kept by browsers for ever; the page itself is asked for again each
 * time. The content security policy lets nothing in from outside.
 */
final class SiteRoutes {
  static final String POLICY =
      "default-src 'self'; script-src 'self'; worker-src 'self' blob:; child-src 'self' blob:;"
          + " style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self';"
          + " font-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none';"
          + " form-action 'self'";

  private static final String FOLDER = "/web/";
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("mjs", "text/javascript; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("txt", "text/plain; charset=utf-8"));

  private final Map<String, byte[]> files = new ConcurrentHashMap<>();

  List<Route> routes() {
    return List.of(
        Route.get("/", "Viewer", "The viewer", ctx -> file(ctx, "index.html"))
            .answer(200, "text/html", "The page"),
        Route.get(
                "/<path>", "Viewer", "Files of the viewer", ctx -> file(ctx, ctx.pathParam("path")))
            .answer(200, "text/plain", "The file"));
  }

  private void file(Context ctx, String path) {
    ctx.header("Content-Security-Policy", POLICY);
    String type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
    byte[] bytes =
        type == null || !path.matches("[A-Za-z0-9_/.@-]+") || path.contains("..")
            ? null
            : read(path);
    if (bytes == null && path.equals("index.html")) {
      missingViewer(ctx);
      return;
    }
    if (bytes == null) {
      throw EmonaException.notFound(
          "There is nothing at this address.",
          ctx.path(),
          "See /api/v1/openapi.json for the addresses.");
    }
    if (Route.isKnown(
        ctx, path + bytes.length + java.util.Arrays.hashCode(bytes), path.startsWith("assets/"))) {
      return;
    }
    ctx.result(bytes).contentType(type);
  }

  private byte[] read(String path) {
    byte[] known = files.get(path);
    if (known != null) {
      return known;
    }
    try (InputStream in = SiteRoutes.class.getResourceAsStream(FOLDER + path)) {
      if (in == null) {
        return null;
      }
      byte[] bytes = in.readAllBytes();
      files.put(path, bytes);
      return bytes;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void missingViewer(Context ctx) {
    ctx.html(
        "<!doctype html><html lang=\"en\"><title>Emona</title><h1>Emona</h1>"
            + "<p>This build has no viewer. Build it with <code>npm ci &amp;&amp; npm run build</code>"
            + " in <code>web/</code>, then start again.</p>"
            + "<p><a href=\"/ogc\">OGC API</a> · <a href=\"/api/v1/openapi.json\">OpenAPI</a></p>");
  }
}
