package city.emona.simulate.replay.city;

import city.emona.model.network.Network;
import java.util.Arrays;

/**
 * When the approaches of a city's signals have green. Every junction has two phases, the street of
 * its strongest approach (both directions) and what crosses it. Junctions within {@value #REACH_M}
 * m of one another are coordinated: going out from the strongest junction along the strongest and
 * shortest connections, each gets the offset that lets most traffic of its coordinated neighbours
 * arrive at green, in both directions. Without that a junction that is red while the one behind it
 * is green passes no more than the short link between them can store (Gartner, Kaltenbach and
 * Miyamoto 1983 make the storage a condition of their coordination); offsets by chance gave a lane
 * of 72 m 400 instead of 890 vehicles an hour. Greedy, not optimal, as MAXBAND would be; traffic
 * between neighbours is weighed by capacity over distance. Deterministic; stateless after
 * construction, confined to one thread.
 */
final class SignalPlan {
  private static final double REACH_M = 500;
  private static final double SAME_STREET = Math.sqrt(0.5);
  private static final int HOPS = 12;

  private final Network net;
  private final double[] green;
  private final double[] cycle;
  private final int[][] in;
  private final int[][] out;

  /** Whether an approach belongs to the phase of its junction's strongest street. */
  private final boolean[] main;

  /** Seconds from a junction's offset to the green of an approach. */
  private final double[] phase;

  private final double[] start;

  /** A way from the stop line of one signal to that of the next. */
  private record Way(int from, int to, double seconds, double weight) {}

  private SignalPlan(Network net, double[] green, double[] cycle) {
    this.net = net;
    this.green = green;
    this.cycle = cycle;
    in = byNode(net.nodeCount(), net.toNode());
    out = byNode(net.nodeCount(), net.fromNode());
    main = new boolean[green.length];
    phase = new double[green.length];
    start = new double[green.length];
  }

  /** Start of green within the cycle, for every link; 0 where no signal stands. */
  static double[] starts(Network net, double[] green, double[] cycle) {
    SignalPlan plan = new SignalPlan(net, green, cycle);
    plan.choosePhases();
    plan.chooseOffsets();
    return plan.start;
  }

  /** Which approaches have green together with their junction's strongest one. */
  static boolean[] mainPhase(Network net, double[] green, double[] cycle) {
    SignalPlan plan = new SignalPlan(net, green, cycle);
    plan.choosePhases();
    return plan.main;
  }

  private static int[][] byNode(int nodes, int[] node) {
    int[] count = new int[nodes];
    for (int v : node) {
      count[v]++;
    }
    int[][] rows = new int[nodes][];
    Arrays.setAll(rows, v -> new int[count[v]]);
    for (int i = node.length - 1; i >= 0; i--) {
      rows[node[i]][--count[node[i]]] = i;
    }
    return rows;
  }

  private boolean isSignal(int node) {
    return in[node].length > 0 && green[in[node][0]] < 1;
  }

  // ---- phases of one junction

  private void choosePhases() {
    for (int[] approaches : in) {
      if (approaches.length == 0 || green[approaches[0]] >= 1) {
        continue;
      }
      int strongest = approaches[0];
      for (int i : approaches) {
        strongest = net.capacityVehPerH()[i] > net.capacityVehPerH()[strongest] ? i : strongest;
      }
      double mainGreen = 0;
      for (int i : approaches) {
        main[i] = isAlong(strongest, i);
        mainGreen = main[i] ? Math.max(mainGreen, green[i]) : mainGreen;
      }
      for (int i : approaches) {
        phase[i] = main[i] ? 0 : mainGreen * cycle[i];
      }
    }
  }

  private boolean isAlong(int a, int b) {
    return Math.abs(cosine(a, false, b, false)) >= SAME_STREET;
  }

  /** Of the angle between two links, at their first or last stretch. */
  private double cosine(int a, boolean aFirst, int b, boolean bFirst) {
    double[] p = stretch(a, aFirst);
    double[] q = stretch(b, bFirst);
    double norm = Math.sqrt((p[0] * p[0] + p[1] * p[1]) * (q[0] * q[0] + q[1] * q[1]));
    return norm > 0 ? (p[0] * q[0] + p[1] * q[1]) / norm : 1;
  }

  private double[] stretch(int link, boolean first) {
    int v = first ? net.lines().first()[link] + 1 : net.lines().first()[link + 1] - 1;
    int[] x = net.lines().xMm();
    int[] y = net.lines().yMm();
    return new double[] {(double) x[v] - x[v - 1], (double) y[v] - y[v - 1]};
  }

  // ---- offsets

  private void chooseOffsets() {
    int n = net.nodeCount();
    Way[][] ways = new Way[n][];
    Way[][] arriving = new Way[n][0];
    double[] strength = new double[n];
    for (int v = 0; v < n; v++) {
      ways[v] = isSignal(v) ? waysFrom(v) : new Way[0];
      for (Way w : ways[v]) {
        int to = net.toNode()[w.to];
        arriving[to] = Arrays.copyOf(arriving[to], arriving[to].length + 1);
        arriving[to][arriving[to].length - 1] = w;
      }
    }
    for (int v = 0; v < n; v++) {
      for (int i : in[v]) {
        strength[v] += isSignal(v) ? 1e-9 * net.capacityVehPerH()[i] : 0;
      }
    }
    boolean[] done = new boolean[n];
    for (int v = strongest(strength, done); v >= 0; v = strongest(strength, done)) {
      done[v] = true;
      double offset = bestOffset(v, ways[v], arriving[v], done);
      for (int i : in[v]) {
        start[i] = (offset + phase[i]) % cycle[i];
      }
      for (Way w : ways[v]) {
        strength[net.toNode()[w.to]] += w.weight;
      }
      for (Way w : arriving[v]) {
        strength[net.toNode()[w.from]] += w.weight;
      }
    }
  }

  private int strongest(double[] strength, boolean[] done) {
    int best = -1;
    for (int v = 0; v < done.length; v++) {
      if (!done[v] && isSignal(v) && (best < 0 || strength[v] > strength[best])) {
        best = v;
      }
    }
    return best;
  }

  /** From every approach straight on to the next signal, if there is one within reach. */
  private Way[] waysFrom(int v) {
    Way[] ways = new Way[in[v].length];
    int count = 0;
    for (int from : in[v]) {
      double metres = 0;
      double seconds = 0;
      int link = straightOn(from);
      for (int hop = 0; link >= 0 && hop < HOPS && metres <= REACH_M; hop++) {
        metres += net.lengthMm()[link] / 1000.0;
        seconds += net.lengthMm()[link] / 1000.0 / (Math.max(1, net.freeSpeedKmh()[link]) / 3.6);
        if (green[link] < 1) {
          double flow = Math.min(net.capacityVehPerH()[from], net.capacityVehPerH()[link]);
          ways[count++] = new Way(from, link, seconds, flow / Math.max(20, metres));
          break;
        }
        link = straightOn(link);
      }
    }
    return Arrays.copyOf(ways, count);
  }

  private int straightOn(int link) {
    int best = -1;
    double most = 0;
    for (int next : out[net.toNode()[link]]) {
      double c = cosine(link, false, next, true);
      if (net.toNode()[next] != net.fromNode()[link] && c > most) {
        best = next;
        most = c;
      }
    }
    return best;
  }

  private double bestOffset(int v, Way[] leaving, Way[] arriving, boolean[] done) {
    double c = cycle[in[v][0]];
    double best = 0;
    double most = -1;
    for (int tried = 0; tried < (int) c; tried++) {
      double sum = 0;
      for (Way w : arriving) {
        if (done[net.fromNode()[w.to]] || done[net.toNode()[w.from]]) {
          sum += w.weight * together(w, start[w.from], tried + phase[w.to]);
        }
      }
      for (Way w : leaving) {
        if (done[net.toNode()[w.to]] && net.toNode()[w.to] != v) {
          sum += w.weight * together(w, tried + phase[w.from], start[w.to]);
        }
      }
      if (sum > most + 1e-12) {
        most = sum;
        best = tried;
      }
    }
    return best;
  }

  /** Seconds of a cycle in which those who left at green arrive at green. */
  private double together(Way w, double leave, double arrive) {
    double c = cycle[w.to];
    double late = ((arrive - leave - w.seconds) % c + c) % c;
    double a = green[w.from] * c;
    double b = green[w.to] * c;
    return Math.max(0, Math.min(a, late + b) - late) + Math.max(0, Math.min(a, late + b - c));
  }
}
