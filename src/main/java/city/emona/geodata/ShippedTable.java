package city.emona.geodata;

import city.emona.EmonaException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A small comma-separated table: lines that begin with {@code #} are comments (source, status), the
 * first other line names the columns, no quoting. The format of everything in {@code geodata/}; a
 * user's own table of the same columns is read alike. Every problem names file, line and column.
 */
public final class ShippedTable {
  private final String name;
  private final List<String> columns;
  private final List<String[]> rows = new ArrayList<>();
  private final List<Integer> lineNumbers = new ArrayList<>();

  private ShippedTable(String name, String text) {
    this.name = name;
    List<String> header = null;
    String[] lines = text.split("\r?\n", -1);
    if (lines[0].startsWith("\uFEFF")) {
      lines[0] = lines[0].substring(1); // byte-order mark of spreadsheets
    }
    for (int i = 0; i < lines.length; i++) {
      if (lines[i].isBlank() || lines[i].startsWith("#")) {
        continue;
      }
      String[] cells = lines[i].split(",", -1);
      if (header == null) {
        header = Arrays.stream(cells).map(String::trim).toList();
      } else {
        if (cells.length != header.size()) {
          throw EmonaException.invalid(
              "The line has " + cells.length + " cells, the header " + header.size() + ".",
              name + ":" + (i + 1),
              "give every column a value");
        }
        rows.add(cells);
        lineNumbers.add(i + 1);
      }
    }
    if (header == null) {
      throw EmonaException.invalid("The table is empty.", name, "begin with a line of columns");
    }
    this.columns = header;
  }

  /** A table of the classpath, for example {@code /geodata/wear.csv}. */
  static ShippedTable resource(String path) {
    return parse(path.substring(1), textOf(path));
  }

  static String textOf(String path) {
    try (InputStream in = ShippedTable.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("missing from the program: " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + path, e);
    }
  }

  public static ShippedTable parse(String name, String text) {
    return new ShippedTable(name, text);
  }

  public int size() {
    return rows.size();
  }

  public List<String> columns() {
    return columns;
  }

  /** File and line of a row, for messages. */
  public String where(int row) {
    return name + ":" + lineNumbers.get(row);
  }

  public String text(int row, String column) {
    int c = columns.indexOf(column);
    if (c < 0) {
      throw EmonaException.invalid(
          "The column '" + column + "' is missing.", name, "add it; known are " + columns);
    }
    return rows.get(row)[c].trim();
  }

  public double real(int row, String column) {
    String text = text(row, column);
    try {
      double v = Double.parseDouble(text);
      if (!Double.isFinite(v)) {
        throw new NumberFormatException(text);
      }
      return v;
    } catch (NumberFormatException e) {
      throw new EmonaException(
          EmonaException.Code.INVALID,
          "'" + text + "' is not a number.",
          where(row) + ", column " + column,
          "write a number with a decimal point",
          e);
    }
  }

  /** A number within [min, max]. */
  public double real(int row, String column, double min, double max) {
    double v = real(row, column);
    if (v < min || v > max) {
      throw EmonaException.invalid(
          "The value " + v + " lies outside of " + min + " to " + max + ".",
          where(row) + ", column " + column,
          "correct it");
    }
    return v;
  }
}
