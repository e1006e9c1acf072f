package city.emona.simulate.waste;

import city.emona.simulate.Progress;
import java.util.Arrays;

/**
 * Trips of one fraction: sequences of stops that fit into a truck and a shift, each ending at a
 * disposal site. Slack induction by string removals (Christiaens and Vanden Berghe, "Slack
 * Induction by String Removals for Vehicle Routing Problems", Transportation Science 54(2), 2020,
 * with its parameters): strings of neighbouring stops are taken out and put back greedily with
 * blinks, accepted by simulated annealing. Only places beside near stops are tried. Asymmetric
 * times in tenths of seconds, all integers, and a fixed number of iterations, so a plan repeats bit
 * for bit. Not thread-safe.
 */
final class TripPlanner {
  private static final int MEAN_REMOVED = 10;
  private static final int MAX_STRING = 10;
  private static final double SPLIT = 0.5;
  private static final double SPLIT_MORE = 0.01;
  private static final double BLINK = 0.01;
  private static final int NEIGHBOURS = 100;
  private static final int BESIDE = 40;

  /** What to plan. Times in tenths of seconds; {@code start} and {@code end} per stop. */
  record Task(
      int[][] travel,
      int[] nodeOf,
      int[] start,
      int[] end,
      int[] service,
      double[] litres,
      double[] kg,
      double maxLitres,
      double maxKg,
      long maxDuration,
      int perTrip) {
    int count() {
      return nodeOf.length;
    }

    int travel(int a, int b) {
      return travel[nodeOf[a]][nodeOf[b]];
    }

    /** Driving, service and disposal of a trip. */
    long duration(int[] stops) {
      long sum = perTrip + start[stops[0]] + (long) end[stops[stops.length - 1]];
      for (int k = 0; k < stops.length; k++) {
        sum += service[stops[k]] + (k == 0 ? 0 : travel(stops[k - 1], stops[k]));
      }
      return sum;
    }
  }

  /** Trips as arrays that are never changed in place, so a copy shares them. */
  private static final class Plan {
    int[][] trip;
    double[] litres;
    double[] kg;
    long[] duration;
    int[] tripOf;
    int[] placeOf;
    int trips;
    long cost;

    Plan(int stops) {
      trip = new int[8][];
      litres = new double[8];
      kg = new double[8];
      duration = new long[8];
      tripOf = new int[stops];
      placeOf = new int[stops];
      Arrays.fill(tripOf, -1);
    }

    Plan(Plan p) {
      trip = p.trip.clone();
      litres = p.litres.clone();
      kg = p.kg.clone();
      duration = p.duration.clone();
      tripOf = p.tripOf.clone();
      placeOf = p.placeOf.clone();
      trips = p.trips;
      cost = p.cost;
    }
  }

  private final Task task;
  private final int[][] near;
  private final int[] removed;
  private final long[] rank;
  private int removedCount;
  private long random;
  private long best;
  private int bestTrip;
  private int bestAt;
  private final int[] triedAfter;
  private int round;
  private boolean thorough = true;

  private TripPlanner(Task task, long seed) {
    this.task = task;
    this.random = seed;
    near = neighbours(task);
    removed = new int[task.count()];
    triedAfter = new int[task.count()];
    rank = new long[task.count()];
  }

  /** Stops of each trip, in driving order. */
  static int[][] plan(Task task, long seed, int iterations, Progress progress) {
    return task.count() == 0
        ? new int[0][]
        : new TripPlanner(task, seed).anneal(iterations, progress);
  }

  private int[][] anneal(int iterations, Progress progress) {
    Plan current = new Plan(task.count());
    for (int c = 0; c < task.count(); c++) {
      removed[removedCount++] = c;
    }
    recreate(current);
    thorough = false;
    Plan least = current;
    long fixed = (long) task.perTrip * current.trips;
    for (int s : task.service) {
      fixed += s;
    }
    double edge = Math.max(1, (double) (current.cost - fixed) / (task.count() + current.trips));
    double temperature = edge / 2;
    double cooling = StrictMath.pow(0.01, 1.0 / Math.max(1, iterations));
    for (int i = 0; i < iterations; i++) {
      if ((i & 255) == 0) {
        progress.check();
      }
      Plan next = new Plan(current);
      ruin(next);
      recreate(next);
      if (next.cost < current.cost - temperature * StrictMath.log(uniform())) {
        current = next;
        least = next.cost < least.cost ? next : least;
      }
      temperature *= cooling;
    }
    return Arrays.copyOf(least.trip, least.trips);
  }

  private void ruin(Plan p) {
    int n = task.count();
    double longest = Math.min(MAX_STRING, (double) n / p.trips);
    int strings = (int) (uniform() * (4.0 * MEAN_REMOVED / (1 + longest) - 1) + 1);
    boolean[] ruined = new boolean[p.trips];
    removedCount = 0;
    int seed = below(n);
    int done = 0;
    for (int k = 0; k < near[seed].length && done < strings; k++) {
      int c = near[seed][k];
      int t = p.tripOf[c];
      if (t >= 0 && !ruined[t]) {
        ruined[t] = true;
        done++;
        int length = (int) (uniform() * Math.min(p.trip[t].length, longest) + 1);
        removeString(p, t, c, Math.min(length, p.trip[t].length));
      }
    }
  }

  private void removeString(Plan p, int t, int c, int length) {
    int[] stops = p.trip[t];
    int kept = 0;
    if (length > 1 && length < stops.length && uniform() < SPLIT) {
      kept = 1;
      while (length + kept < stops.length && uniform() < SPLIT_MORE) {
        kept++;
      }
    }
    int span = length + kept;
    int pos = p.placeOf[c];
    int lo = Math.max(0, pos - span + 1);
    int hi = Math.min(pos, stops.length - span);
    int from = lo + below(hi - lo + 1);
    int keepFrom = kept == 0 ? from + span : from + 1 + below(span - kept);
    int[] rest = new int[stops.length - length];
    int r = 0;
    for (int k = 0; k < stops.length; k++) {
      boolean stays = k < from || k >= from + span || k >= keepFrom && k < keepFrom + kept;
      if (stays) {
        p.placeOf[stops[k]] = r;
        rest[r++] = stops[k];
      } else {
        removed[removedCount++] = stops[k];
        p.tripOf[stops[k]] = -1;
        p.litres[t] -= task.litres[stops[k]];
        p.kg[t] -= task.kg[stops[k]];
      }
    }
    long now = rest.length == 0 ? 0 : task.duration(rest);
    p.cost += now - p.duration[t];
    p.duration[t] = now;
    p.trip[t] = rest;
  }

  private void recreate(Plan p) {
    sortRemoved();
    for (int k = 0; k < removedCount; k++) {
      insert(p, (int) (rank[k] & 0xffffff));
    }
    removedCount = 0;
    int n = 0;
    for (int t = 0; t < p.trips; t++) {
      if (p.trip[t].length > 0) {
        move(p, t, n++);
      }
    }
    p.trips = n;
  }

  private static void move(Plan p, int from, int to) {
    if (from != to) {
      p.trip[to] = p.trip[from];
      p.litres[to] = p.litres[from];
      p.kg[to] = p.kg[from];
      p.duration[to] = p.duration[from];
      for (int c : p.trip[to]) {
        p.tripOf[c] = to;
      }
    }
  }

  /** Random, largest, farthest or closest first, with weights 4, 4, 2 and 1. */
  private void sortRemoved() {
    int order = below(11);
    for (int k = 0; k < removedCount; k++) {
      int c = removed[k];
      long away = (long) task.start[c] + task.end[c];
      long key =
          order < 4
              ? below(1 << 30)
              : order < 8
                  ? (1L << 38) - (long) (task.litres[c] * 10)
                  : order < 10 ? (1L << 38) - away : away;
      rank[k] = Math.max(0, key) << 24 | c;
    }
    Arrays.sort(rank, 0, removedCount);
  }

  /**
   * Puts a stop where it costs least: beside one of its nearest stops, or first or last in a trip;
   * anywhere else only where none of these has room, and else into a trip of its own.
   */
  private void insert(Plan p, int c) {
    best = Long.MAX_VALUE;
    bestTrip = -1;
    round++;
    for (int k = 1; k < Math.min(near[c].length, BESIDE); k++) {
      int other = near[c][k];
      int t = p.tripOf[other];
      if (t >= 0 && hasRoom(p, t, c)) {
        considerAfter(p, t, p.placeOf[other], c);
        considerAfter(p, t, p.placeOf[other] - 1, c);
      }
    }
    for (int t = 0; t < p.trips; t++) {
      if (p.trip[t].length > 0 && hasRoom(p, t, c)) {
        consider(p, t, 0, c);
        considerAfter(p, t, p.trip[t].length - 1, c);
      }
    }
    boolean everywhere = thorough || bestTrip < 0;
    for (int t = 0; everywhere && t < p.trips; t++) {
      for (int k = 0; k < p.trip[t].length - 1 && hasRoom(p, t, c); k++) {
        considerAfter(p, t, k, c);
      }
    }
    if (bestTrip < 0) {
      open(p, c);
    } else {
      put(p, bestTrip, bestAt, c, best + task.service[c]);
    }
  }

  private boolean hasRoom(Plan p, int t, int c) {
    return p.litres[t] + task.litres[c] <= task.maxLitres && p.kg[t] + task.kg[c] <= task.maxKg;
  }

  /** Each place is tried once, so that a blink really skips it. */
  private void considerAfter(Plan p, int t, int k, int c) {
    if (k >= 0 && triedAfter[p.trip[t][k]] != round) {
      triedAfter[p.trip[t][k]] = round;
      consider(p, t, k + 1, c);
    }
  }

  private void consider(Plan p, int t, int at, int c) {
    long more = detour(p.trip[t], c, at);
    if (more < best
        && more <= task.maxDuration - p.duration[t] - task.service[c]
        && uniform() >= BLINK) {
      best = more;
      bestTrip = t;
      bestAt = at;
    }
  }

  private long detour(int[] stops, int c, int k) {
    boolean first = k == 0;
    boolean last = k == stops.length;
    long in = first ? task.start[c] : task.travel(stops[k - 1], c);
    long out = last ? task.end[c] : task.travel(c, stops[k]);
    long before =
        first
            ? task.start[stops[0]]
            : last ? task.end[stops[k - 1]] : task.travel(stops[k - 1], stops[k]);
    return in + out - before;
  }

  private void open(Plan p, int c) {
    if (p.trips == p.trip.length) {
      int n = p.trips * 2;
      p.trip = Arrays.copyOf(p.trip, n);
      p.litres = Arrays.copyOf(p.litres, n);
      p.kg = Arrays.copyOf(p.kg, n);
      p.duration = Arrays.copyOf(p.duration, n);
    }
    int t = p.trips++;
    p.trip[t] = new int[] {c};
    p.litres[t] = task.litres[c];
    p.kg[t] = task.kg[c];
    p.duration[t] = task.duration(p.trip[t]);
    p.cost += p.duration[t];
    p.tripOf[c] = t;
    p.placeOf[c] = 0;
  }

  private void put(Plan p, int t, int at, int c, long more) {
    int[] stops = p.trip[t];
    int[] grown = new int[stops.length + 1];
    System.arraycopy(stops, 0, grown, 0, at);
    grown[at] = c;
    System.arraycopy(stops, at, grown, at + 1, stops.length - at);
    p.trip[t] = grown;
    p.litres[t] += task.litres[c];
    p.kg[t] += task.kg[c];
    p.duration[t] += more;
    p.cost += more;
    p.tripOf[c] = t;
    for (int k = at; k < grown.length; k++) {
      p.placeOf[grown[k]] = k;
    }
  }

  /** The nearest stops of each stop, itself first, by the time there and back. */
  private static int[][] neighbours(Task task) {
    int n = task.count();
    int[][] near = new int[n][];
    long[] key = new long[n];
    for (int a = 0; a < n; a++) {
      for (int b = 0; b < n; b++) {
        long away = a == b ? 0 : 1 + (long) task.travel(a, b) + task.travel(b, a);
        key[b] = away << 24 | b;
      }
      Arrays.sort(key);
      near[a] = new int[Math.min(n, NEIGHBOURS)];
      for (int k = 0; k < near[a].length; k++) {
        near[a][k] = (int) (key[k] & 0xffffff);
      }
    }
    return near;
  }

  private double uniform() {
    random += 0x9E3779B97F4A7C15L;
    return ((BinFill.mix(random) >>> 11) + 1) * 0x1p-53;
  }

  private int below(int n) {
    return Math.min(n - 1, (int) (uniform() * n));
  }
}
