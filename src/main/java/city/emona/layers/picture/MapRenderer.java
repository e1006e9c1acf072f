package city.emona.layers.picture;

import city.emona.layers.LayerView;
import city.emona.layers.Style;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import javax.imageio.ImageIO;

/**
 * Draws layers of the catalogue as a PNG with Java2D, in any reference system: what WMS and
 * previews show. Own code since no renderer of styled features is on offer to us, and since the
 * layers are few. At most two pictures are drawn at once, which bounds the memory (4096² pixels are
 * 64 MB).
 */
public final class MapRenderer {
  private static final Semaphore SLOTS = new Semaphore(2, true);

  static {
    ImageIO.setUseCache(false);
  }

  /** A layer and the style to draw it in. */
  public record Drawn(LayerView view, Style style) {}

  private MapRenderer() {}

  /**
   * @param background colour of the ground, or null for a transparent picture
   * @param dark whether to use the colours for dark ground
   */
  public static byte[] png(List<Drawn> layers, MapBox map, Color background, boolean dark) {
    SLOTS.acquireUninterruptibly();
    try {
      return encode(draw(layers, map, background, dark));
    } finally {
      SLOTS.release();
    }
  }

  /** As {@link #png} on an opaque ground, as JPEG. */
  public static byte[] jpeg(List<Drawn> layers, MapBox map, Color background, boolean dark) {
    SLOTS.acquireUninterruptibly();
    try {
      BufferedImage drawn = draw(layers, map, background, dark);
      BufferedImage opaque =
          new BufferedImage(map.width(), map.height(), BufferedImage.TYPE_INT_RGB);
      Graphics2D g = opaque.createGraphics();
      g.drawImage(drawn, 0, 0, null);
      g.dispose();
      return encode(opaque, "jpeg");
    } finally {
      SLOTS.release();
    }
  }

  static BufferedImage draw(List<Drawn> layers, MapBox map, Color background, boolean dark) {
    BufferedImage image = new BufferedImage(map.width(), map.height(), BufferedImage.TYPE_INT_ARGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    if (background != null) {
      g.setColor(background);
      g.fillRect(0, 0, map.width(), map.height());
    }
    for (Drawn d : layers) {
      if (d.view.grid() != null) {
        GridPainter.draw(image, map, d.view, (Style.Ramp) d.style, dark);
      } else if (d.view.layer().table() != null) {
        new RowPainter(d.view, d.style, map, g, dark).draw();
      }
    }
    g.dispose();
    return image;
  }

  static byte[] encode(BufferedImage image) {
    return encode(image, "png");
  }

  private static byte[] encode(BufferedImage image, String format) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 16);
    try {
      ImageIO.write(image, format, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
