package city.emona.citygen.plan.blocks;

import static org.assertj.core.api.Assertions.assertThat;

import city.emona.citygen.plan.Dice;
import city.emona.citygen.plan.Dice.Stage;
import city.emona.citygen.plan.Kind;
import city.emona.citygen.plan.Mosaic;
import city.emona.citygen.plan.Plan;
import city.emona.citygen.plan.Planar;
import city.emona.citygen.plan.Site;
import city.emona.citygen.plan.skeleton.Outline;
import city.emona.citygen.plan.skeleton.Skeleton;
import city.emona.citygen.road.Streets;
import city.emona.simulate.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Premises and planned quarters: drawn whole, joined to the streets, never across one. */
@Tag("invariant")
class CompoundsTest {
  private static final List<Function<Layout, Layout>> LAYOUTS =
      List.of(
          Layout::lot,
          Layout::yard,
          Layout::grid,
          Layout::spine,
          Layout::comb,
          l -> l.loop(false),
          l -> l.loop(true),
          l -> l.quarter(320, 180, 90, 50));

  private static Layout layout(int kind, int draw) {
    Dice dice = new Dice(draw);
    int[] drawn = new int[1];
    DoubleSupplier unit = () -> dice.unit(Stage.STUBS, kind, drawn[0]++);
    return LAYOUTS.get(kind).apply(new Layout(unit));
  }

  @Test
  void everyLayoutHangsTogetherAndCrossesItselfNowhere() {
    for (int kind = 0; kind < LAYOUTS.size(); kind++) {
      for (int draw = 0; draw < 400; draw++) {
        Layout l = layout(kind, draw);
        String which = "layout " + kind + ", draw " + draw;
        assertThat(reached(l)).as(which).isEqualTo(l.node.size());
        assertThat(crossings(l)).as(which).isZero();
        assertThat(l.names()).as(which).isPositive();
        for (int a = 0; a < l.fixed; a++) {
          for (int b = 0; b < a; b++) {
            double d =
                Site.distance(
                    l.node.get(a)[0], l.node.get(a)[1], l.node.get(b)[0], l.node.get(b)[1]);
            boolean junctions = l.degree(a) != 2 && l.degree(b) != 2;
            assertThat(d).as(which).isGreaterThan(junctions ? 0.9 * Layout.LEAST_M : 4);
          }
        }
      }
    }
  }

  @Test
  void noTwoLayoutsOfAKindAreAlike() {
    for (int kind = 0; kind < LAYOUTS.size(); kind++) {
      List<String> seen = new ArrayList<>();
      for (int draw = 0; draw < 100; draw++) {
        StringBuilder all = new StringBuilder();
        layout(kind, draw).node.forEach(p -> all.append(p[0]).append(' ').append(p[1]));
        seen.add(all.toString());
      }
      assertThat(seen).as("layout " + kind).doesNotHaveDuplicates();
    }
  }

  @Test
  void premisesLieInTheirBlocksAndAreReachedFromTheStreets() {
    int all = 0;
    for (long seed = 1; seed <= 3; seed++) {
      Plan plan = plan(seed, 1);
      Mosaic m = new Mosaic(plan);
      assertThat(new Streets(m).isConnected()).as("seed " + seed).isTrue();
      assertThat(crossings(m)).as("seed " + seed).isZero();
      int sides = 0;
      for (int s = 0; s < m.sideCount(); s++) {
        if (!plan.ruled.get(m.way[s])) {
          continue;
        }
        sides++;
        assertThat(m.twin[s]).isNotNegative();
        assertThat(m.twin[m.twin[s]]).isEqualTo(s);
        assertThat(m.kind(s)).isIn(Kind.SERVICE, Kind.LIVING, Kind.RESIDENTIAL);
      }
      for (Plan.Face f : plan.faces) {
        assertThat(plan.area(f.vertex())).as("seed " + seed).isPositive();
      }
      all += sides;
    }
    assertThat(all).isGreaterThan(300);
  }

  @Test
  void theSamePlanOnAnyNumberOfThreads() {
    Plan one = plan(5, 1);
    Plan many = plan(5, 7);
    assertThat(many.ruled).isEqualTo(one.ruled);
    assertThat(many.vertexCount()).isEqualTo(one.vertexCount());
    for (int v = 0; v < one.vertexCount(); v++) {
      assertThat(many.x(v)).isEqualTo(one.x(v));
      assertThat(many.y(v)).isEqualTo(one.y(v));
    }
    for (int f = 0; f < one.faces.size(); f++) {
      assertThat(many.faces.get(f).vertex()).isEqualTo(one.faces.get(f).vertex());
    }
  }

  private static Plan plan(long seed, int threads) {
    Site site = new Site(new Dice(seed), 5000);
    Skeleton skeleton = new Skeleton(site);
    Plan plan = new Plan();
    new Outline(skeleton, plan);
    Blocks.split(plan, site, 1.15, 2.5, threads, Progress.NONE);
    return plan;
  }

  private static int reached(Layout l) {
    boolean[] seen = new boolean[l.node.size()];
    seen[0] = true;
    int count = 1;
    for (boolean more = true; more; ) {
      more = false;
      for (int e = 0; e < l.from.size(); e++) {
        int a = l.from.get(e);
        int b = l.to.get(e);
        if (seen[a] != seen[b]) {
          seen[a] = true;
          seen[b] = true;
          count++;
          more = true;
        }
      }
    }
    return count;
  }

  private static int crossings(Layout l) {
    int found = 0;
    for (int e = 0; e < l.from.size(); e++) {
      for (int f = 0; f < e; f++) {
        int a = l.from.get(e);
        int b = l.to.get(e);
        int c = l.from.get(f);
        int d = l.to.get(f);
        if (a != c && a != d && b != c && b != d && meet(l, a, b, c, d)) {
          found++;
        }
      }
    }
    return found;
  }

  private static boolean meet(Layout l, int a, int b, int c, int d) {
    double[] p = l.node.get(a);
    double[] q = l.node.get(b);
    double[] r = l.node.get(c);
    double[] s = l.node.get(d);
    return Planar.meet(p[0], p[1], q[0], q[1], r[0], r[1], s[0], s[1]);
  }

  /** Sides that meet a ruled one without a vertex in common. */
  private static int crossings(Mosaic m) {
    Plan plan = m.plan;
    int found = 0;
    for (int s = 0; s < m.sideCount(); s++) {
      if (!plan.ruled.get(m.way[s])) {
        continue;
      }
      int a = m.start[s];
      int b = m.end(s);
      for (int t = 0; t < m.sideCount(); t++) {
        int c = m.start[t];
        int d = m.end(t);
        if (Math.abs(plan.x(a) - plan.x(c)) < 400
            && a != c
            && a != d
            && b != c
            && b != d
            && Planar.meet(
                plan.x(a), plan.y(a), plan.x(b), plan.y(b), plan.x(c), plan.y(c), plan.x(d),
                plan.y(d))) {
          found++;
        }
      }
    }
    return found;
  }
}
