package city.emona.store.geopackage;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A packed R-tree is sound, finds what a scan finds, and lives on under edits. */
@Tag("store")
@Tag("oracle")
class PackedTreeTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 51, 52, 53, 91, 2300, 2400, 20_000})
  void findsWhatAScanFinds(int n) throws SQLException {
    double[][] boxes = boxes(n);
    try (Connection c = tree(boxes)) {
      assertThat(text(c, "SELECT rtreecheck('rtree_t_geom')")).isEqualTo("ok");
      assertThat(text(c, "SELECT count(*) FROM rtree_t_geom")).isEqualTo(String.valueOf(n));
      assertThat(windows(c)).isEqualTo(scan(boxes));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {52, 3000})
  void livesOnUnderEdits(int n) throws SQLException {
    double[][] boxes = boxes(n);
    try (Connection c = tree(boxes)) {
      for (int i = 0; i < n; i += 3) {
        text(c, "DELETE FROM rtree_t_geom WHERE id = " + (i + 1));
        boxes[i] = new double[] {9, 9, 9, 9};
      }
      for (int i = 0; i < n; i += 6) {
        text(c, "INSERT INTO rtree_t_geom VALUES (" + (i + 1) + ", 0.25, 0.5, -0.5, 0.125)");
        boxes[i] = new double[] {0.25, 0.5, -0.5, 0.125};
      }
      assertThat(text(c, "SELECT rtreecheck('rtree_t_geom')")).isEqualTo("ok");
      assertThat(windows(c)).isEqualTo(scan(boxes));
    }
  }

  /** Both signs, boxes and points; corners with few bits, so that rounding to floats is exact. */
  private static double[][] boxes(int n) {
    Random random = new Random(n);
    double[][] b = new double[n][];
    for (int i = 0; i < n; i++) {
      double x = random.nextInt(4096) / 2048.0 - 1;
      double y = random.nextInt(4096) / 2048.0 - 1;
      double size = i % 2 == 0 ? 0 : random.nextInt(64) / 2048.0;
      b[i] = new double[] {x, x + size, y, y + size};
    }
    return b;
  }

  private static Connection tree(double[][] boxes) throws SQLException {
    Connection c = DriverManager.getConnection("jdbc:sqlite::memory:");
    c.setAutoCommit(false);
    text(c, "CREATE VIRTUAL TABLE rtree_t_geom USING rtree(id, minx, maxx, miny, maxy)");
    PackedTree tree = new PackedTree("t");
    for (int i = 0; i < boxes.length; i++) {
      tree.add(i + 1, boxes[i][0], boxes[i][1], boxes[i][2], boxes[i][3]);
    }
    tree.write(c);
    return c;
  }

  private static String windows(Connection c) throws SQLException {
    StringBuilder found = new StringBuilder();
    for (double[] w : WINDOWS) {
      found
          .append(
              text(
                  c,
                  "SELECT count(*) || ':' || coalesce(sum(id), 0) FROM rtree_t_geom WHERE maxx >= "
                      + w[0]
                      + " AND minx <= "
                      + w[1]
                      + " AND maxy >= "
                      + w[2]
                      + " AND miny <= "
                      + w[3]))
          .append(' ');
    }
    return found.toString();
  }

  private static String scan(double[][] boxes) {
    StringBuilder found = new StringBuilder();
    for (double[] w : WINDOWS) {
      int count = 0;
      long sum = 0;
      for (int i = 0; i < boxes.length; i++) {
        double[] b = boxes[i];
        if (b[1] >= w[0] && b[0] <= w[1] && b[3] >= w[2] && b[2] <= w[3]) {
          count++;
          sum += i + 1;
        }
      }
      found.append(count).append(':').append(sum).append(' ');
    }
    return found.toString();
  }

  private static final double[][] WINDOWS = {
    {-2, 2, -2, 2}, {-0.5, -0.25, 0.5, 0.75}, {0, 0, -1, 1}, {0.3, 0.31, -0.3, 0.3}, {5, 6, 5, 6}
  };

  private static String text(Connection c, String sql) throws SQLException {
    try (Statement s = c.createStatement()) {
      if (!s.execute(sql)) {
        return "";
      }
      try (ResultSet r = s.getResultSet()) {
        return r.next() ? r.getString(1) : null;
      }
    }
  }
}
