package city.emona.simulate.emissions;

/**
 * Particles from tyres, brakes and road surface of one vehicle group: total suspended particles in
 * g/km by process, the share of PM10 and PM2.5 in them, and a speed law per process (EMEP/EEA
 * guidebook 1.A.3.b.vi-vii). Index 0 tyre, 1 brake, 2 road. The guidebook itself calls the tyre
 * PM10 an overestimate, so wear is kept apart from exhaust everywhere. Resuspension is left out.
 */
public record Wear(double[] tspGPerKm, double[] pm10Share, double[] pm25Share, SpeedLaw[] laws) {
  /** A piecewise linear factor of speed: {@code slope V + intercept} from {@code fromKmh} up. */
  public record SpeedLaw(double[] fromKmh, double[] slopePerKmh, double[] intercept) {
    public double factor(double speedKmh) {
      int i = fromKmh.length - 1;
      while (i > 0 && speedKmh < fromKmh[i]) {
        i--;
      }
      return slopePerKmh[i] * speedKmh + intercept[i];
    }
  }

  public double pm10GPerKm(double speedKmh) {
    return sum(pm10Share, speedKmh);
  }

  public double pm25GPerKm(double speedKmh) {
    return sum(pm25Share, speedKmh);
  }

  private double sum(double[] share, double speedKmh) {
    double sum = 0;
    for (int p = 0; p < tspGPerKm.length; p++) {
      sum += tspGPerKm[p] * share[p] * laws[p].factor(speedKmh);
    }
    return sum;
  }
}
