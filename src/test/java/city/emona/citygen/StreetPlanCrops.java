package city.emona.citygen;

import city.emona.SharedData;
import city.emona.geo.PackedLines;
import city.emona.geodata.ImportOptions;
import city.emona.geodata.OsmImport;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.simulate.Progress;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Draws unlabelled street-plan crops for judges: half from real extracts, half from demo cities, in
 * one plain style (streets only, one width by class, no water, no names), shuffled, the key apart.
 * A crop is centred on a junction drawn at random among those whose square holds enough street, and
 * turned by a random angle. Each made crop has the width of a real one and as nearly as it can, to
 * an eighth, as much street, since a judge is to compare plans, not the sizes of towns. Run it with
 * {@code mvn -o test -Dtest=StreetPlanCrops -Demona.crops=DIR [-Demona.crops.seed=1]
 * [-Demona.crops.sheet=true]}.
 */
@Tag("citygen")
class StreetPlanCrops {
  /** Zoom of each pair: z16 is 1.69 m to the pixel at 45 degrees, z14 6.8 m, z12 27 m. */
  private static final int[] ZOOMS = {16, 14, 12, 16, 14, 12, 14, 16, 14, 16};

  private static final double METRES_AT_Z0 = 110_692;

  /** Least street in a crop, metres per square kilometre: places, not fields. */
  private static final double LEAST_M_PER_KM2 = 7000;

  /** The edge of a map sways by as much. */
  private static final double EDGE_M = 100;

  private static final Map<City, Double> REACHES = new IdentityHashMap<>();

  record Crop(
      String source, City city, double x, double y, double widthM, double turn, int pixels) {}

  static City real(String file) {
    Path path = SharedData.need("osm", file);
    return OsmImport.read(List.of(path), new ImportOptions(null, -1), Progress.NONE);
  }

  @Test
  void drawTwentyCrops() throws IOException {
    String folder = System.getProperty("emona.crops");
    Assumptions.assumeTrue(folder != null, "no folder given by -Demona.crops");
    long seed = Long.getLong("emona.crops.seed", 1);
    Random random = new Random(seed);
    List<Crop> crops = new ArrayList<>();
    City porto = real("porto_portugal.osm.pbf");
    City liechtenstein = real("liechtenstein-latest.osm.pbf");
    City monaco = real("monaco-latest.osm.pbf");
    for (int k = 0; k < 10; k++) {
      int zoom = ZOOMS[k];
      City real = k < 7 ? porto : k < 9 ? liechtenstein : monaco;
      String name = k < 7 ? "Porto" : k < 9 ? "Liechtenstein" : "Monaco";
      Crop pair = crop("real " + name, real, zoom, 0, random);
      crops.add(pair);
      int links = zoom == 12 ? 100_000 : new int[] {5000, 20_000, 40_000}[k % 3];
      long town = 60 + 10 * seed + k;
      City made = CityGenerator.unrelaxed(town, links, 2, Progress.NONE);
      crops.add(crop("made, seed " + town + ", links " + links, made, zoom, streetM(pair), random));
    }
    Path out = Files.createDirectories(Path.of(folder));
    if (Boolean.getBoolean("emona.crops.sheet")) {
      sheet(crops, out.resolve("sheet.png"));
    }
    Collections.shuffle(crops, random);
    StringBuilder key = new StringBuilder();
    for (int k = 0; k < crops.size(); k++) {
      String name = String.format(Locale.ROOT, "crop-%02d.png", k + 1);
      ImageIO.write(draw(crops.get(k), crops.get(k).pixels), "png", out.resolve(name).toFile());
      key.append(name).append(' ').append(crops.get(k).source);
      key.append(String.format(Locale.ROOT, ", %.0f m wide%n", crops.get(k).widthM));
    }
    Files.writeString(out.resolve("key.txt"), key);
  }

  /** The measures of real and made places side by side, for the docs. */
  @Test
  void printTheGrain() {
    Assumptions.assumeTrue(Boolean.getBoolean("emona.grain"), "no -Demona.grain=true");
    List<Map<String, Double>> columns = new ArrayList<>();
    for (String file : List.of("porto_portugal", "liechtenstein-latest", "monaco-latest")) {
      columns.add(GrainStatistics.of(real(file + ".osm.pbf")));
    }
    for (int links : new int[] {5000, 20_000, 40_000}) {
      columns.add(GrainStatistics.of(CityGenerator.unrelaxed(7, links, 2, Progress.NONE)));
    }
    System.out.println(
        GrainStatistics.table(
            List.of("Porto", "Liechtenstein", "Monaco", "5,000", "20,000", "40,000"), columns));
  }

  /** All crops of one drawing: the real ones in the upper rows, the made ones below. */
  private static void sheet(List<Crop> crops, Path file) {
    int size = 440;
    BufferedImage all = new BufferedImage(5 * size, 4 * size, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = all.createGraphics();
    for (int k = 0; k < crops.size(); k++) {
      int row = k / 2 / 5 + (k % 2) * 2;
      g.drawImage(draw(crops.get(k), size - 6), k / 2 % 5 * size, row * size, null);
    }
    g.dispose();
    try {
      ImageIO.write(all, "png", file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A place at random; {@code wantM} is the street it should hold, 0 for any that is enough. */
  private static Crop crop(String source, City city, int zoom, double wantM, Random random) {
    int pixels = zoom == 12 ? 400 : 700;
    double widthM = METRES_AT_Z0 / (1 << zoom) * pixels;
    double leastM = (zoom == 16 ? LEAST_M_PER_KM2 : 0.6 * LEAST_M_PER_KM2) * widthM * widthM / 1e6;
    var points = city.network().nodePoints();
    Crop best = null;
    double least = Double.MAX_VALUE;
    for (int attempt = 0; attempt < 3000; attempt++) {
      int node = random.nextInt(points.xMm().length);
      double x = points.xMm()[node] / 1000.0 + (random.nextDouble() - 0.5) * widthM / 2;
      double y = points.yMm()[node] / 1000.0 + (random.nextDouble() - 0.5) * widthM / 2;
      double turn = random.nextDouble() * 2 * Math.PI;
      Crop c = new Crop(source, city, x, y, widthM, turn, pixels);
      if (!isWithin(c)) {
        continue;
      }
      double m = streetM(c);
      if (wantM == 0 && m > leastM) {
        return c;
      }
      if (wantM > 0 && Math.abs(m / wantM - 1) < least) {
        best = c;
        least = Math.abs(m / wantM - 1);
      }
      if (wantM > 0 && least < 0.125) {
        return best;
      }
    }
    if (best == null) {
      throw new IllegalStateException("no crop of " + source);
    }
    System.err.printf(
        Locale.ROOT, "%s: no place of the same density, off by %.2f%n", source, least);
    return best;
  }

  /** Whether a crop of a made city keeps clear of the edge of its map, where all streets end. */
  private static boolean isWithin(Crop c) {
    if (!c.source.startsWith("made")) {
      return true;
    }
    return Math.hypot(c.x, c.y) + 0.55 * c.widthM < REACHES.computeIfAbsent(c.city, k -> reachM(k));
  }

  /** How far the map of a made city reaches from its middle to every side. */
  private static double reachM(City city) {
    var points = city.network().nodePoints();
    // the map is a turned rectangle: it is as wide as it looks from its narrowest side
    double narrow = Double.MAX_VALUE;
    for (int degree = 0; degree < 180; degree += 3) {
      double cos = Math.cos(Math.toRadians(degree));
      double sin = Math.sin(Math.toRadians(degree));
      double least = Double.MAX_VALUE;
      double most = -Double.MAX_VALUE;
      for (int k = 0; k < points.xMm().length; k++) {
        double at = (points.xMm()[k] * cos + points.yMm()[k] * sin) / 1000;
        least = Math.min(least, at);
        most = Math.max(most, at);
      }
      narrow = Math.min(narrow, most - least);
    }
    return narrow / 2 - EDGE_M;
  }

  /** Street within a crop; the two directions on one line count once. */
  private static double streetM(Crop c) {
    Table links = c.city.table(Schema.LINKS);
    PackedLines lines = links.lines();
    int[] from = links.ints("from_node");
    int[] to = links.ints("to_node");
    double sum = 0;
    java.util.Set<Long> seen = new java.util.HashSet<>();
    for (int l = 0; l < links.size(); l++) {
      int a = (lines.first()[l] + lines.first()[l + 1]) / 2;
      double dx = lines.xMm()[a] / 1000.0 - c.x;
      double dy = lines.yMm()[a] / 1000.0 - c.y;
      if (Math.abs(dx) < c.widthM / 2 && Math.abs(dy) < c.widthM / 2) {
        long ends = (long) Math.min(from[l], to[l]) << 32 | Math.max(from[l], to[l]);
        sum +=
            seen.add(ends * 31 + links.ints("length_mm")[l] / 50)
                ? 0.001 * links.ints("length_mm")[l]
                : 0;
      }
    }
    return sum;
  }

  static BufferedImage draw(Crop c, int pixels) {
    BufferedImage image = new BufferedImage(pixels, pixels, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, pixels, pixels);
    g.setColor(Color.BLACK);
    double scale = pixels / c.widthM;
    double fine = Math.min(1, Math.sqrt(scale / 0.5)) + 0.1;
    AffineTransform t = new AffineTransform();
    t.translate(pixels / 2.0, pixels / 2.0);
    t.scale(scale, -scale);
    t.rotate(c.turn);
    t.translate(-c.x, -c.y);
    Table links = c.city.table(Schema.LINKS);
    PackedLines lines = links.lines();
    byte[] rank = links.choices("road_class");
    for (int l = 0; l < links.size(); l++) {
      Path2D p = new Path2D.Double();
      for (int v = lines.first()[l]; v < lines.first()[l + 1]; v++) {
        double x = lines.xMm()[v] / 1000.0;
        double y = lines.yMm()[v] / 1000.0;
        if (v == lines.first()[l]) {
          p.moveTo(x, y);
        } else {
          p.lineTo(x, y);
        }
      }
      float width = rank[l] < 3 ? 2.6f : rank[l] < 5 ? 1.9f : rank[l] == 7 ? 0.8f : 1.2f;
      g.setStroke(
          new BasicStroke((float) (width * fine), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
      g.draw(t.createTransformedShape(p));
    }
    g.dispose();
    return image;
  }
}
