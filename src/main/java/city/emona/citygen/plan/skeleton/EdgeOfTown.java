package city.emona.citygen.plan.skeleton;

import city.emona.citygen.plan.Ints;
import city.emona.citygen.plan.Kind;
import city.emona.citygen.plan.Site;
import city.emona.citygen.plan.Zoning;

/**
 * Where the town ends: marks the built-up nodes of the lattice that hang together with a road, and
 * draws hedges around them, so that every face is either town or country. Towns reach out along
 * their main roads. Confined to one thread while it is made.
 */
final class EdgeOfTown {
  private final Site site;
  private final Lattice lattice;
  private final boolean[] urban;

  EdgeOfTown(Site site, Lattice lattice) {
    this.site = site;
    this.lattice = lattice;
    this.urban = new boolean[lattice.x.length];
    drawEdgeOfTown();
    dropIslands();
  }

  /** Whether the lattice triangle to the left of a step lies in a built-up area. */
  boolean isUrbanLeft(int node, int direction) {
    int j = lattice.neighbour(node, direction);
    int k = lattice.neighbour(node, (direction + 1) % 6);
    return j >= 0 && k >= 0 && urban[node] && urban[j] && urban[k];
  }

  /**
   * Marks the built-up nodes that hang together with a settlement, and hedges where built-up
   * triangles end, so that every face is either town or country.
   */
  private void drawEdgeOfTown() {
    Zoning zoning = new Zoning(site);
    boolean[] inside = new boolean[urban.length];
    Ints stack = new Ints();
    int[] hops = hopsToMainRoad();
    for (int i = 0; i < inside.length; i++) {
      double away = Math.min(6, hops[i]) / 6.0;
      inside[i] = !lattice.isEdge(i) && zoning.isUrban(lattice.x[i], lattice.y[i], away);
    }
    for (int i = 0; i < inside.length; i++) {
      if (inside[i] && lattice.roadDegree(i) > 0) {
        urban[i] = true;
        stack.add(i);
      }
    }
    for (int s = 0; s < stack.size(); s++) {
      for (int d = 0; d < 6; d++) {
        int j = lattice.neighbour(stack.get(s), d);
        if (j >= 0 && inside[j] && !urban[j]) {
          urban[j] = true;
          stack.add(j);
        }
      }
    }
    for (int e = 0; e < lattice.kind.length; e++) {
      int i = e / 3;
      int j = lattice.neighbour(i, e % 3);
      if (j >= 0
          && lattice.kind[e] == Kind.NONE
          && isUrbanLeft(i, e % 3) != isUrbanLeft(j, e % 3 + 3)) {
        lattice.kind[e] = Kind.HEDGE;
      }
    }
  }

  /** Lattice steps from each node to the nearest main road, at most 7. */
  private int[] hopsToMainRoad() {
    int[] hops = new int[urban.length];
    java.util.Arrays.fill(hops, 7);
    Ints queue = new Ints();
    for (int i = 0; i < hops.length; i++) {
      if (lattice.roadDegree(i) > 0) {
        hops[i] = 0;
        queue.add(i);
      }
    }
    for (int q = 0; q < queue.size(); q++) {
      int i = queue.get(q);
      for (int d = 0; d < 6 && hops[i] < 6; d++) {
        int j = lattice.neighbour(i, d);
        if (j >= 0 && hops[j] > hops[i] + 1) {
          hops[j] = hops[i] + 1;
          queue.add(j);
        }
      }
    }
    return hops;
  }

  /** Takes away lines that do not hang together with the border, such as hedges of clearings. */
  private void dropIslands() {
    boolean[] reached = new boolean[urban.length];
    Ints stack = new Ints();
    stack.add(0);
    reached[0] = true;
    for (int s = 0; s < stack.size(); s++) {
      int i = stack.get(s);
      for (int d = 0; d < 6; d++) {
        int j = lattice.neighbour(i, d);
        if (j >= 0 && !reached[j] && lattice.kind[lattice.edge(i, d)] != Kind.NONE) {
          reached[j] = true;
          stack.add(j);
        }
      }
    }
    for (int e = 0; e < lattice.kind.length; e++) {
      if (lattice.kind[e] != Kind.NONE && !reached[e / 3]) {
        lattice.kind[e] = Kind.NONE;
      }
    }
  }
}
