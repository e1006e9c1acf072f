package city.emona.citygen.road;

import city.emona.citygen.plan.Planar;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Places, parts and curves of lines in the plane; metres from the line's start. Pure functions. */
final class Lines {
  private Lines() {}

  /** The place a way along a line; its end where the line is shorter. */
  static double[] at(double[][] l, double along) {
    double left = along;
    for (int k = 1; k < l.length; k++) {
      double d = gap(l[k - 1], l[k]);
      if (d >= left && d > 0) {
        return between(l[k - 1], l[k], left / d);
      }
      left -= d;
    }
    return l[l.length - 1].clone();
  }

  static double gap(double[] a, double[] b) {
    return Math.hypot(b[0] - a[0], b[1] - a[1]);
  }

  static double[] between(double[] a, double[] b, double t) {
    return new double[] {a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])};
  }

  /** The vertices from one to another, both included. */
  static double[][] between(double[][] l, int first, int last) {
    return Arrays.copyOfRange(l, first, last + 1);
  }

  /** Whether a line that ends on another one meets it nowhere else. */
  static boolean meetsAtEndsOnly(double[][] l, double[][] other) {
    return gap(part(l, 0.4, Roadway.length(l) - 0.4), other) > 0.003;
  }

  /** Unit vector from one place to another. */
  static double[] unit(double[] a, double[] b) {
    double n = Math.max(1e-9, gap(a, b));
    return new double[] {(b[0] - a[0]) / n, (b[1] - a[1]) / n};
  }

  static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1];
  }

  /** Positive where b lies to the left of a. */
  static double cross(double[] a, double[] b) {
    return a[0] * b[1] - a[1] * b[0];
  }

  /** Angle between two unit vectors, radians. */
  static double angle(double[] a, double[] b) {
    return StrictMath.acos(Math.max(-1, Math.min(1, dot(a, b))));
  }

  /** The line between two places along it; vertices within half a metre of its ends fall away. */
  static double[][] part(double[][] l, double from, double to) {
    List<double[]> out = new ArrayList<>();
    out.add(at(l, from));
    double gone = 0;
    for (int k = 1; k < l.length; k++) {
      gone += gap(l[k - 1], l[k]);
      if (gone > from + 0.5 && gone < to - 0.5) {
        out.add(l[k]);
      }
    }
    out.add(at(l, to));
    return out.toArray(double[][]::new);
  }

  /** The line in equal steps of about so many metres, its ends kept. */
  static double[][] inSteps(double[][] l, double stepM) {
    double m = Roadway.length(l);
    int n = Math.max(1, (int) Math.rint(m / stepM));
    double[][] out = new double[n + 1][];
    for (int k = 0; k <= n; k++) {
      out[k] = at(l, m * k / n);
    }
    out[0] = l[0].clone();
    out[n] = l[l.length - 1].clone();
    return out;
  }

  /** A quadratic curve from a to b that is drawn to c. */
  static double[][] curve(double[] a, double[] c, double[] b, int steps) {
    double[][] out = new double[steps + 1][];
    for (int k = 0; k <= steps; k++) {
      double t = k / (double) steps;
      out[k] = between(between(a, c, t), between(c, b, t), t);
    }
    return out;
  }

  /** Distance of two lines, 0 where they meet. */
  static double gap(double[][] a, double[][] b) {
    double least = Double.MAX_VALUE;
    for (int i = 1; i < a.length; i++) {
      for (int k = 1; k < b.length; k++) {
        double[] p = a[i - 1];
        double[] q = b[k - 1];
        least =
            Math.min(
                least, Planar.distance(p[0], p[1], a[i][0], a[i][1], q[0], q[1], b[k][0], b[k][1]));
      }
    }
    return least;
  }

  /** Change of direction at an inner vertex, radians. */
  static double turn(double[][] l, int k) {
    return angle(unit(l[k - 1], l[k]), unit(l[k], l[k + 1]));
  }
}
