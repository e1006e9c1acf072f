package city.emona.simulate.traffic.equilibrium;

/**
 * A network as the solver sees it, free of any city: columns by link, nodes as dense numbers.
 *
 * <p>Travel time of a link is {@code freeTime · (1 + b · (volume / capacity)^power) + fixed}
 * (Bureau of Public Roads 1964), in any unit of time as long as it is one; {@code fixed} holds
 * tolls and distance costs turned into time. {@code noThrough} nodes are centroids: trips start and
 * end there but never pass. {@code access} is any number per link that is equal only for links that
 * the same users may use at the same times; it tells which links may be joined. A turn from link
 * {@code banFrom[i]} into {@code banTo[i]} is forbidden. Arrays are not copied and must not be
 * written to.
 */
public record AssignmentNetwork(
    int nodeCount,
    int[] from,
    int[] to,
    double[] freeTime,
    double[] b,
    double[] capacity,
    double[] power,
    double[] fixed,
    int[] access,
    boolean[] noThrough,
    int[] banFrom,
    int[] banTo) {

  public AssignmentNetwork {
    for (int i = 0; i < from.length; i++) {
      boolean congests = b[i] != 0 && freeTime[i] != 0;
      if (!(freeTime[i] >= 0)
          || !(fixed[i] >= 0)
          || !(b[i] >= 0)
          || !(power[i] >= 0)
          || congests && !(capacity[i] > 0)
          || !(freeTime[i] + fixed[i] + b[i] + power[i] < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("link " + i + " has a negative or undefined cost");
      }
    }
  }

  public int linkCount() {
    return from.length;
  }
}
