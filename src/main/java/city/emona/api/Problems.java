package city.emona.api;

import city.emona.EmonaException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every error of the HTTP interface as problem+json (RFC 9457) with {@code where} and {@code fix}
 * besides. A failure of our own is logged with its trace and answered without it.
 */
public final class Problems {
  private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

  private Problems() {}

  static void register(JavalinConfig config) {
    config.routes.exception(
        EmonaException.class, (e, ctx) -> answer(ctx, e.code().httpStatus(), e, e.code().name()));
    config.routes.exception(
        HttpResponseException.class,
        (e, ctx) -> {
          if (e.getStatus() == 405 && OtherSites.tellsMethods(ctx, e.getDetails())) {
            return;
          }
          answer(ctx, e.getStatus(), refused(e.getMessage(), ctx.path()), "HTTP");
        });
    config.routes.exception(
        Exception.class,
        (e, ctx) -> {
          if (ctx.res().isCommitted()) {
            // Too late for another answer; mostly a client that went away.
            LOG.debug("{} {} broke off", ctx.method(), ctx.path(), e);
            return;
          }
          LOG.error("{} {} failed", ctx.method(), ctx.path(), e);
          answer(ctx, 500, internal(ctx.path()), "INTERNAL");
        });
    config.routes.error(
        404,
        ctx -> {
          if (ctx.result() == null || ctx.result().isEmpty() || !isProblem(ctx)) {
            answer(
                ctx,
                404,
                EmonaException.notFound(
                    "There is nothing at this address.",
                    ctx.path(),
                    "See /api/v1/openapi.json for the addresses."),
                "NOT_FOUND");
          }
        });
  }

  private static EmonaException refused(String message, String where) {
    return EmonaException.invalid(
        message == null ? "The request failed." : message + ".",
        where,
        "See /api/v1/openapi.json for what can be asked.");
  }

  /** For requests that do not get as far as a route: an address that is none, a broken header. */
  static ErrorHandler ofJetty() {
    return new ErrorHandler() {
      @Override
      protected void generateResponse(
          Request request,
          Response response,
          int code,
          String message,
          Throwable cause,
          Callback callback) {
        byte[] body =
            problem(code, refused(message, request.getHttpURI().getPath()), "HTTP")
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.write(true, ByteBuffer.wrap(body), callback);
      }
    };
  }

  private static boolean isProblem(Context ctx) {
    String type = ctx.res().getContentType();
    return type != null && !type.startsWith("text/plain");
  }

  private static void answer(Context ctx, int status, EmonaException e, String code) {
    ctx.status(status);
    ctx.removeHeader("ETag");
    ctx.header("Cache-Control", "no-store");
    Route.json(ctx, problem(status, e, code), "application/problem+json");
  }

  /** The document of what went wrong in a run: the user's mistake in full, ours without details. */
  public static ObjectNode of(Throwable failure) {
    if (failure instanceof EmonaException e) {
      return problem(e.code().httpStatus(), e, e.code().name());
    }
    return problem(500, internal("run"), "INTERNAL");
  }

  private static EmonaException internal(String where) {
    return EmonaException.invalid(
        "The server failed to answer.",
        where,
        "Try again; if it stays, report it with the server's log.");
  }

  private static ObjectNode problem(int status, EmonaException e, String code) {
    ObjectNode o = Route.object();
    o.put("type", "about:blank#" + code.toLowerCase(Locale.ROOT));
    o.put("title", title(status));
    o.put("status", status);
    o.put("detail", e.what());
    o.put("where", e.where());
    o.put("fix", e.fix());
    return o;
  }

  private static String title(int status) {
    return switch (status) {
      case 400 -> "Bad request";
      case 401 -> "Sign in first";
      case 403 -> "Not allowed";
      case 404 -> "Not found";
      case 405 -> "Method not allowed";
      case 409 -> "Conflict";
      case 413 -> "Too large";
      case 415 -> "Unsupported media type";
      case 422 -> "Not supported";
      case 503 -> "Busy";
      default -> status >= 500 ? "Server failure" : "Request failed";
    };
  }
}
