package city.emona.citygen.plan.skeleton;

import city.emona.citygen.plan.Site;
import java.util.ArrayList;
import java.util.List;

/**
 * Where main roads lead to: the gates of the region, villages on the way, neighbouring settlements.
 * Immutable; metres of the plan.
 */
record Destinations(Site site, Lattice lattice) {
  /** The node of the region's edge in a direction, clear of the river. */
  int gate(double c, double s) {
    int found = -1;
    double best = -2;
    for (int i = 0; i < lattice.x.length; i++) {
      int column = i % lattice.columns;
      boolean corner = column < 3 || column > lattice.columns - 4;
      boolean sideways = i / lattice.columns < 3 || i / lattice.columns > lattice.rows - 4;
      if (!lattice.isEdge(i)
          || lattice.blocked[i]
          || (corner && sideways)
          || Math.abs(i / lattice.columns - lattice.southRow) < 4) {
        continue;
      }
      double dx = lattice.x[i] - site.coreX;
      double dy = lattice.y[i] - site.coreY;
      double cos = (dx * c + dy * s) / Math.sqrt(dx * dx + dy * dy);
      if (cos > best) {
        best = cos;
        found = i;
      }
    }
    return found;
  }

  int villageToward(double angle) {
    int found = -1;
    double least = 0.32;
    for (int i = 1; i < site.nuclei.size(); i++) {
      Site.Nucleus n = site.nuclei.get(i);
      double a = StrictMath.atan2(n.y() - site.coreY, n.x() - site.coreX) - angle;
      a -= 2 * StrictMath.PI * Math.round(a / (2 * StrictMath.PI));
      if (Math.abs(a) < least) {
        least = Math.abs(a);
        found = i;
      }
    }
    return found;
  }

  /** The rank-th nearest other settlement. */
  int nearestSettlement(int i, int rank) {
    Site.Nucleus n = site.nuclei.get(i);
    List<Integer> others = new ArrayList<>();
    for (int k = 1; k < site.nuclei.size(); k++) {
      if (k != i) {
        others.add(k);
      }
    }
    others.sort(
        (a, b) -> {
          Site.Nucleus p = site.nuclei.get(a);
          Site.Nucleus q = site.nuclei.get(b);
          return Double.compare(
              Site.distance(n.x(), n.y(), p.x(), p.y()), Site.distance(n.x(), n.y(), q.x(), q.y()));
        });
    return others.isEmpty() ? i : others.get(Math.min(rank, others.size() - 1));
  }
}
