package city.emona.geodata.od;

import city.emona.EmonaException;
import city.emona.geodata.ShippedTable;
import city.emona.geodata.TntpReader;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Trips between zones as a file has them: the file's names of zones, and cells that refer to them
 * in the order of the file. {@code numbered} zones have no names of their own but their place, 1 to
 * n. Read from CSV (a header with from_zone, to_zone and car_trips_per_day, or the usual other
 * words for them), from TNTP trip tables, and from OMX ({@link OmxReader}). Immutable by agreement.
 */
public record OdFile(
    String source, List<String> zones, boolean numbered, int[] from, int[] to, double[] trips) {
  private static final long MAX_BYTES = 2_000_000_000L;
  private static final List<String> FROM = List.of("from_zone", "from", "origin", "o", "orig");
  private static final List<String> TO = List.of("to_zone", "to", "destination", "d", "dest");
  private static final List<String> TRIPS =
      List.of("car_trips_per_day", "trips", "vehicles", "flow", "value");

  /** Whether a file looks like a matrix, by its name or, for CSV, by its header. */
  public static boolean isMeant(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".omx") || name.endsWith("_trips.tntp") || name.endsWith(".tntp")) {
      return true;
    }
    if (!name.endsWith(".csv") || !Files.isReadable(file)) {
      return false;
    }
    try (var lines = Files.lines(file, StandardCharsets.UTF_8)) {
      String header = lines.filter(l -> !l.isBlank() && !l.startsWith("#")).findFirst().orElse("");
      List<String> columns = columns(header.replace("\uFEFF", ""));
      return find(columns, FROM) != null && find(columns, TO) != null;
    } catch (IOException | java.io.UncheckedIOException e) {
      return false; // the reader that is chosen instead says what is wrong with the file
    }
  }

  private static List<String> columns(String header) {
    List<String> columns = new ArrayList<>();
    for (String c : header.split(",", -1)) {
      columns.add(c.trim());
    }
    return columns;
  }

  private static String find(List<String> columns, List<String> words) {
    for (String word : words) {
      for (String c : columns) {
        if (c.equalsIgnoreCase(word)) {
          return c;
        }
      }
    }
    return null;
  }

  /** Reads a file; {@code matrix} names the table of an OMX file, null = its only one. */
  public static OdFile read(Path file, String matrix) {
    String name = file.getFileName().toString();
    if (!Files.isReadable(file)) {
      throw EmonaException.notFound(
          "The file is not there, or may not be read.", file.toString(), "Check the path.");
    }
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".omx")) {
      return OmxReader.read(file, matrix);
    }
    return lower.endsWith(".tntp") ? tntp(file, name) : csv(file, name);
  }

  private static OdFile tntp(Path file, String name) {
    TntpReader.TripsFile trips = TntpReader.readTrips(file);
    return new OdFile(name, numbers(trips.zones()), true, trips.from(), trips.to(), trips.trips());
  }

  /** Names of zones that have none: "1" to n. */
  static List<String> numbers(int n) {
    List<String> names = new ArrayList<>();
    for (int z = 1; z <= n; z++) {
      names.add(Integer.toString(z));
    }
    return names;
  }

  private static OdFile csv(Path file, String name) {
    ShippedTable t = ShippedTable.parse(name, text(file, name));
    String from = column(t, FROM, name);
    String to = column(t, TO, name);
    String trips = column(t, TRIPS, name);
    Map<String, Integer> zones = new LinkedHashMap<>();
    int n = t.size();
    int[] f = new int[n];
    int[] d = new int[n];
    double[] v = new double[n];
    for (int r = 0; r < n; r++) {
      f[r] = zone(zones, t.text(r, from));
      d[r] = zone(zones, t.text(r, to));
      v[r] = t.real(r, trips, 0, 1e9);
    }
    return new OdFile(name, List.copyOf(zones.keySet()), false, f, d, v);
  }

  /** The trips of a city as a file that {@link #read} takes; digits are kept to the bit. */
  public static String csv(City city) {
    Table od = city.table(Schema.OD);
    Table zones = city.table(Schema.ZONES);
    StringBuilder text = new StringBuilder("from_zone,to_zone,car_trips_per_day\n");
    for (int r = 0; r < od.size(); r++) {
      text.append(zones.id(od.ints("from_zone")[r])).append(',');
      text.append(zones.id(od.ints("to_zone")[r])).append(',');
      text.append(od.reals("car_trips_per_day")[r]).append('\n');
    }
    return text.toString();
  }

  private static int zone(Map<String, Integer> zones, String id) {
    Integer known = zones.get(id);
    if (known == null) {
      known = zones.size();
      zones.put(id, known);
    }
    return known;
  }

  private static String column(ShippedTable t, List<String> words, String name) {
    String column = find(t.columns(), words);
    if (column == null) {
      throw EmonaException.invalid(
          "The table has none of the columns " + words + ".",
          name,
          "name the columns from_zone, to_zone, car_trips_per_day");
    }
    return column;
  }

  static String text(Path file, String name) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw EmonaException.invalid(
            "The file has more than 2 GB.", name, "leave out cells without trips");
      }
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new EmonaException(
          EmonaException.Code.INVALID,
          "The file is not UTF-8 text.",
          name,
          "save it as comma-separated text in UTF-8",
          e);
    }
  }
}
