package city.emona.api.ogc;

import city.emona.api.Route;
import city.emona.layers.LayerView;
import city.emona.layers.feature.GeoJson;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;

/** The answer of GetFeatureInfo as text, JSON or HTML. */
final class InfoWriter {
  /** An element under the pixel with what is known of it. */
  record Hit(LayerView view, int element, Map<String, JsonNode> properties) {}

  private InfoWriter() {}

  static void write(Context ctx, String format, List<Hit> hits) {
    switch (format) {
      case "application/json" -> json(ctx, hits);
      case "text/html" -> ctx.html(html(hits));
      default -> ctx.result(text(hits)).contentType("text/plain; charset=utf-8");
    }
  }

  private static void json(Context ctx, List<Hit> hits) {
    ObjectNode o = Route.object();
    o.put("type", "FeatureCollection");
    ArrayNode features = o.putArray("features");
    for (Hit h : hits) {
      ObjectNode f = features.addObject();
      f.put("type", "Feature");
      f.put("id", GeoJson.idOf(h.view, h.element));
      f.put("layer", h.view.layer().id());
      f.putNull("geometry");
      ObjectNode p = f.putObject("properties");
      h.properties.forEach(p::set);
      if (!h.view.layer().unit().isEmpty()) {
        p.put("unit", h.view.layer().unit());
      }
    }
    Route.json(ctx, o);
  }

  private static String text(List<Hit> hits) {
    StringBuilder s = new StringBuilder();
    for (Hit h : hits) {
      s.append(h.view.layer().title()).append(": ").append(GeoJson.idOf(h.view, h.element));
      s.append('\n');
      h.properties.forEach(
          (k, v) -> s.append("  ").append(k).append(" = ").append(shown(h, k, v)).append('\n'));
    }
    return hits.isEmpty() ? "Nothing here.\n" : s.toString();
  }

  private static String html(List<Hit> hits) {
    StringBuilder s = new StringBuilder();
    for (Hit h : hits) {
      s.append("<h2>").append(Html.text(h.view.layer().title())).append("</h2><table>");
      h.properties.forEach(
          (k, v) ->
              s.append("<tr><th>")
                  .append(Html.text(k))
                  .append("</th><td>")
                  .append(Html.text(shown(h, k, v)))
                  .append("</td></tr>"));
      s.append("</table>");
    }
    return Html.page("What is here", hits.isEmpty() ? "<p>Nothing here.</p>" : s.toString());
  }

  private static String shown(Hit h, String key, JsonNode value) {
    if (value.isNull()) {
      return "no data";
    }
    return value.asText() + (key.equals("value") ? " " + h.view.layer().unit() : "");
  }
}
