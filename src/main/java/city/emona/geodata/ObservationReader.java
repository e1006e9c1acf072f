package city.emona.geodata;

import city.emona.EmonaException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads observations in SensorThings words from a table: {@code datastream, phenomenon_time,
 * result_time, value, unit, quality}. Times are ISO 8601 with offset; an empty result time means
 * the phenomenon's, an empty value that the instrument reported nothing, which is how a gap can be
 * told. Every problem names file, line and column.
 */
public final class ObservationReader {
  private static final int MAX_ROWS = 5_000_000;

  private ObservationReader() {}

  /** One row; NaN = nothing reported; {@code where} is file and line. */
  public record Reading(
      String datastream,
      Instant phenomenonTime,
      Instant resultTime,
      double value,
      String unit,
      String quality,
      String where) {}

  /** Whether a file is a table whose first line names a column {@code datastream}. */
  public static boolean isMeant(Path file) {
    if (!file.toString().endsWith(".csv")) {
      return false;
    }
    try (BufferedReader in = Files.newBufferedReader(file)) {
      String line = in.readLine();
      while (line != null && (line.isBlank() || line.startsWith("#"))) {
        line = in.readLine();
      }
      return line != null && List.of(line.trim().split("\\s*,\\s*")).contains("datastream");
    } catch (IOException e) {
      return false; // who reads it next says what is wrong with it
    }
  }

  public static List<Reading> parse(String fileName, String text) {
    ShippedTable t = ShippedTable.parse(fileName, text);
    if (t.size() > MAX_ROWS) {
      throw EmonaException.invalid(
          "The file has " + t.size() + " observations.",
          fileName,
          "split it into files of at most " + MAX_ROWS);
    }
    List<Reading> out = new ArrayList<>(t.size());
    for (int r = 0; r < t.size(); r++) {
      Instant phenomenon = instant(t, r, "phenomenon_time");
      String result = t.text(r, "result_time");
      out.add(
          new Reading(
              t.text(r, "datastream"),
              phenomenon,
              result.isEmpty() ? phenomenon : instant(t, r, "result_time"),
              t.text(r, "value").isEmpty() ? Double.NaN : t.real(r, "value"),
              t.text(r, "unit"),
              t.text(r, "quality"),
              t.where(r)));
    }
    return out;
  }

  private static Instant instant(ShippedTable t, int row, String column) {
    String text = t.text(row, column);
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new EmonaException(
          EmonaException.Code.INVALID,
          "'" + text + "' is not a time.",
          t.where(row) + ", column " + column,
          "write it like 2026-03-17T08:00:00+01:00",
          e);
    }
  }
}
