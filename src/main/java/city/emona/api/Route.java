package city.emona.api;

import city.emona.EmonaException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One path of the HTTP interface with its words. The same list registers the routes and writes the
 * OpenAPI document, so that none can be served without being described. Also home of the few lines
 * that every handler needs to answer.
 */
public final class Route {
  public static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** A query parameter. */
  record Param(String name, String type, String description) {}

  /** A possible answer. */
  record Answer(int status, String mediaType, String description) {}

  private final HandlerType method;
  private final String path;
  private final String tag;
  private final String summary;
  private final Handler handler;
  private final List<Param> params = new ArrayList<>();
  private final List<Answer> answers = new ArrayList<>();
  private String body;

  private Route(HandlerType method, String path, String tag, String summary, Handler handler) {
    this.method = method;
    this.path = path;
    this.tag = tag;
    this.summary = summary;
    this.handler = handler;
  }

  public static Route get(String path, String tag, String summary, Handler handler) {
    return new Route(HandlerType.GET, path, tag, summary, handler);
  }

  public static Route post(String path, String tag, String summary, Handler handler) {
    return new Route(HandlerType.POST, path, tag, summary, handler);
  }

  public static Route delete(String path, String tag, String summary, Handler handler) {
    return new Route(HandlerType.DELETE, path, tag, summary, handler);
  }

  /** Describes a query parameter; type is string, integer or number. */
  public Route param(String name, String type, String description) {
    params.add(new Param(name, type, description));
    return this;
  }

  public Route answer(int status, String mediaType, String description) {
    answers.add(new Answer(status, mediaType, description));
    return this;
  }

  /** Describes the JSON body in words. */
  public Route body(String description) {
    this.body = description;
    return this;
  }

  public HandlerType method() {
    return method;
  }

  public String path() {
    return path;
  }

  String tag() {
    return tag;
  }

  String summary() {
    return summary;
  }

  Handler handler() {
    return handler;
  }

  List<Param> params() {
    return params;
  }

  List<Answer> answers() {
    return answers;
  }

  String body() {
    return body;
  }

  public static ObjectNode object() {
    return NODES.objectNode();
  }

  public static ArrayNode array() {
    return NODES.arrayNode();
  }

  /** A list in the shape that all lists have. */
  public static ObjectNode items(ArrayNode items) {
    ObjectNode o = object();
    o.set("items", items);
    o.putNull("next");
    return o;
  }

  /** The JSON object that a request brings; {@code example} is shown where it brings none. */
  public static JsonNode body(Context ctx, String example) {
    try {
      JsonNode n = JSON.readTree(ctx.bodyAsBytes());
      if (n != null && n.isObject()) {
        return n;
      }
    } catch (IOException e) {
      throw new EmonaException(
          EmonaException.Code.INVALID,
          "The body is not JSON.",
          "body",
          "Send a JSON object in UTF-8.",
          e);
    }
    throw EmonaException.invalid("The body is not a JSON object.", "body", "Send " + example + ".");
  }

  public static void json(Context ctx, JsonNode node) {
    json(ctx, node, "application/json");
  }

  public static void json(Context ctx, JsonNode node, String mediaType) {
    try {
      byte[] bytes = JSON.writeValueAsBytes(node);
      // What says nothing of its own about being kept is asked for again, and not sent again.
      boolean plain =
          (ctx.method() == HandlerType.GET || ctx.method() == HandlerType.HEAD)
              && ctx.statusCode() == 200
              && ctx.res().getHeader("Cache-Control") == null;
      if (plain && isKnown(ctx, new String(bytes, StandardCharsets.UTF_8), false)) {
        return;
      }
      ctx.result(bytes).contentType(mediaType);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A whole-number parameter within bounds, or the default where it is absent. */
  public static int integer(String name, String text, int min, int max, int otherwise) {
    if (text == null || text.isEmpty()) {
      return otherwise;
    }
    try {
      int v = Integer.parseInt(text.trim());
      if (v >= min && v <= max) {
        return v;
      }
    } catch (NumberFormatException e) {
      throw wrong(name, text, min, max, e);
    }
    throw wrong(name, text, min, max, null);
  }

  private static EmonaException wrong(String name, String text, int min, int max, Throwable cause) {
    return new EmonaException(
        EmonaException.Code.INVALID,
        name + "=" + text + " is not usable.",
        name,
        "Give a whole number from " + min + " to " + max + ".",
        cause);
  }

  /**
   * Sets ETag and Cache-Control; answers 304 and returns true where the client has these bytes. An
   * answer that can never change under its address is {@code immutable}, any other is asked for
   * again each time.
   */
  public static boolean isKnown(Context ctx, String key, boolean immutable) {
    String tag = "\"" + Long.toHexString(hash(key)) + "\"";
    ctx.header("ETag", tag);
    ctx.header(
        "Cache-Control", immutable ? "public, max-age=31536000, immutable" : "public, no-cache");
    String given = ctx.header("If-None-Match");
    if (given != null && given.contains(tag)) {
      ctx.status(304);
      return true;
    }
    return false;
  }

  /** FNV-1a over the characters, 64 bits. */
  private static long hash(String key) {
    long h = 0xcbf29ce484222325L;
    for (int i = 0; i < key.length(); i++) {
      h = (h ^ key.charAt(i)) * 0x100000001b3L;
    }
    return h;
  }
}
