package city.emona.simulate.traffic.equilibrium;

/**
 * Who wants to go where: pair {@code p} goes from {@code originNode[p]} to {@code
 * destinationNode[p]} in routing class {@code routing[p]} (users with the same rights of way),
 * ordered by (routing, origin). Not written to after it was made.
 */
public record Trips(int[] originNode, int[] destinationNode, int[] routing, int routingCount) {
  public Trips {
    for (int p = 1; p < originNode.length; p++) {
      if (routing[p] < routing[p - 1]) {
        throw new IllegalArgumentException("pairs must be ordered by routing class and origin");
      }
    }
  }

  int pairCount() {
    return originNode.length;
  }

  /**
   * First pair of each run of equal routing class and origin, and the number of pairs at the end.
   */
  int[] groups() {
    int n = pairCount();
    int[] first = new int[n + 1];
    int groups = 0;
    for (int p = 0; p < n; p++) {
      if (p == 0 || originNode[p] != originNode[p - 1] || routing[p] != routing[p - 1]) {
        first[groups++] = p;
      }
    }
    first[groups] = n;
    return java.util.Arrays.copyOf(first, groups + 1);
  }
}
