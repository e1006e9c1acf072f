package city.emona.citygen.plan;

/**
 * Random numbers without a state: each is a hash of the city's seed, a stage and one or two
 * identifiers, so that a part of the city does not depend on the order or the thread in which the
 * others are made. The mixer is the finalizer of SplitMix64 (Steele, Lea, Flood 2014). Immutable.
 */
public record Dice(long seed) {
  /** Stages of the recipe: numbers that keep the draws of different steps apart. */
  public enum Stage {
    SITE,
    TERRAIN,
    LATTICE,
    RIVER,
    NUCLEI,
    ROADS,
    PORTS,
    SPLIT,
    GROWTH,
    FABRIC,
    STUBS,
    STREETS,
    PEOPLE,
    BUILDINGS,
    PLACES,
    BUS,
    BINS,
    SENSORS,
    NAMES,
    WARP,
    ROADWAY
  }

  private static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  public long bits(Stage stage, long a, long b) {
    long h = mix(seed * 0x9E3779B97F4A7C15L + stage.ordinal() + 1);
    h = mix(h + a * 0xD1B54A32D192ED03L);
    return mix(h + b * 0x8CB92BA72F3D8DD7L + 0x2545F4914F6CDD1DL);
  }

  /** Uniform in [0, 1). */
  public double unit(Stage stage, long a, long b) {
    return (bits(stage, a, b) >>> 11) * 0x1.0p-53;
  }

  /** Uniform in [low, high). */
  public double range(Stage stage, long a, long b, double low, double high) {
    return low + (high - low) * unit(stage, a, b);
  }

  /** Uniform in −1 … 1. */
  public double signed(Stage stage, long a, long b) {
    return 2 * unit(stage, a, b) - 1;
  }

  /** Uniform in 0 … bound − 1. */
  public int below(Stage stage, long a, long b, int bound) {
    return (int) (unit(stage, a, b) * bound);
  }

  /** Smooth value noise in −1 … 1 with one hash per corner of a square grid of the given step. */
  public double noise(Stage stage, long octave, double x, double y, double step) {
    double gx = x / step;
    double gy = y / step;
    long ix = (long) Math.floor(gx);
    long iy = (long) Math.floor(gy);
    double fx = fade(gx - ix);
    double fy = fade(gy - iy);
    double a = corner(stage, octave, ix, iy);
    double b = corner(stage, octave, ix + 1, iy);
    double c = corner(stage, octave, ix, iy + 1);
    double d = corner(stage, octave, ix + 1, iy + 1);
    return (a + (b - a) * fx) * (1 - fy) + (c + (d - c) * fx) * fy;
  }

  private double corner(Stage stage, long octave, long ix, long iy) {
    return signed(stage, octave * 0x100000000L + ix, iy);
  }

  private static double fade(double t) {
    return t * t * t * (t * (6 * t - 15) + 10);
  }
}
