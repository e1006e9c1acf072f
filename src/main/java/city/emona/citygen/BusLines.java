package city.emona.citygen;

import city.emona.citygen.plan.Dice.Stage;
import city.emona.citygen.plan.Site;
import city.emona.citygen.road.Streets;
import city.emona.graph.Csr;
import city.emona.model.Schema;
import city.emona.model.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Step 9 of the recipe, buses: six to ten lines from edge to edge through the core and one around
 * it, on arterials where they can (side streets cost more), there and back in one sequence of
 * links, with a stop about every 400 m. Peak headways of 6, 10 and 20 minutes.
 */
final class BusLines {
  private static final double STOP_M = 400;

  private final Site site;
  private final Streets streets;
  private final Table nodes;
  private final Table links;
  private final Csr graph;
  private final double[] cost;
  private final boolean[] isMain;
  private final Table.Builder lines = new Table.Builder(Schema.BUS_LINES);
  private final Table.Builder lineLinks = new Table.Builder(Schema.BUS_LINE_LINKS);
  private final Table.Builder stops = new Table.Builder(Schema.BUS_STOPS);

  BusLines(Site site, Streets streets, Table nodes, Table links) {
    this.site = site;
    this.streets = streets;
    this.links = links;
    this.nodes = nodes;
    this.graph = Csr.of(nodes.size(), links.ints("from_node"), links.ints("to_node"), null);
    int[] length = links.ints("length_mm");
    byte[] roadClass = links.choices("road_class");
    cost = new double[length.length];
    isMain = new boolean[length.length];
    for (int l = 0; l < cost.length; l++) {
      String name = Schema.ROAD_CLASSES.get(roadClass[l]);
      double factor =
          switch (name) {
            case "primary", "secondary", "tertiary" -> 1;
            case "residential" -> 2.2;
            default -> 4;
          };
      isMain[l] = factor == 1;
      cost[l] = length[l] * factor;
    }
  }

  Table[] tables() {
    int count = 6 + Math.min(4, streets.count() / 2500) + site.dice.below(Stage.BUS, 0, 0, 2);
    int market = nodeAt(0, 0);
    for (int k = 0; k < count; k++) {
      double angle = StrictMath.PI * (k + 0.4 * site.dice.unit(Stage.BUS, 1, k)) / count;
      double bend = angle + StrictMath.PI + 0.5 * site.dice.signed(Stage.BUS, 2, k);
      int[] way = {nodeAt(angle, 0.93), market, nodeAt(bend, 0.93), market, nodeAt(angle, 0.93)};
      line(Integer.toString(k + 1), way, k % 3 == 0 ? 6 : k % 3 == 1 ? 10 : 20);
    }
    int[] ring = new int[9];
    for (int k = 0; k < 9; k++) {
      ring[k] = nodeAt(2 * StrictMath.PI * (k % 8) / 8, 0.5);
    }
    line("R", ring, 10);
    return new Table[] {lines.build(), lineLinks.build(), stops.build()};
  }

  /**
   * The junction on a main road nearest to a place of the plan given by angle and reach: in a side
   * street buses would turn round, and what holds three cars would hold up the road behind it.
   */
  private int nodeAt(double angle, double reach) {
    double r = reach * site.radiusM;
    double x = site.coreX + r * StrictMath.cos(angle);
    double y = site.coreY + r * StrictMath.sin(angle);
    double c = StrictMath.cos(site.turn);
    double s = StrictMath.sin(site.turn);
    double px = x * c - y * s;
    double py = x * s + y * c;
    int found = 0;
    double least = Double.MAX_VALUE;
    for (int l = 0; l < cost.length; l++) {
      if (isMain[l]) {
        int node = links.ints("from_node")[l];
        double dx = nodes.points().xMm()[node] / 1000.0 - px;
        double dy = nodes.points().yMm()[node] / 1000.0 - py;
        if (dx * dx + dy * dy < least) {
          least = dx * dx + dy * dy;
          found = node;
        }
      }
    }
    return found;
  }

  private void line(String number, int[] way, int headway) {
    int line = lines.row("bus" + number);
    lines.set("name", number).set("headway_peak_min", headway);
    lines.set("headway_day_min", headway < 20 ? headway + headway / 2 : 30);
    lines.set("headway_evening_min", headway < 20 ? 20 : 40);
    int seq = 0;
    int stop = 0;
    double since = STOP_M;
    int[] to = links.ints("to_node");
    for (int k = 1; k < way.length; k++) {
      for (int l : path(way[k - 1], way[k])) {
        lineLinks.row("bus" + number + "l" + seq);
        lineLinks.set("line", line).set("seq", seq++).set("link", l);
        since += links.ints("length_mm")[l] / 1000.0;
        if (since > STOP_M) {
          since = 0;
          stop(number, line, stop++, to[l], links.texts("name")[l]);
        }
      }
    }
  }

  private void stop(String number, int line, int seq, int node, String street) {
    stops.row("bus" + number + "s" + seq);
    stops.set("name", street.isEmpty() ? "Stop " + (seq + 1) : street).set("line", line);
    stops.set("seq", seq).set("node", node);
    stops.point(nodes.points().xMm()[node], nodes.points().yMm()[node]);
  }

  /** Links of the cheapest way; ties go to the lower node. */
  private List<Integer> path(int from, int to) {
    double[] best = new double[graph.nodeCount()];
    Arrays.fill(best, Double.POSITIVE_INFINITY);
    int[] by = new int[best.length];
    Arrays.fill(by, -1);
    record Label(double cost, int node) {}
    PriorityQueue<Label> queue =
        new PriorityQueue<>(
            (a, b) -> a.cost != b.cost ? Double.compare(a.cost, b.cost) : a.node - b.node);
    best[from] = 0;
    queue.add(new Label(0, from));
    while (!queue.isEmpty()) {
      Label at = queue.poll();
      if (at.node == to) {
        break;
      }
      for (int p = graph.first()[at.node];
          at.cost == best[at.node] && p < graph.first()[at.node + 1];
          p++) {
        double total = at.cost + cost[graph.link()[p]];
        if (total < best[graph.head()[p]]) {
          best[graph.head()[p]] = total;
          by[graph.head()[p]] = graph.link()[p];
          queue.add(new Label(total, graph.head()[p]));
        }
      }
    }
    List<Integer> way = new ArrayList<>();
    int[] start = links.ints("from_node");
    for (int v = to; v != from; v = start[by[v]]) {
      way.add(0, by[v]);
    }
    return way;
  }
}
