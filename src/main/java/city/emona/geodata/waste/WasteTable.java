package city.emona.geodata.waste;

import city.emona.EmonaException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Rows of a city's own table of bins or of collection days, from CSV (comma, or semicolon with
 * decimal commas; cells may be quoted as in RFC 4180) or from the points of a GeoJSON
 * FeatureCollection (RFC 7946). Cells are texts under lower-case names of columns; each row knows
 * its line, so that whoever reads it can say where a mistake stands. Immutable by agreement.
 */
public record WasteTable(String source, boolean calendar, List<Row> rows) {
  private static final long MAX_BYTES = 256L << 20;
  private static final int MAX_ROWS = 500_000;
  private static final Map<String, String> OTHER_NAMES =
      Map.of(
          "longitude", "lon",
          "latitude", "lat",
          "bin_id", "bin",
          "capacity", "capacity_l",
          "volume_l", "capacity_l",
          "mean_fill_l_per_day", "litres_per_day");
  private static final List<String> NUMBERS =
      List.of("lon", "lat", "capacity_l", "litres_per_day", "count");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** One row: where it stands, for messages, and its cells. */
  public record Row(String where, Map<String, String> cells) {
    /** The cell under the first of these names that is filled, or "". */
    String get(String... names) {
      for (String n : names) {
        String v = cells.getOrDefault(n, "").trim();
        if (!v.isEmpty()) {
          return v;
        }
      }
      return "";
    }
  }

  /** Whether a file is a table of bins or of collection days, by its header or first feature. */
  public static boolean isMeant(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    try {
      if (name.endsWith(".csv")) {
        List<String> header = header(file);
        return isCalendar(header) || isBins(header);
      }
      return (name.endsWith(".geojson") || name.endsWith(".json")) && hasBins(file);
    } catch (IOException | java.io.UncheckedIOException e) {
      return false; // the reader that is chosen instead says what is wrong with the file
    }
  }

  private static boolean isCalendar(List<String> header) {
    boolean whose = header.contains("fraction") || header.contains("bin");
    return header.contains("weekdays") && whose && !header.contains("lon");
  }

  private static boolean isBins(List<String> header) {
    return header.contains("fraction") && header.contains("lon") && header.contains("lat");
  }

  private static List<String> header(Path file) throws IOException {
    try (var lines = Files.lines(file, StandardCharsets.UTF_8)) {
      String line = lines.filter(l -> !l.isBlank() && !l.startsWith("#")).findFirst().orElse("");
      return names(cells(line.replace("\uFEFF", ""), separator(line)));
    }
  }

  private static boolean hasBins(Path file) throws IOException {
    try (JsonParser p = JSON.createParser(file.toFile())) {
      while (p.nextToken() != null) {
        if (p.currentToken() == JsonToken.FIELD_NAME && p.currentName().equals("features")) {
          p.nextToken();
          if (p.nextToken() != JsonToken.START_OBJECT) {
            return false;
          }
          JsonNode first = JSON.readTree(p);
          return first.at("/geometry/type").asText().equals("Point")
              && first.path("properties").has("fraction");
        }
      }
    }
    return false;
  }

  /** Reads a file that {@link #isMeant}. */
  public static WasteTable read(Path file) {
    String name = file.getFileName().toString();
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new EmonaException(
            EmonaException.Code.TOO_LARGE,
            "The file is larger than 256 MiB.",
            name,
            "Split it, or leave out columns that are not needed.");
      }
      return name.toLowerCase(Locale.ROOT).endsWith(".csv")
          ? csv(name, Files.readString(file, StandardCharsets.UTF_8))
          : geoJson(name, file);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw new EmonaException(
          EmonaException.Code.INVALID,
          "The JSON is not well formed: " + e.getOriginalMessage() + ".",
          at == null ? name : name + ":" + at.getLineNr(),
          "Correct the file; most editors mark the place.",
          e);
    } catch (IOException e) {
      throw new EmonaException(
          EmonaException.Code.INVALID,
          "The file cannot be read as UTF-8 text: " + e.getMessage(),
          file.toString(),
          "Check the path, and save the file in UTF-8.",
          e);
    }
  }

  /** Rows of a CSV text; the first line that is not empty and no comment names the columns. */
  public static WasteTable csv(String name, String text) {
    List<Row> rows = new ArrayList<>();
    List<String> header = null;
    char separator = ',';
    String[] lines = text.replace("\uFEFF", "").split("\r?\n", -1);
    for (int i = 0; i < lines.length; i++) {
      if (lines[i].isBlank() || lines[i].startsWith("#")) {
        continue;
      }
      if (header == null) {
        separator = separator(lines[i]);
        header = names(cells(lines[i], separator));
        continue;
      }
      List<String> cells = cells(lines[i], separator);
      Map<String, String> row = new HashMap<>();
      for (int c = 0; c < Math.min(cells.size(), header.size()); c++) {
        boolean comma = separator == ';' && NUMBERS.contains(header.get(c));
        row.put(header.get(c), comma ? cells.get(c).replace(',', '.') : cells.get(c));
      }
      add(rows, new Row(name + ":" + (i + 1), row), name);
    }
    return new WasteTable(name, header != null && isCalendar(header), rows);
  }

  private static void add(List<Row> rows, Row row, String name) {
    if (rows.size() == MAX_ROWS) {
      throw new EmonaException(
          EmonaException.Code.TOO_LARGE,
          "The file has more than " + MAX_ROWS + " rows.",
          name,
          "Put bins that stand together into one row with a count.");
    }
    rows.add(row);
  }

  private static char separator(String header) {
    return header.indexOf(';') >= 0 && header.indexOf(',') < 0 ? ';' : ',';
  }

  private static List<String> names(List<String> header) {
    return header.stream().map(WasteTable::name).toList();
  }

  private static String name(String header) {
    String name = header.trim().toLowerCase(Locale.ROOT);
    return OTHER_NAMES.getOrDefault(name, name);
  }

  private static List<String> cells(String line, char separator) {
    List<String> cells = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        boolean escaped = quoted && i + 1 < line.length() && line.charAt(i + 1) == '"';
        if (escaped) {
          cell.append('"');
          i++;
        } else {
          quoted = !quoted;
        }
      } else if (c == separator && !quoted) {
        cells.add(cell.toString());
        cell.setLength(0);
      } else {
        cell.append(c);
      }
    }
    cells.add(cell.toString());
    return cells;
  }

  private static WasteTable geoJson(String name, Path file) throws IOException {
    List<Row> rows = new ArrayList<>();
    try (JsonParser p = JSON.createParser(file.toFile())) {
      while (p.nextToken() != null) {
        boolean features =
            p.currentToken() == JsonToken.FIELD_NAME && p.currentName().equals("features");
        if (!features || p.nextToken() != JsonToken.START_ARRAY) {
          continue;
        }
        while (p.nextToken() == JsonToken.START_OBJECT) {
          String where = name + ":" + p.currentTokenLocation().getLineNr();
          add(rows, feature(where, JSON.readTree(p)), name);
        }
      }
    }
    return new WasteTable(name, false, rows);
  }

  private static Row feature(String where, JsonNode feature) {
    Map<String, String> cells = new HashMap<>();
    for (Map.Entry<String, JsonNode> e : feature.path("properties").properties()) {
      cells.put(name(e.getKey()), text(e.getValue()));
    }
    if (feature.hasNonNull("id")) {
      cells.put("id", feature.get("id").asText());
    }
    JsonNode at = feature.at("/geometry/coordinates");
    if (feature.at("/geometry/type").asText().equals("Point")) {
      cells.put("lon", at.path(0).asText(""));
      cells.put("lat", at.path(1).asText(""));
    }
    return new Row(where, cells);
  }

  private static String text(JsonNode value) {
    if (!value.isArray()) {
      return value.asText("");
    }
    StringBuilder words = new StringBuilder();
    value.forEach(v -> words.append(v.asText("")).append(' '));
    return words.toString();
  }
}
