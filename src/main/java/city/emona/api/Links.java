package city.emona.api;

import io.javalin.http.Context;

/**
 * Absolute addresses of ourselves: the configured public base URL where there is one, since behind
 * a proxy the inner host is of no use to a client; else the scheme and host that the client used.
 */
public final class Links {
  private final String baseUrl;

  public Links(ServerOptions options) {
    this.baseUrl = options.baseUrl();
  }

  /** Without a slash at the end. */
  public String base(Context ctx) {
    if (baseUrl != null) {
      return baseUrl;
    }
    String host = ctx.host();
    boolean sane = host != null && host.matches("[A-Za-z0-9.:\\[\\]_-]{1,255}");
    return ctx.scheme() + "://" + (sane ? host : "localhost");
  }
}
