package city.emona.citygen.plan.skeleton;

import city.emona.citygen.plan.Dice;
import city.emona.citygen.plan.Dice.Stage;
import city.emona.citygen.plan.Ints;
import city.emona.citygen.plan.Kind;
import city.emona.citygen.plan.Site;

/**
 * Lines that roads may cross at few places only: the railway along the valley on the side away from
 * the old town, and the tributary. Their lattice nodes are closed to roads except for passages
 * straight across. Metres. Confined to one thread.
 */
final class Barriers {
  private final Site site;
  private final Dice dice;
  private final Lattice lattice;

  /** Lattice nodes of the railway from west to east. */
  final int[] rail;

  Barriers(Site site, Lattice lattice) {
    this.site = site;
    this.dice = site.dice;
    this.lattice = lattice;
    rail = layRail();
    layStream();
  }

  private int[] layRail() {
    int side = -site.coreSide;
    double off = dice.range(Stage.ROADS, 1, 0, 0.36, 0.44) * site.radiusM;
    int[] nodes = new int[lattice.columns];
    int row = -1;
    for (int c = 0; c < lattice.columns; c++) {
      double u = lattice.x[lattice.southRow * lattice.columns + c];
      double v = off * (1 + 0.25 * StrictMath.sin(u / (1.1 * site.radiusM) + side));
      int want = (int) Math.round(v / (0.866 * Lattice.SPACING_M));
      row = row < 0 ? want : row + Integer.signum(want - row);
      int r = side > 0 ? lattice.southRow + 1 + row : lattice.southRow - row;
      nodes[c] = r * lattice.columns + c;
    }
    int[] line = connect(nodes);
    barrier(line, Kind.RAIL, 4);
    return line;
  }

  /** Fills diagonal steps that are not lattice edges. */
  private int[] connect(int[] nodes) {
    Ints out = new Ints();
    for (int k = 0; k < nodes.length; k++) {
      if (k > 0 && !areNeighbours(nodes[k - 1], nodes[k])) {
        int c = nodes[k] / lattice.columns * lattice.columns + nodes[k - 1] % lattice.columns;
        out.add(c);
      }
      out.add(nodes[k]);
    }
    return out.toArray();
  }

  private boolean areNeighbours(int a, int b) {
    for (int d = 0; d < 6; d++) {
      if (lattice.neighbour(a, d) == b) {
        return true;
      }
    }
    return false;
  }

  /** A line that roads may cross only at every {@code every}-th of its nodes. */
  private void barrier(int[] nodes, Kind kind, int every) {
    for (int k = 0; k < nodes.length; k++) {
      if (k > 0) {
        lattice.kind[lattice.edgeBetween(nodes[k - 1], nodes[k])] = kind;
      }
    }
    for (int k = 0; k < nodes.length; k++) {
      int i = nodes[k];
      if (lattice.isBank(i / lattice.columns)) {
        continue;
      }
      lattice.blocked[i] = true;
      if (k % every == every / 2 && k > 0 && k < nodes.length - 1) {
        int before = direction(i, nodes[k - 1]);
        int after = direction(i, nodes[k + 1]);
        if ((before + 3) % 6 == after) {
          int left = (after + 1 + dice.below(Stage.ROADS, 2, i, 2)) % 6;
          lattice.passFrom[i] = lattice.neighbour(i, left);
          lattice.passTo[i] = lattice.neighbour(i, (left + 3) % 6);
        }
      }
    }
  }

  private int direction(int from, int to) {
    for (int d = 0; d < 6; d++) {
      if (lattice.neighbour(from, d) == to) {
        return d;
      }
    }
    throw new IllegalStateException("not neighbours");
  }

  private void layStream() {
    int side = site.coreSide;
    double u = dice.signed(Stage.ROADS, 3, 0) < 0 ? -1 : 1;
    u *= dice.range(Stage.ROADS, 4, 0, 0.62, 0.9) * site.radiusM;
    int bankRow = side > 0 ? lattice.southRow + 1 : lattice.southRow;
    int column = lattice.columnAt(u);
    int mouth = bankRow * lattice.columns + column;
    int edgeRow = side > 0 ? lattice.rows - 1 : 0;
    int source = edgeRow * lattice.columns + lattice.columnAt(u * 1.6);
    int[] path =
        lattice.path(
            mouth,
            source,
            null,
            (i, e, j) ->
                lattice.blocked[j] || (lattice.isBank(j / lattice.columns))
                    ? Double.POSITIVE_INFINITY
                    : lattice.length(i, j)
                        * (0.6 + Math.max(0, site.terrain(lattice.x[j], lattice.y[j])) / 40));
    barrier(path, Kind.STREAM, 3);
  }
}
