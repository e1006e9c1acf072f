package city.emona.citygen.plan;

import city.emona.model.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * The finished plan as half-edges: side s belongs to one face, {@code twin[s]} is the same stretch
 * seen from the other face (−1 at the border of the region). Gives neighbours, unions of faces as
 * rings, and merges small units into larger ones. Immutable; metres.
 */
public final class Mosaic {
  public final Plan plan;

  /** First side of each face; side k of face f is {@code first[f] + k}. */
  public final int[] first;

  public final int[] face;
  public final int[] start;
  public final int[] way;
  public final int[] twin;

  /** Sides that leave vertex v: {@code out[firstOut[v]] ..}, by side number. */
  public final int[] firstOut;

  public final int[] out;

  public Mosaic(Plan plan) {
    this.plan = plan;
    int faces = plan.faces.size();
    first = new int[faces + 1];
    for (int f = 0; f < faces; f++) {
      first[f + 1] = first[f] + plan.faces.get(f).vertex().length;
    }
    int n = first[faces];
    face = new int[n];
    start = new int[n];
    way = new int[n];
    twin = new int[n];
    firstOut = new int[plan.vertexCount() + 1];
    for (int f = 0; f < faces; f++) {
      Plan.Face ring = plan.faces.get(f);
      for (int k = 0; k < ring.vertex().length; k++) {
        face[first[f] + k] = f;
        start[first[f] + k] = ring.vertex()[k];
        way[first[f] + k] = ring.way()[k];
        firstOut[ring.vertex()[k] + 1]++;
      }
    }
    for (int v = 0; v < plan.vertexCount(); v++) {
      firstOut[v + 1] += firstOut[v];
    }
    int[] at = Arrays.copyOf(firstOut, plan.vertexCount());
    out = new int[n];
    for (int s = 0; s < n; s++) {
      out[at[start[s]]++] = s;
    }
    for (int s = 0; s < n; s++) {
      twin[s] = -1;
      for (int p = firstOut[end(s)]; p < firstOut[end(s) + 1]; p++) {
        if (end(out[p]) == start[s]) {
          twin[s] = out[p];
        }
      }
    }
  }

  public int sideCount() {
    return start.length;
  }

  /** The following side of the same face. */
  public int next(int s) {
    int f = face[s];
    return s + 1 < first[f + 1] ? s + 1 : first[f];
  }

  public int end(int s) {
    return start[next(s)];
  }

  public Kind kind(int s) {
    return plan.wayKind.get(way[s]);
  }

  public double length(int s) {
    int a = start[s];
    int b = end(s);
    return Site.distance(plan.x(a), plan.y(a), plan.x(b), plan.y(b));
  }

  public double[] centre(int f) {
    int[] v = plan.faces.get(f).vertex();
    double ox = plan.x(v[0]);
    double oy = plan.y(v[0]);
    double sum = 0;
    double sx = 0;
    double sy = 0;
    for (int k = 0, p = v.length - 1; k < v.length; p = k++) {
      double ax = plan.x(v[p]) - ox;
      double ay = plan.y(v[p]) - oy;
      double bx = plan.x(v[k]) - ox;
      double by = plan.y(v[k]) - oy;
      double w = ax * by - bx * ay;
      sum += w;
      sx += w * (ax + bx);
      sy += w * (ay + by);
    }
    return new double[] {ox + sx / (3 * sum), oy + sy / (3 * sum)};
  }

  /** Border rings (as vertices) of a union of faces; the union lies to the left of each. */
  public List<int[]> union(int[] faces, IntPredicate inside) {
    List<int[]> rings = new ArrayList<>();
    java.util.BitSet seen = new java.util.BitSet();
    for (int f : faces) {
      for (int s = first[f]; s < first[f + 1]; s++) {
        if (seen.get(s) || !isBorder(s, inside)) {
          continue;
        }
        Ints ring = new Ints();
        int at = s;
        while (!seen.get(at)) {
          seen.set(at);
          ring.add(start[at]);
          at = next(at);
          while (!isBorder(at, inside)) {
            at = next(twin[at]);
          }
        }
        rings.add(ring.toArray());
      }
    }
    return rings;
  }

  private boolean isBorder(int s, IntPredicate inside) {
    return twin[s] < 0 || !inside.test(face[twin[s]]);
  }

  /** Writes rings as the polygon of the builder's current row, holes after their outer ring. */
  public void writePolygon(Table.Builder table, List<int[]> rings) {
    List<int[]> outer = new ArrayList<>();
    List<int[]> holes = new ArrayList<>();
    for (int[] r : rings) {
      (plan.area(r) > 0 ? outer : holes).add(r);
    }
    outer.sort((a, b) -> Double.compare(plan.area(b), plan.area(a)));
    for (int o = 0; o < outer.size(); o++) {
      write(table, outer.get(o), false);
      for (int[] h : holes) {
        if (owner(outer, h) == o) {
          write(table, h, true);
        }
      }
    }
    table.endPolygon();
  }

  private int owner(List<int[]> outer, int[] hole) {
    for (int o = outer.size() - 1; o > 0; o--) {
      if (contains(outer.get(o), plan.x(hole[0]), plan.y(hole[0]))) {
        return o;
      }
    }
    return 0;
  }

  public boolean contains(int[] ring, double px, double py) {
    boolean in = false;
    for (int k = 0, p = ring.length - 1; k < ring.length; p = k++) {
      double ay = plan.y(ring[k]);
      double by = plan.y(ring[p]);
      double ax = plan.x(ring[k]);
      if ((ay > py) != (by > py) && px < (plan.x(ring[p]) - ax) * (py - ay) / (by - ay) + ax) {
        in = !in;
      }
    }
    return in;
  }

  private void write(Table.Builder table, int[] ring, boolean hole) {
    int[] x = new int[ring.length];
    int[] y = new int[ring.length];
    for (int k = 0; k < ring.length; k++) {
      x[k] = mm(plan.x(ring[k]));
      y[k] = mm(plan.y(ring[k]));
    }
    table.ring(x, y, hole);
  }

  public static int mm(double metres) {
    return (int) Math.rint(metres * 1000);
  }

  /**
   * Merges units until a number of groups is left: always the lightest unit that has a neighbour,
   * into the neighbour with the most border per weight. Borders count less along main roads, and
   * units of different {@code parent} never merge. Returns the group of each unit, numbered from 0;
   * units −1 stay out.
   */
  public int[] merge(int[] unitOfFace, double[] weight, int[] parent, boolean[] urban, int groups) {
    int n = weight.length;
    List<TreeMap<Integer, Double>> border = new ArrayList<>();
    for (int u = 0; u < n; u++) {
      border.add(new TreeMap<>());
    }
    for (int s = 0; s < start.length; s++) {
      int u = unitOfFace[face[s]];
      int w = twin[s] < 0 ? -1 : unitOfFace[face[twin[s]]];
      if (u >= 0 && w >= 0 && u != w && parent[u] == parent[w]) {
        double ease = kind(s).isArterial() ? 0.25 + 0.12 * kind(s).ordinal() / 10 : 1;
        border.get(u).merge(w, length(s) * (kind(s) == Kind.RAIL ? 0.15 : ease), Double::sum);
      }
    }
    double[] heavy = weight.clone();
    int[] into = new int[n];
    Arrays.setAll(into, u -> u);
    for (int left = n; left > groups; left--) {
      int least = -1;
      for (int u = 0; u < n; u++) {
        if (into[u] == u && !border.get(u).isEmpty() && (least < 0 || heavy[u] < heavy[least])) {
          least = u;
        }
      }
      if (least < 0) {
        break;
      }
      int best = -1;
      double score = -1;
      for (var e : border.get(least).entrySet()) {
        int u = e.getKey();
        double kin = urban[u] == urban[least] ? 3 : 1;
        double s = kin * e.getValue() / Math.sqrt(heavy[u] + 200);
        if (s > score) {
          score = s;
          best = u;
        }
      }
      absorb(border, best, least);
      heavy[best] += heavy[least];
      into[least] = best;
    }
    return numbered(into);
  }

  private static void absorb(List<TreeMap<Integer, Double>> border, int best, int least) {
    for (var e : border.get(least).entrySet()) {
      int u = e.getKey();
      border.get(u).remove(least);
      if (u != best) {
        border.get(u).merge(best, e.getValue(), Double::sum);
        border.get(best).merge(u, e.getValue(), Double::sum);
      }
    }
    border.get(least).clear();
  }

  private static int[] numbered(int[] into) {
    int[] number = new int[into.length];
    Arrays.fill(number, -1);
    int[] out = new int[into.length];
    int next = 0;
    for (int u = 0; u < into.length; u++) {
      int r = u;
      while (into[r] != r) {
        r = into[r];
      }
      if (number[r] < 0) {
        number[r] = next++;
      }
      out[u] = number[r];
    }
    return out;
  }
}
