package city.emona.simulate.air.plume;

import java.util.HashMap;
import java.util.Map;

/**
 * The reference: every segment integrated at every receptor for one hour. Kernels are kept by
 * source height, initial spread and receptor height. Wind along the road spreads the release over
 * its width, {@code σy0 = 0.5 w |cos θ|}. Not thread-safe: one per thread.
 */
public final class ExactDispersion {
  private final Meteorology met;
  private final DispersionConstants constants;
  private final boolean hasMeander;
  private final boolean hasLid;
  private final double windX;
  private final double windY;
  private final Map<Shape, PointKernel> kernels = new HashMap<>();
  private final LineIntegral integral = new LineIntegral();
  private final double[] cuts = new double[3];

  private record Shape(double heightM, double sigmaZ0M, double receptorM) {}

  public ExactDispersion(
      Meteorology met, DispersionConstants constants, boolean hasMeander, boolean hasLid) {
    this.hasLid = hasLid;
    this.met = met;
    this.constants = constants;
    this.hasMeander = hasMeander;
    double from = Math.toRadians(met.windFromDeg());
    this.windX = -Math.sin(from);
    this.windY = -Math.cos(from);
  }

  public PointKernel kernel(double heightM, double sigmaZ0M, double receptorM) {
    return kernels.computeIfAbsent(
        new Shape(heightM, sigmaZ0M, receptorM),
        s ->
            new PointKernel(
                new PlumeSpread(met, constants, s.heightM, s.sigmaZ0M, hasLid),
                s.receptorM,
                hasMeander));
  }

  /** Concentration of one segment at a receptor, µg/m³. */
  public double at(LineSource s, double x, double y, double z) {
    double length = s.lengthM();
    if (!(length > 0) || s.ugPerMPerS() == 0) {
      return 0;
    }
    PointKernel kernel = kernel(s.heightM(), s.sigmaZ0M(), z);
    double dirX = (s.x2() - s.x1()) / length;
    double dirY = (s.y2() - s.y1()) / length;
    double along = dirX * windX + dirY * windY;
    double cross = dirY * windX - dirX * windY;
    double sigmaY0 = 0.5 * s.widthM() * Math.abs(along);
    // Receptor seen from the segment's start, in the wind's axes; each moves linearly along it.
    double down0 = (x - s.x1()) * windX + (y - s.y1()) * windY;
    double side0 = (y - s.y1()) * windX - (x - s.x1()) * windY;
    cuts[0] = (x - s.x1()) * dirX + (y - s.y1()) * dirY;
    cuts[1] = along == 0 ? 0 : down0 / along;
    cuts[2] = cross == 0 ? 0 : side0 / cross;
    return s.ugPerMPerS()
        * integral.over(
            length, cuts, t -> kernel.at(down0 - t * along, side0 - t * cross, sigmaY0));
  }
}
