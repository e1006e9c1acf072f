package city.emona.citygen.road;

import java.util.ArrayList;
import java.util.List;

/**
 * Lines of ramps, each from the expressway to the road. They leave a carriageway at some 3 degrees
 * and draw away from it with growing curvature; loops are circles with clothoids at both ends, the
 * transition curves of road design, whose curvature grows in proportion to the length. An arm is a
 * line that begins at the crossing; a quadrant lies between two arms. Metres; pure functions.
 */
final class Ramps {
  /** Length over which a ramp runs beside the carriageway that it leaves. */
  static final double TAPER_M = 95;

  private static final double STEP_M = 12;

  private Ramps() {}

  /** An arm as a ramp sees it: its line, half the width of its two carriageways. */
  record Arm(double[][] line, double half) {
    double[] heading(double s) {
      return Lines.unit(Lines.at(line, Math.max(0, s - 6)), Lines.at(line, s + 6));
    }

    /** The place at a distance along the arm and to its left (1) or right (−1). */
    double[] beside(double s, double off, int side) {
      double[] u = heading(s);
      double[] p = Lines.at(line, s);
      return new double[] {p[0] - side * off * u[1], p[1] + side * off * u[0]};
    }
  }

  /** A place with a heading. */
  private record End(double[] at, double[] heading) {}

  /** On which side of arm a the other one lies: left 1, right −1. */
  static int side(Arm a, Arm b) {
    return Lines.cross(a.heading(50), b.heading(50)) > 0 ? 1 : -1;
  }

  /** How far a ramp is from the carriageway's middle after so many metres beside it. */
  private static double drawn(double t) {
    return 0.05 * t + t * t / 1700;
  }

  /** Adds the places of a taper from a node inwards, and gives where it ends. */
  private static End taper(List<double[]> out, Arm arm, double from, double length, int side) {
    out.add(Lines.at(arm.line, from));
    int steps = (int) Math.rint(length / STEP_M);
    for (int k = 1; k <= steps; k++) {
      double t = length * k / steps;
      out.add(arm.beside(from - t, arm.half + drawn(t), side));
    }
    double[] last = out.get(out.size() - 1);
    double[] u = arm.heading(from - length);
    double slope = 0.05 + length / 850;
    double[] h = {-u[0] - slope * side * u[1], -u[1] + slope * side * u[0]};
    return new End(last, Lines.unit(new double[2], h));
  }

  /** A cubic curve without its first place; {@code b.heading} is that of arriving. */
  private static void bend(List<double[]> out, End a, End b, double ha, double hb) {
    double[] p1 = {a.at[0] + ha * a.heading[0], a.at[1] + ha * a.heading[1]};
    double[] p2 = {b.at[0] - hb * b.heading[0], b.at[1] - hb * b.heading[1]};
    int steps = Math.max(5, (int) Math.rint(Lines.gap(a.at, b.at) / 13));
    for (int k = 1; k <= steps; k++) {
      double t = k / (double) steps;
      double[] ab = Lines.between(a.at, p1, t);
      double[] bc = Lines.between(p1, p2, t);
      double[] cd = Lines.between(p2, b.at, t);
      out.add(Lines.between(Lines.between(ab, bc, t), Lines.between(bc, cd, t), t));
    }
  }

  /** A ramp that ends at the road in a junction, coming in on its way along the expressway. */
  static double[][] toJunction(Arm main, Arm side, double along, double across) {
    List<double[]> out = new ArrayList<>();
    End a = taper(out, main, along, Math.min(TAPER_M, 0.42 * along), side(main, side));
    double[] r = Lines.at(side.line, across);
    double[] w = side.heading(across);
    double[] s = Lines.unit(Lines.at(main.line, along), Lines.at(main.line, along - 60));
    double[] in = {s[0] + 0.3 * w[0], s[1] + 0.3 * w[1]};
    double d = Lines.gap(a.at, r);
    bend(out, a, new End(r, Lines.unit(new double[2], in)), 0.45 * d, 0.3 * d);
    return out.toArray(double[][]::new);
  }

  /**
   * A ramp for those who turn right, or come from there: it leaves both arms in a taper and passes
   * around a loop where there is one.
   */
  static double[][] rightTurn(Arm main, Arm side, double along, double across, Loop around) {
    List<double[]> out = new ArrayList<>();
    int hand = side(main, side);
    End a =
        taper(out, main, along, Math.min(TAPER_M, (around == null ? 0.45 : 0.37) * along), hand);
    List<double[]> back = new ArrayList<>();
    double length = Math.min(0.8 * TAPER_M, (around == null ? 0.45 : 0.33) * across);
    End b = taper(back, side, across, length, -hand);
    double[] arriving = {-b.heading[0], -b.heading[1]};
    if (around != null) {
      End middle = around.outside(12, hand);
      double d = Lines.gap(a.at, middle.at);
      double e = Lines.gap(middle.at, b.at);
      bend(out, a, middle, 0.4 * d, 0.4 * d);
      bend(out, middle, new End(b.at, arriving), 0.4 * e, 0.4 * e);
      addReversed(out, back);
      return out.toArray(double[][]::new);
    }
    double cross = Lines.cross(a.heading, arriving);
    double[] ab = {b.at[0] - a.at[0], b.at[1] - a.at[1]};
    double da = Math.abs(Lines.cross(ab, arriving) / cross);
    double db = Math.abs(Lines.cross(a.heading, ab) / cross);
    double most = Lines.gap(a.at, b.at);
    bend(out, a, new End(b.at, arriving), 0.6 * Math.min(da, most), 0.6 * Math.min(db, most));
    addReversed(out, back);
    return out.toArray(double[][]::new);
  }

  private static void addReversed(List<double[]> out, List<double[]> back) {
    for (int k = back.size() - 2; k >= 0; k--) {
      out.add(back.get(k));
    }
  }

  /** A loop and what belongs to it; null where the arms leave no room for one. */
  record Loop(double[][] line, double[] apex, double[] bisector) {
    /** The place so far beyond the apex, passed on the way from the first arm to the second. */
    private End outside(double away, int hand) {
      double[] m = {apex[0] + away * bisector[0], apex[1] + away * bisector[1]};
      return new End(m, new double[] {-hand * bisector[1], hand * bisector[0]});
    }
  }

  /**
   * A loop in the quadrant between two arms, from a node of the one to a node of the other, both
   * {@code near} from the crossing.
   */
  static Loop loop(Arm main, Arm side, double radius, double near) {
    double[] u = Lines.unit(Lines.at(main.line, 20), Lines.at(main.line, 80));
    double[] w = Lines.unit(Lines.at(side.line, 20), Lines.at(side.line, 80));
    double phi = Lines.angle(u, w);
    if (phi < 1.05 || phi > 2.1) {
      return null;
    }
    double[] p = Lines.at(main.line, 50);
    double[] q = Lines.at(side.line, 50);
    double[] pq = {q[0] - p[0], q[1] - p[1]};
    double t = Lines.cross(pq, w) / Lines.cross(u, w);
    double[] x = {p[0] + t * u[0], p[1] + t * u[1]};
    double[] b = Lines.unit(new double[2], new double[] {u[0] + w[0], u[1] + w[1]});
    double spiral = 0.5 * radius;
    double[][] half = halfLoop((StrictMath.PI + phi) / 2, radius, spiral);
    double[] end = half[half.length - 1];
    int hand = Lines.cross(u, w) > 0 ? 1 : -1;
    double[] n = {-hand * b[1], hand * b[0]};
    // the normal of the road's arm towards the quadrant, and the loop's end seen along it
    double[] normal = {hand * w[1], -hand * w[0]};
    double[] q0 = {end[0] * b[0] + end[1] * n[0], end[0] * b[1] + end[1] * n[1]};
    double off = Math.max(main.half, side.half) + 2.2;
    double a = (off - Lines.dot(q0, normal)) / StrictMath.sin(phi / 2);
    double along = a * Lines.dot(b, w) + Lines.dot(q0, w);
    if (along < near + 16) {
      return null;
    }
    List<double[]> out = new ArrayList<>();
    out.add(Lines.at(main.line, near));
    for (int k = half.length - 1; k > 0; k--) {
      out.add(placed(x, b, n, a + half[k][0], -half[k][1]));
    }
    for (double[] h : half) {
      out.add(placed(x, b, n, a + h[0], h[1]));
    }
    out.add(Lines.at(side.line, near));
    return new Loop(out.toArray(double[][]::new), placed(x, b, n, a, 0), b);
  }

  private static double[] placed(double[] x, double[] b, double[] n, double along, double across) {
    return new double[] {x[0] + along * b[0] + across * n[0], x[1] + along * b[1] + across * n[1]};
  }

  /**
   * Half a loop from its apex at the origin on, heading across: an arc, then a clothoid that turns
   * into a straight line. First coordinate along the bisector, second one across.
   */
  private static double[][] halfLoop(double turn, double radius, double spiral) {
    List<double[]> out = new ArrayList<>();
    double arc = (turn - spiral / (2 * radius)) * radius;
    double length = arc + spiral;
    double step = length / Math.rint(length / 1.0);
    double[] at = {0, 0};
    double heading = StrictMath.PI / 2;
    double since = 0;
    out.add(at.clone());
    for (double s = 0; s < length - 0.5 * step; s += step) {
      double m = s + 0.5 * step;
      double bend = m < arc ? 1 / radius : (length - m) / spiral / radius;
      double mid = heading + 0.5 * step * bend;
      at[0] += step * StrictMath.cos(mid);
      at[1] += step * StrictMath.sin(mid);
      heading += step * bend;
      since += step;
      boolean last = s >= length - 1.5 * step;
      if (last || since > 0.17 * radius) {
        out.add(at.clone());
        since = 0;
      }
    }
    return out.toArray(double[][]::new);
  }

  /**
   * The ramp around a trumpet's loop, from the expressway to the end of the bridge: {@code bridge}
   * is the arm that goes on from there.
   */
  static double[][] aroundLoop(Arm main, Arm bridge, Loop loop, double along, double near) {
    List<double[]> out = new ArrayList<>();
    int hand = side(main, bridge);
    End a = taper(out, main, along, TAPER_M, hand);
    End middle = loop.outside(15, hand);
    double far = Lines.gap(bridge.line[0], loop.apex) * 0.44;
    double[] w = bridge.heading(far);
    End end = new End(Lines.at(bridge.line, far), new double[] {-w[0], -w[1]});
    double d = Lines.gap(a.at, middle.at);
    bend(out, a, middle, 0.45 * d, 0.35 * d);
    double e = Lines.gap(middle.at, end.at);
    bend(out, middle, end, 0.5 * e, 0.5 * e);
    out.add(Lines.at(bridge.line, near));
    return out.toArray(double[][]::new);
  }
}
