package city.emona.citygen;

import city.emona.citygen.plan.Dice;
import city.emona.citygen.plan.Dice.Stage;
import city.emona.citygen.plan.Ints;
import city.emona.citygen.plan.Kind;
import city.emona.citygen.plan.Mosaic;
import city.emona.citygen.plan.Site;
import city.emona.citygen.road.Alignment;
import city.emona.citygen.road.Carriageways;
import city.emona.citygen.road.Interchanges;
import city.emona.citygen.road.Islands;
import city.emona.citygen.road.Roadway;
import city.emona.citygen.road.Roundabouts;
import city.emona.citygen.road.SlipRoads;
import city.emona.citygen.road.Streets;
import city.emona.citygen.road.TurningPlaces;
import city.emona.model.Schema;
import city.emona.model.Table;
import java.util.Arrays;

/**
 * Step 6 of the recipe, the traffic part: from streets to directed links with class, lanes, speed
 * and capacity (saturation flow times the green share of the junction at the end, HBS 2015 order of
 * size), junction control, one-way streets of the core and banned turns. A direction is taken away
 * only where the other end is still reached within a short detour, so the network stays strongly
 * connected. Confined to one thread.
 */
final class LinkTables {
  private final Site site;
  private final Mosaic mosaic;
  private final Streets streets;
  private final Census census;
  private final Dice dice;

  /** Whether street i may be driven forward and backward. */
  final boolean[] forward;

  final boolean[] backward;
  final String[] control;

  /** Link rows of street i, −1 where it has none. */
  final int[] forwardLink;

  final int[] backwardLink;
  final Table nodes;
  final Table links;
  final Table turnBans;
  private final int[][] incident;
  final Roadway road;

  LinkTables(Site site, Streets streets, Census census, String[] names) {
    this.site = site;
    this.mosaic = streets.mosaic;
    this.streets = streets;
    this.census = census;
    this.dice = site.dice;
    int n = streets.count();
    incident = incident();
    forward = new boolean[n];
    backward = new boolean[n];
    Arrays.fill(forward, true);
    Arrays.fill(backward, true);
    control = new String[streets.nodeVertex.length];
    chooseControl();
    makeOneWays();
    road = new Roadway(streets, forward, backward);
    buildRoads();
    forwardLink = new int[n];
    backwardLink = new int[n];
    nodes = nodeTable();
    links = linkTable(names);
    turnBans = turnBanTable();
  }

  private int[][] incident() {
    Ints[] lists = new Ints[streets.nodeVertex.length];
    Arrays.setAll(lists, i -> new Ints());
    for (int i = 0; i < streets.count(); i++) {
      lists[streets.from[i]].add(i);
      if (streets.to[i] != streets.from[i]) {
        lists[streets.to[i]].add(i);
      }
    }
    int[][] out = new int[lists.length][];
    Arrays.setAll(out, i -> lists[i].toArray());
    return out;
  }

  private double reach(int node) {
    double[] p = site.planOf(new double[] {streets.x(node), streets.y(node)});
    return site.reach(p[0], p[1]);
  }

  /** Signals where arterials meet, roundabouts at the edge of town, else priority. */
  private void chooseControl() {
    for (int v = 0; v < control.length; v++) {
      int main = 0;
      int arterial = 0;
      for (int i : incident[v]) {
        main += streets.kind[i].ordinal() <= Kind.SECONDARY.ordinal() ? 1 : 0;
        arterial += streets.kind[i].isArterial() ? 1 : 0;
      }
      double reach = reach(v);
      int d = streets.degree[v];
      boolean suburb = reach > 0.55 && reach < 1.3;
      if (d < 3) {
        control[v] = "none";
      } else if (suburb && arterial >= 3 && d <= 4 && dice.unit(Stage.STREETS, v, 1) < 0.2) {
        control[v] = "roundabout";
      } else if (reach < 1.05 && (main >= 3 || (arterial >= 3 && main >= 2 && d >= 4))) {
        control[v] = "signal";
      } else if (reach < 0.7 && arterial >= 3 && dice.unit(Stage.STREETS, v, 2) < 0.4) {
        control[v] = "signal";
      } else {
        control[v] = arterial > 0 ? "priority" : "none";
      }
    }
  }

  private void makeOneWays() {
    for (int i = 0; i < streets.count(); i++) {
      Kind k = streets.kind[i];
      boolean small = k == Kind.RESIDENTIAL || k == Kind.LIVING;
      if (!small || streets.degree[streets.from[i]] < 3 || streets.degree[streets.to[i]] < 3) {
        continue;
      }
      double reach = Math.min(reach(streets.from[i]), reach(streets.to[i]));
      boolean alike = dice.unit(Stage.STREETS, streets.label[i], 3) < 0.45;
      if (reach > 0.33 || !alike) {
        continue;
      }
      boolean against = dice.unit(Stage.STREETS, streets.label[i], 4) < 0.5;
      boolean[] direction = against ? forward : backward;
      direction[i] = false;
      int a = against ? streets.from[i] : streets.to[i];
      int b = against ? streets.to[i] : streets.from[i];
      if (!isReached(a, b)) {
        direction[i] = true;
      }
    }
  }

  /** Whether b is reached from a within 300 junctions. */
  private boolean isReached(int a, int b) {
    java.util.BitSet seen = new java.util.BitSet();
    Ints queue = new Ints();
    queue.add(a);
    seen.set(a);
    for (int q = 0; q < queue.size() && q < 300; q++) {
      int v = queue.get(q);
      for (int i : incident[v]) {
        int w = -1;
        if (streets.from[i] == v && forward[i]) {
          w = streets.to[i];
        } else if (streets.to[i] == v && backward[i]) {
          w = streets.from[i];
        }
        if (w == b) {
          return true;
        }
        if (w >= 0 && !seen.get(w)) {
          seen.set(w);
          queue.add(w);
        }
      }
    }
    return false;
  }

  /** Streets as laid out, then rings, bridges over expressways, carriageways, islands. */
  private void buildRoads() {
    new Alignment(road, dice).lay();
    boolean[] wide = new boolean[streets.count()];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = isWide(i);
    }
    int junctions = control.length;
    Roundabouts rings = new Roundabouts(road, dice, wide);
    for (int v = 0; v < junctions; v++) {
      boolean small = !control[v].equals("roundabout");
      boolean wanted = (!small || mayTurnRound(v)) && !isOnExpressway(v);
      boolean built = wanted && rings.build(v);
      if (!small && !built) {
        control[v] = "priority";
      }
    }
    int[] terminals = new Interchanges(road, dice, wide).build();
    Roundabouts atRamps = new Roundabouts(road, dice, wide);
    for (int v : terminals) {
      atRamps.build(v, 15);
    }
    endAtRings(wide);
    new Carriageways(road, dice, wide).build();
    Islands islands = new Islands(road, dice);
    for (int v = 0; v < junctions; v++) {
      if (!control[v].equals("signal")) {
        islands.build(v);
      }
    }
    new SlipRoads(road, dice).build();
    new TurningPlaces(road, dice).build(junctions);
  }

  private boolean isOnExpressway(int v) {
    return Arrays.stream(incident[v]).anyMatch(i -> streets.kind[i] == Kind.TRUNK);
  }

  /** Makes roundabouts of junctions of the plan where carriageways would come together. */
  private void endAtRings(boolean[] wide) {
    Roundabouts rings = new Roundabouts(road, dice, wide);
    for (int v : new Carriageways(road, dice, wide).ends()) {
      double share = v >= control.length ? 0 : streets.degree[v] == 4 ? 0.12 : 0.75;
      boolean wanted = dice.unit(Stage.STREETS, v, 6) < share;
      if (wanted && streets.degree[v] <= 5 && rings.build(v, 13)) {
        control[v] = "roundabout";
      }
    }
  }

  private boolean isWide(int i) {
    double[] p = site.planOf(new double[] {streets.x(streets.from[i]), streets.y(streets.from[i])});
    double stretch = dice.noise(Stage.ROADWAY, 3, p[0], p[1], 1400);
    double reach = site.reach(p[0], p[1]);
    boolean main = streets.kind[i] == Kind.PRIMARY && stretch > -0.3 && reach > 0.2 && reach < 1.3;
    return streets.kind[i] == Kind.TRUNK || main;
  }

  /** Where a small roundabout is tried at a junction without a signal. */
  private boolean mayTurnRound(int v) {
    int arterial = 0;
    for (int i : incident[v]) {
      arterial += streets.kind[i].isArterial() ? 1 : 0;
    }
    int d = streets.degree[v];
    boolean free = !control[v].equals("signal") && d >= 3 && d <= 5 && reach(v) > 0.15;
    double share = arterial >= 3 ? 0.06 : arterial == 2 ? 0.012 : 0.0012;
    return free && dice.unit(Stage.STREETS, v, 5) < share;
  }

  private String control(int node) {
    if (road.isOnRing(node)) {
      return "roundabout";
    }
    int sign = road.signOf(node);
    return sign == Roadway.NO_SIGN ? "none" : sign < control.length ? control[sign] : "priority";
  }

  private Table nodeTable() {
    Table.Builder t = new Table.Builder(Schema.NODES);
    for (int v = 0; v < road.nodeCount(); v++) {
      t.row("n" + v);
      t.set("control", control(v));
      t.point(Mosaic.mm(road.x(v)), Mosaic.mm(road.y(v)));
    }
    return t.build();
  }

  private Table linkTable(String[] names) {
    Table.Builder t = new Table.Builder(Schema.LINKS);
    Arrays.fill(forwardLink, -1);
    Arrays.fill(backwardLink, -1);
    int[] districts = new int[streets.count()];
    Arrays.setAll(districts, this::districtOf);
    for (int k = 0; k < road.pieces.size(); k++) {
      Roadway.Piece p = road.pieces.get(k);
      int i = p.street;
      boolean own = k < streets.count();
      boolean pair = p.twin >= 0 && p.twin < streets.count();
      String id = own ? "s" + i : pair ? "s" + i : "j" + k;
      if (p.forward) {
        int row = link(t, p, id + (pair ? "b" : "f"), p.line, p.from, p.to, names, districts);
        if (own) {
          forwardLink[i] = row;
        } else if (pair) {
          backwardLink[i] = row;
        }
      }
      if (p.backward) {
        double[][] back = Roadway.reversed(p.line);
        int row = link(t, p, id + "b", back, p.to, p.from, names, districts);
        if (own) {
          backwardLink[i] = row;
        }
      }
    }
    return t.build();
  }

  private int link(
      Table.Builder t,
      Roadway.Piece p,
      String id,
      double[][] line,
      int a,
      int b,
      String[] names,
      int[] districts) {
    int i = p.street;
    Kind kind = streets.kind[i];
    boolean oneWay = !(forward[i] && backward[i]);
    int lanes = p.ring || p.ramp || p.leg ? 1 : lanes(i, oneWay);
    int row = t.row(id);
    int[] x = new int[line.length];
    int[] y = new int[line.length];
    double length = 0;
    for (int k = 0; k < line.length; k++) {
      x[k] = Mosaic.mm(line[k][0]);
      y[k] = Mosaic.mm(line[k][1]);
      if (k > 0) {
        length += Math.sqrt(square((double) x[k] - x[k - 1]) + square((double) y[k] - y[k - 1]));
      }
    }
    t.set("name", names[i])
        .set("from_node", a)
        .set("to_node", b)
        .set("road_class", p.ramp ? "ramp" : kind.roadClass);
    t.set("length_mm", (int) Math.rint(length)).set("lanes", lanes);
    t.set("free_speed_kmh", speed(p));
    t.set("capacity_veh_per_h", p.ring || (p.ramp && !p.leg) ? 1500 : capacity(i, b, lanes));
    t.set("modes", kind == Kind.TRUNK ? Schema.CAR | Schema.TRUCK | Schema.BUS : 31);
    t.set("structure", p.bridge ? "bridge" : "ground").set("district", districts[i]);
    t.line(x, y);
    return row;
  }

  private static double square(double v) {
    return v * v;
  }

  private int districtOf(int i) {
    int middle = streets.side[(streets.firstSide[i] + streets.firstSide[i + 1]) / 2];
    int d = census.district[mosaic.face[middle]];
    int twin = mosaic.twin[middle];
    if (d < 0 && twin >= 0) {
      d = census.district[mosaic.face[twin]];
    }
    for (int v :
        new int[] {streets.nodeVertex[streets.from[i]], streets.nodeVertex[streets.to[i]]}) {
      for (int p = mosaic.firstOut[v]; d < 0 && p < mosaic.firstOut[v + 1]; p++) {
        d = census.district[mosaic.face[mosaic.out[p]]];
      }
    }
    return d;
  }

  private int lanes(int i, boolean oneWay) {
    Kind k = streets.kind[i];
    double reach = reach(streets.from[i]);
    if (k == Kind.TRUNK || (k == Kind.PRIMARY && reach < 0.9 && reach > 0.14)) {
      return 2;
    }
    return k == Kind.SECONDARY && site.radiusM > 3000 && reach < 0.8 && reach > 0.14 ? 2 : 1;
  }

  private int speed(Roadway.Piece p) {
    int free = speed(p.street);
    if (p.ramp) {
      return p.leg ? 40 : 50;
    }
    return p.ring || p.leg ? Math.min(30, free) : free;
  }

  private int speed(int i) {
    boolean out = reach(streets.from[i]) > 1.02 && reach(streets.to[i]) > 1.02;
    return switch (streets.kind[i]) {
      case TRUNK -> 100;
      case PRIMARY, SECONDARY -> out ? 70 : 50;
      case TERTIARY -> 50;
      case RESIDENTIAL -> out ? 50 : 30;
      case LIVING -> 20;
      default -> 30;
    };
  }

  /** Vehicles per hour: saturation flow per lane times the share of green at the end. */
  private int capacity(int i, int end, int lanes) {
    double perLane =
        switch (streets.kind[i]) {
          case TRUNK -> 2000;
          case PRIMARY -> 1850;
          case SECONDARY -> 1750;
          case TERTIARY -> 1500;
          case RESIDENTIAL -> 900;
          case LIVING -> 450;
          default -> 400;
        };
    boolean main = streets.kind[i].ordinal() <= Kind.SECONDARY.ordinal();
    double green =
        switch (control(end)) {
          case "signal" -> main ? 0.48 : 0.34;
          case "roundabout" -> 0.62;
          case "priority" -> main ? 0.85 : 0.6;
          default -> 0.9;
        };
    return (int) Math.rint(perLane * green * lanes / 10) * 10;
  }

  /** Left turns banned at some four-armed signals, where the way round stays short. */
  private Table turnBanTable() {
    Table.Builder t = new Table.Builder(Schema.TURN_BANS);
    for (int v = 0; v < control.length; v++) {
      if (!control[v].equals("signal") || incident[v].length < 4) {
        continue;
      }
      for (int i : incident[v]) {
        if (dice.unit(Stage.STREETS, i, 20 + v) > 0.3 || !streets.kind[i].isArterial()) {
          continue;
        }
        int in = streets.to[i] == v ? forwardLink[i] : backwardLink[i];
        int left = leftOf(v, i);
        int out = left < 0 ? -1 : streets.from[left] == v ? forwardLink[left] : backwardLink[left];
        if (in >= 0 && out >= 0 && links.ints("to_node")[in] == links.ints("from_node")[out]) {
          t.row("ban" + in);
          t.set("from_link", in).set("to_link", out);
        }
      }
    }
    return t.build();
  }

  private int leftOf(int v, int came) {
    double[] in = heading(v, came);
    int found = -1;
    double best = -0.4;
    for (int i : incident[v]) {
      double[] out = heading(v, i);
      double cross = in[0] * out[1] - in[1] * out[0];
      if (i != came && cross < best) {
        best = cross;
        found = i;
      }
    }
    return found;
  }

  /** Unit direction from a junction along a street. */
  private double[] heading(int v, int i) {
    int[] line = streets.line(i);
    int a = streets.from[i] == v ? line[0] : line[line.length - 1];
    int b = streets.from[i] == v ? line[1] : line[line.length - 2];
    double dx = mosaic.plan.x(b) - mosaic.plan.x(a);
    double dy = mosaic.plan.y(b) - mosaic.plan.y(a);
    double n = Math.sqrt(dx * dx + dy * dy);
    return new double[] {dx / n, dy / n};
  }
}
