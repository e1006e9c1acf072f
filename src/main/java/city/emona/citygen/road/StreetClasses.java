package city.emona.citygen.road;

import city.emona.citygen.plan.Dice;
import city.emona.citygen.plan.Dice.Stage;
import city.emona.citygen.plan.Kind;
import city.emona.citygen.plan.Plan;
import city.emona.graph.Betweenness;
import city.emona.graph.Csr;
import java.util.Arrays;

/**
 * Step 6 of the recipe, the classes: of the streets between the main roads, those that most
 * shortest ways from sampled junctions run over become collectors (tertiary), the others stay
 * residential. A street is judged as a whole, by the mean betweenness of its parts weighted by
 * length, so that a class goes on along it. Confined to one thread, but for the counting.
 */
public final class StreetClasses {
  private static final int SOURCES = 48;

  /** Share of all street length that becomes a collector by this. */
  private static final double COLLECTORS = 0.07;

  private StreetClasses() {}

  /** {@code firstLabel}: labels below are main roads and keep their class. */
  public static void assign(Streets streets, int firstLabel, Dice dice, int threads) {
    int n = streets.count();
    int[] from = new int[2 * n];
    int[] to = new int[2 * n];
    int[] cost = new int[2 * n];
    for (int i = 0; i < n; i++) {
      double kmh = streets.kind[i].ordinal() <= Kind.SECONDARY.ordinal() ? 50 : 35;
      for (int way = 0; way < 2; way++) {
        from[2 * i + way] = way == 0 ? streets.from[i] : streets.to[i];
        to[2 * i + way] = way == 0 ? streets.to[i] : streets.from[i];
        cost[2 * i + way] = 1 + (int) (streets.lengthM[i] / kmh * 3600);
      }
    }
    int nodes = streets.nodeVertex.length;
    int[] sources = new int[Math.min(SOURCES, nodes)];
    Arrays.setAll(sources, k -> dice.below(Stage.ROADWAY, 5, k, nodes));
    double[] b = Betweenness.ofLinks(Csr.of(nodes, from, to, null), cost, sources, threads);
    judge(streets, firstLabel, b);
  }

  private static void judge(Streets streets, int firstLabel, double[] b) {
    int labels = 0;
    double total = 0;
    for (int i = 0; i < streets.count(); i++) {
      labels = Math.max(labels, streets.label[i] + 1);
      total += streets.lengthM[i];
    }
    double[] length = new double[labels];
    double[] sum = new double[labels];
    boolean[] open = new boolean[labels];
    for (int i = 0; i < streets.count(); i++) {
      int label = streets.label[i];
      boolean between = streets.kind[i] == Kind.TERTIARY || streets.kind[i] == Kind.RESIDENTIAL;
      if (label >= firstLabel && between && !streets.bridge[i]) {
        open[label] = true;
        length[label] += streets.lengthM[i];
        sum[label] += streets.lengthM[i] * (b[2 * i] + b[2 * i + 1]);
      }
    }
    long[] order = new long[labels];
    for (int k = 0; k < labels; k++) {
      long mean = open[k] ? (long) Math.min(1e9, sum[k] / length[k]) : -1;
      order[k] = -mean << 32 | k;
    }
    Arrays.sort(order);
    Kind[] kind = new Kind[labels];
    double given = 0;
    for (long key : order) {
      int k = (int) (key & 0x7FFFFFFF);
      if (open[k]) {
        kind[k] = given < COLLECTORS * total ? Kind.TERTIARY : Kind.RESIDENTIAL;
        given += length[k];
      }
    }
    Plan plan = streets.mosaic.plan;
    for (int i = 0; i < streets.count(); i++) {
      Kind k = kind[streets.label[i]];
      boolean between = streets.kind[i] == Kind.TERTIARY || streets.kind[i] == Kind.RESIDENTIAL;
      if (k != null && between && !streets.bridge[i]) {
        streets.kind[i] = k;
        for (int p = streets.firstSide[i]; p < streets.firstSide[i + 1]; p++) {
          int way = streets.mosaic.way[streets.side[p]];
          if (plan.wayKind.get(way).street) {
            plan.wayKind.set(way, k);
          }
        }
      }
    }
  }
}
