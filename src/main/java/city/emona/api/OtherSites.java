package city.emona.api;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.Map;
import java.util.Set;

/**
 * What pages of other sites may read (CORS, WHATWG Fetch §3.2): map pages and GIS in a browser need
 * the layers from elsewhere, so the server names the origins that it was started with; without any
 * a browser lets no other site's page read. Reads only: {@link WriteGuard} refuses writes of other
 * sites in any case. Answers OPTIONS with the methods of an address, too. Thread-safe.
 */
final class OtherSites {
  private final Set<String> origins;

  OtherSites(ServerOptions options) {
    this.origins = options.origins();
  }

  void before(Context ctx) {
    HandlerType m = ctx.method();
    if (origins.isEmpty()
        || m != HandlerType.GET && m != HandlerType.HEAD && m != HandlerType.OPTIONS) {
      return;
    }
    String origin = ctx.header("Origin");
    if (origins.contains("*")) {
      ctx.header("Access-Control-Allow-Origin", "*");
    } else if (origin != null && origins.contains(origin)) {
      ctx.header("Access-Control-Allow-Origin", origin);
    } else {
      return;
    }
    ctx.header("Access-Control-Expose-Headers", "ETag, Link");
  }

  /** Behind all handlers, which set what else an answer varies by. */
  void after(Context ctx) {
    if (!origins.isEmpty() && !origins.contains("*")) {
      String vary = ctx.res().getHeader("Vary");
      ctx.header("Vary", vary == null ? "Origin" : vary + ", Origin");
    }
  }

  /**
   * Names the methods of an address that was asked by another one; true where that was the whole
   * question. {@code details} are Javalin's own of a 405.
   */
  static boolean tellsMethods(Context ctx, Map<String, String> details) {
    String known = details.getOrDefault("availableMethods", "GET");
    ctx.header("Allow", known + ", OPTIONS");
    if (ctx.method() != HandlerType.OPTIONS) {
      return false;
    }
    if (ctx.res().getHeader("Access-Control-Allow-Origin") != null) {
      ctx.header("Access-Control-Allow-Methods", "GET, HEAD");
      ctx.header("Access-Control-Allow-Headers", "Accept, If-None-Match");
      ctx.header("Access-Control-Max-Age", "86400");
    }
    ctx.status(204);
    return true;
  }
}
