package city.emona.layers.picture;

import city.emona.layers.Layer;
import city.emona.layers.Style;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Draws the legend of a layer: title with unit, then a swatch and words per class. */
public final class Legend {
  private static final int LINE = 20;
  private static final int SWATCH = 24;
  private static final int PAD = 8;

  private record Entry(Color color, String words) {}

  private Legend() {}

  public static byte[] png(Layer layer, Style style, boolean dark) {
    String title = layer.title() + (layer.unit().isEmpty() ? "" : " [" + layer.unit() + "]");
    List<Entry> entries = entries(layer, style, dark);
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    Font bold = font.deriveFont(Font.BOLD);
    int width = widthOf(title, bold);
    for (Entry e : entries) {
      width = Math.max(width, SWATCH + PAD + widthOf(e.words, font));
    }
    int height = 2 * PAD + LINE * (entries.size() + 1);
    BufferedImage image = new BufferedImage(width + 2 * PAD, height, BufferedImage.TYPE_INT_ARGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setColor(dark ? new Color(0x14171b) : Color.WHITE);
    g.fillRect(0, 0, image.getWidth(), height);
    Color ink = dark ? new Color(0xd5dae1) : new Color(0x2b2e33);
    g.setColor(ink);
    g.setFont(bold);
    g.drawString(title, PAD, PAD + 13);
    g.setFont(font);
    int y = PAD + LINE;
    for (Entry e : entries) {
      swatch(g, layer, e.color, PAD, y);
      g.setColor(ink);
      g.drawString(e.words, PAD + SWATCH + PAD, y + 14);
      y += LINE;
    }
    g.dispose();
    return MapRenderer.encode(image);
  }

  private static int widthOf(String text, Font font) {
    BufferedImage probe = new BufferedImage(1, 1, BufferedImage.TYPE_INT_ARGB);
    Graphics2D g = probe.createGraphics();
    int w = g.getFontMetrics(font).stringWidth(text);
    g.dispose();
    return w;
  }

  private static void swatch(Graphics2D g, Layer layer, Color c, int x, int y) {
    g.setColor(c);
    switch (layer.geometry()) {
      case LINE -> g.fillRect(x, y + 7, SWATCH, 5);
      case POINT -> g.fillOval(x + 7, y + 4, 11, 11);
      default -> g.fillRect(x, y + 2, SWATCH, LINE - 4);
    }
    g.setColor(new Color(0, 0, 0, 60));
    switch (layer.geometry()) {
      case LINE -> g.drawRect(x, y + 7, SWATCH, 5);
      case POINT -> g.drawOval(x + 7, y + 4, 11, 11);
      default -> g.drawRect(x, y + 2, SWATCH, LINE - 4);
    }
  }

  private static List<Entry> entries(Layer layer, Style style, boolean dark) {
    List<Entry> out = new ArrayList<>();
    if (style instanceof Style.Ramp r) {
      for (int k = 0; k < r.colors().size(); k++) {
        out.add(new Entry(Color.decode(r.color(k, dark)), words(r, k)));
      }
    } else if (style instanceof Style.Choice c) {
      c.colors().forEach((k, v) -> out.add(new Entry(Color.decode(v), k.replace('_', ' '))));
    } else if (style instanceof Style.Fixed f) {
      out.add(new Entry(Color.decode(dark ? f.colorDark() : f.color()), layer.title()));
    }
    return out;
  }

  /** Words of a class: its limits, with its name where it has one. */
  static String words(Style.Ramp r, int k) {
    double[] b = r.breaks();
    String range =
        k == 0
            ? "below " + number(b[0])
            : k == b.length
                ? number(b[k - 1]) + " and more"
                : number(b[k - 1]) + (b[0] < 0 ? " to " : " – ") + number(b[k]);
    return r.labels().isEmpty() ? range : r.labels().get(k) + " (" + range + ")";
  }

  private static String number(double v) {
    return BigDecimal.valueOf(v).stripTrailingZeros().toPlainString().replace('-', '−');
  }
}
