package city.emona.store;

import city.emona.geo.LocalFrame;
import city.emona.geo.PackedPoints;
import city.emona.model.City;
import city.emona.model.CityInfo;
import city.emona.model.Field;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.model.TableSchema;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A city with rows in every table of the schema and every awkward value that a store must keep:
 * letters of many scripts, quotes, line ends, extreme numbers, NaN, missing references, every
 * label, no geometry, several parts, holes, rings without area. Not a believable town: a town for
 * stores.
 */
final class RichCity {
  private static final String[] TEXTS = {
    "",
    "Čopova ulica",
    "Rua de São João",
    "Ring 'A' \"B\"",
    "a\tb\nc\\d,e;f",
    "北京路",
    "🚲 Weg",
    "NULL",
    "\\N"
  };
  private static final int[] INTS = {0, 1, -1, 50, Integer.MAX_VALUE, Integer.MIN_VALUE, 1234567};
  private static final double[] REALS = {
    0, -0.0, 1.0 / 3, -1e-300, 1e300, Double.NaN, Double.MAX_VALUE, Double.MIN_VALUE, 12
  };

  private RichCity() {}

  static City make(long seed, int rows) {
    return make(seed, rows, new LocalFrame(14.505751, 46.056947));
  }

  static City make(long seed, int rows, LocalFrame frame) {
    Random random = new Random(seed);
    List<Table> tables = new ArrayList<>();
    for (TableSchema s : Schema.TABLES) {
      tables.add(table(s, rows, random));
    }
    CityInfo info =
        new CityInfo(
            "emona",
            "Emôna – mesto",
            ZoneId.of("Europe/Ljubljana"),
            frame,
            "ODbL-1.0",
            "© OpenStreetMap contributors",
            List.of("a \"quoted\" source", "b\\ć"),
            List.of("population"),
            seed);
    return new City(info, tables);
  }

  private static Table table(TableSchema s, int rows, Random random) {
    Table.Builder b = new Table.Builder(s);
    for (int r = 0; r < rows; r++) {
      b.row(s.name() + "/" + r + (r % 5 == 0 ? "/ž'\"" : ""));
      for (Field f : s.fields()) {
        switch (f.kind()) {
          case TEXT -> b.set(f.name(), TEXTS[random.nextInt(TEXTS.length)]);
          case INT -> b.set(f.name(), INTS[random.nextInt(INTS.length)]);
          case REAL -> b.set(f.name(), REALS[random.nextInt(REALS.length)]);
          case CHOICE -> b.set(f.name(), f.labels().get(r % f.labels().size()));
          case REF -> b.set(f.name(), random.nextInt(rows + 1) - 1);
        }
      }
      switch (s.geometry()) {
        case NONE -> {}
        case POINT -> {
          boolean none = r % 7 == 3;
          b.point(
              none ? PackedPoints.NONE : coordinate(random),
              none ? PackedPoints.NONE : coordinate(random));
        }
        case LINE -> line(b, r % 6 == 5 ? 0 : 2 + random.nextInt(6), random);
        case POLYGON -> polygon(b, r, random);
      }
    }
    return b.build();
  }

  private static void line(Table.Builder b, int n, Random random) {
    int[] x = new int[n];
    int[] y = new int[n];
    for (int i = 0; i < n; i++) {
      x[i] = i % 3 == 2 ? x[i - 1] : coordinate(random);
      y[i] = i % 3 == 2 ? y[i - 1] : coordinate(random);
    }
    b.line(x, y);
  }

  private static void polygon(Table.Builder b, int r, Random random) {
    int parts = r % 4; // 0 = no geometry
    for (int p = 0; p < parts; p++) {
      int x = coordinate(random);
      int y = coordinate(random);
      if (p == 1 && r % 8 == 3) { // a sliver without area
        b.ring(new int[] {x, x + 10, x + 20}, new int[] {y, y, y}, false);
        continue;
      }
      square(b, x, y, 40_000, false);
      for (int h = 0; h < p; h++) {
        square(b, x + 1_000 + 9_000 * h, y + 1_000, 7_001, true);
      }
    }
    b.endPolygon();
  }

  private static void square(Table.Builder b, int x, int y, int side, boolean hole) {
    b.ring(new int[] {x, x + side, x + side, x}, new int[] {y, y, y + side, y + side + 1}, hole);
  }

  /** Within 60 km of the centre, now and then at the very edge. */
  private static int coordinate(Random random) {
    return random.nextInt(120_000_000) - 60_000_000;
  }
}
