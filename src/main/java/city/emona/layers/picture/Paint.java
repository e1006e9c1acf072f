package city.emona.layers.picture;

import city.emona.layers.LayerView;
import city.emona.layers.Style;
import city.emona.model.Field;
import city.emona.model.Table;
import java.awt.Color;
import java.util.List;
import java.util.Map;

/** The colour of an element under a style; classes are looked up once per layer. */
final class Paint {
  private final LayerView view;
  private final Style style;
  private final boolean dark;
  private final Color[] byClass;
  private final byte[] choices;

  Paint(LayerView view, Style style, boolean dark) {
    this.view = view;
    this.style = style;
    this.dark = dark;
    if (style instanceof Style.Ramp r) {
      byClass = new Color[r.colors().size()];
      for (int k = 0; k < byClass.length; k++) {
        byClass[k] = Color.decode(r.color(k, dark));
      }
      choices = null;
    } else if (style instanceof Style.Choice c) {
      Table table = view.table();
      Field field = table.schema().fields().get(table.schema().indexOf(c.field()));
      byClass = ofLabels(field.labels(), c.colors());
      choices = table.choices(c.field());
    } else {
      Style.Fixed f = (Style.Fixed) style;
      byClass = new Color[] {Color.decode(dark ? f.colorDark() : f.color())};
      choices = null;
    }
  }

  private static Color[] ofLabels(List<String> labels, Map<String, String> colors) {
    Color[] out = new Color[labels.size()];
    for (int k = 0; k < out.length; k++) {
      out[k] = Color.decode(colors.getOrDefault(labels.get(k), "#999999"));
    }
    return out;
  }

  /** The colour, or null where the element has no value. */
  Color of(int row) {
    if (style instanceof Style.Ramp r) {
      float v = view.value(row);
      return Float.isNaN(v) ? null : byClass[r.classOf(v)];
    }
    return byClass[choices == null ? 0 : choices[row]];
  }

  Color ofClass(int k) {
    return byClass[k];
  }

  boolean isDark() {
    return dark;
  }
}
