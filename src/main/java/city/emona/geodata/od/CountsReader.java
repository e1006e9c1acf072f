package city.emona.geodata.od;

import city.emona.EmonaException;
import city.emona.geo.PackedLines;
import city.emona.geodata.ShippedTable;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.simulate.traffic.OdAdjustment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Reads traffic counts: a CSV with hour (0-23), vehicles (per hour, all motor vehicles but buses)
 * and either link (an id of the city) or lon, lat and bearing (degrees clockwise from north, the
 * way the traffic goes). A place is matched to the nearest street for cars within 30 m whose
 * direction there differs by 45° at most. Rows that find no street are listed, not guessed.
 */
public final class CountsReader {
  private static final double REACH_M = 30;
  private static final double LARGEST_ANGLE_DEG = 45;

  /** Counts that were matched, and a line for each that was not. */
  public record Read(OdAdjustment.Counts counts, List<String> unmatched) {}

  private CountsReader() {}

  /** Whether a file is a table of counts, by its header. */
  public static boolean isMeant(Path file) {
    if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".csv") || !Files.isReadable(file)) {
      return false;
    }
    try (var lines = Files.lines(file, StandardCharsets.UTF_8)) {
      String header = lines.filter(l -> !l.isBlank() && !l.startsWith("#")).findFirst().orElse("");
      List<String> columns = List.of(header.replace("\uFEFF", "").trim().split("\\s*,\\s*"));
      return columns.contains("hour")
          && columns.contains("vehicles")
          && (columns.contains("link") || columns.contains("bearing"));
    } catch (IOException | UncheckedIOException e) {
      return false; // the reader that is chosen instead says what is wrong with the file
    }
  }

  public static Read read(Path file, City city) {
    String name = file.getFileName().toString();
    if (!Files.isReadable(file)) {
      throw EmonaException.notFound(
          "The file is not there, or may not be read.", file.toString(), "Check the path.");
    }
    return read(ShippedTable.parse(name, OdFile.text(file, name)), city);
  }

  static Read read(ShippedTable t, City city) {
    boolean byLink = t.columns().contains("link");
    int n = t.size();
    int[] link = new int[n];
    int[] hour = new int[n];
    double[] vehicles = new double[n];
    List<String> unmatched = new ArrayList<>();
    int count = 0;
    for (int r = 0; r < n; r++) {
      int found =
          byLink ? city.table(Schema.LINKS).findRow(t.text(r, "link")) : nearest(t, r, city);
      if (found < 0) {
        unmatched.add(
            t.where(r)
                + (byLink
                    ? ": there is no street \""
                        + t.text(r, "link")
                        + "\"; give an id of table links"
                    : ": no street for cars within 30 m in that direction; correct lon, lat or bearing"));
        continue;
      }
      double h = t.real(r, "hour", 0, 23);
      if (h != Math.rint(h)) {
        throw EmonaException.invalid(
            "The hour " + h + " is not a whole number.", t.where(r), "give 8 for 8:00 to 9:00");
      }
      link[count] = found;
      hour[count] = (int) h;
      vehicles[count++] = t.real(r, "vehicles", 0, 100_000);
    }
    if (count == 0) {
      throw EmonaException.invalid(
          "None of the " + n + " counts lies on a street of the city.",
          n == 0 ? "counts" : unmatched.get(0),
          "give columns link,hour,vehicles or lon,lat,bearing,hour,vehicles");
    }
    return new Read(
        new OdAdjustment.Counts(
            Arrays.copyOf(link, count), Arrays.copyOf(hour, count), Arrays.copyOf(vehicles, count)),
        unmatched);
  }

  private static int nearest(ShippedTable t, int row, City city) {
    int[] mm = new int[2];
    city.info()
        .frame()
        .toLocalMm(t.real(row, "lon", -180, 180), t.real(row, "lat", -90, 90), mm, 0);
    double bearing = Math.toRadians(t.real(row, "bearing", -360, 360));
    double ux = StrictMath.sin(bearing);
    double uy = StrictMath.cos(bearing);
    double least = Math.cos(Math.toRadians(LARGEST_ANGLE_DEG));
    PackedLines lines = city.network().lines();
    int[] modes = city.network().modes();
    int best = -1;
    double nearest = REACH_M * 1000 * REACH_M * 1000;
    for (int i = 0; i < modes.length; i++) {
      for (int v = lines.first()[i] + 1;
          (modes[i] & Schema.CAR) != 0 && v < lines.first()[i + 1];
          v++) {
        double ax = (double) lines.xMm()[v - 1] - mm[0];
        double ay = (double) lines.yMm()[v - 1] - mm[1];
        double dx = (double) lines.xMm()[v] - lines.xMm()[v - 1];
        double dy = (double) lines.yMm()[v] - lines.yMm()[v - 1];
        double length = Math.sqrt(dx * dx + dy * dy);
        if (length == 0 || (dx * ux + dy * uy) / length < least) {
          continue;
        }
        double along = Math.max(0, Math.min(1, -(ax * dx + ay * dy) / (length * length)));
        double px = ax + along * dx;
        double py = ay + along * dy;
        if (px * px + py * py < nearest) {
          nearest = px * px + py * py;
          best = i;
        }
      }
    }
    return best;
  }
}
