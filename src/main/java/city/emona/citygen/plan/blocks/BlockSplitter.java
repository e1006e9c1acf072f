package city.emona.citygen.plan.blocks;

import city.emona.citygen.plan.Dice;
import city.emona.citygen.plan.Dice.Stage;
import city.emona.citygen.plan.Fabric;
import city.emona.citygen.plan.Ints;
import city.emona.citygen.plan.Kind;
import city.emona.citygen.plan.Plan;
import city.emona.citygen.plan.Planar;
import city.emona.citygen.plan.Site;
import city.emona.citygen.plan.Zoning;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Step 5 of the recipe: splits one face of the skeleton across its longer side, again and again,
 * first into neighbourhoods, then by their fabric into blocks. A street is a curve between two
 * existing vertices of the ring that leaves both at near right angles and keeps clear of the rest,
 * and its own vertices are where later streets may join; so the plan stays planar and connected by
 * construction, and faces are independent of each other (any order, any thread). Metres.
 */
public final class BlockSplitter {
  private static final int TRIES = 40;

  private final Plan base;
  private final Zoning zoning;
  private final Dice dice;
  private final double scale;
  private final double crossing;
  private final int faceId;
  private final int firstVertex;
  private final int firstWay;

  private final List<double[]> points = new ArrayList<>();
  public final List<Kind> kinds = new ArrayList<>();
  public final BitSet ruled = new BitSet();

  /** How many streets use a vertex of this face's own already. */
  private final Ints uses = new Ints();

  public final List<Plan.Face> leaves = new ArrayList<>();
  private int hoods;

  private record Part(
      int[] v, int[] way, byte[] attach, Fabric fabric, int hood, long path, int failures) {}

  private record Chord(int a, int b, double score) {}

  public BlockSplitter(
      Plan base, Zoning zoning, Dice dice, double scale, double crossing, int faceId) {
    this.base = base;
    this.zoning = zoning;
    this.dice = dice;
    this.scale = scale;
    this.crossing = crossing;
    this.faceId = faceId;
    this.firstVertex = base.vertexCount();
    this.firstWay = base.wayKind.size();
  }

  public int vertexCount() {
    return points.size();
  }

  public double[] point(int k) {
    return points.get(k);
  }

  public int hoodCount() {
    return hoods;
  }

  public double x(int v) {
    return v < firstVertex ? base.x(v) : points.get(v - firstVertex)[0];
  }

  public double y(int v) {
    return v < firstVertex ? base.y(v) : points.get(v - firstVertex)[1];
  }

  public void run() {
    Plan.Face f = base.faces.get(faceId);
    ArrayDeque<Part> queue = new ArrayDeque<>();
    queue.add(new Part(f.vertex(), f.way(), f.attach(), null, -1, 1, 0));
    while (!queue.isEmpty()) {
      Part p = queue.poll();
      double area = area(p.v);
      double[] c = centre(p.v);
      long key = faceId * 0x100000000L + p.path;
      if (p.fabric == null) {
        double hood = hoodM2(p.v, c) * scale;
        double wide = dice.unit(Stage.SPLIT, key, 1);
        if (area < hood * (0.5 + 2.4 * wide * wide) || p.failures > 1) {
          Fabric fabric = zoning.fabric(c[0], c[1], key);
          Part hoodPart = new Part(p.v, p.way, p.attach, fabric, hoods++, p.path, 0);
          if (!grow(hoodPart, key)) {
            queue.addFirst(hoodPart);
          }
          continue;
        }
      } else if (isLeaf(p, area, key)) {
        leaf(p.v, p.way, p.attach, p.fabric, p.hood);
        continue;
      }
      Part[] two = split(p, area, c, key);
      boolean large = p.fabric == null || area > 1.8 * p.fabric.blockM2;
      if (two == null && large && p.failures < (p.fabric == null ? 2 : 1)) {
        queue.addFirst(new Part(p.v, p.way, p.attach, p.fabric, p.hood, p.path, p.failures + 1));
      } else if (two == null) {
        leaf(p.v, p.way, p.attach, left(p, area), p.hood);
      } else {
        queue.add(two[0]);
        queue.add(two[1]);
      }
    }
  }

  /** Fills a neighbourhood with grown streets; false where none found an opening. */
  private boolean grow(Part p, long key) {
    int n = p.v.length;
    double[] px = new double[n];
    double[] py = new double[n];
    boolean[] opens = new boolean[n];
    for (int k = 0; k < n; k++) {
      px[k] = x(p.v[k]);
      py[k] = y(p.v[k]);
      int used = p.v[k] < firstVertex ? 0 : uses.get(p.v[k] - firstVertex);
      boolean over = used == 1 && dice.unit(Stage.PORTS, key, p.v[k]) < 0.5 * crossing;
      boolean free = used == 0 || over;
      opens[k] = p.attach[k] == Plan.Face.STREET && free;
    }
    Ground ground = new Ground(zoning.site);
    StreetGraph g = Patterns.grow(p.fabric, scale, crossing, px, py, opens, ground, key);
    if (g == null || g.streetCount() == 0) {
      return false;
    }
    int shift = firstVertex + points.size() - n;
    for (int v = n; v < g.vertexCount(); v++) {
      points.add(new double[] {g.x(v), g.y(v)});
      uses.add(1);
    }
    for (int k = 0; k < n; k++) {
      if (g.isJoined(k) && p.v[k] >= firstVertex) {
        uses.set(p.v[k] - firstVertex, 1);
      }
    }
    int way = firstWay + kinds.size();
    for (int s = 0; s < g.streetCount(); s++) {
      boolean track = p.fabric.isOpen() && dice.unit(Stage.GROWTH, key, -2 - s) < 0.35;
      Kind kind = p.fabric == Fabric.MEDIEVAL ? Kind.LIVING : Kind.RESIDENTIAL;
      if (g.isRuled(s)) {
        ruled.set(kinds.size());
      }
      kinds.add(track && !g.isRuled(s) || g.isYard(s) ? Kind.SERVICE : kind);
    }
    for (StreetGraph.Ring r : g.faces()) {
      int m = r.vertex().length;
      int[] v = new int[m];
      int[] ways = new int[m];
      byte[] attach = new byte[m];
      boolean plot = true;
      for (int k = 0; k < m; k++) {
        int local = r.vertex()[k];
        int side = r.side()[k];
        v[k] = local < n ? p.v[local] : local + shift;
        ways[k] = side >= 0 ? way + side : p.way[-1 - side];
        attach[k] = local < n && !g.isJoined(local) ? p.attach[local] : Plan.Face.CLOSED;
        plot &= side >= 0 && g.isRuled(side);
      }
      if (plot && p.fabric.isOpen()) {
        leaves.add(new Plan.Face(v, ways, attach, false, true, Fabric.VILLA, p.hood, faceId));
      } else {
        leaf(v, ways, attach, p.fabric, p.hood);
      }
    }
    return true;
  }

  private void leaf(int[] v, int[] way, byte[] attach, Fabric hood, int number) {
    double[] c = centre(v);
    Fabric f = zoning.block(c[0], c[1], area(v), hood);
    leaves.add(new Plan.Face(v, way, attach, false, !f.isOpen(), f, number, faceId));
  }

  /** What becomes of a part that streets cannot open up: a green, if it is far too large. */
  private static Fabric left(Part p, double area) {
    return p.fabric.isUrban() && area > 3.2 * p.fabric.blockM2 ? Fabric.PARK : p.fabric;
  }

  /** The smallest neighbourhood size wanted at the centre or anywhere on the ring. */
  private double hoodM2(int[] v, double[] c) {
    double least = zoning.neighbourhoodM2(c[0], c[1]);
    int step = Math.max(1, v.length / 12);
    for (int k = 0; k < v.length; k += step) {
      double px = 0.8 * x(v[k]) + 0.2 * c[0];
      double py = 0.8 * y(v[k]) + 0.2 * c[1];
      least = Math.min(least, zoning.neighbourhoodM2(px, py));
    }
    return least;
  }

  private boolean isLeaf(Part p, double area, long key) {
    Fabric f = p.fabric;
    // a neighbourhood is finer or coarser as a whole: real towns do not have one grain
    double grain = dice.unit(Stage.SPLIT, faceId, 1000 + p.hood);
    double vary = (0.65 + 0.8 * dice.unit(Stage.SPLIT, key, 2)) * (0.55 + 1.25 * grain * grain);
    return f == Fabric.WATER || area < f.blockM2 * scale * vary * (f.isUrban() ? 1.25 : 1.6);
  }

  private Part[] split(Part p, double area, double[] c, long key) {
    double[] box = box(p.v);
    Fabric f = p.fabric;
    double jitter = f == null ? 0.2 : f.jitter;
    double axis = box[0];
    double length = box[1];
    double width = box[2];
    if (f != null && f.isUrban() && width > 2.1 * f.depthM && length < f.slender * f.depthM * 1.5) {
      axis += StrictMath.PI / 2;
      double t = length;
      length = width;
      width = t;
    }
    double ratio = 0.5 + 0.11 * dice.signed(Stage.SPLIT, key, 3);
    double ax = StrictMath.cos(axis);
    double ay = StrictMath.sin(axis);
    double low = Double.MAX_VALUE;
    double high = -Double.MAX_VALUE;
    for (int v : p.v) {
      double t = x(v) * ax + y(v) * ay;
      low = Math.min(low, t);
      high = Math.max(high, t);
    }
    double cutAt = low + ratio * (high - low);
    double lean = axis + StrictMath.PI / 2 + 0.55 * jitter * dice.signed(Stage.SPLIT, key, 4);
    List<Chord> chords = chords(p, cutAt, ax, ay, lean, length, key);
    double least = f == null ? area * 0.18 : Math.max(1100, Math.min(area * 0.22, f.blockM2 * 0.4));
    least *= p.failures > 0 ? 0.25 : 1;
    int tries = Math.min(p.failures > 0 ? 8 * TRIES : TRIES, chords.size());
    for (int k = 0; k < tries; k++) {
      Part[] two = cut(p, chords.get(k), area, least, key);
      if (two != null) {
        return two;
      }
    }
    return null;
  }

  /** Pairs of ring positions near the wanted cut, best first. */
  private List<Chord> chords(
      Part p, double cutAt, double ax, double ay, double lean, double length, long key) {
    Ints near = new Ints();
    int n = p.v.length;
    for (int k = 0; k < n; k++) {
      if (p.attach[k] != Plan.Face.CLOSED
          && Math.abs(x(p.v[k]) * ax + y(p.v[k]) * ay - cutAt)
              < (p.failures > 0 ? 1 : 0.3) * length + 20) {
        near.add(k);
      }
    }
    Fabric f = p.fabric;
    double[] c = centre(p.v);
    boolean urban = zoning.isUrban(c[0], c[1]);
    double through = f == null ? 0.65 : f.through;
    double lx = StrictMath.cos(lean);
    double ly = StrictMath.sin(lean);
    double[] malus = new double[n];
    double[][] inward = new double[n][];
    for (int i = 0; i < near.size(); i++) {
      int k = near.get(i);
      inward[k] = inward(p.v, k);
      int v = p.v[k];
      int used = v < firstVertex ? 0 : uses.get(v - firstVertex);
      double draw = dice.unit(Stage.SPLIT, key * 31 + 7, v);
      malus[k] = 0.08 * draw + (used == 1 ? (draw < through ? -0.35 : 0.8) : used > 1 ? 3 : 0);
    }
    List<Chord> out = new ArrayList<>();
    for (int i = 0; i < near.size(); i++) {
      for (int j = i + 1; j < near.size(); j++) {
        int a = near.get(i);
        int b = near.get(j);
        if (b - a < 2 || (a == 0 && b == n - 1)) {
          continue;
        }
        int barriers = (p.attach[a] >> 1) + (p.attach[b] >> 1);
        if (barriers == 2 && urban && f != null) {
          continue;
        }
        double dx = x(p.v[b]) - x(p.v[a]);
        double dy = y(p.v[b]) - y(p.v[a]);
        double d = Math.sqrt(dx * dx + dy * dy);
        if (d < 25) {
          continue;
        }
        double endA = (dx * inward[a][0] + dy * inward[a][1]) / d;
        double endB = -(dx * inward[b][0] + dy * inward[b][1]) / d;
        if (endA < 0.45 || endB < 0.45) {
          continue;
        }
        double along = Math.abs(dx * lx + dy * ly) / d;
        double middle = ((x(p.v[a]) + x(p.v[b])) * ax + (y(p.v[a]) + y(p.v[b])) * ay) / 2 - cutAt;
        double score =
            2.2 * (1 - along)
                + 2.6 * Math.abs(middle) / length
                + 0.9 * (2 - endA - endB)
                + malus[a]
                + malus[b]
                + (urban ? 3 : 0.6) * barriers
                + 0.25 * d / length;
        out.add(new Chord(a, b, score));
      }
    }
    out.sort(
        (s, t) -> {
          int byScore = Double.compare(s.score, t.score);
          return byScore != 0 ? byScore : s.a != t.a ? s.a - t.a : s.b - t.b;
        });
    return out;
  }

  /** Unit direction into the face at ring position k: the bisector of its interior angle. */
  private double[] inward(int[] v, int k) {
    int n = v.length;
    double px = x(v[(k + n - 1) % n]) - x(v[k]);
    double py = y(v[(k + n - 1) % n]) - y(v[k]);
    double qx = x(v[(k + 1) % n]) - x(v[k]);
    double qy = y(v[(k + 1) % n]) - y(v[k]);
    double pn = Math.sqrt(px * px + py * py);
    double qn = Math.sqrt(qx * qx + qy * qy);
    double tx = qx / qn - px / pn;
    double ty = qy / qn - py / pn;
    double m = Math.sqrt(tx * tx + ty * ty);
    return m < 1e-9 ? new double[] {0, 0} : new double[] {-ty / m, tx / m};
  }

  private Part[] cut(Part p, Chord chord, double area, double least, long key) {
    Fabric f = p.fabric;
    double bend = f == null ? 0.5 : f.bend;
    for (int attempt = 0; attempt < 2; attempt++) {
      double[][] line = curve(p.v, chord, attempt == 0 ? bend : 0, f == null, key);
      if (!isClear(p.v, chord, line, f == null ? 30 : Math.min(45, 0.4 * f.depthM))) {
        continue;
      }
      int[] inner = new int[line.length];
      int start = points.size();
      for (int k = 0; k < line.length; k++) {
        inner[k] = firstVertex + start + k;
        points.add(line[k]);
      }
      int[][] rings = rings(p.v, chord, inner);
      boolean thin = f == null && Math.min(compactness(rings[0]), compactness(rings[1])) < 0.3;
      if (thin || area(rings[0]) < least || area(rings[1]) < least) {
        while (points.size() > start) {
          points.remove(points.size() - 1);
        }
        continue;
      }
      for (int k = 0; k < line.length; k++) {
        uses.add(0);
      }
      return accept(p, chord, inner, rings, key);
    }
    return null;
  }

  private Part[] accept(Part p, Chord chord, int[] inner, int[][] rings, long key) {
    boolean barrierA = p.attach[chord.a] == Plan.Face.BARRIER;
    boolean barrierB = p.attach[chord.b] == Plan.Face.BARRIER;
    Kind kind = kind(p, chord, barrierA && barrierB, key);
    int way = firstWay + kinds.size();
    kinds.add(kind);
    int wayA = way;
    int wayB = way;
    if (kind.street && (barrierA || barrierB)) {
      wayA = barrierA ? way + 1 : way;
      wayB = barrierB ? way + 1 : way;
      kinds.add(Kind.HEDGE);
    }
    for (int end : new int[] {p.v[chord.a], p.v[chord.b]}) {
      if (end >= firstVertex) {
        uses.set(end - firstVertex, uses.get(end - firstVertex) + 1);
      }
    }
    byte open = kind.street ? Plan.Face.STREET : Plan.Face.BARRIER;
    Part[] two = new Part[2];
    for (int s = 0; s < 2; s++) {
      int from = s == 0 ? chord.a : chord.b;
      int to = s == 0 ? chord.b : chord.a;
      int n = p.v.length;
      int kept = (to - from + n) % n + 1;
      int[] ways = new int[rings[s].length];
      byte[] attach = new byte[rings[s].length];
      for (int k = 0; k < rings[s].length; k++) {
        ways[k] = k < kept - 1 ? p.way[(from + k) % n] : way;
        boolean end = k == 0 || k == kept - 1;
        attach[k] = end ? Plan.Face.CLOSED : k < kept ? p.attach[(from + k) % n] : open;
      }
      ways[kept - 1] = s == 0 ? wayB : wayA;
      ways[ways.length - 1] = s == 0 ? wayA : wayB;
      two[s] = new Part(rings[s], ways, attach, p.fabric, p.hood, p.path * 2 + s, 0);
    }
    return two;
  }

  private Kind kind(Part p, Chord chord, boolean isolated, long key) {
    Fabric f = p.fabric;
    double[] c = centre(p.v);
    boolean urban = zoning.isUrban(c[0], c[1]);
    boolean rural = f == null ? !urban : f.isOpen();
    if (isolated || (rural && dice.unit(Stage.SPLIT, key, 60) < 0.25)) {
      return Kind.HEDGE;
    }
    if (f == null) {
      return urban && dice.unit(Stage.SPLIT, key, 61) < 0.35 ? Kind.TERTIARY : Kind.RESIDENTIAL;
    }
    return rural || f == Fabric.PARK
        ? Kind.SERVICE
        : f == Fabric.MEDIEVAL ? Kind.LIVING : Kind.RESIDENTIAL;
  }

  /** The two rings left and right of a chord: first old vertices from one end, then the new. */
  private static int[][] rings(int[] v, Chord chord, int[] inner) {
    int n = v.length;
    int[][] out = new int[2][];
    for (int s = 0; s < 2; s++) {
      int from = s == 0 ? chord.a : chord.b;
      int to = s == 0 ? chord.b : chord.a;
      int kept = (to - from + n) % n + 1;
      int[] ring = new int[kept + inner.length];
      for (int k = 0; k < kept; k++) {
        ring[k] = v[(from + k) % n];
      }
      for (int k = 0; k < inner.length; k++) {
        ring[kept + k] = s == 0 ? inner[inner.length - 1 - k] : inner[k];
      }
      out[s] = ring;
    }
    return out;
  }

  /** Inner points of the street from a to b; end directions between square and straight. */
  private double[][] curve(int[] v, Chord chord, double bend, boolean old, long key) {
    double ax = x(v[chord.a]);
    double ay = y(v[chord.a]);
    double bx = x(v[chord.b]);
    double by = y(v[chord.b]);
    double dx = bx - ax;
    double dy = by - ay;
    double d = Math.sqrt(dx * dx + dy * dy);
    double[] na = inward(v, chord.a);
    double[] nb = inward(v, chord.b);
    double shape = dice.unit(Stage.SPLIT, key, 32);
    boolean smooth = shape < (old ? 0.7 : 0.22);
    double ta = smooth ? bend * (0.6 + 0.5 * dice.unit(Stage.SPLIT, key, 5)) : 0;
    double tb = smooth ? bend * (0.6 + 0.5 * dice.unit(Stage.SPLIT, key, 6)) : 0;
    double sway = smooth ? 0.24 * bend * d * dice.signed(Stage.SPLIT, key, 7) : 0;
    double snake = old && smooth ? 0.07 * bend * d * dice.signed(Stage.SPLIT, key, 33) : 0;
    double turns = 2 + 2.5 * dice.unit(Stage.SPLIT, key, 34);
    int pieces = Math.max(2, (int) Math.round(d / 28));
    // most streets run straight, many have one or two hard bends, some are drawn by the terrain
    double hard = shape > 1 - 0.75 * bend ? d * 0.26 * dice.signed(Stage.SPLIT, key, 30) : 0;
    double again = shape > 1 - 0.3 * bend ? -0.7 * hard : 0;
    double knee = 0.25 + 0.5 * dice.unit(Stage.SPLIT, key, 31);
    double second = knee + 0.5 * (1 - knee);
    double[][] out = new double[pieces - 1][];
    for (int k = 1; k < pieces; k++) {
      double t =
          (k + (k > 1 && k < pieces - 1 ? 0.1 * dice.signed(Stage.SPLIT, key, 8 + k) : 0)) / pieces;
      double h1 = t * t * (3 - 2 * t);
      double h2 = t * (1 - t) * (1 - t);
      double h3 = t * t * (1 - t);
      double mx0 = dx * (1 - ta) + d * na[0] * ta;
      double my0 = dy * (1 - ta) + d * na[1] * ta;
      double mx1 = -dx * (1 - tb) + d * nb[0] * tb;
      double my1 = -dy * (1 - tb) + d * nb[1] * tb;
      double off =
          StrictMath.sin(StrictMath.PI * t)
              * (sway + snake * StrictMath.sin(StrictMath.PI * turns * t));
      if (t < knee || again == 0) {
        off += hard * (t < knee ? t / knee : (1 - t) / (1 - knee));
      } else {
        off +=
            t < second
                ? hard + (again - hard) * (t - knee) / (second - knee)
                : again * (1 - t) / (1 - second);
      }
      double px = ax + dx * h1 + mx0 * h2 + mx1 * h3 - dy / d * off;
      double py = ay + dy * h1 + my0 * h2 + my1 * h3 + dx / d * off;
      out[k - 1] = new double[] {Math.rint(px * 1000) / 1000, Math.rint(py * 1000) / 1000};
    }
    return out;
  }

  /** Whether a street meets nothing of the ring but its own ends and keeps its distance. */
  private boolean isClear(int[] v, Chord chord, double[][] line, double clearM) {
    int n = v.length;
    double[] a = {x(v[chord.a]), y(v[chord.a])};
    double[] b = {x(v[chord.b]), y(v[chord.b])};
    for (int s = 0; s <= line.length; s++) {
      double[] p = s == 0 ? a : line[s - 1];
      double[] q = s == line.length ? b : line[s];
      double minX = Math.min(p[0], q[0]) - clearM;
      double maxX = Math.max(p[0], q[0]) + clearM;
      double minY = Math.min(p[1], q[1]) - clearM;
      double maxY = Math.max(p[1], q[1]) + clearM;
      for (int k = 0; k < n; k++) {
        int m = (k + 1) % n;
        double cx = x(v[k]);
        double cy = y(v[k]);
        double ex = x(v[m]);
        double ey = y(v[m]);
        if (Math.max(cx, ex) < minX
            || Math.min(cx, ex) > maxX
            || Math.max(cy, ey) < minY
            || Math.min(cy, ey) > maxY) {
          continue;
        }
        boolean touchesA = s == 0 && (v[k] == v[chord.a] || v[m] == v[chord.a]);
        boolean touchesB = s == line.length && (v[k] == v[chord.b] || v[m] == v[chord.b]);
        if (touchesA || touchesB) {
          continue;
        }
        double nearEnd = s <= 1 || s >= line.length - 1 ? Math.min(clearM, 9) : clearM;
        if (Planar.distance(p[0], p[1], q[0], q[1], cx, cy, ex, ey) < nearEnd) {
          return false;
        }
      }
    }
    return true;
  }

  private double area(int[] v) {
    double sum = 0;
    for (int k = 0, p = v.length - 1; k < v.length; p = k++) {
      sum += x(v[p]) * y(v[k]) - x(v[k]) * y(v[p]);
    }
    return sum / 2;
  }

  /** Area over that of the circle of the same circumference (Polsby and Popper 1991). */
  private double compactness(int[] v) {
    double around = 0;
    for (int k = 0, p = v.length - 1; k < v.length; p = k++) {
      around += Site.distance(x(v[p]), y(v[p]), x(v[k]), y(v[k]));
    }
    return 4 * StrictMath.PI * area(v) / (around * around);
  }

  private double[] centre(int[] v) {
    double ox = x(v[0]);
    double oy = y(v[0]);
    double sum = 0;
    double sx = 0;
    double sy = 0;
    for (int k = 0, p = v.length - 1; k < v.length; p = k++) {
      double ax = x(v[p]) - ox;
      double ay = y(v[p]) - oy;
      double bx = x(v[k]) - ox;
      double by = y(v[k]) - oy;
      double w = ax * by - bx * ay;
      sum += w;
      sx += w * (ax + bx);
      sy += w * (ay + by);
    }
    return new double[] {ox + sx / (3 * sum), oy + sy / (3 * sum)};
  }

  /** Direction of the longer side, length and width of the narrowest box among 24 directions. */
  private double[] box(int[] v) {
    double bestWidth = Double.MAX_VALUE;
    double bestAngle = 0;
    double bestLength = 0;
    for (int s = 0; s < 24; s++) {
      double angle = StrictMath.PI * s / 24;
      double c = StrictMath.cos(angle);
      double d = StrictMath.sin(angle);
      double l0 = Double.MAX_VALUE;
      double l1 = -Double.MAX_VALUE;
      double w0 = Double.MAX_VALUE;
      double w1 = -Double.MAX_VALUE;
      for (int k : v) {
        double l = x(k) * c + y(k) * d;
        double w = y(k) * c - x(k) * d;
        l0 = Math.min(l0, l);
        l1 = Math.max(l1, l);
        w0 = Math.min(w0, w);
        w1 = Math.max(w1, w);
      }
      if (w1 - w0 < bestWidth) {
        bestWidth = w1 - w0;
        bestAngle = angle;
        bestLength = l1 - l0;
      }
    }
    return new double[] {bestAngle, bestLength, bestWidth};
  }
}
