package city.emona.demand.mode;

import city.emona.demand.BusService;
import city.emona.geo.PackedPoints;
import city.emona.model.City;
import city.emona.model.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The bus lines of a city as columns: the links of line {@code l} in driving order, its stops in
 * order with the number of links driven before each, and every junction with a stop once. A stop
 * that does not lie on its line behind the one before is left out. Immutable.
 */
final class BusStops {
  /** Links of each line in order. */
  final int[][] links;

  /** Number of each stop of a line among the junctions with stops. */
  final int[][] stops;

  /** Links driven before each stop of a line. */
  final int[][] position;

  /** Junction of each stop. */
  final int[] node;

  /** Stops that can be walked to from each, and the minutes that it takes. */
  final int[][] near;

  final double[][] nearMin;

  BusStops(City city, ModeParameters parameters) {
    int count = city.table(Schema.BUS_LINES).size();
    links = BusService.inOrder(city.table(Schema.BUS_LINE_LINKS), "link", count);
    int[][] nodes = BusService.inOrder(city.table(Schema.BUS_STOPS), "node", count);
    stops = new int[count][];
    position = new int[count][];
    int[] number = new int[city.network().nodeCount()];
    Arrays.fill(number, -1);
    List<Integer> known = new ArrayList<>();
    int[] from = city.network().fromNode();
    int[] to = city.network().toNode();
    for (int l = 0; l < count; l++) {
      List<int[]> kept = new ArrayList<>();
      int at = 0;
      for (int v : nodes[l]) {
        int p = at;
        while (p <= links[l].length && nodeAt(links[l], p, from, to) != v) {
          p++;
        }
        if (p <= links[l].length && links[l].length > 0) {
          at = p;
          if (number[v] < 0) {
            number[v] = known.size();
            known.add(v);
          }
          kept.add(new int[] {number[v], p});
        }
      }
      stops[l] = kept.stream().mapToInt(k -> k[0]).toArray();
      position[l] = kept.stream().mapToInt(k -> k[1]).toArray();
    }
    node = known.stream().mapToInt(Integer::intValue).toArray();
    near = new int[node.length][];
    nearMin = new double[node.length][];
    findNear(city.network().nodePoints(), parameters);
  }

  private static int nodeAt(int[] line, int position, int[] from, int[] to) {
    if (line.length == 0) {
      return -1;
    }
    return position == 0 ? from[line[0]] : to[line[position - 1]];
  }

  private void findNear(PackedPoints points, ModeParameters parameters) {
    double longest = parameters.bus().longestTransferM();
    double perMin = parameters.ways().walkKmh() * 1000 / 60;
    for (int a = 0; a < node.length; a++) {
      List<Integer> found = new ArrayList<>();
      double[] minutes = new double[node.length];
      for (int b = 0; b < node.length; b++) {
        double dx = (double) points.xMm()[node[a]] - points.xMm()[node[b]];
        double dy = (double) points.yMm()[node[a]] - points.yMm()[node[b]];
        double metres = Math.sqrt(dx * dx + dy * dy) / 1000 * FootTimes.DETOUR;
        if (a != b && metres <= longest) {
          minutes[found.size()] = metres / perMin;
          found.add(b);
        }
      }
      near[a] = found.stream().mapToInt(Integer::intValue).toArray();
      nearMin[a] = Arrays.copyOf(minutes, near[a].length);
    }
  }
}
