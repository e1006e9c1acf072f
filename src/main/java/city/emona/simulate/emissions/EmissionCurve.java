package city.emona.simulate.emissions;

/**
 * A hot-exhaust curve of the average-speed method: {@code EF(V) = (α V² + β V + γ + δ/V) / (ε V² +
 * ζ V + η) (1 − rf)}, V in km/h clamped to the range in which the curve was fitted (EMEP/EEA
 * guidebook 2019, 1.A.3.b.i-iv, appendix 4). The mean speed of a link includes its stops, so no
 * idling is added on top. Unit as in the table: g/km, or MJ/km for energy. Immutable.
 */
public record EmissionCurve(
    double alpha,
    double beta,
    double gamma,
    double delta,
    double epsilon,
    double zeta,
    double eta,
    double rf,
    double vMinKmh,
    double vMaxKmh) {
  public double perKm(double speedKmh) {
    double v = Math.min(vMaxKmh, Math.max(vMinKmh, speedKmh));
    double top = alpha * v * v + beta * v + gamma + delta / v;
    return top / (epsilon * v * v + zeta * v + eta) * (1 - rf);
  }
}
