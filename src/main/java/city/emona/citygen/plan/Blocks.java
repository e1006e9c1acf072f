package city.emona.citygen.plan;

import city.emona.citygen.plan.Dice.Stage;
import city.emona.simulate.Progress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs the splitter over all faces of the skeleton on any number of threads, puts the parts
 * together in the order of the faces, adds culs-de-sac and warps the whole plan by a smooth field,
 * which bends streets where the fabric is old and cannot make lines cross. Metres.
 */
public final class Blocks {
  /** Share of nodes that are dead ends after culs-de-sac were added. */
  private static final double DEAD_ENDS = 0.09;

  private final Plan plan;
  private final Site site;
  private final Dice dice;

  private Blocks(Plan plan, Site site) {
    this.plan = plan;
    this.site = site;
    this.dice = site.dice;
  }

  /** Replaces the land faces of a skeleton plan by blocks. */
  public static void split(Plan plan, Site site, double scale, int threads, Progress progress) {
    Zoning zoning = new Zoning(site);
    BlockSplitter[] done = new BlockSplitter[plan.faces.size()];
    inParallel(
        done.length,
        threads,
        k -> {
          progress.check();
          if (!plan.faces.get(k).water()) {
            done[k] = new BlockSplitter(plan, zoning, site.dice, scale, k);
            done[k].run();
          }
        });
    Blocks blocks = new Blocks(plan, site);
    blocks.merge(done);
    blocks.addStubs();
  }

  /** A task for an index, run on some thread. */
  public interface Task {
    void run(int k);
  }

  /** Runs tasks 0 … n − 1; each writes only its own slot, so the result has no order. */
  public static void inParallel(int n, int threads, Task task) {
    AtomicInteger next = new AtomicInteger();
    RuntimeException[] failed = new RuntimeException[1];
    Thread[] pool = new Thread[Math.max(1, Math.min(threads, n))];
    Runnable work =
        () -> {
          try {
            for (int k = next.getAndIncrement(); k < n; k = next.getAndIncrement()) {
              task.run(k);
            }
          } catch (RuntimeException e) {
            synchronized (failed) {
              failed[0] = e;
            }
            next.set(n);
          }
        };
    for (int t = 1; t < pool.length; t++) {
      pool[t] = new Thread(work, "citygen-" + t);
      pool[t].start();
    }
    work.run();
    for (int t = 1; t < pool.length; t++) {
      try {
        pool[t].join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Progress.Cancelled();
      }
    }
    if (failed[0] != null) {
      throw failed[0];
    }
  }

  private void merge(BlockSplitter[] done) {
    int baseVertex = plan.vertexCount();
    int baseWay = plan.wayKind.size();
    List<Plan.Face> skeletonFaces = new ArrayList<>(plan.faces);
    plan.faces.clear();
    int hood = 0;
    int street = 0;
    for (int k = 0; k < plan.wayStreet.size(); k++) {
      street = Math.max(street, plan.wayStreet.get(k) + 1);
    }
    for (int k = 0; k < done.length; k++) {
      BlockSplitter s = done[k];
      if (s == null) {
        Plan.Face f = skeletonFaces.get(k);
        plan.faces.add(
            new Plan.Face(f.vertex(), f.way(), f.attach(), true, false, Fabric.WATER, -1, k));
        continue;
      }
      int vertexShift = plan.vertexCount() - baseVertex;
      int wayShift = plan.wayKind.size() - baseWay;
      for (int i = 0; i < s.vertexCount(); i++) {
        plan.addVertex(s.point(i)[0], s.point(i)[1]);
      }
      for (Kind kind : s.kinds) {
        plan.addWay(kind, street++, false);
      }
      for (Plan.Face leaf : s.leaves) {
        plan.faces.add(
            new Plan.Face(
                shifted(leaf.vertex(), baseVertex, vertexShift),
                shifted(leaf.way(), baseWay, wayShift),
                leaf.attach(),
                false,
                leaf.urban(),
                leaf.fabric(),
                hood + leaf.hood(),
                k));
      }
      hood += s.hoodCount();
    }
  }

  private static int[] shifted(int[] values, int from, int by) {
    int[] out = values.clone();
    for (int k = 0; k < out.length; k++) {
      if (out[k] >= from) {
        out[k] += by;
      }
    }
    return out;
  }

  /** Number of street sides at each vertex. */
  public static int[] degrees(Plan plan) {
    int[] sides = new int[plan.vertexCount()];
    for (Plan.Face f : plan.faces) {
      int n = f.vertex().length;
      for (int k = 0; k < n; k++) {
        if (plan.wayKind.get(f.way()[k]).street) {
          sides[f.vertex()[k]]++;
          sides[f.vertex()[(k + 1) % n]]++;
        }
      }
    }
    for (int v = 0; v < sides.length; v++) {
      sides[v] /= 2;
    }
    return sides;
  }

  private record Stub(int face, int at, double[][] line, double rank) {}

  /** Culs-de-sac into the largest suitable blocks until the wanted share of dead ends is met. */
  private void addStubs() {
    int[] degree = degrees(plan);
    int nodes = 0;
    int dead = 0;
    for (int d : degree) {
      nodes += d == 1 || d > 2 ? 1 : 0;
      dead += d == 1 ? 1 : 0;
    }
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
    int wanted = (int) ((DEAD_ENDS * nodes - dead) / (1 - 2 * DEAD_ENDS));
    int street = 0;
    for (int k = 0; k < plan.wayStreet.size(); k++) {
      street = Math.max(street, plan.wayStreet.get(k) + 1);
    }
    for (int k = 0; k < Math.min(wanted, found.size()); k++) {
      insert(found.get(k), street++);
    }
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

  /** Bends everything: old, late and rural places by some metres, planned ones hardly. */
  public static void warp(Plan plan, Site site, double angle) {
    double c = StrictMath.cos(angle);
    double s = StrictMath.sin(angle);
    boolean[] rail = new boolean[plan.vertexCount()];
    for (Plan.Face f : plan.faces) {
      for (int k = 0; k < f.vertex().length; k++) {
        if (plan.wayKind.get(f.way()[k]) == Kind.RAIL) {
          rail[f.vertex()[k]] = true;
          rail[f.vertex()[(k + 1) % f.vertex().length]] = true;
        }
      }
    }
    for (int v = 0; v < plan.vertexCount(); v++) {
      double x = plan.x(v);
      double y = plan.y(v);
      double reach = site.reach(x, y);
      double soft = Math.min(1, Math.abs(reach - 0.36) / 0.3);
      double rural = Math.min(1, Math.max(0, (reach - 1) / 0.3));
      double calm = Math.min(1, Math.max(0, (Math.abs(site.v(x, y)) - site.riverWidthM) / 150));
      double fine = rail[v] ? 0 : (1 + 4 * soft) * calm;
      double wide = rail[v] ? 0 : (4 + 8 * soft + 10 * rural) * calm;
      double wx = fine * noise(site, 1, x, y, 62) + wide * noise(site, 3, x, y, 125);
      double wy = fine * noise(site, 2, x, y, 62) + wide * noise(site, 4, x, y, 125);
      plan.move(v, (x + wx) * c - (y + wy) * s, (x + wx) * s + (y + wy) * c);
    }
  }

  private static double noise(Site site, int octave, double x, double y, double step) {
    return site.dice.noise(Stage.WARP, octave, x, y, step);
  }
}
