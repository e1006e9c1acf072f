package city.emona.geodata;

import city.emona.EmonaException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The bands of the European Air Quality Index by name, in the edition in force: upper bounds in
 * µg/m³ by pollutant ("NO2", "PM2.5", "PM10"), the last band open, and the year since when they are
 * valid. Read from {@code geodata/air_quality_index.csv}, the one place that holds them. Immutable.
 */
public record AirQualityIndex(String edition, int validFromYear, Map<String, double[]> bounds) {
  /** Names of the bands, best first; one more than bounds. */
  public static final List<String> BANDS =
      List.of("Good", "Fair", "Moderate", "Poor", "Very poor", "Extremely poor");

  /** Colours of the EEA, one per band. */
  public static final List<String> COLORS =
      List.of("#50f0e6", "#50ccaa", "#f0e641", "#ff5050", "#960032", "#7d2181");

  private static final List<String> COLUMNS =
      List.of("good", "fair", "moderate", "poor", "very_poor");

  /** The edition in force of the shipped file. */
  public static AirQualityIndex inForce() {
    return read(ShippedTable.resource("/geodata/air_quality_index.csv"));
  }

  static AirQualityIndex read(ShippedTable t) {
    Map<String, double[]> bounds = new TreeMap<>();
    String edition = null;
    int validFrom = 0;
    for (int r = 0; r < t.size(); r++) {
      if (!t.text(r, "valid_to").isEmpty()) {
        continue;
      }
      if (edition != null && !edition.equals(t.text(r, "edition"))) {
        throw EmonaException.invalid(
            "Two editions of the index are in force.", t.where(r), "give one of them a valid_to");
      }
      edition = t.text(r, "edition");
      validFrom = (int) t.real(r, "valid_from", 1990, 2100);
      double[] b = new double[COLUMNS.size()];
      for (int k = 0; k < b.length; k++) {
        b[k] = t.real(r, COLUMNS.get(k), k == 0 ? 0 : b[k - 1], 10_000);
      }
      bounds.put(t.text(r, "pollutant"), b);
    }
    if (edition == null) {
      throw EmonaException.invalid(
          "No edition of the index is in force.",
          "geodata/air_quality_index.csv",
          "leave valid_to of one edition empty");
    }
    return new AirQualityIndex(edition, validFrom, bounds);
  }

  /** Name of the band of a concentration; upper bounds belong to the better band. */
  public String band(String pollutant, double ugM3) {
    double[] b = bounds.get(pollutant);
    int k = 0;
    while (k < b.length && ugM3 > b[k]) {
      k++;
    }
    return BANDS.get(k);
  }
}
