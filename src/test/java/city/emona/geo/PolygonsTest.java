package city.emona.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Set operations on millimetre polygons, by areas known in closed form and by random cases. */
class PolygonsTest {
  private static MultiPolygon box(int x, int y, int w, int h) {
    return MultiPolygon.ofRing(new int[] {x, x + w, x + w, x}, new int[] {y, y, y + h, y + h});
  }

  @Test
  @Tag("analytic")
  void areasOfSetOperationsAddUp() {
    MultiPolygon a = box(0, 0, 10_000, 10_000);
    MultiPolygon b = box(5_000, 5_000, 10_000, 10_000);
    assertThat(Polygons.intersection(a, b).areaM2()).isEqualTo(25);
    assertThat(Polygons.difference(a, b).areaM2()).isEqualTo(75);
    assertThat(Polygons.union(List.of(a, b)).areaM2()).isEqualTo(175);
    assertThat(Polygons.intersection(a, box(20_000, 0, 5, 5)).isEmpty()).isTrue();
  }

  @Test
  @Tag("analytic")
  void ringsNestByTheEvenOddRule() {
    List<int[]> x = new ArrayList<>();
    List<int[]> y = new ArrayList<>();
    for (int[] r : new int[][] {{2, 6}, {0, 10}, {4, 2}}) {
      int s = r[0] * 1000;
      int e = s + r[1] * 1000;
      x.add(new int[] {s, e, e, s});
      y.add(new int[] {s, s, e, e});
    }
    Polygons.Mended m = Polygons.ofRings(x, y);
    assertThat(m.wasInvalid()).isFalse();
    assertThat(m.polygon().areaM2()).isEqualTo(100 - 36 + 4);
    assertThat(m.polygon().contains(5_000, 5_000)).isTrue();
    assertThat(m.polygon().contains(3_000, 3_000)).isFalse();
  }

  @Test
  void aBowTieIsMended() {
    int[] x = {0, 10_000, 10_000, 0};
    int[] y = {0, 10_000, 0, 10_000};
    Polygons.Mended m = Polygons.ofRings(List.of(x), List.of(y));
    assertThat(m.wasInvalid()).isTrue();
    assertThat(m.polygon().areaM2()).isEqualTo(50);
    assertThat(Polygons.isValid(m.polygon())).isTrue();
  }

  @Test
  @Tag("invariant")
  void voronoiCellsCoverTheAreaOnceAndHoldTheirPoints() {
    Random random = new Random(5);
    for (int round = 0; round < 20; round++) {
      int n = 2 + random.nextInt(40);
      int[] x = random.ints(n, 0, 1_000_000).toArray();
      int[] y = random.ints(n, 0, 1_000_000).toArray();
      MultiPolygon area = box(0, 0, 1_000_000, 1_000_000);
      List<MultiPolygon> cells = Polygons.voronoi(x, y, area);
      double sum = cells.stream().mapToDouble(MultiPolygon::areaM2).sum();
      assertThat(sum).isCloseTo(area.areaM2(), within(5.0));
      for (int i = 0; i < n; i++) {
        assertThat(
                cells.get(i).contains(x[i], y[i]) || cells.get(i).distanceToEdgeM(x[i], y[i]) < 1)
            .isTrue();
      }
      for (int k = 0; k < 50; k++) {
        int px = random.nextInt(1_000_000);
        int py = random.nextInt(1_000_000);
        int holder = -1;
        int nearest = 0;
        for (int i = 0; i < n; i++) {
          holder = cells.get(i).contains(px, py) ? i : holder;
          boolean nearer =
              Math.hypot(x[i] - px, y[i] - py) < Math.hypot(x[nearest] - px, y[nearest] - py);
          nearest = nearer ? i : nearest;
        }
        assertThat(holder).isEqualTo(nearest);
      }
    }
  }

  @Test
  void theOutlineHoldsItsPoints() {
    Random random = new Random(9);
    int[] x = random.ints(200, 0, 3_000_000).toArray();
    int[] y = random.ints(200, 0, 3_000_000).toArray();
    MultiPolygon m = Polygons.outline(x, y, 1000, 50);
    assertThat(Polygons.isValid(m)).isTrue();
    for (int i = 0; i < x.length; i++) {
      assertThat(m.contains(x[i], y[i])).isTrue();
    }
    int[] p = Polygons.interiorPoint(m);
    assertThat(m.contains(p[0], p[1])).isTrue();
  }

  @Test
  @Tag("analytic")
  void cellSumsSeeTheNeighbourhoodOnly() {
    CellSums sums = new CellSums(new Bounds(0, 0, 1000, 1000), 100);
    sums.add(550, 550, 2);
    sums.add(650, 650, 3);
    sums.add(950, 950, 5);
    sums.add(5000, 5000, 100);
    assertThat(sums.around(550, 550)).isEqualTo(5);
    assertThat(sums.around(150, 150)).isZero();
    assertThat(sums.around(999, 999)).isEqualTo(5);
  }

  @Test
  @Tag("invariant")
  void hilbertCurveVisitsEveryCellOnceInUnitSteps() {
    int n = 64;
    int[][] at = new int[n * n][];
    for (int x = 0; x < n; x++) {
      for (int y = 0; y < n; y++) {
        long d = HilbertCurve.at(x, y);
        assertThat(d).isBetween(0L, (long) n * n - 1);
        assertThat(at[(int) d]).isNull();
        at[(int) d] = new int[] {x, y};
      }
    }
    for (int d = 1; d < at.length; d++) {
      int step = Math.abs(at[d][0] - at[d - 1][0]) + Math.abs(at[d][1] - at[d - 1][1]);
      assertThat(step).as(Arrays.toString(at[d])).isEqualTo(1);
    }
  }
}
