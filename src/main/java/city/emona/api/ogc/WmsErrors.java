package city.emona.api.ogc;

import city.emona.EmonaException;
import io.javalin.http.Context;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * Errors in the form that a WMS client asked for: the exception report, or a picture (EXCEPTIONS =
 * INIMAGE or BLANK). The report comes with an HTTP status of 400, so that a cache never keeps it.
 */
final class WmsErrors {
  private static final int LETTERS_PER_LINE = 48;

  private WmsErrors() {}

  /** The report of a mistake that was found below the protocol. */
  static WmsException of(EmonaException e) {
    String code =
        switch (e.where()) {
          case "time", "run" -> "InvalidDimensionValue";
          case "crs" -> "InvalidCRS";
          default -> "";
        };
    return new WmsException(code, e.where(), e.what() + " " + e.fix(), e);
  }

  static void answer(Context ctx, WmsRequest q, WmsException e) {
    ctx.header("Cache-Control", "no-store");
    String form = q.find("exceptions");
    String wanted = form == null ? "xml" : form.toLowerCase(Locale.ROOT);
    if (wanted.endsWith("inimage") || wanted.endsWith("blank")) {
      ctx.result(picture(q, wanted.endsWith("inimage") ? e.getMessage() : ""))
          .contentType("image/png");
      return;
    }
    ctx.status(400);
    ctx.result(report(e, q.isVersion111()))
        .contentType(q.isVersion111() ? "application/vnd.ogc.se_xml" : "text/xml; charset=utf-8");
  }

  private static byte[] report(WmsException e, boolean old) {
    Xml xml = new Xml();
    if (old) {
      xml.open("ServiceExceptionReport", "version", "1.1.1");
    } else {
      xml.open(
          "ServiceExceptionReport",
          "version",
          "1.3.0",
          "xmlns",
          "http://www.opengis.net/ogc",
          "xmlns:xsi",
          "http://www.w3.org/2001/XMLSchema-instance",
          "xsi:schemaLocation",
          "http://www.opengis.net/ogc"
              + " http://schemas.opengis.net/wms/1.3.0/exceptions_1_3_0.xsd");
    }
    if (e.code().isEmpty()) {
      xml.leaf("ServiceException", e.getMessage(), "locator", e.locator());
    } else {
      xml.leaf("ServiceException", e.getMessage(), "code", e.code(), "locator", e.locator());
    }
    return xml.close().finish();
  }

  private static byte[] picture(WmsRequest q, String message) {
    BufferedImage image =
        new BufferedImage(size(q, "width"), size(q, "height"), BufferedImage.TYPE_INT_ARGB);
    if (!message.isEmpty()) {
      Graphics2D g = image.createGraphics();
      g.setColor(Color.WHITE);
      g.fillRect(0, 0, image.getWidth(), image.getHeight());
      g.setColor(new Color(0xb00020));
      g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
      int y = 18;
      for (int at = 0; at < message.length(); at += LETTERS_PER_LINE) {
        g.drawString(
            message.substring(at, Math.min(message.length(), at + LETTERS_PER_LINE)), 8, y);
        y += 16;
      }
      g.dispose();
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** The size asked for where it is usable, else that of a tile. */
  private static int size(WmsRequest q, String name) {
    String text = q.find(name);
    return text != null && text.matches("[1-9][0-9]{0,2}|1[0-9]{3}") ? Integer.parseInt(text) : 256;
  }
}
