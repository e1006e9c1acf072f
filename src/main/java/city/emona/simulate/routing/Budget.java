package city.emona.simulate.routing;

import java.util.function.DoubleSupplier;

/**
 * How long to search. By iterations the plan repeats bit for bit; by seconds it depends on the
 * machine, and the caller brings the clock (CPU or wall), since simulation code reads none.
 *
 * @param used_s seconds used so far on the caller's clock; not asked for a budget of iterations
 */
public record Budget(long iterations, double seconds, DoubleSupplier used_s) {
  public static Budget ofIterations(long iterations) {
    return new Budget(iterations, Double.NaN, () -> 0);
  }

  public static Budget ofSeconds(double seconds, DoubleSupplier used_s) {
    return new Budget(Long.MAX_VALUE, seconds, used_s);
  }

  /** The first part of it. */
  public Budget part(double part) {
    return new Budget(isTimed() ? iterations : (long) (iterations * part), seconds * part, used_s);
  }

  public boolean isTimed() {
    return !Double.isNaN(seconds);
  }

  /** Share of the budget that is used up, 1 at its end. */
  public double share(long iteration) {
    return isTimed()
        ? Math.min(1, used_s.getAsDouble() / seconds)
        : iterations <= 0 ? 1 : Math.min(1, (double) iteration / iterations);
  }
}
