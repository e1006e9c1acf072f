package city.emona.simulate.air.plume;

/**
 * A straight road segment that emits evenly: end points, strength in µg/(m s), release height,
 * initial vertical spread and width; metres in the plane.
 */
public record LineSource(
    double x1,
    double y1,
    double x2,
    double y2,
    double ugPerMPerS,
    double heightM,
    double sigmaZ0M,
    double widthM) {
  public double lengthM() {
    return Math.sqrt((x2 - x1) * (x2 - x1) + (y2 - y1) * (y2 - y1));
  }
}
