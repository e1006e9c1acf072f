package city.emona.app;

import city.emona.geo.PackedPoints;
import city.emona.geo.PackedPolygons;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.model.network.Network;
import city.emona.run.RunRecord;
import city.emona.simulate.Frame;
import city.emona.simulate.Quantity;
import city.emona.store.Store;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * The indicators of traffic and mobility once more, from the stored tables and frames of a run and
 * nothing of the program's own search or demand code: plain sums, a plain Dijkstra search, and
 * every pair of stops of a bus line tried. Slow and short on purpose.
 */
final class KpiAudit {
  private static final double WALK_KMH = 4.8;
  private static final double BIKE_KMH = 15;
  private static final double ACCESS_KMH = 20;
  private static final double DETOUR = 1.3;
  private static final double BIKE_START_MIN = 2;
  private static final double LONGEST_WALK_M = 1200;
  private static final double LONGEST_TRANSFER_M = 250;
  private static final double LONGEST_WAIT_MIN = 15;
  private static final double TRANSFER_MIN = 6;
  private static final double STOP_S = 20;

  private final City city;
  private final Network net;
  private final float[][] volume;
  private final float[][] speed;
  private final float[][] vc;
  final int districts;

  /** {@code city} with the edits of the run. */
  KpiAudit(Store store, RunRecord run, City city) {
    this.city = city;
    net = city.network();
    districts = city.table(Schema.DISTRICTS).size();
    int steps = run.steps().count();
    volume = new float[steps][];
    speed = new float[steps][];
    vc = new float[steps][];
    for (int s = 0; s < steps; s++) {
      volume[s] = frame(store, run, Quantity.TRAFFIC_VOLUME, s);
      speed[s] = frame(store, run, Quantity.TRAFFIC_SPEED, s);
      vc[s] = frame(store, run, Quantity.TRAFFIC_VC, s);
    }
  }

  private static float[] frame(Store store, RunRecord run, Quantity q, int step) {
    return Frame.unpack(q, step, store.runs().findFrame(run.id(), q, step).orElseThrow()).values();
  }

  /** What a link and hour add, by district; the city last. */
  private interface Part {
    double of(int step, int link);
  }

  private double[] sum(Part part) {
    double[] out = new double[districts + 1];
    for (int s = 0; s < volume.length; s++) {
      for (int i = 0; i < net.linkCount(); i++) {
        double v = part.of(s, i);
        int d = net.district()[i];
        out[districts] += v;
        if (d >= 0) {
          out[d] += v;
        }
      }
    }
    return out;
  }

  private double km(int link) {
    return net.lengthMm()[link] / 1e6;
  }

  double[] vehicleKm() {
    return sum((s, i) -> volume[s][i] * km(i));
  }

  double[] vehicleHours() {
    return sum((s, i) -> volume[s][i] * km(i) / speed[s][i]);
  }

  double[] freeHours() {
    return sum((s, i) -> volume[s][i] * km(i) / net.freeSpeedKmh()[i]);
  }

  /** Kilometres above a share of capacity; stored shares are rounded. */
  double[] overCapacityKm(double bound) {
    return sum((s, i) -> vc[s][i] > bound ? km(i) : 0);
  }

  // ---- jobs in twenty minutes

  double[] jobsByCar(int step) {
    double[] minutes = new double[net.linkCount()];
    for (int i = 0; i < minutes.length; i++) {
      boolean open = (net.modes()[i] & Schema.CAR) != 0;
      minutes[i] = open ? km(i) / speed[step][i] * 60 : Double.POSITIVE_INFINITY;
    }
    return jobs(zones(minutes, false, ACCESS_KMH, 0));
  }

  double[] jobsByBike() {
    double[] minutes = new double[net.linkCount()];
    for (int i = 0; i < minutes.length; i++) {
      boolean open = (net.modes()[i] & Schema.BIKE) != 0;
      minutes[i] = open ? km(i) / BIKE_KMH * 60 : Double.POSITIVE_INFINITY;
    }
    return jobs(zones(minutes, false, BIKE_KMH, BIKE_START_MIN));
  }

  private double[] walkMinutes() {
    double[] minutes = new double[net.linkCount()];
    for (int i = 0; i < minutes.length; i++) {
      boolean open = (net.modes()[i] & Schema.FOOT) != 0;
      minutes[i] = open ? km(i) / WALK_KMH * 60 : Double.POSITIVE_INFINITY;
    }
    return minutes;
  }

  double[] jobsOnFoot() {
    return jobs(zones(walkMinutes(), true, WALK_KMH, 0));
  }

  /** By bus at eight, or on foot where that is faster. */
  double[] jobsByBus(int step) {
    double[][] best = zones(walkMinutes(), true, WALK_KMH, 0);
    double[][] toStop = nodes(walkMinutes(), true, WALK_KMH);
    int n = best.length;
    for (int z = 0; z < n; z++) {
      double[][] bus = ride(toStop[z], step);
      for (int d = 0; d < n; d++) {
        double least = Double.POSITIVE_INFINITY;
        double clock = Double.POSITIVE_INFINITY;
        for (int v = 0; v < net.nodeCount() && d != z; v++) {
          double walk = toStop[d][v];
          if (walk <= LONGEST_WALK_M / 1000 / WALK_KMH * 60 && bus[0][v] + 2 * walk < least) {
            least = bus[0][v] + 2 * walk;
            clock = bus[1][v] + walk;
          }
        }
        best[z][d] = Math.min(best[z][d], (float) clock);
      }
    }
    return jobs(best);
  }

  /** Felt and real minutes to every junction with a stop: every two stops of every line tried. */
  private double[][] ride(double[] walk, int step) {
    Table lines = city.table(Schema.BUS_LINES);
    int n = net.nodeCount();
    double[] felt = fill(n);
    double[] clock = fill(n);
    double[] at = fill(n);
    double[] atClock = fill(n);
    boolean[] isStop = new boolean[n];
    for (int v : city.table(Schema.BUS_STOPS).ints("node")) {
      isStop[v] = true;
      if (walk[v] <= LONGEST_WALK_M / 1000 / WALK_KMH * 60) {
        at[v] = 2 * walk[v];
        atClock[v] = walk[v];
      }
    }
    for (int boarding = 0; boarding < 3; boarding++) {
      double[] next = fill(n);
      double[] nextClock = fill(n);
      for (int l = 0; l < lines.size(); l++) {
        double wait = Math.min(LONGEST_WAIT_MIN, lines.ints("headway_peak_min")[l] / 2.0);
        int[][] stops = stops(l);
        double[] driven = driven(l, step);
        for (int i = 0; i < stops.length; i++) {
          for (int j = i + 1; j < stops.length && at[stops[i][0]] < 1e9; j++) {
            double minutes = driven[stops[j][1]] - driven[stops[i][1]] + (j - i) * STOP_S / 60;
            double cost = at[stops[i][0]] + 2 * wait + (boarding > 0 ? TRANSFER_MIN : 0) + minutes;
            if (cost < next[stops[j][0]]) {
              next[stops[j][0]] = cost;
              nextClock[stops[j][0]] = atClock[stops[i][0]] + wait + minutes;
            }
          }
        }
      }
      Arrays.fill(at, Double.POSITIVE_INFINITY);
      for (int v = 0; v < n; v++) {
        if (next[v] < felt[v]) {
          felt[v] = next[v];
          clock[v] = nextClock[v];
          for (int w = 0; w < n; w++) {
            double m = isStop[w] ? metres(v, w) * DETOUR : Double.POSITIVE_INFINITY;
            double minutes = m / 1000 / WALK_KMH * 60;
            if (m <= LONGEST_TRANSFER_M && next[v] + 2 * minutes < at[w]) {
              at[w] = next[v] + 2 * minutes;
              atClock[w] = nextClock[v] + minutes;
            }
          }
        }
      }
    }
    return new double[][] {felt, clock};
  }

  private static double[] fill(int n) {
    double[] a = new double[n];
    Arrays.fill(a, Double.POSITIVE_INFINITY);
    return a;
  }

  private double metres(int v, int w) {
    PackedPoints p = net.nodePoints();
    return Math.hypot((double) p.xMm()[v] - p.xMm()[w], (double) p.yMm()[v] - p.yMm()[w]) / 1000;
  }

  /** Rows of a table of a line, in their order. */
  private static int[] rows(Table table, int line) {
    int[] of = table.ints("line");
    int[] seq = table.ints("seq");
    return java.util.stream.IntStream.range(0, of.length)
        .filter(r -> of[r] == line)
        .boxed()
        .sorted(Comparator.comparingInt(r -> seq[r]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** Junction of every stop of a line, and the links driven before it. */
  private int[][] stops(int line) {
    Table links = city.table(Schema.BUS_LINE_LINKS);
    int[] way = Arrays.stream(rows(links, line)).map(r -> links.ints("link")[r]).toArray();
    Table stops = city.table(Schema.BUS_STOPS);
    int[] rows = rows(stops, line);
    int[][] out = new int[rows.length][];
    int at = 0;
    for (int k = 0; k < rows.length; k++) {
      int v = stops.ints("node")[rows[k]];
      while ((at == 0 ? net.fromNode()[way[0]] : net.toNode()[way[at - 1]]) != v) {
        at++;
      }
      out[k] = new int[] {v, at};
    }
    return out;
  }

  private double[] driven(int line, int step) {
    Table links = city.table(Schema.BUS_LINE_LINKS);
    int[] rows = rows(links, line);
    double[] out = new double[rows.length + 1];
    for (int k = 0; k < rows.length; k++) {
      int i = links.ints("link")[rows[k]];
      out[k + 1] = out[k] + km(i) / speed[step][i] * 60;
    }
    return out;
  }

  /** Minutes between zones; within one, half of the way to the nearest other. */
  private double[][] zones(double[] minutes, boolean bothWays, double accessKmh, double start) {
    double[][] toNode = nodes(minutes, bothWays, accessKmh);
    int n = toNode.length;
    double[][] out = new double[n][n];
    for (int z = 0; z < n; z++) {
      double nearest = Double.POSITIVE_INFINITY;
      for (int d = 0; d < n; d++) {
        double least = Double.POSITIVE_INFINITY;
        int[] of = city.table(Schema.ZONE_ACCESS).ints("zone");
        int[] node = city.table(Schema.ZONE_ACCESS).ints("node");
        for (int r = 0; r < of.length; r++) {
          if (of[r] == d) {
            least = Math.min(least, toNode[z][node[r]] + connector(d, node[r], accessKmh));
          }
        }
        out[z][d] = least + start;
        nearest = d == z ? nearest : Math.min(nearest, least);
      }
      out[z][z] = nearest / 2 + start;
    }
    return out;
  }

  /** Minutes from every zone to every junction. */
  private double[][] nodes(double[] minutes, boolean bothWays, double accessKmh) {
    int[] of = city.table(Schema.ZONE_ACCESS).ints("zone");
    int[] node = city.table(Schema.ZONE_ACCESS).ints("node");
    int n = city.table(Schema.ZONES).size();
    int[][] links = new int[net.nodeCount()][0];
    for (int i = 0; i < net.linkCount(); i++) {
      links[net.fromNode()[i]] = with(links[net.fromNode()[i]], i);
      if (bothWays) {
        links[net.toNode()[i]] = with(links[net.toNode()[i]], i);
      }
    }
    double[][] out = new double[n][];
    for (int z = 0; z < n; z++) {
      double[] best = fill(net.nodeCount());
      PriorityQueue<double[]> queue =
          new PriorityQueue<>(Comparator.comparingDouble((double[] e) -> e[0]));
      for (int r = 0; r < of.length; r++) {
        if (of[r] == z) {
          queue.add(new double[] {connector(z, node[r], accessKmh), node[r]});
        }
      }
      while (!queue.isEmpty()) {
        double[] e = queue.poll();
        int v = (int) e[1];
        if (e[0] >= best[v]) {
          continue;
        }
        best[v] = e[0];
        for (int i : links[v]) {
          int w = net.fromNode()[i] == v ? net.toNode()[i] : net.fromNode()[i];
          if (e[0] + minutes[i] < best[w]) {
            queue.add(new double[] {e[0] + minutes[i], w});
          }
        }
      }
      out[z] = best;
    }
    return out;
  }

  private static int[] with(int[] a, int v) {
    int[] b = Arrays.copyOf(a, a.length + 1);
    b[a.length] = v;
    return b;
  }

  /** Straight line from the centre of mass of a zone, times 1.3. */
  private double connector(int zone, int node, double kmh) {
    PackedPolygons p = city.table(Schema.ZONES).polygons();
    double area = 0;
    double cx = 0;
    double cy = 0;
    for (int r = p.firstRing()[zone]; r < p.firstRing()[zone + 1]; r++) {
      for (int k = p.firstVertex()[r]; k < p.firstVertex()[r + 1] && !p.hole()[r]; k++) {
        int next = k + 1 < p.firstVertex()[r + 1] ? k + 1 : p.firstVertex()[r];
        double x0 = p.xMm()[k];
        double y0 = p.yMm()[k];
        double x1 = p.xMm()[next];
        double y1 = p.yMm()[next];
        double cross = x0 * y1 - x1 * y0;
        area += cross;
        cx += (x0 + x1) * cross / 3;
        cy += (y0 + y1) * cross / 3;
      }
    }
    PackedPoints points = net.nodePoints();
    double m =
        Math.hypot(points.xMm()[node] - cx / area, points.yMm()[node] - cy / area) / 1000 * DETOUR;
    return m / 1000 / kmh * 60;
  }

  /** Residents' mean of the jobs within 20 minutes, by district; the city last. */
  private double[] jobs(double[][] minutes) {
    Table zones = city.table(Schema.ZONES);
    int[] district = zones.ints("district");
    double[] reached = new double[districts + 1];
    double[] people = new double[districts + 1];
    for (int z = 0; z < minutes.length; z++) {
      double jobs = 0;
      for (int d = 0; d < minutes.length; d++) {
        jobs += minutes[z][d] <= 20 ? zones.ints("jobs")[d] : 0;
      }
      double residents = zones.ints("population")[z];
      for (int k : new int[] {district[z], districts}) {
        if (k >= 0) {
          reached[k] += residents * jobs;
          people[k] += residents;
        }
      }
    }
    for (int k = 0; k <= districts; k++) {
      reached[k] = people[k] > 0 ? reached[k] / people[k] : Double.NaN;
    }
    return reached;
  }
}
