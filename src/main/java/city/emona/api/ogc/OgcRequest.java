package city.emona.api.ogc;

import city.emona.EmonaException;
import city.emona.api.Route;
import city.emona.api.TileRoutes;
import city.emona.geo.Bounds;
import city.emona.layers.Layer;
import city.emona.model.Field;
import io.javalin.http.Context;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Checked query parameters of OGC API Features (OGC 17-069r4, 7.15). */
final class OgcRequest {
  static final int MAX_LIMIT = 10_000;
  static final int DEFAULT_LIMIT = 100;
  private static final int MAX_OFFSET = 100_000_000;

  private OgcRequest() {}

  /** Whether the page for people is wanted: {@code f=html}, or a browser's Accept header. */
  static boolean wantsHtml(Context ctx) {
    String f = ctx.queryParam("f");
    if (f != null) {
      return switch (f) {
        case "html" -> true;
        case "json", "geojson" -> false;
        default ->
            throw EmonaException.invalid(
                "The format " + f + " is not on offer.", "f", "Use f=json or f=html.");
      };
    }
    String accept = ctx.header("Accept");
    if (accept == null) {
      return false;
    }
    int html = accept.indexOf("text/html");
    int json = accept.indexOf("json");
    return html >= 0 && (json < 0 || html < json);
  }

  /** Requirement /req/core/query-param-unknown: a parameter that we do not know is an error. */
  static void refuseUnknown(Context ctx, Set<String> known) {
    for (String name : ctx.queryParamMap().keySet()) {
      if (!known.contains(name)) {
        throw EmonaException.invalid(
            "The parameter " + name + " is not known here.",
            name,
            "Use one of " + String.join(", ", new TreeSet<>(known)) + ".");
      }
    }
  }

  /**
   * Values above the maximum are taken as the maximum (requirement /req/core/fc-limit-response).
   */
  static int limit(Context ctx) {
    String text = ctx.queryParam("limit");
    return Math.min(MAX_LIMIT, Route.integer("limit", text, 1, Integer.MAX_VALUE, DEFAULT_LIMIT));
  }

  static int offset(Context ctx) {
    return Route.integer("offset", ctx.queryParam("offset"), 0, MAX_OFFSET, 0);
  }

  /** Four or six numbers, west, south, (low,) east, north, (high); null where absent. */
  static Bounds bbox(Context ctx) {
    String text = ctx.queryParam("bbox");
    if (text == null || text.isBlank()) {
      return null;
    }
    String[] p = text.split(",", -1);
    try {
      if (p.length == 4 || p.length == 6) {
        int half = p.length / 2;
        Bounds b =
            new Bounds(
                Double.parseDouble(p[0]),
                Double.parseDouble(p[1]),
                Double.parseDouble(p[half]),
                Double.parseDouble(p[half + 1]));
        if (b.minX() <= b.maxX() && b.minY() <= b.maxY()) {
          return b;
        }
      }
    } catch (NumberFormatException e) {
      throw wrongBox(text, e);
    }
    throw wrongBox(text, null);
  }

  private static EmonaException wrongBox(String text, Throwable cause) {
    return new EmonaException(
        EmonaException.Code.INVALID,
        "bbox=" + text + " is not a box.",
        "bbox",
        "Give west,south,east,north in degrees, for example 14.4,46.0,14.6,46.1.",
        cause);
  }

  /** A time or an interval, whose open ends are null; null where absent. */
  record Span(OffsetDateTime from, OffsetDateTime to) {}

  static Span datetime(Context ctx) {
    String text = ctx.queryParam("datetime");
    if (text == null || text.isBlank()) {
      return null;
    }
    String[] p = text.split("/", -1);
    if (p.length > 2) {
      throw EmonaException.invalid(
          "datetime=" + text + " is neither an instant nor an interval.",
          "datetime",
          "Write 2026-03-17T07:00:00Z, or from/to with .. for an open end.");
    }
    OffsetDateTime from = end(p[0]);
    OffsetDateTime to = p.length == 1 ? from : end(p[1]);
    if (from != null && to != null && from.isAfter(to)) {
      throw EmonaException.invalid(
          "The interval " + text + " ends before it begins.", "datetime", "Swap its ends.");
    }
    return new Span(from, to);
  }

  private static OffsetDateTime end(String text) {
    return text.isEmpty() || text.equals("..") ? null : TileRoutes.instant(text);
  }

  /** Property filters: parameters named as a column. */
  static Map<String, String> properties(Context ctx, Layer layer) {
    Set<String> columns = columns(layer);
    Map<String, String> out = new LinkedHashMap<>();
    ctx.queryParamMap()
        .forEach(
            (name, values) -> {
              if (columns.contains(name)) {
                out.put(name, values.get(0));
              }
            });
    return out;
  }

  static Set<String> columns(Layer layer) {
    Set<String> out = new TreeSet<>();
    layer.fields().stream().map(Field::name).forEach(out::add);
    if (layer.table() != null) {
      out.add("id");
    }
    return out;
  }
}
