package city.emona.citygen.plan.skeleton;

import city.emona.citygen.plan.Dice;
import city.emona.citygen.plan.Dice.Stage;
import city.emona.citygen.plan.Ints;
import city.emona.citygen.plan.Kind;
import city.emona.citygen.plan.Site;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Step 3 of the recipe: the main roads, the railway and the tributary as lattice paths. Radials are
 * least-cost paths from the gates of the region through villages to the market (slope squared,
 * reused roads at 0.6 of their cost, so that roads merge); rings follow an ellipse that crosses the
 * river at given bridges; bridges lie 420-640 m apart in the core and 1.6-2.4 km apart outside, and
 * nowhere else may a road cross the water. Metres. Confined to one thread.
 */
public final class Skeleton {
  /** A river crossing: lattice edge, place along the river, and whether it lies in the core. */
  public record Bridge(int south, int north, double u, boolean core) {}

  /** Towns of a larger radius have another ring and more radials. */
  private static final double GREAT_M = 3200;

  public final Site site;
  public final Lattice lattice;
  public final List<Bridge> bridges = new ArrayList<>();

  /** Nodes of the closed inner ring and of the old town's boulevard with the embankment. */
  public int[] innerRing = {};

  public int[] oldTown = {};
  public int streets;

  /** Names of the targets of roads by street number: index into {@code site.nuclei}, or −1. */
  public final List<Integer> streetTarget = new ArrayList<>();

  private final Dice dice;
  private final int[] rail;
  private final boolean[] bridgeEdge;
  private final int market;
  private final Destinations leads;
  final Expressways expressways;

  public Skeleton(Site site) {
    this.site = site;
    this.dice = site.dice;
    this.lattice = new Lattice(site);
    this.leads = new Destinations(site, lattice);
    this.bridgeEdge = new boolean[lattice.kind.length];
    rail = new Barriers(site, lattice).rail;
    market = lattice.nearest(site.coreX, site.coreY);
    double core = layBridges();
    layBoulevard();
    innerRing = ring(0.276 * site.radiusM, core, 0, Kind.PRIMARY);
    expressways = new Expressways(site, lattice);
    for (int[] way : expressways.ways) {
      draw(way, Kind.TRUNK, newStreet(-1));
    }
    expressways.close();
    layRadials();
    layTowns();
    if (site.radiusM > GREAT_M) {
      ring(0.45 * site.radiusM, -0.5 * site.radiusM, 0.5 * site.radiusM, Kind.SECONDARY);
    }
    double outer = Math.max(0.66 * site.radiusM, 1250);
    ring(outer, bridgeBeyond(-1), bridgeBeyond(1), Kind.SECONDARY);
    layVillages();
    layCrossings();
    layEmbankments(core);
    layRailStreets();
    prune();
    lattice.dropLoose();
    bridges.removeIf(b -> !lattice.kind[lattice.edgeBetween(b.south, b.north)].street);
  }

  /** A street along the far side of the railway where the town is. */
  private void layRailStreets() {
    for (int side = -1; side <= 1; side += 2) {
      if (side * site.coreSide > 0) {
        continue; // goods yards lie on the town's side
      }
      Ints run = new Ints();
      int name = newStreet(-1);
      for (int k = 0; k <= rail.length; k++) {
        int i = k < rail.length ? rail[k] + side * lattice.columns : -1;
        boolean in = i >= 0 && site.reach(lattice.x[i], lattice.y[i]) < 0.74 && !lattice.blocked[i];
        if (in) {
          run.add(i);
        } else if (run.size() > 4) {
          for (int m = 1; m < run.size(); m++) {
            int[] step = route(run.get(m - 1), run.get(m));
            if (step.length < 5) {
              draw(step, Kind.TERTIARY, name);
            }
          }
          run.clear();
        } else {
          run.clear();
        }
      }
    }
  }

  /** Places the bridges from the old one outward; returns how far the core ones reach. */
  private double layBridges() {
    double core = site.innerRingM();
    int gaps = (int) Math.ceil(core / 640);
    for (int side = -1; side <= 1; side += 2) {
      double u = 0;
      for (int k = 0; k < gaps; k++) {
        u += core / gaps;
        addBridge(side * u, true);
      }
      int outside = 0;
      while (true) {
        boolean wide = outside == 0 && side == site.coreSide;
        u +=
            dice.range(
                Stage.ROADS, 5, side * 100 + outside, wide ? 2150 : 1650, wide ? 2450 : 2200);
        if (u > site.halfWidthM - 250) {
          break;
        }
        addBridge(side * u, false);
        outside++;
      }
    }
    addBridge(0, true);
    bridges.sort((a, b) -> Double.compare(a.u, b.u));
    return core;
  }

  private void addBridge(double u, boolean core) {
    int south = lattice.southRow * lattice.columns + lattice.columnAt(u);
    int north = lattice.neighbour(south, (lattice.southRow & 1) == 1 ? 2 : 1);
    double middle = (lattice.x[south] + lattice.x[north]) / 2;
    lattice.x[south] = middle;
    lattice.x[north] = middle;
    lattice.y[south] = site.y(middle, -site.bankM(middle));
    lattice.y[north] = site.y(middle, site.bankM(middle));
    bridgeEdge[lattice.edgeBetween(south, north)] = true;
    bridges.add(new Bridge(south, north, middle, core));
  }

  private double bridgeBeyond(int side) {
    double found = 0;
    for (Bridge b : bridges) {
      if (!b.core && b.u * side > 0 && (found == 0 || Math.abs(b.u) < Math.abs(found))) {
        found = b.u;
      }
    }
    return found;
  }

  private int newStreet(int target) {
    streetTarget.add(target);
    return streets++;
  }

  private double stepCost(int i, int e, int j) {
    if (lattice.isEdge(j) || lattice.kind[e] == Kind.BOUNDARY) {
      return Double.POSITIVE_INFINITY;
    }
    Kind k = lattice.kind[e];
    if (k == Kind.RAIL || k == Kind.STREAM || k == Kind.TRUNK) {
      return Double.POSITIVE_INFINITY;
    }
    double length = lattice.length(i, j);
    length += site.targetLinks >= 5800 && isOnTrunk(j) ? 260 : 0;
    if (i / lattice.columns + j / lattice.columns == 2 * lattice.southRow + 1) {
      return bridgeEdge[e] ? 8 * length : Double.POSITIVE_INFINITY;
    }
    if (lattice.blocked[i] || lattice.blocked[j]) {
      length += 60;
    }
    double slope =
        (site.terrain(lattice.x[i], lattice.y[i]) - site.terrain(lattice.x[j], lattice.y[j]))
            / length;
    double cost = length * (1 + 160 * slope * slope);
    return k.street ? 0.6 * cost : cost * (k == Kind.BANK ? 1.35 : 1.0);
  }

  /** Draws a path; a road keeps the better rank and the first name. */
  private void draw(int[] nodes, Kind kind, int name) {
    for (int k = 1; k < nodes.length; k++) {
      int e = lattice.edgeBetween(nodes[k - 1], nodes[k]);
      if (!lattice.kind[e].street) {
        lattice.kind[e] = kind;
        lattice.street[e] = name;
      } else if (kind.ordinal() < lattice.kind[e].ordinal()) {
        lattice.kind[e] = kind;
      }
    }
  }

  /** Draws a ring road with gaps: few towns closed theirs; what leads nowhere is pruned. */
  private void drawInParts(int[] nodes, Kind kind, int name, double gaps) {
    int at = 0;
    for (int part = 0; at + 1 < nodes.length; part++) {
      int steps = 5 + dice.below(Stage.ROADS, 7000 + name, 2 * part, 8);
      int end = Math.min(nodes.length - 1, at + steps);
      if (dice.unit(Stage.ROADS, 7000 + name, 2 * part + 1) >= gaps) {
        draw(java.util.Arrays.copyOfRange(nodes, at, end + 1), kind, name);
      }
      at = end;
    }
  }

  private int[] route(int from, int to) {
    return lattice.path(from, to, null, this::stepCost);
  }

  private void layBoulevard() {
    int bankRow = site.coreSide > 0 ? lattice.southRow + 1 : lattice.southRow;
    double r = 330 * Math.min(1.35, Math.max(1, StrictMath.sqrt(site.radiusM / 2300)));
    Ints loop = new Ints();
    int steps = 6;
    for (int k = 0; k <= steps; k++) {
      double angle = StrictMath.PI * k / steps;
      double wobble = 1 + 0.1 * dice.signed(Stage.ROADS, 6, k);
      double px = site.coreX - r * wobble * StrictMath.cos(angle);
      double py = site.coreY + site.coreSide * r * wobble * StrictMath.sin(angle);
      int node =
          k == 0 || k == steps
              ? bankRow * lattice.columns + lattice.columnAt(px)
              : lattice.nearest(px, py);
      join(loop, node, site.coreX, site.coreY, r);
    }
    int name = newStreet(-1);
    int[] arc = eraseLoops(loop.toArray());
    draw(arc, Kind.SECONDARY, name);
    Ints closed = new Ints();
    for (int i : arc) {
      closed.add(i);
    }
    int embankment = newStreet(-1);
    int last = arc[arc.length - 1];
    while (last != arc[0]) {
      int next = last + (last > arc[0] ? -1 : 1);
      draw(new int[] {last, next}, Kind.SECONDARY, embankment);
      last = next;
      if (last != arc[0]) {
        closed.add(last);
      }
    }
    oldTown = closed.toArray();
    Bridge old = oldBridge();
    int gate = site.coreSide > 0 ? old.north : old.south;
    draw(route(market, gate), Kind.TERTIARY, newStreet(-1));
    draw(new int[] {old.south, old.north}, Kind.TERTIARY, newStreet(-1));
  }

  /**
   * The bridge of the old town: the core bridge nearest to u = 0. The lattice column under it may
   * be more than half a spacing away, depending on the width of the region.
   */
  public Bridge oldBridge() {
    return bridges.stream()
        .filter(b -> b.core)
        .min(Comparator.comparingDouble(b -> Math.abs(b.u)))
        .orElseThrow();
  }

  /** Appends the way from the list's end to a node, kept near a circle. */
  private void join(Ints loop, int node, double cx, double cy, double r) {
    if (loop.size() == 0) {
      loop.add(node);
      return;
    }
    int from = loop.get(loop.size() - 1);
    int[] way =
        lattice.path(
            from,
            node,
            null,
            (i, e, j) -> {
              double off = Site.distance(lattice.x[j], lattice.y[j], cx, cy) / r - 1;
              return stepCost(i, e, j) * (1 + 2 * off * off);
            });
    for (int k = 1; k < way.length; k++) {
      loop.add(way[k]);
    }
  }

  static int[] eraseLoops(int[] nodes) {
    Ints out = new Ints();
    int k = 0;
    while (k < nodes.length) {
      int last = k;
      for (int m = k + 1; m < nodes.length; m++) {
        if (nodes[m] == nodes[k]) {
          last = m;
        }
      }
      out.add(nodes[k]);
      k = last + 1;
    }
    return out.toArray();
  }

  /**
   * A closed ring: an ellipse of the given half height whose ends are the bridges at u = west and u
   * = east (one value: both sides alike; 0: no bridge there, the ring stays open).
   */
  private int[] ring(double half, double west, double east, Kind kind) {
    double left = east == 0 && west > 0 ? -west : west;
    double right = east == 0 && west > 0 ? west : east;
    int name = newStreet(-1);
    Ints all = new Ints();
    for (int side = 1; side >= -1; side -= 2) {
      Ints arc = new Ints();
      Bridge from = bridgeAt(side > 0 ? right : left);
      Bridge to = bridgeAt(side > 0 ? left : right);
      if (from != null) {
        arc.add(side > 0 ? from.north : from.south);
      }
      for (int k = 1; k < 8; k++) {
        double angle = StrictMath.PI * k / 8;
        double along = side * StrictMath.cos(angle);
        double reach =
            along > 0 ? (right == 0 ? half * 1.2 : right) : (left == 0 ? half * 1.2 : -left);
        double wobble =
            1 + (kind == Kind.PRIMARY ? 0.2 : 0.34) * dice.signed(Stage.ROADS, 7 + name, k * side);
        double v = side * half * StrictMath.pow(StrictMath.sin(angle), 0.8) * wobble;
        if (Math.abs(v) < 180) {
          continue;
        }
        double px = along * reach * wobble;
        join(arc, lattice.nearest(px, site.y(px, v)), site.coreX, site.coreY, half * 1.2);
      }
      if (to != null) {
        join(arc, side > 0 ? to.north : to.south, site.coreX, site.coreY, half * 1.2);
      }
      drawInParts(arc.toArray(), kind, name, kind == Kind.PRIMARY ? 0 : 0.45);
      for (int i : arc.toArray()) {
        all.add(i);
      }
      if (to != null) {
        draw(new int[] {to.south, to.north}, kind, name);
      }
    }
    return eraseLoops(all.toArray());
  }

  private Bridge bridgeAt(double u) {
    if (u == 0) {
      return null;
    }
    Bridge found = null;
    for (Bridge b : bridges) {
      if (found == null || Math.abs(b.u - u) < Math.abs(found.u - u)) {
        found = b;
      }
    }
    return found;
  }

  private boolean isOnTrunk(int i) {
    for (int d = 0; d < 6; d++) {
      if (lattice.neighbour(i, d) >= 0 && lattice.kind[lattice.edge(i, d)] == Kind.TRUNK) {
        return true;
      }
    }
    return false;
  }

  private void layRadials() {
    int more = (int) (site.radiusM / GREAT_M * 2.5);
    int count = 7 + dice.below(Stage.ROADS, 40, 0, 4) + (site.radiusM > GREAT_M ? more : 0);
    double turn = dice.range(Stage.ROADS, 41, 0, 0, 1);
    for (int k = 0; k < count; k++) {
      double angle =
          2 * StrictMath.PI * (k + turn + 0.22 * dice.signed(Stage.ROADS, 42, k)) / count;
      int gate = leads.gate(StrictMath.cos(angle), StrictMath.sin(angle));
      int via = leads.villageToward(angle);
      int name = newStreet(via < 0 ? -2 - k : via);
      int from = gate;
      if (via >= 0) {
        int stop = lattice.nearest(site.nuclei.get(via).x(), site.nuclei.get(via).y());
        draw(route(gate, stop), Kind.PRIMARY, newStreet(-2 - k));
        from = stop;
      }
      draw(route(from, market), Kind.PRIMARY, name);
    }
  }

  private void layTowns() {
    for (int i = 1; i < site.nuclei.size(); i++) {
      Site.Nucleus n = site.nuclei.get(i);
      if (!n.town()) {
        continue;
      }
      int centre = lattice.nearest(n.x(), n.y());
      draw(route(centre, market), Kind.PRIMARY, newStreet(i));
      int gates = 4 + dice.below(Stage.ROADS, 50, i, 3);
      double turn = dice.range(Stage.ROADS, 51, i, 0, 1);
      for (int k = 0; k < gates; k++) {
        int other = leads.nearestSettlement(i, k);
        double angle = 2 * StrictMath.PI * (k + turn) / gates;
        Site.Nucleus m = site.nuclei.get(other);
        double px = k < 3 ? m.x() : n.x() + n.radiusM() * StrictMath.cos(angle);
        double py = k < 3 ? m.y() : n.y() + n.radiusM() * StrictMath.sin(angle);
        Kind kind = k == 0 ? Kind.PRIMARY : Kind.SECONDARY;
        draw(route(centre, lattice.nearest(px, py)), kind, newStreet(k < 3 ? other : -1));
      }
      Ints loop = new Ints();
      double r = 0.5 * n.radiusM();
      for (int k = 0; k <= 8; k++) {
        double angle = 2 * StrictMath.PI * (k % 8) / 8;
        double wobble = 1 + 0.25 * dice.signed(Stage.ROADS, 52 + i, k % 8);
        double px = n.x() + r * wobble * StrictMath.cos(angle);
        double py = n.y() + r * wobble * StrictMath.sin(angle);
        join(loop, lattice.nearest(px, py), n.x(), n.y(), r);
      }
      drawInParts(loop.toArray(), Kind.SECONDARY, newStreet(-1), 0.4);
    }
  }

  /** Every village gets a road to the network and one to its neighbour. */
  private void layVillages() {
    for (int i = 1; i < site.nuclei.size(); i++) {
      Site.Nucleus n = site.nuclei.get(i);
      int centre = lattice.nearest(n.x(), n.y());
      boolean[] onRoad = onRoad();
      if (!onRoad[centre]) {
        draw(lattice.path(centre, -1, onRoad, this::stepCost), rank(n, n), newStreet(i));
      }
      Site.Nucleus m = site.nuclei.get(leads.nearestSettlement(i, 0));
      int other = lattice.nearest(m.x(), m.y());
      draw(route(centre, other), rank(n, m), newStreet(i));
    }
  }

  private boolean isNearCrossing(int i) {
    for (int k : expressways.crossed()) {
      if (lattice.length(i, k) < 950) {
        return true;
      }
    }
    return false;
  }

  /** Lesser roads across expressways, where no other one passes and the next ones are near. */
  private void layCrossings() {
    for (int i : expressways.passes()) {
      boolean chosen = lattice.roadDegree(i) == 2 && dice.unit(Stage.ROADS, 74, i) < 0.75;
      if (!chosen || isNearCrossing(i)) {
        continue;
      }
      int from = lattice.passTo[lattice.passFrom[i]];
      int to = lattice.passTo[lattice.passTo[i]];
      boolean[] onRoad = onRoad();
      int[] one = lattice.path(from, -1, onRoad, this::stepCost);
      int[] two = lattice.path(to, -1, onRoad, this::stepCost);
      if (one.length > 0 && two.length > 0 && one.length + two.length < 20) {
        int name = newStreet(-1);
        draw(one, Kind.TERTIARY, name);
        int[] over = {from, lattice.passFrom[i], i, lattice.passTo[i], to};
        draw(over, Kind.TERTIARY, name);
        draw(two, Kind.TERTIARY, name);
      }
    }
  }

  /** Roads between villages are of the second rank, those of hamlets of the third. */
  private static Kind rank(Site.Nucleus n, Site.Nucleus m) {
    return Math.min(n.radiusM(), m.radiusM()) < 180 ? Kind.TERTIARY : Kind.SECONDARY;
  }

  private boolean[] onRoad() {
    boolean[] on = new boolean[lattice.x.length];
    for (int i = 0; i < on.length; i++) {
      on[i] = !lattice.blocked[i] && lattice.roadDegree(i) > 0 && !isOnTrunk(i);
    }
    return on;
  }

  /** Roads along both banks of the core; every core bridge joins them. */
  private void layEmbankments(double core) {
    for (int r = lattice.southRow; r <= lattice.southRow + 1; r++) {
      int name = newStreet(-1);
      double west = Math.max(1.15 * core, dice.range(Stage.ROADS, 60, r, 0.15, 0.5) * site.radiusM);
      double east = Math.max(1.15 * core, dice.range(Stage.ROADS, 61, r, 0.15, 0.5) * site.radiusM);
      int first = lattice.columnAt(-west);
      int last = lattice.columnAt(east);
      for (int c = first; c < last; c++) {
        int i = r * lattice.columns + c;
        draw(new int[] {i, i + 1}, Kind.TERTIARY, name);
      }
      extend(r * lattice.columns + first, -1, name);
      extend(r * lattice.columns + last, 1, name);
    }
    for (Bridge b : bridges) {
      if (b.core) {
        draw(new int[] {b.south, b.north}, Kind.TERTIARY, newStreet(-1));
      } else {
        for (int end : new int[] {b.south, b.north}) {
          extend(end, 0, newStreet(-1));
        }
        draw(new int[] {b.south, b.north}, Kind.SECONDARY, newStreet(-1));
      }
    }
  }

  /**
   * Joins the end of a street along a bank to the nearest road off the banks.
   *
   * @param side the way along the river that it must keep to, −1 or 1, or else it would turn back
   *     in a sharp angle; 0 where it need not
   */
  private void extend(int end, int side, int name) {
    boolean[] on = onRoad();
    int row = end / lattice.columns;
    java.util.Arrays.fill(on, row * lattice.columns, (row + 1) * lattice.columns, false);
    double from = side * lattice.x[end] - 60;
    draw(
        lattice.path(
            end,
            -1,
            on,
            (i, e, j) ->
                lattice.isBank(j / lattice.columns) || side * lattice.x[j] < from
                    ? Double.POSITIVE_INFINITY
                    : stepCost(i, e, j)),
        Kind.TERTIARY,
        name);
  }

  /** Takes away roads that lead nowhere, or to expressways, except to the gates of the region. */
  private void prune() {
    Ints stack = new Ints();
    for (int i = 0; i < lattice.x.length; i++) {
      stack.add(i);
    }
    for (int s = 0; s < stack.size(); s++) {
      int i = stack.get(s);
      boolean onTrunk = isOnTrunk(i);
      boolean loose = lattice.roadDegree(i) == (onTrunk ? 3 : 1);
      if (!loose || lattice.isEdge(i) || i == market) {
        continue;
      }
      for (int d = 0; d < 6; d++) {
        int j = lattice.neighbour(i, d);
        Kind kind = j < 0 ? Kind.NONE : lattice.kind[lattice.edge(i, d)];
        if (kind.street && kind != Kind.TRUNK) {
          boolean bank = d % 3 == 0 && lattice.isBank(i / lattice.columns);
          lattice.kind[lattice.edge(i, d)] = bank ? Kind.BANK : Kind.NONE;
          stack.add(j);
        }
      }
    }
  }
}
