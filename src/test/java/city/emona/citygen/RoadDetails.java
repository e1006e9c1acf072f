package city.emona.citygen;

import city.emona.geo.PackedLines;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Counts the details of junctions and roads that are seen at close range, in a real or a made city
 * alike: splitter islands, slip roads, roundabouts and their flared entries, dual carriageways,
 * turning loops, corners. Over squares of 1 km that hold at least 7 km of street. An island is a
 * node whose one way in and one way out end at two nodes of the same road; a slip road is a one-way
 * that cuts the corner of two streets which meet. Opposite links on one line count once. Metres.
 */
final class RoadDetails {
  private static final double CELL_M = 1000;
  private static final double LEAST_M = 7000;

  private record Edge(int from, int to, double m, int rank, boolean oneWay, double[][] line) {
    int other(int v) {
      return v == from ? to : from;
    }
  }

  private final List<Edge> edges = new ArrayList<>();
  private final Map<Integer, List<Edge>> at = new HashMap<>();
  private final byte[] control;
  private final Map<String, Double> out = new LinkedHashMap<>();
  private double km2;
  private double km;

  private RoadDetails(City city) {
    control = city.table(Schema.NODES).choices("control");
    Table links = city.table(Schema.LINKS);
    PackedLines lines = links.lines();
    Map<String, Integer> count = new LinkedHashMap<>();
    Map<String, Integer> first = new HashMap<>();
    for (int l = 0; l < links.size(); l++) {
      long middle = 0;
      for (int v = lines.first()[l]; v < lines.first()[l + 1]; v++) {
        middle += 31L * lines.xMm()[v] + 17L * lines.yMm()[v];
      }
      int a = links.ints("from_node")[l];
      int b = links.ints("to_node")[l];
      String key = Math.min(a, b) + "-" + Math.max(a, b) + "-" + middle;
      count.merge(key, 1, Integer::sum);
      first.putIfAbsent(key, l);
    }
    Map<Long, Double> cells = new HashMap<>();
    count.forEach((key, n) -> edges.add(edge(links, first.get(key), n == 1)));
    edges.forEach(e -> cells.merge(cell(e), e.m, Double::sum));
    cells.values().removeIf(m -> m < LEAST_M);
    edges.removeIf(e -> !cells.containsKey(cell(e)));
    for (Edge e : edges) {
      at.computeIfAbsent(e.from, k -> new ArrayList<>()).add(e);
      if (e.to != e.from) {
        at.computeIfAbsent(e.to, k -> new ArrayList<>()).add(e);
      }
    }
    km2 = cells.size();
    km = edges.stream().mapToDouble(Edge::m).sum() / 1000;
  }

  private static Edge edge(Table links, int l, boolean oneWay) {
    PackedLines lines = links.lines();
    int n = lines.first()[l + 1] - lines.first()[l];
    double[][] line = new double[n][];
    for (int k = 0; k < n; k++) {
      int v = lines.first()[l] + k;
      line[k] = new double[] {lines.xMm()[v] / 1000.0, lines.yMm()[v] / 1000.0};
    }
    return new Edge(
        links.ints("from_node")[l],
        links.ints("to_node")[l],
        links.ints("length_mm")[l] / 1000.0,
        links.choices("road_class")[l],
        oneWay,
        line);
  }

  private static long cell(Edge e) {
    double[] p = e.line[e.line.length / 2];
    return ((long) Math.floor(p[0] / CELL_M) << 32)
        ^ ((long) Math.floor(p[1] / CELL_M) & 0xFFFFFFFFL);
  }

  static Map<String, Double> of(City city) {
    RoadDetails d = new RoadDetails(city);
    d.rings();
    d.islands();
    d.slips();
    d.carriageways();
    d.deadEnds();
    d.corners();
    d.joins();
    return d.out;
  }

  private void perKm2(String name, double n) {
    out.put(name + " per km2", n / km2);
  }

  private void spread(String name, List<Double> values) {
    double[] v = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    for (int p : new int[] {10, 50, 90}) {
      out.put(name + ", p" + p, v.length == 0 ? Double.NaN : v[v.length * p / 100]);
    }
  }

  private boolean isRing(Edge e) {
    return e.oneWay && control[e.from] == 3 && control[e.to] == 3;
  }

  /** Components of one-way links between nodes of roundabouts. */
  private void rings() {
    Set<Edge> seen = new HashSet<>();
    List<Double> radius = new ArrayList<>();
    List<Double> longer = new ArrayList<>();
    int arms = 0;
    int flared = 0;
    for (Edge e : edges) {
      if (!isRing(e) || !seen.add(e)) {
        continue;
      }
      List<Edge> ring = new ArrayList<>(List.of(e));
      Set<Integer> nodes = new HashSet<>();
      for (int k = 0; k < ring.size(); k++) {
        for (int v : new int[] {ring.get(k).from, ring.get(k).to}) {
          nodes.add(v);
          for (Edge f : at.get(v)) {
            if (isRing(f) && seen.add(f)) {
              ring.add(f);
            }
          }
        }
      }
      double m = ring.stream().mapToDouble(Edge::m).sum();
      if (m > 600 || ring.size() < 2) {
        continue;
      }
      radius.add(m / 2 / Math.PI);
      longer.add(elongation(ring));
      for (int v : nodes) {
        for (Edge f : at.get(v)) {
          if (!isRing(f)) {
            boolean split = isSplit(f, v, nodes);
            arms += split ? 0 : 2;
            arms += split ? 1 : 0;
            flared += split ? 1 : 0;
          }
        }
      }
    }
    perKm2("roundabouts", radius.size());
    spread("roundabout radius m", radius);
    spread("roundabout length over width", longer);
    out.put("roundabout arms with an island", flared / Math.max(1.0, arms));
  }

  private boolean isSplit(Edge f, int v, Set<Integer> nodes) {
    return f.oneWay
        && f.m < 80
        && at.get(f.other(v)).stream()
            .anyMatch(g -> g != f && g.oneWay && g.m < 80 && nodes.contains(g.other(f.other(v))));
  }

  private static double elongation(List<Edge> ring) {
    double least = Double.MAX_VALUE;
    double most = 0;
    for (int k = 0; k < 18; k++) {
      double c = Math.cos(k * Math.PI / 18);
      double s = Math.sin(k * Math.PI / 18);
      double low = Double.MAX_VALUE;
      double high = -Double.MAX_VALUE;
      for (Edge e : ring) {
        for (double[] p : e.line) {
          low = Math.min(low, c * p[0] + s * p[1]);
          high = Math.max(high, c * p[0] + s * p[1]);
        }
      }
      least = Math.min(least, high - low);
      most = Math.max(most, high - low);
    }
    return most / Math.max(1, least);
  }

  /** A node with one way in and one way out, whose other ends are neighbours on another road. */
  private void islands() {
    int[] byRank = new int[10];
    List<Double> legs = new ArrayList<>();
    List<Double> base = new ArrayList<>();
    int n = 0;
    for (var entry : at.entrySet()) {
      int v = entry.getKey();
      if (control[v] == 3) {
        continue;
      }
      for (Edge in : entry.getValue()) {
        for (Edge away : entry.getValue()) {
          boolean pair = in != away && in.oneWay && away.oneWay && in.to == v && away.from == v;
          if (!pair || in.m > 70 || away.m > 70 || control[in.from] == 3) {
            continue;
          }
          double apart = linked(in.from, away.to, 60, e -> true);
          if (in.from != away.to && apart > 0) {
            n++;
            byRank[Math.max(in.rank, away.rank)]++;
            legs.add((in.m + away.m) / 2);
            base.add(apart);
          }
        }
      }
    }
    perKm2("splitter islands", n);
    out.put(
        "splitter islands on tertiary and above", (byRank[2] + byRank[3] + byRank[4]) / (double) n);
    spread("island leg m", legs);
    spread("island base m", base);
  }

  /** Length of the street that joins two nodes directly, 0 where there is none. */
  private double linked(int a, int b, double most, java.util.function.Predicate<Edge> which) {
    for (Edge e : at.get(a)) {
      if (e.other(a) == b && e.m <= most && which.test(e)) {
        return e.m;
      }
    }
    return 0;
  }

  private void slips() {
    int n = 0;
    List<Double> length = new ArrayList<>();
    for (Edge e : edges) {
      if (!e.oneWay || e.m > 150 || isRing(e) || e.from == e.to) {
        continue;
      }
      boolean cuts = false;
      for (Edge f : at.get(e.from)) {
        int c = f.other(e.from);
        boolean through = f != e && c != e.to && c != e.from && control[c] != 3 && f.m < 100;
        boolean onward = !f.oneWay || f.from == e.from;
        if (through && onward && !f.oneWay) {
          double g = linked(c, e.to, 100, h -> !h.oneWay);
          cuts |= g > 0 && e.m > 0.5 * (f.m + g) && angle(f, c, e.to) < 2.6;
        }
      }
      if (cuts) {
        n++;
        length.add(e.m);
      }
    }
    perKm2("slip roads between two-way streets", n);
    spread("slip road m", length);
    List<Double> links = new ArrayList<>();
    for (Edge e : edges) {
      boolean fast = false;
      for (int v : new int[] {e.from, e.to}) {
        fast |= at.get(v).stream().anyMatch(f -> f.rank < 2);
      }
      if (e.rank == 8 && e.oneWay && e.m < 200 && !fast && control[e.to] != 3) {
        links.add(e.m);
      }
    }
    perKm2("link roads at grade", links.size());
    spread("link road m", links);
  }

  private double angle(Edge f, int c, int end) {
    for (Edge g : at.get(c)) {
      if (g.other(c) == end && g != f) {
        double[] a = heading(f, c, 8);
        double[] b = heading(g, c, 8);
        return Math.acos(Math.max(-1, Math.min(1, a[0] * b[0] + a[1] * b[1])));
      }
    }
    return Math.PI;
  }

  /** Unit direction of an edge away from a node, to the place that many metres along it. */
  private static double[] heading(Edge e, int v, double along) {
    double[][] l = e.line;
    boolean ahead = e.from == v;
    double[] p = ahead ? l[0] : l[l.length - 1];
    double gone = 0;
    double[] q = p;
    double[] to = p;
    for (int k = 1; k < l.length && gone < along; k++) {
      to = ahead ? l[k] : l[l.length - 1 - k];
      double d = Math.hypot(to[0] - q[0], to[1] - q[1]);
      double t = d == 0 ? 1 : Math.min(1, (along - gone) / d);
      to = new double[] {q[0] + t * (to[0] - q[0]), q[1] + t * (to[1] - q[1])};
      gone += d;
      q = to;
    }
    double n = Math.max(1e-9, Math.hypot(to[0] - p[0], to[1] - p[1]));
    return new double[] {(to[0] - p[0]) / n, (to[1] - p[1]) / n};
  }

  /** One-way main roads with another against them within 45 m on the left. */
  private void carriageways() {
    Map<Long, List<double[]>> grid = new HashMap<>();
    IntPredicate main = r -> r <= 4;
    for (Edge e : edges) {
      for (int k = 1; main.test(e.rank) && e.oneWay && !isRing(e) && k < e.line.length; k++) {
        double[] a = e.line[k - 1];
        double[] b = e.line[k];
        int steps = 1 + (int) (Math.hypot(b[0] - a[0], b[1] - a[1]) / 10);
        for (int s = 0; s < steps; s++) {
          double t = (s + 0.5) / steps;
          double n = Math.max(1e-6, Math.hypot(b[0] - a[0], b[1] - a[1]));
          double[] p = {
            a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1]), (b[0] - a[0]) / n, (b[1] - a[1]) / n
          };
          grid.computeIfAbsent(spot(p[0], p[1]), x -> new ArrayList<>())
              .add(new double[] {p[0], p[1], p[2], p[3], n / steps});
        }
      }
    }
    List<Double> apart = new ArrayList<>();
    double m = 0;
    for (List<double[]> l : grid.values()) {
      for (double[] p : l) {
        double d = opposite(grid, p);
        if (d < 45) {
          m += p[4];
          apart.add(d);
        }
      }
    }
    out.put("dual carriageway, share of street", m / 1000 / km);
    spread("dual carriageway apart m", apart);
  }

  private static long spot(double x, double y) {
    return ((long) Math.floor(x / 50) << 32) ^ ((long) Math.floor(y / 50) & 0xFFFFFFFFL);
  }

  private static double opposite(Map<Long, List<double[]>> grid, double[] p) {
    double best = 99;
    for (int dx = -1; dx <= 1; dx++) {
      for (int dy = -1; dy <= 1; dy++) {
        for (double[] q : grid.getOrDefault(spot(p[0] + 50 * dx, p[1] + 50 * dy), List.of())) {
          double cos = p[2] * q[2] + p[3] * q[3];
          double left = p[2] * (q[1] - p[1]) - p[3] * (q[0] - p[0]);
          double on = Math.abs(p[2] * (q[0] - p[0]) + p[3] * (q[1] - p[1]));
          if (cos < -0.9 && left > 2 && on < 8) {
            best = Math.min(best, left);
          }
        }
      }
    }
    return best;
  }

  private void deadEnds() {
    int ends = 0;
    int loops = 0;
    int heads = 0;
    for (var entry : at.entrySet()) {
      List<Edge> l = entry.getValue();
      ends += l.size() == 1 && l.get(0).from != l.get(0).to ? 1 : 0;
      for (Edge e : l) {
        loops += e.from == e.to && e.m < 250 ? 1 : 0;
      }
      if (l.size() == 3) {
        long stubs = l.stream().filter(e -> e.m < 25 && isEnd(e, entry.getKey())).count();
        heads += stubs >= 2 ? 1 : 0;
      }
      if (l.size() == 2 || l.size() == 3) {
        for (int k = 0; k < l.size(); k++) {
          for (int j = 0; j < k; j++) {
            int o = l.get(k).other(entry.getKey());
            boolean same = o != entry.getKey() && o == l.get(j).other(entry.getKey());
            loops += same && l.get(k).m + l.get(j).m < 200 && o > entry.getKey() ? 1 : 0;
          }
        }
      }
    }
    perKm2("dead ends", ends);
    out.put("turning loops per dead end", loops / (double) ends);
    out.put("turning heads per dead end", heads / (double) ends);
  }

  private boolean isEnd(Edge e, int v) {
    return e.other(v) != v && at.get(e.other(v)).size() == 1;
  }

  /** Vertices within streets that turn by more than 30 degrees, and how far apart vertices are. */
  private void corners() {
    String[] name = {"main", "tertiary", "small"};
    double[] length = new double[3];
    double[] hard = new double[3];
    double[] turning = new double[3];
    double[] soft = new double[3];
    List<Double> gap = new ArrayList<>();
    for (Edge e : edges) {
      int c = e.rank <= 3 ? 0 : e.rank == 4 ? 1 : 2;
      length[c] += e.m / 1000;
      for (int k = 1; k + 1 < e.line.length; k++) {
        double turn = Math.toDegrees(turn(e.line, k));
        turning[c] += turn;
        hard[c] += turn > 30 ? 1 : 0;
        soft[c] += turn <= 30 ? turn : 0;
        if (turn > 3) {
          gap.add(
              Math.min(
                  Math.hypot(e.line[k][0] - e.line[k - 1][0], e.line[k][1] - e.line[k - 1][1]),
                  Math.hypot(e.line[k][0] - e.line[k + 1][0], e.line[k][1] - e.line[k + 1][1])));
        }
      }
    }
    for (int c = 0; c < 3; c++) {
      out.put("corners over 30° per km, " + name[c], hard[c] / length[c]);
      out.put("degrees turned per km, " + name[c], turning[c] / length[c]);
      out.put("share turned in steps below 30°, " + name[c], soft[c] / turning[c]);
    }
    spread("bend vertex to next m", gap);
  }

  private static double turn(double[][] l, int k) {
    double ax = l[k][0] - l[k - 1][0];
    double ay = l[k][1] - l[k - 1][1];
    double bx = l[k + 1][0] - l[k][0];
    double by = l[k + 1][1] - l[k][1];
    return Math.abs(Math.atan2(ax * by - ay * bx, ax * bx + ay * by));
  }

  /** Angle at which the third street of a junction leaves the two that go straight on. */
  private void joins() {
    for (double along : new double[] {6, 30}) {
      List<Double> skew = new ArrayList<>();
      for (var entry : at.entrySet()) {
        List<Edge> l = entry.getValue();
        if (l.size() != 3 || l.stream().anyMatch(e -> e.m < 35 || e.oneWay || e.from == e.to)) {
          continue;
        }
        double[][] d = new double[3][];
        for (int k = 0; k < 3; k++) {
          d[k] = heading(l.get(k), entry.getKey(), along);
        }
        for (int k = 0; k < 3; k++) {
          double[] a = d[(k + 1) % 3];
          double[] b = d[(k + 2) % 3];
          if (a[0] * b[0] + a[1] * b[1] < -0.94) {
            double dot = d[k][0] * (a[0] - b[0]) + d[k][1] * (a[1] - b[1]);
            double n = Math.hypot(a[0] - b[0], a[1] - b[1]);
            skew.add(Math.toDegrees(Math.asin(Math.min(1, Math.abs(dot) / n))));
          }
        }
      }
      spread("T off the right angle by ° (" + (int) along + " m)", skew);
    }
  }
}
