package city.emona.layers;

import java.util.List;
import java.util.Map;

/**
 * How a layer is drawn, on light and on dark ground: the same description feeds the viewer, the PNG
 * renderer and the legend. Colours are {@code #rrggbb}.
 */
public sealed interface Style {
  /** Stable id, also the WMS style name. */
  String id();

  String title();

  /**
   * Classes of a value: class k holds values in [breaks[k − 1], breaks[k]); one colour more than
   * breaks. {@code labels} names the classes and may be empty. {@code width} is "sqrt" where lines
   * also grow with the value, "fixed" where they do not, null where there are no lines.
   */
  record Ramp(
      String id,
      String title,
      double[] breaks,
      List<String> colors,
      List<String> colorsDark,
      List<String> labels,
      String width)
      implements Style {
    public Ramp {
      if (colors.size() != breaks.length + 1 || colorsDark.size() != colors.size()) {
        throw new IllegalArgumentException(id + ": " + colors.size() + " colours");
      }
    }

    /** Class of a value. */
    public int classOf(double value) {
      int k = 0;
      while (k < breaks.length && value >= breaks[k]) {
        k++;
      }
      return k;
    }

    public String color(int k, boolean dark) {
      return (dark ? colorsDark : colors).get(k);
    }
  }

  /** One colour for all. */
  record Fixed(String id, String title, String color, String colorDark) implements Style {}

  /** A colour per label of a CHOICE column; other labels take the last entry. */
  record Choice(String id, String title, String field, Map<String, String> colors)
      implements Style {}
}
