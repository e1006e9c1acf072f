package city.emona.citygen.road;

import java.util.HashSet;
import java.util.Set;

/**
 * Ground that roads as built take beside the streets of the plan: rings, carriageways, ramps, ways
 * beside islands and turning places, 4 m to either side of their lines. Houses are made from the
 * plan's blocks, which know nothing of these. Cells of 2 m; immutable once built.
 */
public final class Clearing {
  private static final double CELL_M = 2;
  private static final double HALF_WIDTH_M = 4;

  private final Set<Long> taken = new HashSet<>();

  public Clearing(Roadway road) {
    for (Roadway.Piece p : road.pieces) {
      boolean oneOfTwo = !p.forward || !p.backward;
      if (p.ring || p.leg || p.ramp || (oneOfTwo && road.isDivided(p))) {
        take(p.line);
      }
    }
  }

  private void take(double[][] line) {
    int reach = (int) (HALF_WIDTH_M / CELL_M);
    for (double[] at : Lines.inSteps(line, CELL_M)) {
      for (int dx = -reach; dx <= reach; dx++) {
        for (int dy = -reach; dy <= reach; dy++) {
          if (dx * dx + dy * dy <= reach * reach) {
            taken.add(cell(at[0] + dx * CELL_M, at[1] + dy * CELL_M));
          }
        }
      }
    }
  }

  private static long cell(double x, double y) {
    return (long) Math.floor(x / CELL_M) << 32 ^ ((long) Math.floor(y / CELL_M) & 0xFFFFFFFFL);
  }

  /** Whether a closed ring, its last vertex joined to its first, touches such ground. */
  public boolean touches(double[] x, double[] y) {
    for (int k = 0, p = x.length - 1; k < x.length; p = k++) {
      int steps = 1 + (int) (Math.hypot(x[k] - x[p], y[k] - y[p]) / CELL_M);
      for (int s = 0; s < steps; s++) {
        double t = s / (double) steps;
        if (taken.contains(cell(x[p] + t * (x[k] - x[p]), y[p] + t * (y[k] - y[p])))) {
          return true;
        }
      }
    }
    return false;
  }
}
