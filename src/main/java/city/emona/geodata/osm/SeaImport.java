package city.emona.geodata.osm;

import city.emona.geo.Bounds;
import city.emona.geo.MultiPolygon;
import city.emona.geo.RightOfLines;
import city.emona.geodata.osm.file.ImportIssues;
import city.emona.geodata.osm.file.ImportIssues.Action;
import city.emona.geodata.osm.file.OsmData;
import city.emona.geodata.osm.street.Ground;
import city.emona.model.Schema;
import city.emona.model.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The sea as water areas of the land use. Coastlines have land on their left and water on their
 * right (OSM wiki, "Tag:natural=coastline"); they are joined by their end nodes and cut to the
 * bounds that the extract states, at most {@value #MARGIN_M} m beyond its streets. An extract cut
 * by the outline of a country ends its coast inside of these bounds: such an end goes straight on
 * to the next begin of a coast or to the edge, whichever is nearer. Stateless.
 */
final class SeaImport {
  private static final double MARGIN_M = 5000;

  /** A face where more of the street junctions lie is no sea, whatever its coastline says. */
  private static final double MAX_STREET_SHARE = 0.03;

  private static final int SAMPLE = 1000;

  private SeaImport() {}

  /** Rows of land_use: one for each stretch of sea. */
  static Table areas(OsmData data, Ground ground, Table junctions, ImportIssues issues) {
    Table.Builder sea = new Table.Builder(Schema.LAND_USE);
    List<int[]> chains = chains(data, issues);
    if (chains.isEmpty()) {
      return sea.build();
    }
    Bounds box = box(data, ground, junctions);
    List<int[]> xs = new ArrayList<>();
    List<int[]> ys = new ArrayList<>();
    for (int[] chain : chains) {
      xs.add(Arrays.stream(chain).map(n -> ground.xMm()[n]).toArray());
      ys.add(Arrays.stream(chain).map(n -> ground.yMm()[n]).toArray());
    }
    extend(box, xs, ys, issues);
    for (MultiPolygon face : RightOfLines.of(box, xs, ys)) {
      Bounds b = face.bounds();
      if (streetShare(face, junctions) > MAX_STREET_SHARE) {
        issues.at(
            "coastline_against_streets",
            Action.DROPPED,
            "sea",
            "Streets lie to the right of this coastline; the area is not taken for sea.",
            1,
            (int) ((b.minX() + b.maxX()) / 2),
            (int) ((b.minY() + b.maxY()) / 2));
        continue;
      }
      sea.row("sea" + sea.size());
      sea.set("name", "").set("kind", "water").set("zone", -1).set("district", -1);
      for (int r = 0; r < face.xMm().length; r++) {
        sea.ring(face.xMm()[r], face.yMm()[r], face.hole()[r]);
      }
      sea.endPolygon();
    }
    return sea.build();
  }

  /**
   * What the file says it holds, but not far beyond the streets; those alone where it is silent.
   */
  private static Bounds box(OsmData data, Ground ground, Table junctions) {
    Bounds streets = Bounds.EMPTY;
    for (int i = 0; i < junctions.size(); i++) {
      streets = streets.including(junctions.points().xMm()[i], junctions.points().yMm()[i]);
    }
    Bounds near = streets.grownBy(MARGIN_M * 1000);
    Bounds e7 = data.boundsE7;
    if (e7.isEmpty()) {
      return near;
    }
    int[] low = ground.mm((int) e7.minX(), (int) e7.minY());
    int[] high = ground.mm((int) e7.maxX(), (int) e7.maxY());
    Bounds stated = new Bounds(low[0], low[1], high[0], high[1]);
    Bounds both =
        new Bounds(
            Math.max(near.minX(), stated.minX()),
            Math.max(near.minY(), stated.minY()),
            Math.min(near.maxX(), stated.maxX()),
            Math.min(near.maxY(), stated.maxY()));
    return both.isEmpty() ? near : both;
  }

  /** Rows of nodes along each coast, in its direction; closed ones end where they begin. */
  private static List<int[]> chains(OsmData data, ImportIssues issues) {
    List<int[]> ways = new ArrayList<>();
    int cut = 0;
    for (int w = 0; w < data.ways.size(); w++) {
      if (data.ways.tags()[w].is("natural", "coastline")) {
        cut += pieces(data, w, ways);
      }
    }
    issues.total(
        "coastline_node_missing",
        Action.REPAIRED,
        "ways",
        "The coast goes straight on where the file lacks nodes of it.",
        cut);
    Map<Integer, List<Integer>> beginAt = new HashMap<>();
    Map<Integer, Integer> ends = new HashMap<>();
    for (int c = 0; c < ways.size(); c++) {
      int[] way = ways.get(c);
      beginAt.computeIfAbsent(way[0], k -> new ArrayList<>()).add(c);
      ends.merge(way[way.length - 1], 1, Integer::sum);
    }
    boolean[] used = new boolean[ways.size()];
    List<int[]> chains = new ArrayList<>();
    // Those that no other leads to first, so that a chain is followed from its begin.
    for (boolean first : new boolean[] {true, false}) {
      for (int c = 0; c < ways.size(); c++) {
        if (!used[c] && (!first || !ends.containsKey(ways.get(c)[0]))) {
          chains.add(follow(ways, c, beginAt, used));
        }
      }
    }
    return chains;
  }

  /** Adds the runs of a way whose nodes are known; returns how many nodes are not. */
  private static int pieces(OsmData data, int w, List<int[]> into) {
    int a = data.ways.firstRef()[w];
    int b = data.ways.firstRef()[w + 1];
    int[] run = new int[b - a];
    int n = 0;
    for (int k = a; k < b; k++) {
      int node = data.nodes.rows().get(data.ways.refs()[k]);
      if (node >= 0) {
        run[n++] = node;
      }
    }
    if (n > 1) {
      into.add(Arrays.copyOf(run, n));
    }
    return b - a - n;
  }

  private static int[] follow(
      List<int[]> ways, int start, Map<Integer, List<Integer>> beginAt, boolean[] used) {
    List<int[]> parts = new ArrayList<>();
    int length = 1;
    int next = start;
    while (next >= 0) {
      used[next] = true;
      int[] way = ways.get(next);
      parts.add(way);
      length += way.length - 1;
      int end = way[way.length - 1];
      next = -1;
      for (int c : beginAt.getOrDefault(end, List.of())) {
        if (!used[c]) {
          next = c;
          break;
        }
      }
    }
    int[] chain = new int[length];
    int at = 0;
    for (int[] part : parts) {
      System.arraycopy(part, 0, chain, at, part.length);
      at += part.length - 1;
    }
    return chain;
  }

  /** Lets open ends inside the box go on, the nearest pair of an end and a begin first. */
  private static void extend(Bounds box, List<int[]> xs, List<int[]> ys, ImportIssues issues) {
    int n = xs.size();
    boolean[] ended = new boolean[n];
    boolean[] begun = new boolean[n];
    for (int c = 0; c < n; c++) {
      int[] x = xs.get(c);
      int[] y = ys.get(c);
      int last = x.length - 1;
      boolean closed = x[0] == x[last] && y[0] == y[last];
      ended[c] = closed || !box.contains(x[last], y[last]);
      begun[c] = closed || !box.contains(x[0], y[0]);
    }
    while (true) {
      int end = -1;
      int begin = -1;
      double best = Double.POSITIVE_INFINITY;
      for (int c = 0; c < n; c++) {
        if (!ended[c]) {
          int[] x = xs.get(c);
          int[] y = ys.get(c);
          int last = x.length - 1;
          double toEdge = toEdge(box, x[last], y[last]);
          if (toEdge < best) {
            best = toEdge;
            end = c;
            begin = -1;
          }
          for (int o = 0; o < n; o++) {
            if (!begun[o]) {
              double d =
                  Math.hypot((double) xs.get(o)[0] - x[last], (double) ys.get(o)[0] - y[last]);
              if (d < best) {
                best = d;
                end = c;
                begin = o;
              }
            }
          }
        }
        if (!begun[c] && toEdge(box, xs.get(c)[0], ys.get(c)[0]) < best) {
          best = toEdge(box, xs.get(c)[0], ys.get(c)[0]);
          end = -1;
          begin = c;
        }
      }
      if (best == Double.POSITIVE_INFINITY) {
        return;
      }
      join(box, xs, ys, end, begin, issues);
      if (end >= 0) {
        ended[end] = true;
      }
      if (begin >= 0) {
        begun[begin] = true;
      }
    }
  }

  private static double toEdge(Bounds b, double x, double y) {
    return Math.min(Math.min(x - b.minX(), b.maxX() - x), Math.min(y - b.minY(), b.maxY() - y));
  }

  /** A line from an end (−1: the edge) to a begin (−1: the edge), with the water on its right. */
  private static void join(
      Bounds box, List<int[]> xs, List<int[]> ys, int end, int begin, ImportIssues issues) {
    int[] from = end < 0 ? null : new int[] {last(xs.get(end)), last(ys.get(end))};
    int[] to = begin < 0 ? null : new int[] {xs.get(begin)[0], ys.get(begin)[0]};
    int[] place = from == null ? to : from;
    from = from == null ? onEdge(box, to) : from;
    to = to == null ? onEdge(box, from) : to;
    xs.add(new int[] {from[0], to[0]});
    ys.add(new int[] {from[1], to[1]});
    issues.at(
        "coastline_open_end",
        Action.REPAIRED,
        "coastline",
        "The coast ends within the bounds of the file; it goes straight on.",
        1,
        place[0],
        place[1]);
  }

  private static int last(int[] a) {
    return a[a.length - 1];
  }

  private static int[] onEdge(Bounds b, int[] p) {
    double d = toEdge(b, p[0], p[1]);
    if (d == p[0] - b.minX()) {
      return new int[] {(int) b.minX(), p[1]};
    }
    if (d == b.maxX() - p[0]) {
      return new int[] {(int) b.maxX(), p[1]};
    }
    return new int[] {p[0], (int) (d == p[1] - b.minY() ? b.minY() : b.maxY())};
  }

  /** Share of a sample of the junctions that lies in the face. */
  private static double streetShare(MultiPolygon face, Table junctions) {
    int n = Math.min(SAMPLE, junctions.size());
    Bounds b = face.bounds();
    int inside = 0;
    for (int k = 0; k < n; k++) {
      int i = (int) ((long) k * junctions.size() / n);
      int x = junctions.points().xMm()[i];
      int y = junctions.points().yMm()[i];
      inside += b.contains(x, y) && face.contains(x, y) ? 1 : 0;
    }
    return n == 0 ? 0 : (double) inside / n;
  }
}
