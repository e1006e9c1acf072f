package city.emona.demand.mode;

/**
 * The choice between car, bus and the nest of bicycle and foot (McFadden 1978, "Modelling the
 * choice of residential location"; Ortúzar and Willumsen, "Modelling Transport", §7.4). With
 * utilities V and the logsum parameter θ of the nest, 0 &lt; θ ≤ 1 (θ = 1 is a plain logit),
 *
 * <pre>
 *   A = (exp(V_bike/θ) + exp(V_foot/θ))^θ      S = exp(V_car) + exp(V_bus) + A
 *   P_car = exp(V_car)/S,  P_bus = exp(V_bus)/S,  P_bike = A/S · exp(V_bike/θ)/A^(1/θ)
 * </pre>
 *
 * and ln S is the logsum: what the best of the ways is worth on average, never less with a better
 * way. A way that does not exist has the utility −∞. Weights {@code e = exp(V)} are handed around
 * instead of utilities, since most of them are used many times. Stateless.
 */
final class NestedLogit {
  private NestedLogit() {}

  /** Weight A of the nest from exp(V/θ) of its two ways. */
  static double nest(double bike, double foot, double theta) {
    double sum = bike + foot;
    return theta == 0.5 ? Math.sqrt(sum) : StrictMath.pow(sum, theta);
  }

  /** Shares by {@link Mode} at utilities by mode. */
  static double[] shares(double[] utility, double theta) {
    double bike = StrictMath.exp(utility[Mode.BIKE.ordinal()] / theta);
    double foot = StrictMath.exp(utility[Mode.FOOT.ordinal()] / theta);
    double car = StrictMath.exp(utility[Mode.CAR.ordinal()]);
    double bus = StrictMath.exp(utility[Mode.BUS.ordinal()]);
    double active = nest(bike, foot, theta);
    double all = car + bus + active;
    double onBike = bike + foot > 0 ? bike / (bike + foot) : 0;
    return new double[] {car / all, bus / all, active / all * onBike, active / all * (1 - onBike)};
  }

  /** ln S. */
  static double logsum(double[] utility, double theta) {
    double bike = StrictMath.exp(utility[Mode.BIKE.ordinal()] / theta);
    double foot = StrictMath.exp(utility[Mode.FOOT.ordinal()] / theta);
    return StrictMath.log(
        StrictMath.exp(utility[Mode.CAR.ordinal()])
            + StrictMath.exp(utility[Mode.BUS.ordinal()])
            + nest(bike, foot, theta));
  }
}
