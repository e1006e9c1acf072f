package city.emona.graph;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Betweenness of links: over all shortest paths from the given sources to all nodes, how many run
 * over each link, ties shared by the number of paths (Brandes 2001, "A faster algorithm for
 * betweenness centrality"; sampled sources as in Brandes and Pich 2007). Costs are whole numbers,
 * so that ties are exact. Sources are dealt to chunks of {@value #CHUNK} that are added in order:
 * the result does not depend on the number of threads. Stateless and thread-safe.
 */
public final class Betweenness {
  private static final int CHUNK = 4;

  private final Csr graph;
  private final int[] cost;
  private final int links;

  private Betweenness(Csr graph, int[] cost, int links) {
    this.graph = graph;
    this.cost = cost;
    this.links = links;
  }

  /** By link number; {@code cost} by link number, at least 1. */
  public static double[] ofLinks(Csr graph, int[] cost, int[] sources, int threads) {
    Betweenness b = new Betweenness(graph, cost, cost.length);
    double[][] sums = new double[(sources.length + CHUNK - 1) / CHUNK][];
    AtomicInteger next = new AtomicInteger();
    Runnable work =
        () -> {
          for (int c = next.getAndIncrement(); c < sums.length; c = next.getAndIncrement()) {
            int end = Math.min(sources.length, (c + 1) * CHUNK);
            sums[c] = b.sum(Arrays.copyOfRange(sources, c * CHUNK, end));
          }
        };
    Thread[] pool = new Thread[Math.max(1, Math.min(threads, sums.length))];
    for (int t = 1; t < pool.length; t++) {
      pool[t] = new Thread(work, "betweenness-" + t);
      pool[t].start();
    }
    work.run();
    for (int t = 1; t < pool.length; t++) {
      join(pool[t]);
    }
    double[] out = new double[cost.length];
    for (double[] s : sums) {
      for (int l = 0; l < out.length; l++) {
        out[l] += s[l];
      }
    }
    return out;
  }

  private static void join(Thread t) {
    boolean interrupted = false;
    while (t.isAlive()) {
      try {
        t.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private double[] sum(int[] sources) {
    double[] out = new double[links];
    int n = graph.nodeCount();
    long[] best = new long[n];
    double[] paths = new double[n];
    double[] share = new double[n];
    int[] order = new int[n];
    for (int s : sources) {
      int reached = search(s, best, order);
      Arrays.fill(paths, 0);
      Arrays.fill(share, 0);
      paths[s] = 1;
      for (int k = 0; k < reached; k++) {
        int v = order[k];
        for (int p = graph.first()[v]; p < graph.first()[v + 1]; p++) {
          if (best[v] + cost[graph.link()[p]] == best[graph.head()[p]]) {
            paths[graph.head()[p]] += paths[v];
          }
        }
      }
      for (int k = reached - 1; k >= 0; k--) {
        int v = order[k];
        for (int p = graph.first()[v]; p < graph.first()[v + 1]; p++) {
          int w = graph.head()[p];
          if (best[v] + cost[graph.link()[p]] == best[w]) {
            double part = paths[v] / paths[w] * (1 + share[w]);
            out[graph.link()[p]] += part;
            share[v] += part;
          }
        }
      }
    }
    return out;
  }

  /** Dijkstra 1959; the nodes in order of their cost, ties by the lower node. */
  private int search(int source, long[] best, int[] order) {
    Arrays.fill(best, Long.MAX_VALUE);
    best[source] = 0;
    int reached = 0;
    java.util.PriorityQueue<long[]> queue =
        new java.util.PriorityQueue<>(
            (a, b) -> a[0] != b[0] ? Long.compare(a[0], b[0]) : Long.compare(a[1], b[1]));
    queue.add(new long[] {0, source});
    while (!queue.isEmpty()) {
      long[] top = queue.poll();
      int v = (int) top[1];
      if (top[0] > best[v]) {
        continue;
      }
      order[reached++] = v;
      for (int p = graph.first()[v]; p < graph.first()[v + 1]; p++) {
        int w = graph.head()[p];
        long c = top[0] + cost[graph.link()[p]];
        if (c < best[w]) {
          best[w] = c;
          queue.add(new long[] {c, w});
        }
      }
    }
    return reached;
  }
}
