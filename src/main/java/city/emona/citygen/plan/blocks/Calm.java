package city.emona.citygen.plan.blocks;

import city.emona.citygen.plan.Kind;
import city.emona.citygen.plan.Plan;
import city.emona.citygen.plan.Planar;

/**
 * How much a place may be bent by the fine hand: 0 on railways and expressways, which are laid out
 * for speed, 1 from {@value #REACH_M} m away. Confined to one thread; metres of the plan.
 */
final class Calm {
  private static final double REACH_M = 220;

  private final EdgeCells cells;
  private final double[][] line;

  Calm(Plan plan) {
    double[] x = new double[plan.vertexCount()];
    double[] y = new double[x.length];
    for (int v = 0; v < x.length; v++) {
      x[v] = plan.x(v);
      y[v] = plan.y(v);
    }
    cells = new EdgeCells(x, y);
    java.util.List<double[]> all = new java.util.ArrayList<>();
    for (Plan.Face f : plan.faces) {
      for (int k = 0; k < f.vertex().length; k++) {
        Kind kind = plan.wayKind.get(f.way()[k]);
        if (kind == Kind.RAIL || kind == Kind.TRUNK) {
          int a = f.vertex()[k];
          int b = f.vertex()[(k + 1) % f.vertex().length];
          cells.add(all.size(), x[a], y[a], x[b], y[b]);
          all.add(new double[] {x[a], y[a], x[b], y[b]});
        }
      }
    }
    line = all.toArray(double[][]::new);
  }

  double at(double x, double y) {
    double least = REACH_M;
    int n = cells.near(x, y, x, y, REACH_M);
    for (int i = 0; i < n; i++) {
      double[] l = line[cells.found(i)];
      least = Math.min(least, Planar.distance(x, y, l[0], l[1], l[2], l[3]));
    }
    double t = least / REACH_M;
    return t * t * (3 - 2 * t);
  }
}
