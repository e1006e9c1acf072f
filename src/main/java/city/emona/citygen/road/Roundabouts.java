package city.emona.citygen.road;

import city.emona.citygen.plan.Dice;
import city.emona.citygen.plan.Dice.Stage;
import city.emona.citygen.plan.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes rings of junctions: nodes on a circle or an oval, joined by one-way pieces against the
 * clock (traffic keeps to the right). The mean radius is log-normal, 6.5-21 m on small streets and
 * 9-45 m on main roads (deciles 1, 5 and 9 in Porto: 8, 15 and 32 m); one in eight is an oval. Some
 * arms, and all with two carriageways, part before the ring and leave and enter it at two nodes
 * with an island between (a fifth of all arms in Porto). Where there is no room a smaller ring is
 * tried, then none. Metres.
 */
public final class Roundabouts {
  private static final double LEAST_RING_LINK_M = 9;

  /** Share of arms that get an island where there is room. */
  private static final double FLARED = 0.3;

  private final Roadway road;
  private final Dice dice;
  private final boolean[] wide;
  private final int[][] incident;
  private int[] arms;

  /** Mean radius, stretch and direction of the ring that is being made. */
  private double radius;

  private double stretch;
  private double[] axis;
  private double[] centre;

  public Roundabouts(Roadway road, Dice dice, boolean[] wide) {
    this.road = road;
    this.dice = dice;
    this.wide = wide;
    this.incident = road.incident();
  }

  /** Where an arm meets the ring ({@code at}), how far out, and where it parts (0: it does not). */
  private record Arm(int piece, double angle, double away, double island) {}

  /** A node of the ring; {@code way} is 0 for a whole arm, 1 to leave and 2 to enter by. */
  private record Port(Arm arm, double angle, int way) {}

  /** Tries a ring at a junction of the plan; false where there is no room. */
  public boolean build(int v) {
    return build(v, 0);
  }

  /** Tries one of at least a mean radius whose wide arms run into it as two carriageways. */
  public boolean build(int v, double leastM) {
    arms = incident[v];
    int main = 0;
    for (int p : arms) {
      Roadway.Piece piece = road.pieces.get(p);
      if ((piece.bridge && !piece.over) || piece.from == piece.to) {
        return false;
      }
      main += road.streets.kind[piece.street].ordinal() <= Kind.SECONDARY.ordinal() ? 1 : 0;
    }
    double u = dice.unit(Stage.ROADWAY, v, 1) + dice.unit(Stage.ROADWAY, v, 7);
    double normal = 1.22 * (u + dice.unit(Stage.ROADWAY, v, 8) - 1.5) / 0.61;
    double wanted =
        main >= 2 ? 15 * StrictMath.exp(0.5 * normal) : 9.5 * StrictMath.exp(0.4 * normal);
    double largest =
        main >= 2 ? Math.max(9, Math.min(45, wanted)) : Math.max(6.5, Math.min(21, wanted));
    boolean oval = dice.unit(Stage.ROADWAY, v, 9) < 0.13;
    largest = Math.max(largest, 1.25 * leastM);
    centre = road.place(v);
    for (int tries = 0; tries < 4; tries++) {
      radius = Math.max(leastM, largest * (1 - 0.2 * tries));
      stretch = oval && tries < 2 ? dice.range(Stage.ROADWAY, v, 10, 1.25, 1.9) : 1;
      axis = Lines.unit(centre, Lines.at(road.lineFrom(arms[0], v), 2 * radius));
      if (tryRing(v, true) || (leastM == 0 && tryRing(v, false))) {
        return true;
      }
    }
    return false;
  }

  private boolean tryRing(int v, boolean islands) {
    List<Port> ports = new ArrayList<>();
    for (int p : arms) {
      Arm arm = arm(v, p, islands);
      if (arm == null) {
        return false;
      }
      if (arm.island == 0) {
        ports.add(new Port(arm, arm.angle, 0));
      } else {
        double half = Math.min(0.62, 7.5 / radius);
        ports.add(new Port(arm, whole(arm.angle - half), 1));
        ports.add(new Port(arm, whole(arm.angle + half), 2));
      }
    }
    ports.sort((a, b) -> Double.compare(a.angle, b.angle));
    for (int k = 0; k < ports.size(); k++) {
      Port next = ports.get((k + 1) % ports.size());
      if (Roadway.length(arc(ports.get(k).angle, next.angle)) < LEAST_RING_LINK_M
          || (next.way == 2 && ports.get(k).arm != next.arm)) {
        return false;
      }
    }
    double[][] ring = ring(0, 2 * StrictMath.PI);
    int[] own = arms;
    if (!road.isFree(ring, 4, p -> isIn(own, p) ? Roadway.SKIP : Roadway.KEEP_CLEAR)
        || !legsAreApart(v, ports)) {
      return false;
    }
    place(v, ports);
    return true;
  }

  private static boolean isIn(int[] list, int p) {
    return Arrays.stream(list).anyMatch(q -> q == p);
  }

  /** Whether the ways beside the islands keep clear of other streets and of one another. */
  private boolean legsAreApart(int v, List<Port> ports) {
    for (Port port : ports) {
      if (port.way == 0) {
        continue;
      }
      int arm = port.arm.piece;
      double[][] leg = leg(v, port);
      double[][] stem = road.lineFrom(arm, v);
      double parting = port.arm.away + port.arm.island;
      if (!Lines.meetsAtEndsOnly(leg, Lines.part(stem, parting, Roadway.length(stem)))
          || !road.isFree(leg, 2.5, p -> p == arm ? Roadway.SKIP : Roadway.KEEP_CLEAR)) {
        return false;
      }
      for (Port other : ports) {
        if (other.way > 0 && other.arm != port.arm && Lines.gap(leg, leg(v, other)) < 2.5) {
          return false;
        }
      }
    }
    return true;
  }

  private static double whole(double angle) {
    double a = angle > StrictMath.PI ? angle - 2 * StrictMath.PI : angle;
    return a < -StrictMath.PI ? a + 2 * StrictMath.PI : a;
  }

  /** Distance of a place from the centre, 1 on the ring. */
  private double reach(double[] q) {
    double[] p = turned(q);
    return Math.hypot(p[0], p[1]);
  }

  private double[] turned(double[] q) {
    double dx = q[0] - centre[0];
    double dy = q[1] - centre[1];
    double s = Math.sqrt(stretch);
    return new double[] {
      (dx * axis[0] + dy * axis[1]) / radius / s, (dy * axis[0] - dx * axis[1]) / radius * s
    };
  }

  private double[] on(double angle) {
    double s = Math.sqrt(stretch);
    double a = radius * s * StrictMath.cos(angle);
    double b = radius / s * StrictMath.sin(angle);
    return new double[] {
      centre[0] + a * axis[0] - b * axis[1], centre[1] + a * axis[1] + b * axis[0]
    };
  }

  private Arm arm(int v, int piece, boolean islands) {
    double[][] line = road.lineFrom(piece, v);
    double m = Roadway.length(line);
    double low = -1;
    double away = 0;
    for (double s = 0; s <= m && s < 8 * radius; s += 0.5) {
      double reach = reach(Lines.at(line, s));
      if (low < 0 && reach >= 1) {
        low = s;
      } else if (low >= 0 && s > low + 1 && reach < 1.15 && reach < 1 + 0.6 * (s - low) / radius) {
        return null;
      }
    }
    if (low < 0 || m - low < 14) {
      return null;
    }
    away = Math.max(0, low - 0.5);
    for (double step = 0.25; step > 1e-7; step /= 2) {
      away += reach(Lines.at(line, away + step)) < 1 ? step : 0;
    }
    double[] at = turned(Lines.at(line, away));
    int street = road.pieces.get(piece).street;
    double out = dice.range(Stage.ROADWAY, street, 300 + v, 14, 20 + radius);
    boolean both = road.pieces.get(piece).forward && road.pieces.get(piece).backward;
    boolean chosen = wide[street] || dice.unit(Stage.ROADWAY, street, 400 + v) < FLARED;
    boolean parts = islands && both && chosen && radius > 8.5 && m - away - out > 15;
    return new Arm(piece, StrictMath.atan2(at[1], at[0]), away, parts ? out : 0);
  }

  private double[][] ring(double from, double to) {
    int steps = Math.max(1, (int) Math.rint((to - from) / (radius > 14 ? 0.3 : 0.42)));
    double[][] out = new double[steps + 1][];
    for (int k = 0; k <= steps; k++) {
      out[k] = on(from + (to - from) * k / steps);
    }
    return out;
  }

  private double[][] arc(double a, double b) {
    return ring(a, b <= a ? b + 2 * StrictMath.PI : b);
  }

  /** The curve between where an arm parts and the ring. */
  private double[][] leg(int v, Port port) {
    double[][] line = road.lineFrom(port.arm.piece, v);
    double[] s = Lines.at(line, port.arm.away + port.arm.island);
    double[] along = Lines.at(line, port.arm.away + 0.45 * port.arm.island);
    double[] at = on(port.angle);
    double[] c = Lines.between(along, at, 0.3);
    return Lines.curve(s, c, at, 4);
  }

  private void place(int v, List<Port> ports) {
    int n = ports.size();
    int[] node = new int[n];
    double[][] at = new double[n][];
    double[][][] legs = new double[n][][];
    for (int k = 0; k < n; k++) {
      at[k] = on(ports.get(k).angle);
      legs[k] = ports.get(k).way > 0 ? leg(v, ports.get(k)) : null;
    }
    for (int k = 0; k < n; k++) {
      node[k] = k == 0 ? v : road.addNode(at[k][0], at[k][1], true);
    }
    for (int k = 0; k < n; k++) {
      Port port = ports.get(k);
      if (port.way == 0) {
        shorten(port.arm.piece, v, node[k], port.arm.away, at[k]);
      } else if (port.way == 1) {
        int entry = (k + 1) % n;
        double[] s = legs[k][0];
        int parting = road.addNode(s[0], s[1], false);
        road.setSign(parting, Roadway.NO_SIGN);
        shorten(port.arm.piece, v, parting, port.arm.away + port.arm.island, s);
        int street = road.pieces.get(port.arm.piece).street;
        addLeg(node[k], parting, Roadway.reversed(legs[k]), street);
        addLeg(parting, node[entry], legs[entry], street);
      }
    }
    road.moveNode(v, at[0][0], at[0][1], true);
    for (int k = 0; k < n; k++) {
      int street = road.pieces.get(ports.get(k).arm.piece).street;
      double[][] arc = arc(ports.get(k).angle, ports.get((k + 1) % n).angle);
      Roadway.Piece ring = new Roadway.Piece(node[k], node[(k + 1) % n], arc, street, true, false);
      ring.ring = true;
      road.add(ring);
    }
  }

  private void addLeg(int from, int to, double[][] line, int street) {
    Roadway.Piece leg = new Roadway.Piece(from, to, line, street, true, false);
    leg.leg = true;
    road.add(leg);
  }

  private void shorten(int piece, int v, int node, double away, double[] at) {
    Roadway.Piece p = road.pieces.get(piece);
    double[][] l = road.lineFrom(piece, v);
    double[][] rest = Lines.part(l, away, Roadway.length(l));
    rest[0] = at;
    if (p.from == v) {
      p.line = rest;
      p.from = node;
    } else {
      p.line = Roadway.reversed(rest);
      p.to = node;
    }
    road.index(piece);
  }
}
