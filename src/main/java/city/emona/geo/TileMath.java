package city.emona.geo;

/**
 * Spherical Mercator (EPSG:3857) and its tile pyramid (XYZ, row 0 in the north; OGC Two Dimensional
 * Tile Matrix Set 2.0, annex D.1 WebMercatorQuad). Written by hand because tiles must not wait for
 * a CRS library to start. Metres and degrees; pure functions.
 */
public final class TileMath {
  public static final double RADIUS_M = 6378137.0;

  /** Half the width of the square world, metres. */
  public static final double HALF_M = Math.PI * RADIUS_M;

  /** Latitude at which the square world ends. */
  public static final double MAX_LAT_DEG = 85.05112877980659;

  public static final int MAX_ZOOM = 22;

  private TileMath() {}

  public static double mercatorX(double lonDeg) {
    return RADIUS_M * Math.toRadians(lonDeg);
  }

  public static double mercatorY(double latDeg) {
    double lat = Math.toRadians(Math.max(-MAX_LAT_DEG, Math.min(MAX_LAT_DEG, latDeg)));
    return RADIUS_M * Math.log(Math.tan(Math.PI / 4 + lat / 2));
  }

  public static double lonDeg(double mercatorXM) {
    return Math.toDegrees(mercatorXM / RADIUS_M);
  }

  public static double latDeg(double mercatorYM) {
    return Math.toDegrees(2 * Math.atan(Math.exp(mercatorYM / RADIUS_M)) - Math.PI / 2);
  }

  /** One tile of the pyramid. */
  public record Tile(int z, int x, int y) {
    /** Whether the numbers name a tile that exists. */
    public boolean exists() {
      return z >= 0 && z <= MAX_ZOOM && x >= 0 && y >= 0 && x < 1 << z && y < 1 << z;
    }

    public double sizeM() {
      return 2 * HALF_M / (1 << z);
    }

    /** West edge, Mercator metres. */
    public double minXM() {
      return -HALF_M + x * sizeM();
    }

    /** North edge, Mercator metres. */
    public double maxYM() {
      return HALF_M - y * sizeM();
    }

    /** Longitude and latitude bounds, grown by a share of the tile's size on each side. */
    public Bounds lonLat(double bufferShare) {
      double s = sizeM();
      double b = s * bufferShare;
      return new Bounds(
          lonDeg(minXM() - b),
          latDeg(maxYM() - s - b),
          lonDeg(minXM() + s + b),
          latDeg(maxYM() + b));
    }
  }

  /** The tile of a zoom level that holds a position. */
  public static Tile tileOf(int z, double lonDeg, double latDeg) {
    double size = 2 * HALF_M / (1 << z);
    int last = (1 << z) - 1;
    int x = (int) Math.floor((mercatorX(lonDeg) + HALF_M) / size);
    int y = (int) Math.floor((HALF_M - mercatorY(latDeg)) / size);
    return new Tile(z, Math.max(0, Math.min(last, x)), Math.max(0, Math.min(last, y)));
  }
}
