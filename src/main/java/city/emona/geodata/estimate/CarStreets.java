package city.emona.geodata.estimate;

import city.emona.geo.PackedLines;
import city.emona.geo.PackedPoints;
import city.emona.graph.Csr;
import city.emona.model.Schema;
import city.emona.model.Table;
import java.util.Arrays;

/**
 * The junctions that cars use, with the length of local street at each: the points from which
 * districts, zones and estimates are made when there is nothing better. Weights are metres of
 * street counted once for both directions. Immutable by agreement.
 */
final class CarStreets {
  static final int TERTIARY = Schema.ROAD_CLASSES.indexOf("tertiary");
  static final int RESIDENTIAL = Schema.ROAD_CLASSES.indexOf("residential");
  static final int LIVING = Schema.ROAD_CLASSES.indexOf("living_street");
  static final int SERVICE = Schema.ROAD_CLASSES.indexOf("service");

  final Table nodes;
  final Table links;
  private final Csr out;

  /** Rows of the table nodes, ascending. */
  final int[] node;

  final int[] xMm;
  final int[] yMm;

  /** Half the length of the streets of class tertiary and below at the node, service by a third. */
  final double[] localM;

  /** Whether a street of class tertiary or below ends here. */
  final boolean[] local;

  /** Car streets of all classes, both directions as one. */
  final double streetM;

  /** Residential and living streets, both directions as one. */
  final double residentialM;

  CarStreets(Table nodes, Table links) {
    this.nodes = nodes;
    this.links = links;
    double[] metres = new double[nodes.size()];
    boolean[] car = new boolean[nodes.size()];
    boolean[] isLocal = new boolean[nodes.size()];
    int[] from = links.ints("from_node");
    int[] to = links.ints("to_node");
    int[] modes = links.ints("modes");
    boolean[] drivable = new boolean[links.size()];
    for (int i = 0; i < drivable.length; i++) {
      drivable[i] = (modes[i] & Schema.CAR) != 0;
    }
    out = Csr.of(nodes.size(), from, to, drivable);
    double all = 0;
    double residential = 0;
    for (int i = 0; i < links.size(); i++) {
      if ((modes[i] & Schema.CAR) == 0) {
        continue;
      }
      car[from[i]] = true;
      car[to[i]] = true;
      int c = links.choices("road_class")[i];
      double m = onceM(i);
      all += m;
      residential += c == RESIDENTIAL || c == LIVING ? m : 0;
      if (isLocal(c)) {
        isLocal[from[i]] = true;
        isLocal[to[i]] = true;
        double w = c == SERVICE ? m / 3 : m;
        metres[from[i]] += w / 2;
        metres[to[i]] += w / 2;
      }
    }
    streetM = all;
    residentialM = residential;
    int n = 0;
    int[] rows = new int[nodes.size()];
    for (int v = 0; v < rows.length; v++) {
      if (car[v]) {
        rows[n++] = v;
      }
    }
    node = Arrays.copyOf(rows, n);
    xMm = new int[n];
    yMm = new int[n];
    localM = new double[n];
    local = new boolean[n];
    PackedPoints points = nodes.points();
    for (int k = 0; k < n; k++) {
      xMm[k] = points.xMm()[node[k]];
      yMm[k] = points.yMm()[node[k]];
      localM[k] = metres[node[k]];
      local[k] = isLocal[node[k]];
    }
  }

  static boolean isLocal(int roadClass) {
    return roadClass >= TERTIARY && roadClass <= SERVICE;
  }

  int size() {
    return node.length;
  }

  /** Length of a link in metres, halved where the other direction is a link too. */
  double onceM(int link) {
    return links.ints("length_mm")[link] / (isTwoWay(link) ? 2000.0 : 1000.0);
  }

  private boolean isTwoWay(int i) {
    int[] from = links.ints("from_node");
    int[] to = links.ints("to_node");
    int[] length = links.ints("length_mm");
    for (int k = out.first()[to[i]]; k < out.first()[to[i] + 1]; k++) {
      int j = out.link()[k];
      if (to[j] == from[i] && length[j] == length[i]) {
        return true;
      }
    }
    return false;
  }

  /** Middle vertex of a link. */
  static int[] middle(PackedLines lines, int link) {
    int v = (lines.first()[link] + lines.first()[link + 1] - 1) / 2;
    int w = lines.vertexCount(link) == 2 ? v + 1 : v;
    return new int[] {
      (int) (((long) lines.xMm()[v] + lines.xMm()[w]) / 2),
      (int) (((long) lines.yMm()[v] + lines.yMm()[w]) / 2)
    };
  }
}
