package city.emona.citygen.plan.blocks;

import city.emona.citygen.plan.Dice.Stage;
import city.emona.citygen.plan.Fabric;
import city.emona.citygen.plan.Kind;
import city.emona.citygen.plan.Plan;
import city.emona.citygen.plan.Site;
import city.emona.citygen.plan.Zoning;
import city.emona.simulate.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs the splitter over all faces of the skeleton on any number of threads, puts the parts
 * together in the order of the faces, adds culs-de-sac and warps the whole plan by a smooth field,
 * which bends streets where the fabric is old and cannot make lines cross. Metres.
 */
public final class Blocks {
  private final Plan plan;
  private final Site site;

  private Blocks(Plan plan, Site site) {
    this.plan = plan;
    this.site = site;
  }

  /**
   * Replaces the land faces of a skeleton plan by blocks.
   *
   * @param crossing factor of the chance that streets cross
   */
  public static void split(
      Plan plan, Site site, double scale, double crossing, int threads, Progress progress) {
    Zoning zoning = new Zoning(site);
    BlockSplitter[] done = new BlockSplitter[plan.faces.size()];
    inParallel(
        done.length,
        threads,
        k -> {
          progress.check();
          if (!plan.faces.get(k).water()) {
            done[k] = new BlockSplitter(plan, zoning, site.dice, scale, crossing, k);
            done[k].run();
          }
        });
    Blocks blocks = new Blocks(plan, site);
    blocks.merge(done);
    new Thinning(plan, site).run();
    new DeadEnds(plan, site.dice).adjust();
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
      // some quarters sway, most do not: old lanes and hillsides against planned rows
      double sway = Math.max(0, noise(site, 5, x, y, 700) - 0.12) * 1.6 + 0.5 * rural;
      double fine = rail[v] ? 0 : (0.3 + 5 * Math.min(1, sway)) * calm;
      double hand = rail[v] ? 0 : 1.5 * calm;
      double wide = rail[v] ? 0 : (2 + 4 * soft + 4 * rural) * calm;
      double wx =
          hand * noise(site, 11, x, y, 55)
              + fine * noise(site, 1, x, y, 110)
              + wide * noise(site, 3, x, y, 260);
      double wy =
          hand * noise(site, 12, x, y, 55)
              + fine * noise(site, 2, x, y, 110)
              + wide * noise(site, 4, x, y, 260);
      // whole quarters bend together, across main roads too, as they do along a slope
      double far = Math.min(1, Math.max(0, (Math.abs(site.v(x, y)) - site.riverWidthM) / 500));
      double out = Math.max(0, Math.min(1, (reach - 0.3) / 0.5));
      double slope = 4 + 9 * Math.min(1, Math.max(0, 0.5 + 1.2 * noise(site, 8, x, y, 1500)));
      wx +=
          far
              * (slope * noise(site, 6, x, y, 330)
                  + (16 + 16 * out) * noise(site, 9, x, y, 600)
                  + (20 + 60 * out) * noise(site, 15, x, y, 1300)
                  + 250 * out * noise(site, 13, x, y, 2900));
      wy +=
          far
              * (slope * noise(site, 7, x, y, 330)
                  + (16 + 16 * out) * noise(site, 10, x, y, 600)
                  + (20 + 60 * out) * noise(site, 16, x, y, 1300)
                  + 250 * out * noise(site, 14, x, y, 2900));
      plan.move(v, (x + wx) * c - (y + wy) * s, (x + wx) * s + (y + wy) * c);
    }
  }

  private static double noise(Site site, int octave, double x, double y, double step) {
    return site.dice.noise(Stage.WARP, octave, x, y, step);
  }
}
