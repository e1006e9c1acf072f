package city.emona.simulate.traffic.equilibrium;

import city.emona.simulate.Chunks.Team;
import city.emona.simulate.Progress;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Static user equilibrium (Wardrop's first principle) with one sparse {@link Bush} per routing
 * class and origin: Algorithm B (Dial 2006) in the rounds of Nie (2010, "A class of bush-based
 * algorithms for the traffic assignment problem"). Two phases alternate: all bushes are rebuilt at
 * fixed costs, side by side on several threads, and trips are moved within one bush after the
 * other. Both give the same bits on any number of threads. A later {@link #solve} starts from the
 * shares of the one before; only bushes that a closure cuts or that lack a destination are rebuilt
 * first.
 *
 * <p>Routing classes may differ in where they may drive ({@link #allow}) and in a fixed charge per
 * link ({@link #charge}: a toll over the value of time, a cost of distance, a dislike). They share
 * the time, which depends on the volume of all; so the equilibrium still minimises one convex
 * function, {@code Σ ∫ time + Σ charge · class volume} (Dafermos 1972, "The traffic assignment
 * problem for multiclass-user transportation networks"; Yang and Huang 2004 for tolls under several
 * values of time, charges in units of time). Link volumes are unique where times rise.
 *
 * <p>{@code relative gap = (TSTT − SPTT) / TSTT} at the volumes of the solution, charges included.
 * Trips without a path are counted, not loaded. Use it from one thread.
 */
public final class Assignment {
  /**
   * Outcome of one solve, in the time unit of the network: {@code totalTime} without, {@code
   * objective} and gap with the charges of the classes.
   */
  public record Result(
      double relativeGap, double totalTime, double objective, double unreachable, int iterations) {}

  /** Blocks in which an empty network is loaded, each at the costs that those before leave. */
  private static final int BLOCKS = 8;

  /**
   * Parts in which bushes are rebuilt, smaller and smaller so that threads end together; the
   * volumes of each are summed by themselves.
   */
  private static final int PARTS = 16;

  /** Part of the gap aimed at that origins which keep their bush may have together. */
  private static final double SETTLED = 0.1;

  private final Segments segments;
  private final SearchGraph states;
  private final Arcs arcs;
  private final int nodeCount;
  private final Trips trips;
  private final int[] group;

  /** State at which the trips of a pair end. */
  private final int[] target;

  private final LinkTimes times;
  private final Sweep sweep;
  private final BushBuilder[] workers;
  private final Bush[] bushes;
  private final BushBuilder.Found[] found;
  private final double[] excess;
  private final double[] through;
  private final double[][] partVolume;
  private final Bush.Loader[] loaders;
  private final int[] all;
  private final double[] volume;
  private final boolean[][] allowed;
  private final double[][] charge;
  private final double[][] price;
  private final int threadCount;
  private Bush[] remembered;
  private double[] rememberedDemand;
  private boolean isAdopted;
  private double[] demand;

  public Assignment(AssignmentNetwork net, Trips trips, int threadCount) {
    this.trips = trips;
    this.threadCount = Math.max(1, threadCount);
    boolean[] hasTrips = new boolean[net.nodeCount()];
    for (int p = 0; p < trips.pairCount(); p++) {
      hasTrips[trips.originNode()[p]] = true;
      hasTrips[trips.destinationNode()[p]] = true;
    }
    segments = new Segments(net, hasTrips);
    states = new SearchGraph(net, segments);
    arcs = new Arcs(states, segments.count);
    group = trips.groups();
    nodeCount = net.nodeCount();
    target = new int[trips.pairCount()];
    for (int p = 0; p < target.length; p++) {
      target[p] = states.endState(trips.destinationNode()[p]);
    }
    times = new LinkTimes(segments.constant, segments.k, segments.power);
    double typical = Arrays.stream(segments.constant).average().orElse(0);
    workers = new BushBuilder[this.threadCount];
    for (int w = 0; w < workers.length; w++) {
      workers[w] = new BushBuilder(arcs, trips, target, typical);
    }
    bushes = new Bush[group.length - 1];
    for (int g = 0; g < bushes.length; g++) {
      bushes[g] = new Bush();
    }
    sweep = new Sweep(arcs, times, this.threadCount, new Origins());
    loaders = new Bush.Loader[this.threadCount];
    for (int w = 0; w < loaders.length; w++) {
      loaders[w] = new Bush.Loader(arcs, target);
    }
    all = new int[bushes.length];
    for (int g = 0; g < all.length; g++) {
      all[g] = g;
    }
    found = new BushBuilder.Found[bushes.length];
    partVolume = new double[Math.min(PARTS, Math.max(1, bushes.length))][segments.count];
    excess = new double[bushes.length];
    through = new double[arcs.states];
    volume = new double[segments.count];
    charge = new double[trips.routingCount()][];
    allowed = new boolean[trips.routingCount()][];
    price = new double[trips.routingCount()][arcs.count()];
  }

  /**
   * Sets the links that a routing class may use from the next solve on. Trips that took others are
   * spread over the ways that are left.
   */
  public void allow(int routing, boolean[] allowedLink) {
    allowed[routing] = segments.allOf(allowedLink);
  }

  /**
   * Sets what a link costs a routing class beyond its time, in the time unit of the network, from
   * the next solve on; null = nothing.
   */
  public void charge(int routing, double[] perLink) {
    charge[routing] = perLink == null ? null : segments.sumOf(perLink);
  }

  /**
   * Takes over times, capacities and fixed costs of a network with the same nodes, links and
   * powers: the next solve starts from the ways of the one before.
   */
  public void retime(AssignmentNetwork net) {
    if (!fits(net)) {
      throw new IllegalArgumentException("not the same links");
    }
    segments.delays(net, segments.constant, segments.k);
    times.retime();
  }

  /** Whether {@link #retime} can take over a network. */
  public boolean fits(AssignmentNetwork net) {
    return segments.isSame(net);
  }

  /** Keeps the ways of the last solve, to which {@link #recall} goes back. */
  public void remember() {
    remembered = new Bush[bushes.length];
    for (int g = 0; g < bushes.length; g++) {
      remembered[g] = bushes[g].copy();
    }
    rememberedDemand = demand.clone();
  }

  /**
   * Goes back to what {@link #remember} kept, so that an answer does not depend on earlier ones.
   */
  public void recall() {
    for (int g = 0; g < bushes.length; g++) {
      bushes[g] = remembered[g].copy();
    }
    demand = rememberedDemand;
  }

  /**
   * Takes over the ways that another solver {@link #remember remembers}, where its network has been
   * extended: {@code nodeOf} and {@code linkOf} give the new numbers of its nodes and links, {@code
   * routingOf} the routing class of it that each class of this one starts from. Tells for how many
   * origins that could be done; the others start from nothing.
   */
  public int adopt(Assignment other, int[] nodeOf, int[] linkOf, int[] routingOf) {
    other.recall();
    int[] known = new int[nodeCount * other.trips.routingCount()];
    Arrays.fill(known, -1);
    for (int g = 0; g < other.bushes.length; g++) {
      int p = other.group[g];
      int node = nodeOf[other.trips.originNode()[p]];
      if (node >= 0) {
        known[node * other.trips.routingCount() + other.trips.routing()[p]] = g;
      }
    }
    BushTransfer transfer = new BushTransfer(other.segments, other.arcs, segments, arcs, linkOf);
    int adopted = 0;
    for (int g = 0; g < bushes.length; g++) {
      int p = group[g];
      int origin = trips.originNode()[p];
      int from = known[origin * other.trips.routingCount() + routingOf[trips.routing()[p]]];
      if (from >= 0 && other.bushes[from].count > 0) {
        int oldSource = other.states.startState(other.trips.originNode()[other.group[from]]);
        adopted +=
            transfer.carry(
                    other.bushes[from],
                    other.flows(from),
                    oldSource,
                    states.startState(origin),
                    bushes[g])
                ? 1
                : 0;
      }
    }
    isAdopted = adopted > 0;
    return adopted;
  }

  /**
   * Sets the passenger-car units per link that are there before anybody chooses a route (buses, for
   * example). Links that {@code AssignmentNetwork.access} lets join must have equal ones.
   */
  public void preload(double[] perLink) {
    double[] base = new double[segments.count];
    for (int s = 0; s < base.length; s++) {
      base[s] = perLink[segments.links[segments.firstLink[s]]];
    }
    times.preload(base);
  }

  /** Equilibrium for these trips (passenger-car units in the time of the capacities). */
  public Result solve(
      double[] tripsByPair, double targetGap, int maxIterations, Progress progress) {
    demand = tripsByPair;
    try (Team team = new Team(threadCount)) {
      return solve(targetGap, maxIterations, team, progress);
    }
  }

  private Result solve(double targetGap, int maxIterations, Team team, Progress progress) {
    if (isAdopted) {
      load(null, team);
      times.setAll(volume); // times at which the ways that are missing are searched
      isAdopted = false;
    }
    if (start(team, progress)) {
      sweep(targetGap / 4, 4, team, progress);
    }
    for (int i = 1; true; i++) {
      Arrays.fill(volume, 0);
      rebuild(all, bushes.length, targetGap * SETTLED, team, progress);
      // Volumes added up anew are free from the rounding of many small moves.
      times.setAll(volume);
      double gained = 0;
      double total = 0;
      double unreachable = 0;
      for (BushBuilder.Found f : found) {
        gained += f.excess;
        total += f.total;
        unreachable += f.unreachable;
      }
      double gap = total > 0 ? gained / total : 0;
      if (gap <= targetGap || i >= maxIterations) {
        return new Result(gap, times.totalTime(), times.objective() + charged(), unreachable, i);
      }
      sweep(Math.max(targetGap / 4, Math.min(gap, 0.1) * 0.02), 20, team, progress);
    }
  }

  /**
   * Loads what is not loaded yet, and mends what a closure cut; tells whether bushes, all of them
   * whole, are there to be swept. Those that have just been mended know one way only to where they
   * were cut.
   */
  private boolean start(Team team, Progress progress) {
    refreshPrices();
    int[] affected = new int[bushes.length];
    int count = 0;
    boolean empty = true;
    for (int g = 0; g < bushes.length; g++) {
      empty &= bushes[g].count == 0;
      if (!serves(g)) {
        affected[count++] = g;
      }
    }
    int blocks = empty ? Math.min(BLOCKS, Math.max(1, count)) : 1;
    Arrays.fill(volume, 0);
    for (int b = 0; b < blocks; b++) {
      int[] block = new int[count];
      int n = 0;
      for (int i = b; i < count; i += blocks) {
        block[n++] = affected[i];
      }
      rebuild(block, n, 0, team, progress);
      if (empty) {
        times.setAll(volume);
      }
    }
    if (!empty) {
      load(null, team);
      times.setAll(volume);
      Arrays.fill(excess, Double.POSITIVE_INFINITY);
    }
    return !empty && count == 0;
  }

  /** Whether a bush leads to all destinations of its trips, by arcs that are open. */
  private boolean serves(int g) {
    Bush bush = bushes[g];
    int r = trips.routing()[group[g]];
    boolean serves = true;
    for (int k = 0; k < bush.count; k++) {
      through[arcs.head[bush.arc[k]]] = 1;
      serves &= price[r][bush.arc[k]] < Double.POSITIVE_INFINITY;
    }
    for (int p = group[g]; p < group[g + 1]; p++) {
      serves &= demand[p] == 0 || through[target[p]] > 0;
    }
    for (int k = 0; k < bush.count; k++) {
      through[arcs.head[bush.arc[k]]] = 0;
    }
    return serves;
  }

  private void refreshPrices() {
    for (int r = 0; r < price.length; r++) {
      for (int a = 0; a < arcs.count(); a++) {
        int s = arcs.segment[a];
        price[r][a] =
            allowed[r] != null && !allowed[r][s]
                ? Double.POSITIVE_INFINITY
                : charge[r] == null ? times.cost[s] : times.cost[s] + charge[r][s];
      }
    }
  }

  /** A piece of work on one bush, by a worker, into the volumes of a part. */
  private interface Work {
    void on(int worker, int group, double[] partVolume);
  }

  /** Does the work for bushes side by side and adds the volumes of the parts in their order. */
  private void inParts(int[] groups, int n, Team team, Work work) {
    long parts = Math.min(partVolume.length, n);
    AtomicInteger next = new AtomicInteger();
    team.run(
        w -> {
          int part;
          while (!team.failed() && (part = next.getAndIncrement()) < parts) {
            Arrays.fill(partVolume[part], 0);
            int end = (int) ((part + 1) * (2 * parts - part - 1) * n / (parts * parts));
            for (int i = (int) (part * (2 * parts - part) * n / (parts * parts)); i < end; i++) {
              work.on(w, groups[i], partVolume[part]);
            }
          }
        });
    for (int part = 0; part < parts; part++) {
      for (int s = 0; s < volume.length; s++) {
        volume[s] += partVolume[part][s];
      }
    }
  }

  /** Rebuilds bushes at the present costs and adds their volumes. */
  private void rebuild(int[] groups, int n, double gap, Team team, Progress progress) {
    refreshPrices();
    double settled = gap * times.totalTime() / bushes.length;
    inParts(
        groups,
        n,
        team,
        (w, g, partVolume) -> {
          progress.check();
          found[g] =
              workers[w].build(
                  bushes[g], source(g), group[g], group[g + 1], demand, price, settled, partVolume);
          excess[g] = found[g].excess;
        });
  }

  /** Volumes of all trips, or of a part of each pair's, at the present shares. */
  private void load(double[] share, Team team) {
    Arrays.fill(volume, 0);
    inParts(
        all,
        bushes.length,
        team,
        (w, g, partVolume) -> {
          boolean any = share == null;
          for (int p = group[g]; p < group[g + 1] && !any; p++) {
            any = share[p] > 0;
          }
          if (any) {
            Bush bush = bushes[g];
            double[] flow =
                loaders[w].flows(bush, source(g), group[g], group[g + 1], demand, share);
            for (int k = 0; k < bush.count; k++) {
              partVolume[arcs.segment[bush.arc[k]]] += flow[k];
            }
          }
        });
  }

  private int source(int g) {
    return states.startState(trips.originNode()[group[g]]);
  }

  /** Flows of a bush at the present trips; the array is used again. */
  private double[] flows(int g) {
    return loaders[0].flows(bushes[g], source(g), group[g], group[g + 1], demand, null);
  }

  private void sweep(double share, int maxSweeps, Team team, Progress progress) {
    int[] active = new int[bushes.length];
    for (int round = 0; round < maxSweeps; round++) {
      double limit = share * times.totalTime();
      double enough = limit / bushes.length / 4;
      double sum = 0;
      int n = 0;
      for (int g = 0; g < bushes.length; g++) {
        if (excess[g] > enough) {
          active[n++] = g;
        } else {
          sum += excess[g];
        }
      }
      sweep.run(active, n, enough, excess, team, progress);
      for (int i = 0; i < n; i++) {
        sum += excess[active[i]];
      }
      if (sum <= limit) {
        return;
      }
    }
  }

  /** What a sweep needs to know of the origins. */
  private final class Origins implements Sweep.Bushes {
    @Override
    public void flows(int g, int worker, double[] flow) {
      loaders[worker].flows(bushes[g], source(g), group[g], group[g + 1], demand, null, flow);
    }

    @Override
    public Bush bush(int g) {
      return bushes[g];
    }

    @Override
    public int source(int g) {
      return Assignment.this.source(g);
    }

    @Override
    public double[] charge(int g) {
      return charge[trips.routing()[group[g]]];
    }
  }

  /** Charges of all users together. */
  private double charged() {
    double sum = 0;
    for (int g = 0; g < bushes.length; g++) {
      double[] c = charge[trips.routing()[group[g]]];
      if (c != null) {
        double[] flow = flows(g);
        for (int k = 0; k < bushes[g].count; k++) {
          sum += flow[k] * c[arcs.segment[bushes[g].arc[k]]];
        }
      }
    }
    return sum;
  }

  /** Volume of every link; links that no trip can use have none. */
  public void linkVolumes(double[] out) {
    segments.spread(times.volume, out);
  }

  /**
   * Volume of every link made by a part of the trips: of each pair the share {@code share[pair]},
   * spread over the ways of its origin as all trips are.
   */
  public void linkVolumes(double[] share, float[] out) {
    try (Team team = new Team(threadCount)) {
      load(share, team);
    }
    double[] ofLink = new double[out.length];
    segments.spread(volume, ofLink);
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) ofLink[i];
    }
  }

  /**
   * As above, but only as much of it as lies within a distance of the trips' start, for several
   * distances: a link that trips leave beyond it counts by the part of its length within. Where
   * ways of one origin meet, the trips go on at the mean of their distances.
   *
   * @param linkM what a link counts for; 0 for a connector, so that distances begin on the street
   * @param withinM distances, ascending
   * @param out volumes by distance and link
   */
  public void volumesNearOrigin(double[] share, double[] linkM, double[] withinM, float[][] out) {
    OriginDistances near = new OriginDistances(segments, linkM, withinM);
    double[] atState = new double[arcs.states];
    for (int g = 0; g < bushes.length; g++) {
      boolean any = false;
      for (int p = group[g]; p < group[g + 1]; p++) {
        any |= demand[p] * share[p] > 0;
      }
      if (any) {
        double[] flow =
            loaders[0].flows(bushes[g], source(g), group[g], group[g + 1], demand, share);
        atState[states.startState(trips.originNode()[group[g]])] = 0;
        bushes[g].distances(arcs, near.segmentM(), atState);
        for (int k = 0; k < bushes[g].count; k++) {
          int a = bushes[g].arc[k];
          near.add(arcs.segment[a], atState[arcs.tail[a]], flow[k]);
        }
      }
    }
    near.spread(out);
  }

  /**
   * Makes the ways of origins that share a pair of alternative segments proportional, at the same
   * volumes: see {@link Proportions}. Returns the largest change that was left, as a part of a
   * pair's trips. It may take longer than a solve; ask for it where routes are to be unique.
   */
  public double proportion() {
    double[][] flow = new double[bushes.length][];
    int[] routing = new int[bushes.length];
    for (int g = 0; g < bushes.length; g++) {
      flow[g] = Arrays.copyOf(flows(g), bushes[g].count);
      routing[g] = trips.routing()[group[g]];
    }
    return new Proportions(arcs, bushes, flow, routing).enforce();
  }

  /** Tells every path with trips, pair by pair; the array is used again for the next path. */
  public void paths(PathSink sink) {
    BushPaths paths = new BushPaths(arcs, segments);
    for (int g = 0; g < bushes.length; g++) {
      paths.open(bushes[g], states.startState(trips.originNode()[group[g]]));
      for (int p = group[g]; p < group[g + 1]; p++) {
        if (demand[p] > 0) {
          paths.tell(p, target[p], demand[p], sink);
        }
      }
    }
  }

  /** Receives a path: links in driving order, which are {@code links[0] .. links[count - 1]}. */
  @FunctionalInterface
  public interface PathSink {
    void path(int pair, int[] links, int count, double flow);
  }

  /**
   * Cost of the cheapest way that a pair's bush holds, charges included; infinity where none is.
   * After a solve this is the equilibrium cost of every pair with trips, to the gap.
   */
  public void pairTimes(double[] out) {
    double[] least = new double[arcs.states];
    refreshPrices();
    for (int g = 0; g < bushes.length; g++) {
      Bush b = bushes[g];
      for (int k = 0; k < b.count; k++) {
        least[arcs.head[b.arc[k]]] = Double.POSITIVE_INFINITY;
      }
      double[] cost = price[trips.routing()[group[g]]];
      int source = states.startState(trips.originNode()[group[g]]);
      least[source] = 0;
      for (int k = 0; k < b.count; k++) {
        int a = b.arc[k];
        least[arcs.head[a]] = Math.min(least[arcs.head[a]], least[arcs.tail[a]] + cost[a]);
        through[arcs.head[a]] = 1;
      }
      for (int p = group[g]; p < group[g + 1]; p++) {
        int state = target[p];
        out[p] = through[state] > 0 || state == source ? least[state] : Double.POSITIVE_INFINITY;
      }
      for (int k = 0; k < b.count; k++) {
        through[arcs.head[b.arc[k]]] = 0;
      }
    }
  }
}
