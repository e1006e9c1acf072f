package city.emona.model;

import java.util.List;

/**
 * One column of a table: its stable name (snake_case, with the unit where it is a number), what it
 * means, and how its values are written. {@code REF} values are dense row numbers of {@code
 * refTable} in memory (−1 = none) and that row's text id everywhere outside. {@code CHOICE} values
 * are ordinals into {@code labels} in memory and the label outside.
 */
public record Field(
    String name, Kind kind, String unit, String description, List<String> labels, String refTable) {
  /**
   * Storage of a column: {@code String[]}, {@code int[]}, {@code double[]}, {@code byte[]} and
   * {@code int[]}.
   */
  public enum Kind {
    TEXT,
    INT,
    REAL,
    CHOICE,
    REF
  }

  public static Field text(String name, String description) {
    return new Field(name, Kind.TEXT, "", description, List.of(), "");
  }

  public static Field integer(String name, String unit, String description) {
    return new Field(name, Kind.INT, unit, description, List.of(), "");
  }

  public static Field real(String name, String unit, String description) {
    return new Field(name, Kind.REAL, unit, description, List.of(), "");
  }

  public static Field choice(String name, String description, List<String> labels) {
    return new Field(name, Kind.CHOICE, "", description, List.copyOf(labels), "");
  }

  public static Field ref(String name, String refTable, String description) {
    return new Field(name, Kind.REF, "", description, List.of(), refTable);
  }
}
