package city.emona.citygen;

import city.emona.geo.PackedLines;
import city.emona.geo.PackedPolygons;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * Draws a part of a city, generated or imported, in one style: the way to judge a generated town by
 * eye beside a real one. {@code planOnly} draws streets, rail and water alone.
 */
record CityPicture(int size, double centreX, double centreY, double widthM, boolean planOnly) {
  private static final Color LAND = new Color(0xF6F5F2);
  private static final Color WATER = new Color(0xBBD3E0);

  void write(City city, Path file) throws IOException {
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.setColor(planOnly ? Color.WHITE : LAND);
    g.fillRect(0, 0, size, size);
    Table land = city.table(Schema.LAND_USE);
    for (int i = 0; i < land.size(); i++) {
      Color c = landColour(land.choices("kind")[i]);
      if (c != null) {
        g.setColor(c);
        g.fill(path(land.polygons(), i));
      }
    }
    Table houses = city.table(Schema.BUILDINGS);
    g.setColor(new Color(0xD9D2C8));
    for (int i = 0; !planOnly && widthM < 4000 && i < houses.size(); i++) {
      g.fill(path(houses.polygons(), i));
    }
    Table lines = city.table(Schema.LINEWORK);
    for (int i = 0; i < lines.size(); i++) {
      boolean rail = lines.choices("kind")[i] == 0;
      stroke(g, rail ? new Color(0x777777) : WATER, rail ? 1.2f : 1.6f);
      g.draw(path(lines.lines(), i));
    }
    streets(g, city.table(Schema.LINKS));
    g.dispose();
    ImageIO.write(image, "png", file.toFile());
  }

  private void streets(Graphics2D g, Table links) {
    byte[] kind = links.choices("road_class");
    double pixelsPerM = size / widthM;
    for (int pass = 0; pass < 2; pass++) {
      for (int rank = 9; rank >= 0; rank--) {
        float width = (float) Math.max(widthM > 6000 ? 0.7 : 1.2, widthOf(rank) * pixelsPerM);
        for (int l = 0; l < links.size(); l++) {
          if (kind[l] != rank) {
            continue;
          }
          if (planOnly) {
            if (pass == 0) {
              stroke(g, Color.BLACK, rank < 4 ? 2f : 1.1f);
              g.draw(path(links.lines(), l));
            }
          } else if (pass == 0) {
            stroke(g, new Color(rank < 4 ? 0xC9B9A0 : 0xD3D0CA), width + 1.3f);
            g.draw(path(links.lines(), l));
          } else if (width > 1.3f || rank < 5) {
            stroke(
                g,
                rank < 3 ? new Color(0xFBE3A8) : rank < 4 ? new Color(0xFFF3CF) : Color.WHITE,
                width);
            g.draw(path(links.lines(), l));
          }
        }
      }
    }
  }

  private static double widthOf(int rank) {
    return rank < 3 ? 13 : rank < 5 ? 10 : rank < 6 ? 7.5 : 5;
  }

  private static void stroke(Graphics2D g, Color c, float width) {
    g.setColor(c);
    g.setStroke(new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
  }

  private Color landColour(int kind) {
    String label = Schema.LAND_USE.fields().get(1).labels().get(kind);
    if (planOnly) {
      return label.equals("water") ? WATER : null;
    }
    return switch (label) {
      case "water" -> WATER;
      case "park" -> new Color(0xDCE9D2);
      case "forest" -> new Color(0xCFE0C4);
      case "field" -> new Color(0xF3F1E4);
      case "industrial" -> new Color(0xEAE6EC);
      case "commercial" -> new Color(0xF3E9E4);
      case "mixed" -> new Color(0xF2ECE6);
      case "residential" -> new Color(0xEFEDE8);
      default -> null;
    };
  }

  private double px(int xMm) {
    return (xMm / 1000.0 - centreX) / widthM * size + size / 2.0;
  }

  private double py(int yMm) {
    return size / 2.0 - (yMm / 1000.0 - centreY) / widthM * size;
  }

  private Path2D path(PackedLines lines, int i) {
    Path2D p = new Path2D.Double();
    for (int v = lines.first()[i]; v < lines.first()[i + 1]; v++) {
      if (v == lines.first()[i]) {
        p.moveTo(px(lines.xMm()[v]), py(lines.yMm()[v]));
      } else {
        p.lineTo(px(lines.xMm()[v]), py(lines.yMm()[v]));
      }
    }
    return p;
  }

  private Path2D path(PackedPolygons polygons, int i) {
    Path2D p = new Path2D.Double(Path2D.WIND_EVEN_ODD);
    for (int r = polygons.firstRing()[i]; r < polygons.firstRing()[i + 1]; r++) {
      for (int v = polygons.firstVertex()[r]; v < polygons.firstVertex()[r + 1]; v++) {
        if (v == polygons.firstVertex()[r]) {
          p.moveTo(px(polygons.xMm()[v]), py(polygons.yMm()[v]));
        } else {
          p.lineTo(px(polygons.xMm()[v]), py(polygons.yMm()[v]));
        }
      }
      p.closePath();
    }
    return p;
  }
}
