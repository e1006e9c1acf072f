package city.emona.api.ogc;

import city.emona.layers.Attributes;
import city.emona.layers.Layer;
import city.emona.layers.LayerView;
import city.emona.layers.feature.FeatureQuery;
import city.emona.layers.feature.GeoJson;
import city.emona.model.Field;
import io.javalin.http.Context;

/** Features as tables that a person can read. */
final class ItemPages {
  private ItemPages() {}

  static void list(
      Context ctx,
      String base,
      Layer layer,
      LayerView view,
      FeatureQuery.Page page,
      int offset,
      int limit,
      String query) {
    String self = base + "/ogc/collections/" + layer.id() + "/items";
    StringBuilder s = new StringBuilder();
    s.append("<nav>").append(Html.link(base + "/ogc/collections?f=html", "Collections"));
    s.append(" / ");
    s.append(Html.link(base + "/ogc/collections/" + layer.id() + "?f=html", layer.title()));
    s.append("</nav><p>").append(page.matched()).append(" features");
    if (page.elements().length > 0) {
      s.append(", ").append(offset + 1).append(" to ");
      s.append(offset + page.elements().length);
    }
    s.append(". ");
    String size = "&limit=" + limit + "&f=html";
    if (offset > 0) {
      String to = self + "?" + query + "offset=" + Math.max(0, offset - limit) + size;
      s.append(Html.link(to, "← previous")).append(' ');
    }
    if (offset + page.elements().length < page.matched()) {
      s.append(Html.link(self + "?" + query + "offset=" + (offset + limit) + size, "next →"));
    }
    s.append("</p>");
    if (view != null) {
      table(s, self, view, page.elements());
    }
    ctx.html(Html.page(layer.title(), s.toString()));
  }

  private static void table(StringBuilder s, String self, LayerView view, int[] elements) {
    Layer layer = view.layer();
    Attributes a =
        layer.table() == null ? null : new Attributes(view.snapshot().city(), view.table());
    s.append("<div class=\"wide\"><table><tr><th>id</th>");
    for (Field f : layer.fields()) {
      s.append("<th>").append(Html.text(f.name()));
      s.append(f.unit().isEmpty() ? "" : " [" + Html.text(f.unit()) + "]").append("</th>");
    }
    s.append("</tr>");
    for (int e : elements) {
      String id = GeoJson.idOf(view, e);
      s.append("<tr><td>");
      s.append(Html.link(self + "/" + ItemRoutes.encode(id) + "?f=html", id)).append("</td>");
      if (layer.isValueLayer()) {
        s.append("<td>").append(shown(view.value(e))).append("</td>");
      }
      for (int c = 0; a != null && c < a.fieldCount(); c++) {
        Object v = a.value(e, c);
        s.append("<td>").append(v == null ? "" : Html.text(v.toString())).append("</td>");
      }
      s.append("</tr>");
    }
    s.append("</table></div>");
  }

  private static String shown(float v) {
    return Float.isNaN(v) ? "no data" : Float.toString(v);
  }

  static void one(Context ctx, String base, LayerView view, int element) {
    Layer layer = view.layer();
    String id = GeoJson.idOf(view, element);
    StringBuilder s = new StringBuilder();
    s.append("<nav>");
    s.append(Html.link(base + "/ogc/collections/" + layer.id() + "/items?f=html", layer.title()));
    s.append("</nav><table>");
    if (layer.isValueLayer()) {
      row(s, "value", shown(view.value(element)) + " " + layer.unit());
    }
    if (layer.table() != null) {
      Attributes a = new Attributes(view.snapshot().city(), view.table());
      for (int c = 0; c < a.fieldCount(); c++) {
        Object v = a.value(element, c);
        String unit = a.field(c).unit();
        row(s, a.field(c).description(), v == null ? "" : v + (unit.isEmpty() ? "" : " " + unit));
      }
    }
    ctx.html(Html.page(id, s.append("</table>").toString()));
  }

  private static void row(StringBuilder s, String name, String value) {
    s.append("<tr><th>").append(Html.text(name)).append("</th><td>");
    s.append(Html.text(value)).append("</td></tr>");
  }
}
