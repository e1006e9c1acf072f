package city.emona.simulate.traffic.equilibrium;

/**
 * Volumes by link of the trips that are still within given distances of their start. Most segments
 * lie wholly within all distances or beyond all of them and cost one addition; only those across a
 * distance are looked at link by link. Metres. Filled in a fixed order; not thread-safe.
 */
final class OriginDistances {
  private final Segments segments;
  private final double[] linkM;
  private final double[] withinM;
  private final double[] segmentM;

  /** Volume of a segment that lies within all distances. */
  private final double[] whole;

  private final double[][] part;

  OriginDistances(Segments segments, double[] linkM, double[] withinM) {
    this.segments = segments;
    this.linkM = linkM;
    this.withinM = withinM;
    this.whole = new double[segments.count];
    this.segmentM = new double[segments.count];
    for (int s = 0; s < segments.count; s++) {
      for (int c = segments.firstLink[s]; c < segments.firstLink[s + 1]; c++) {
        segmentM[s] += linkM[segments.links[c]];
      }
    }
    this.part = new double[withinM.length][linkM.length];
  }

  double[] segmentM() {
    return segmentM;
  }

  /** Trips that enter a segment at a distance from their start. */
  void add(int segment, double startM, double flow) {
    if (startM + segmentM[segment] <= withinM[0]) {
      whole[segment] += flow;
    } else if (startM < withinM[withinM.length - 1]) {
      double at = startM;
      for (int c = segments.firstLink[segment]; c < segments.firstLink[segment + 1]; c++) {
        int link = segments.links[c];
        for (int d = 0; d < withinM.length; d++) {
          double in = withinM[d] - at;
          if (in > 0 || in == 0 && linkM[link] == 0) {
            part[d][link] += in >= linkM[link] ? flow : flow * (in / linkM[link]);
          }
        }
        at += linkM[link];
      }
    }
  }

  void spread(float[][] out) {
    for (int d = 0; d < out.length; d++) {
      for (int i = 0; i < out[d].length; i++) {
        int s = segments.segmentOfLink[i];
        out[d][i] = s < 0 ? 0 : (float) (whole[s] + part[d][i]);
      }
    }
  }
}
