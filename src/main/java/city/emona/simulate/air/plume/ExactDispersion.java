package city.emona.simulate.air.plume;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The reference: every segment integrated at every receptor for one hour. Kernels are kept by
 * source height, initial spread and receptor height. Wind along the road spreads the release over
 * its width, {@code σy0 = 0.5 w |cos θ|}. Not thread-safe: one per thread, see {@link #forThread}.
 */
public final class ExactDispersion {
  /** Half width of a plume, in standard deviations, that is integrated on its own. */
  private static final double FLANK = 5;

  private final Meteorology met;
  private final DispersionConstants constants;
  private final boolean hasMeander;
  private final boolean hasLid;
  private final double windX;
  private final double windY;
  private final Map<Shape, PointKernel> kernels;
  private final LineIntegral integral = new LineIntegral();
  private final double[] cuts = new double[5];
  private Shape lastShape = new Shape(Double.NaN, 0, 0);
  private PointKernel lastKernel;

  private record Shape(double heightM, double sigmaZ0M, double receptorM) {}

  public ExactDispersion(
      Meteorology met, DispersionConstants constants, boolean hasMeander, boolean hasLid) {
    this(met, constants, hasMeander, hasLid, new ConcurrentHashMap<>());
  }

  private ExactDispersion(
      Meteorology met,
      DispersionConstants constants,
      boolean hasMeander,
      boolean hasLid,
      Map<Shape, PointKernel> kernels) {
    this.kernels = kernels;
    this.hasLid = hasLid;
    this.met = met;
    this.constants = constants;
    this.hasMeander = hasMeander;
    double from = Math.toRadians(met.windFromDeg());
    this.windX = -StrictMath.sin(from);
    this.windY = -StrictMath.cos(from);
  }

  /** The same hour for another thread; both share their kernels. */
  public ExactDispersion forThread() {
    return new ExactDispersion(met, constants, hasMeander, hasLid, kernels);
  }

  private PointKernel kernel(double heightM, double sigmaZ0M, double receptorM) {
    if (lastShape.heightM != heightM
        || lastShape.sigmaZ0M != sigmaZ0M
        || lastShape.receptorM != receptorM) {
      lastShape = new Shape(heightM, sigmaZ0M, receptorM);
      lastKernel =
          kernels.computeIfAbsent(
              lastShape,
              s ->
                  new PointKernel(
                      new PlumeSpread(met, constants, s.heightM, s.sigmaZ0M, hasLid),
                      s.receptorM,
                      hasMeander));
    }
    return lastKernel;
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
    double near = (x - s.x1()) * dirX + (y - s.y1()) * dirY;
    double off = (y - s.y1()) * dirX - (x - s.x1()) * dirY;
    cuts[0] = Math.abs(off) < length ? near : 0;
    cuts[1] = along == 0 ? 0 : down0 / along;
    cuts[2] = cross == 0 ? 0 : side0 / cross;
    // Where the plume is narrow against the segment, its flanks are cut off as well.
    double axis = down0 - cuts[2] * along;
    double flank =
        cross == 0 || !(axis > 0) ? 0 : FLANK * kernel.sigmaY(axis, sigmaY0) / Math.abs(cross);
    cuts[3] = cuts[2] - flank;
    cuts[4] = cuts[2] + flank;
    return s.ugPerMPerS()
        * integral.over(
            length, cuts, t -> kernel.at(down0 - t * along, side0 - t * cross, sigmaY0));
  }
}
