package city.emona.citygen.plan.blocks;

import city.emona.citygen.plan.Dice;
import city.emona.citygen.plan.Dice.Stage;
import city.emona.citygen.plan.Ints;
import city.emona.citygen.plan.Kind;
import city.emona.citygen.plan.Plan;
import city.emona.citygen.plan.Planar;
import city.emona.citygen.plan.Site;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Brings the share of dead ends of a split plan to the wanted one: culs-de-sac into large blocks
 * where there are too few, side streets that lead nowhere taken away where there are too many.
 * Metres; confined to one thread.
 */
final class DeadEnds {
  /** Wanted share of the junctions; towns of northern Portugal have 0.19, the gate ends at 0.15. */
  private static final double SHARE = 0.17;

  /** Faces of this size are no blocks any more. */
  private static final double OPEN_M2 = 40_000;

  /** Share of streets up to a barrier that are given up. */
  private static final double GIVEN_UP = 0.75;

  private static final double ROW_M = 160;

  private final Plan plan;
  private final Dice dice;

  DeadEnds(Plan plan, Dice dice) {
    this.plan = plan;
    this.dice = dice;
  }

  private record Stub(int face, int at, double[][] line, double rank) {}

  void adjust() {
    int[] degree = Blocks.degrees(plan);
    for (int f = 0; f < plan.faces.size(); f++) {
      trim(f, degree);
    }
    giveUp(degree);
    int nodes = 0;
    int dead = 0;
    for (int d : degree) {
      nodes += d == 1 || d > 2 ? 1 : 0;
      dead += d == 1 ? 1 : 0;
    }
    int missing = (int) ((SHARE * nodes - dead) / (1 - 2 * SHARE));
    if (missing > 0) {
      add(missing, degree);
    } else {
      take(-missing, degree);
    }
  }

  /**
   * Most streets that only lead up to a railway or a stream become the limit of land that goes on
   * from their end: rows of them would show where the barrier runs.
   */
  private void giveUp(int[] degree) {
    Map<Integer, Map<Integer, Set<Integer>>> along = new TreeMap<>();
    for (int f = 0; f < plan.faces.size(); f++) {
      int[] v = plan.faces.get(f).vertex();
      for (int k = 0; k < v.length; k++) {
        int before = (k + v.length - 1) % v.length;
        if (degree[v[k]] == 1 && v[before] != v[(k + 1) % v.length]) {
          for (int side : new int[] {before, k}) {
            int way = plan.faces.get(f).way()[side];
            if (isSmall(way) && dice.unit(Stage.STUBS, -4, way) < GIVEN_UP) {
              along.put(way, new TreeMap<>());
            }
          }
        }
      }
    }
    for (Plan.Face f : plan.faces) {
      for (int k = 0; k < f.vertex().length; k++) {
        Map<Integer, Set<Integer>> on = along.get(f.way()[k]);
        if (on != null) {
          int a = f.vertex()[k];
          int b = f.vertex()[(k + 1) % f.vertex().length];
          on.computeIfAbsent(a, v -> new TreeSet<>()).add(b);
          on.computeIfAbsent(b, v -> new TreeSet<>()).add(a);
        }
      }
    }
    along.forEach(
        (way, on) -> {
          // all of it hangs on the one place where it leaves another street
          long more = on.keySet().stream().filter(v -> degree[v] > on.get(v).size()).count();
          boolean once = on.keySet().stream().allMatch(v -> on.get(v).size() < 3);
          long from = on.keySet().stream().filter(v -> degree[v] > 2).count();
          if (more == 1 && from == 1 && once) {
            plan.wayKind.set(way, Kind.HEDGE);
            on.forEach((v, to) -> degree[v] -= to.size());
          }
        });
  }

  private boolean isSmall(int way) {
    Kind kind = plan.wayKind.get(way);
    return !plan.ruled.get(way) && (kind == Kind.RESIDENTIAL || kind == Kind.SERVICE);
  }

  /** Takes the last leg of dead ends that turn off at a corner: hooks that serve nothing. */
  private void trim(int face, int[] degree) {
    int[] v = plan.faces.get(face).vertex();
    Ints corners = new Ints();
    int n = v.length;
    for (int k = 0; k < n; k++) {
      if (degree[v[k]] != 1
          || plan.ruled.get(plan.faces.get(face).way()[k])
          || dice.unit(Stage.STUBS, -3, v[k]) < 0.6
          || v[(k + n - 1) % n] != v[(k + 1) % n]) {
        continue;
      }
      int corner = 0;
      for (int j = 1; j < n / 2 - 1 && degree[v[(k + j) % n]] == 2; j++) {
        if (v[(k + j) % n] != v[(k + n - j) % n]) {
          break; // a hedge ends here
        }
        if (isCorner(v[(k + j - 1) % n], v[(k + j) % n], v[(k + j + 1) % n])) {
          corner = j;
        }
      }
      for (int j = 0; j < corner; j++) {
        corners.add(v[(k + j) % n]);
      }
    }
    if (corners.size() > 0) {
      cutOff(face, corners.toArray(), degree);
    }
  }

  private boolean isCorner(int a, int v, int b) {
    double ax = plan.x(v) - plan.x(a);
    double ay = plan.y(v) - plan.y(a);
    double bx = plan.x(b) - plan.x(v);
    double by = plan.y(b) - plan.y(v);
    double n = Math.sqrt((ax * ax + ay * ay) * (bx * bx + by * by));
    return (ax * bx + ay * by) / n < 0.55;
  }

  /** Takes vertices at the ends of streets off a face, from each end inward. */
  private void cutOff(int face, int[] taken, int[] degree) {
    for (int end : taken) {
      Plan.Face f = plan.faces.get(face);
      int[] v = f.vertex();
      int n = v.length;
      int at = 0;
      while (v[at] != end) {
        at++;
      }
      Ints left = new Ints();
      Ints way = new Ints();
      Ints attach = new Ints();
      // the end and one of the two visits of its neighbour go
      for (int j = 1; j < n - 1; j++) {
        int k = (at + j) % n;
        left.add(v[k]);
        way.add(f.way()[k]);
        attach.add(f.attach()[k]);
      }
      degree[end] = 0;
      degree[v[(at + 1) % n]]--;
      byte[] joins = new byte[attach.size()];
      for (int k = 0; k < joins.length; k++) {
        joins[k] = (byte) attach.get(k);
      }
      // the side before the end's neighbour's second visit closes the ring
      plan.faces.set(
          face,
          new Plan.Face(
              left.toArray(),
              way.toArray(),
              joins,
              f.water(),
              f.urban(),
              f.fabric(),
              f.hood(),
              f.part()));
    }
  }

  /** Culs-de-sac into the largest suitable blocks. */
  private void add(int wanted, int[] degree) {
    List<Stub> found = new ArrayList<>();
    for (int f = 0; f < plan.faces.size(); f++) {
      Stub s = stub(f, degree);
      if (s != null) {
        found.add(s);
      }
    }
    found.sort(
        (a, b) ->
            a.rank != b.rank ? Double.compare(a.rank, b.rank) : Integer.compare(a.face, b.face));
    int street = 0;
    for (int k = 0; k < plan.wayStreet.size(); k++) {
      street = Math.max(street, plan.wayStreet.get(k) + 1);
    }
    for (int k = 0; k < Math.min(wanted, found.size()); k++) {
      insert(found.get(k), street++);
    }
  }

  /** Takes side streets that lead nowhere away again, the shortest more often. */
  private void take(int surplus, int[] degree) {
    List<double[]> ends = new ArrayList<>();
    for (int f = 0; f < plan.faces.size(); f++) {
      int[] v = plan.faces.get(f).vertex();
      for (int k = 0; k < v.length; k++) {
        int before = (k + v.length - 1) % v.length;
        boolean small = isSmall(plan.faces.get(f).way()[k]);
        if (degree[v[k]] == 1 && small && v[before] == v[(k + 1) % v.length]) {
          boolean open = plan.area(v) > OPEN_M2;
          ends.add(new double[] {dice.unit(Stage.STUBS, v[k], 9), v[k], f, open ? 1 : 0});
        }
      }
    }
    // rows of ends along open land serve nobody: they go first
    for (double[] end : ends) {
      end[0] *= end[3] > 0 && isInRow(end, ends) ? 0.1 : 1;
    }
    ends.sort((a, b) -> a[0] != b[0] ? Double.compare(a[0], b[0]) : Double.compare(a[1], b[1]));
    for (int k = 0; k < Math.min(surplus, ends.size()); k++) {
      take((int) ends.get(k)[2], (int) ends.get(k)[1], degree);
    }
  }

  /** Takes one side street off the ring of its face, from its end to the first junction. */
  private boolean isInRow(double[] end, List<double[]> ends) {
    for (double[] other : ends) {
      int v = (int) end[1];
      int w = (int) other[1];
      if (v != w && Site.distance(plan.x(v), plan.y(v), plan.x(w), plan.y(w)) < ROW_M) {
        return true;
      }
    }
    return false;
  }

  private void take(int face, int end, int[] degree) {
    Plan.Face f = plan.faces.get(face);
    Ints v = Ints.of(f.vertex());
    Ints way = Ints.of(f.way());
    byte[] attach = f.attach().clone();
    int at = 0;
    while (v.get(at) != end) {
      at++;
    }
    while (degree[v.get(at)] == 1 && v.size() > 4) {
      int n = v.size();
      int before = (at + n - 1) % n;
      int next = v.get((at + 1) % n);
      if (v.get(before) != next) {
        break;
      }
      degree[v.get(at)]--;
      degree[next]--;
      int low = Math.min(before, at);
      int high = Math.max(before, at);
      for (int k : new int[] {high, low}) {
        v.remove(k);
        way.remove(k);
        System.arraycopy(attach, k + 1, attach, k, attach.length - k - 1);
      }
      at = 0;
      while (v.get(at) != next) {
        at++;
      }
    }
    plan.faces.set(
        face,
        new Plan.Face(
            v.toArray(),
            way.toArray(),
            Arrays.copyOf(attach, v.size()),
            f.water(),
            f.urban(),
            f.fabric(),
            f.hood(),
            f.part()));
  }

  private Stub stub(int face, int[] degree) {
    Plan.Face f = plan.faces.get(face);
    boolean field = f.fabric().isOpen();
    double area = plan.area(f.vertex());
    if (f.water() || (f.fabric().stubs == 0 && !field) || area < 7000) {
      return null;
    }
    int n = f.vertex().length;
    Stub best = null;
    for (int k = 0; k < n; k++) {
      if (f.attach()[k] != Plan.Face.STREET || degree[f.vertex()[k]] != 2) {
        continue;
      }
      double[][] line = reachIn(f.vertex(), k, face, field ? 190 : 105);
      if (line == null) {
        continue;
      }
      double length =
          Site.distance(
              plan.x(f.vertex()[k]),
              plan.y(f.vertex()[k]),
              line[line.length - 1][0],
              line[line.length - 1][1]);
      double rank =
          dice.unit(Stage.STUBS, face, 1) / (field ? 0.15 : f.fabric().stubs)
              - 0.3 * Math.min(1, area / 40_000);
      if (best == null || length > best.line.length * 26.0 + 5) {
        best = new Stub(face, k, line, rank);
      }
    }
    return best;
  }

  /** A bent line from a ring vertex inward that keeps 24 m from the other side, or null. */
  private double[][] reachIn(int[] v, int k, int face, double longest) {
    int n = v.length;
    double x = plan.x(v[k]);
    double y = plan.y(v[k]);
    double tx = plan.x(v[(k + 1) % n]) - plan.x(v[(k + n - 1) % n]);
    double ty = plan.y(v[(k + 1) % n]) - plan.y(v[(k + n - 1) % n]);
    double m = Math.sqrt(tx * tx + ty * ty);
    if (m < 1) {
      return null;
    }
    double dx = -ty / m;
    double dy = tx / m;
    double bend = 0.13 * dice.signed(Stage.STUBS, face, 2);
    double step = 13;
    int steps = (int) (longest * (0.5 + 0.5 * dice.unit(Stage.STUBS, face, 3)) / step);
    List<double[]> line = new ArrayList<>();
    for (int s = 1; s <= steps; s++) {
      double turn = bend * s;
      double c = StrictMath.cos(turn);
      double d = StrictMath.sin(turn);
      x += step * (dx * c - dy * d);
      y += step * (dx * d + dy * c);
      double clear = clearance(v, k, x, y);
      if (clear < 23 && s > 1) {
        break;
      }
      line.add(new double[] {x, y});
    }
    return line.size() < 3 ? null : line.toArray(new double[0][]);
  }

  private double clearance(int[] v, int skip, double px, double py) {
    double least = Double.MAX_VALUE;
    int n = v.length;
    for (int k = 0; k < n; k++) {
      int m = (k + 1) % n;
      if (k != skip && m != skip) {
        least =
            Math.min(
                least,
                Planar.distance(px, py, plan.x(v[k]), plan.y(v[k]), plan.x(v[m]), plan.y(v[m])));
      }
    }
    return least;
  }

  private void insert(Stub s, int street) {
    Plan.Face f = plan.faces.get(s.face);
    int way = plan.addWay(Kind.RESIDENTIAL, street, false);
    int n = f.vertex().length;
    int extra = s.line.length;
    int[] v = new int[n + 2 * extra];
    int[] ways = new int[v.length];
    byte[] attach = Arrays.copyOf(f.attach(), v.length);
    int[] inner = new int[extra];
    for (int k = 0; k < extra; k++) {
      inner[k] = plan.addVertex(s.line[k][0], s.line[k][1]);
    }
    int at = 0;
    for (int k = 0; k < n; k++) {
      v[at] = f.vertex()[k];
      ways[at++] = f.way()[k];
      if (k == s.at) {
        ways[at - 1] = way;
        for (int i = 0; i < extra; i++) {
          v[at] = inner[i];
          ways[at++] = way;
        }
        for (int i = extra - 2; i >= 0; i--) {
          v[at] = inner[i];
          ways[at++] = way;
        }
        v[at] = f.vertex()[k];
        ways[at++] = f.way()[k];
      }
    }
    plan.faces.set(
        s.face, new Plan.Face(v, ways, attach, false, f.urban(), f.fabric(), f.hood(), f.part()));
  }
}
