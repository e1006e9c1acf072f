package city.emona.layers.picture;

import city.emona.geo.Bounds;
import city.emona.geo.Crs;
import city.emona.layers.Snapshot;

/**
 * What part of the world a picture shows: a box in a reference system (east, north) and its size in
 * pixels. Pixel (0, 0) is the north-west corner.
 */
public record MapBox(Crs crs, Bounds box, int width, int height) {
  private static final double METRES_PER_DEGREE = 111_320;

  public Bounds lonLat() {
    return crs.toLonLat(box);
  }

  /** Turns n pairs (lon, lat) into pixels in place. */
  void toPixels(double[] pairs, int n) {
    crs.fromLonLat(pairs, n);
    double sx = width / (box.maxX() - box.minX());
    double sy = height / (box.maxY() - box.minY());
    for (int i = 0; i < n; i++) {
      pairs[2 * i] = (pairs[2 * i] - box.minX()) * sx;
      pairs[2 * i + 1] = (box.maxY() - pairs[2 * i + 1]) * sy;
    }
  }

  /** Longitude and latitude of a pixel position into {@code out[0], out[1]}. */
  void toLonLat(double px, double py, double[] out) {
    out[0] = box.minX() + px / width * (box.maxX() - box.minX());
    out[1] = box.maxY() - py / height * (box.maxY() - box.minY());
    crs.toLonLat(out, 1);
  }

  /** Metres on the ground per pixel, in the middle. */
  double metresPerPixel() {
    double[] a = new double[2];
    double[] b = new double[2];
    toLonLat(width / 2.0, height / 2.0, a);
    toLonLat(width / 2.0, height / 2.0 + 1, b);
    double dx = (b[0] - a[0]) * Math.cos(Math.toRadians(a[1]));
    return Math.max(1e-6, Math.hypot(dx, b[1] - a[1]) * METRES_PER_DEGREE);
  }

  /** The box to ask the snapshot's indexes, local millimetres, with a margin of some pixels. */
  Bounds localQuery(Snapshot s, int marginPx) {
    Bounds local = s.localOf(lonLat());
    return local.isEmpty() ? local : local.grownBy(marginPx * metresPerPixel() * 1000);
  }
}
