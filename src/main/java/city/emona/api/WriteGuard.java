package city.emona.api;

import city.emona.EmonaException;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Who may write. Beyond the loopback address a write needs the configured token as a bearer token;
 * on it, a page from elsewhere that a browser has open must not reach us: the Host must be our own
 * name (DNS rebinding) and the Origin, where a browser sends one, our own too.
 */
final class WriteGuard {
  private final ServerOptions options;

  WriteGuard(ServerOptions options) {
    this.options = options;
  }

  void check(Context ctx) {
    HandlerType m = ctx.method();
    if (m == HandlerType.GET || m == HandlerType.HEAD || m == HandlerType.OPTIONS) {
      return;
    }
    boolean signed = options.token() != null && hasToken(ctx);
    if (!signed && (options.token() != null || !options.isLoopback())) {
      throw forbidden(
          options.token() == null
              ? "This server takes no writes from the network."
              : "The token is missing or wrong.",
          options.token() == null
              ? "Start it with --token-file, and send the token as Authorization: Bearer …"
              : "Send the server's token as Authorization: Bearer …");
    }
    String origin = ctx.header("Origin");
    if (!signed && !isOwn(ctx.host()) || origin != null && !isOwnOrigin(origin, ctx.host())) {
      throw forbidden(
          "The write comes from another site.", "Send it from the viewer or a program of yours.");
    }
    String type = ctx.contentType();
    if (m == HandlerType.POST
        && ctx.contentLength() > 0
        && (type == null || !type.startsWith("application/json"))) {
      throw EmonaException.invalid(
          "The body is of the type " + type + ".",
          "Content-Type",
          "Send JSON with Content-Type: application/json.");
    }
  }

  private boolean hasToken(Context ctx) {
    String given = ctx.header("Authorization");
    byte[] want = ("Bearer " + options.token()).getBytes(StandardCharsets.UTF_8);
    return given != null && MessageDigest.isEqual(want, given.getBytes(StandardCharsets.UTF_8));
  }

  private boolean isOwn(String host) {
    if (host == null) {
      return false;
    }
    String name = host.replaceAll(":[0-9]+$", "");
    return ServerOptions.isLoopback(name)
        || options.baseUrl() != null && name.equals(URI.create(options.baseUrl()).getHost());
  }

  private boolean isOwnOrigin(String origin, String host) {
    return origin.replaceFirst("^https?://", "").equals(host)
        || options.baseUrl() != null && origin.equals(originOf(URI.create(options.baseUrl())));
  }

  /** Scheme and authority, as browsers write them in Origin. */
  private static String originOf(URI url) {
    return url.getScheme() + "://" + url.getRawAuthority();
  }

  private static EmonaException forbidden(String what, String fix) {
    return new EmonaException(EmonaException.Code.FORBIDDEN, what, "Authorization", fix);
  }
}
