package city.emona.citygen.plan.blocks;

import city.emona.citygen.plan.Fabric;
import city.emona.citygen.plan.Plan;
import city.emona.citygen.plan.Site;
import city.emona.citygen.plan.Zoning;
import city.emona.simulate.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs the splitter over all faces of the skeleton on any number of threads, puts the parts
 * together in the order of the faces and adds culs-de-sac. Metres.
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
    new Compounds(plan, site).build();
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
      for (int way = 0; way < s.kinds.size(); way++) {
        plan.ruled.set(plan.addWay(s.kinds.get(way), street++, false), s.ruled.get(way));
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
}
