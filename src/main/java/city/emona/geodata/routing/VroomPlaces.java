package city.emona.geodata.routing;

import city.emona.simulate.routing.TravelMatrices;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Places of a VROOM problem with the times and lengths between them: rows of a given matrix, or
 * coordinates, between which it is straight on the sphere at one speed. The last place is nowhere:
 * no time from or to it, for trucks that may begin or end anywhere.
 */
final class VroomPlaces {
  private static final double EARTH_M = 6_371_008.8;
  private static final int MAX_PLACES = 8_000;

  private final VroomFields fields;
  private final double speed_mps;
  private final List<double[]> lonLat = new ArrayList<>();
  private final Map<String, Integer> byLonLat = new LinkedHashMap<>();
  private JsonNode durations;
  private JsonNode distances;

  VroomPlaces(VroomFields fields, double speed_mps) {
    this.fields = fields;
    this.speed_mps = speed_mps;
  }

  void readMatrices(JsonNode root) {
    JsonNode matrices = root.path("matrices");
    if (matrices.size() > 1) {
      throw fields.bad(
          "matrices", "There are several profiles.", "Give the matrices of one profile.");
    }
    if (matrices.size() == 1) {
      JsonNode one = matrices.elements().next();
      fields.refuse(one, "matrices", java.util.Set.of("durations", "distances"));
      durations = square(one.path("durations"), "matrices.durations");
      if (one.has("distances")) {
        distances = square(one.get("distances"), "matrices.distances");
        if (distances.size() != durations.size()) {
          throw fields.bad("matrices", "The matrices differ in size.", "Make them equal.");
        }
      }
    }
  }

  private JsonNode square(JsonNode matrix, String path) {
    if (!matrix.isArray() || matrix.isEmpty() || matrix.size() > MAX_PLACES) {
      throw fields.bad(
          path, "This is not a matrix.", "Give a list of 1 to " + MAX_PLACES + " rows.");
    }
    for (int r = 0; r < matrix.size(); r++) {
      if (matrix.get(r).size() != matrix.size()) {
        throw fields.bad(
            path + "[" + r + "]",
            "The row has "
                + matrix.get(r).size()
                + " entries, there are "
                + matrix.size()
                + " rows.",
            "Give a square matrix.");
      }
    }
    return matrix;
  }

  /** The place that an object names, or −1. */
  int place(JsonNode object, String location, String index, String path) {
    if (durations != null) {
      if (!object.has(index)) {
        return -1;
      }
      JsonNode value = object.get(index);
      if (!value.canConvertToInt() || value.asInt() < 0 || value.asInt() >= durations.size()) {
        throw fields.bad(
            path + "." + index,
            value + " is not a row of the matrix.",
            "Give a number from 0 to " + (durations.size() - 1) + ".");
      }
      return value.asInt();
    }
    JsonNode at = object.path(location);
    if (at.isMissingNode()) {
      return -1;
    }
    boolean pair = at.size() == 2 && at.get(0).isNumber() && at.get(1).isNumber();
    double lon = pair ? at.get(0).asDouble() : Double.NaN;
    double lat = pair ? at.get(1).asDouble() : Double.NaN;
    if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 90)) {
      throw fields.bad(
          path + "." + location, at + " is not a place.", "Give [longitude, latitude] in degrees.");
    }
    Integer known = byLonLat.putIfAbsent(lon + " " + lat, lonLat.size());
    if (known == null) {
      if (lonLat.size() == MAX_PLACES) {
        throw fields.bad(path, "There are more than " + MAX_PLACES + " places.", "Split it.");
      }
      lonLat.add(new double[] {lon, lat});
    }
    return known == null ? lonLat.size() - 1 : known;
  }

  boolean isGivenAsMatrix() {
    return durations != null;
  }

  int count() {
    return durations != null ? durations.size() : lonLat.size();
  }

  double[] lonLat(int place) {
    return durations != null ? null : lonLat.get(place);
  }

  /** Times in tenths of seconds, and lengths in metres, 0 where only times are given. */
  int[][] timeAndLength() {
    int n = count() + 1;
    int[][] both = new int[2][n * n];
    for (int a = 0; a < n - 1; a++) {
      for (int b = 0; b < n - 1; b++) {
        double s;
        double m;
        if (durations != null) {
          s = fields.number(durations.get(a).get(b), "matrices.durations[" + a + "][" + b + "]");
          m =
              distances == null
                  ? 0
                  : fields.number(
                      distances.get(a).get(b), "matrices.distances[" + a + "][" + b + "]");
        } else {
          m = onSphere(lonLat.get(a), lonLat.get(b));
          s = m / speed_mps;
        }
        both[0][a * n + b] = (int) Math.min(TravelMatrices.UNREACHABLE, Math.rint(s * 10));
        both[1][a * n + b] = (int) Math.min(TravelMatrices.UNREACHABLE, Math.rint(m));
      }
    }
    return both;
  }

  private static double onSphere(double[] p, double[] q) {
    double dLat = StrictMath.toRadians(q[1] - p[1]);
    double dLon = StrictMath.toRadians(q[0] - p[0]);
    double sLat = StrictMath.sin(dLat / 2);
    double sLon = StrictMath.sin(dLon / 2);
    double cos =
        StrictMath.cos(StrictMath.toRadians(p[1])) * StrictMath.cos(StrictMath.toRadians(q[1]));
    double h = sLat * sLat + cos * sLon * sLon;
    return 2 * EARTH_M * StrictMath.asin(Math.min(1, StrictMath.sqrt(h)));
  }
}
