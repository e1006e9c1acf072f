package city.emona.model;

import city.emona.EmonaException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A fleet as a file has it: share of the vehicle kilometres of a group driven by each technology,
 * by year. Comma-separated without quoting: a row per technology, columns {@code group}, {@code
 * technology} and one {@code share_YYYY} per year; {@code #} begins a comment, other columns are
 * for people. The shares of a group add up to 1 within 0.001 in every year. The format of {@code
 * geodata/fleet.csv} and of a user's own table. Immutable, equal by value.
 *
 * @param share by row and year
 */
public record FleetShares(
    List<Integer> years, List<String> groups, List<String> technologies, List<List<Double>> share) {
  public static final List<String> GROUPS = List.of("car", "van", "truck", "bus");

  private static final String PREFIX = "share_";
  private static final double SUM_TOLERANCE = 1e-3;
  private static final int MAX_ROWS = 2000;

  /** Every problem of a file names the file, line and column. */
  private record Line(String file, int number, String[] cells, List<String> columns) {
    String where(String column) {
      return file + ":" + number + ", column " + column;
    }

    String text(String column) {
      return cells[columns.indexOf(column)].trim();
    }

    double share(String column) {
      String text = text(column);
      double v;
      try {
        v = Double.parseDouble(text);
      } catch (NumberFormatException e) {
        v = Double.NaN;
      }
      if (!(v >= 0 && v <= 1)) {
        throw EmonaException.invalid(
            "'" + text + "' is not a share.", where(column), "write a number from 0 to 1");
      }
      return v;
    }
  }

  /**
   * Reads a table.
   *
   * @param known group by technology that may be named; empty = any
   */
  public static FleetShares parse(String file, String text, Map<String, String> known) {
    List<Line> lines = lines(file, text);
    List<String> columns = lines.get(0).columns;
    List<Integer> years = years(file, columns);
    List<String> groups = new ArrayList<>();
    List<String> technologies = new ArrayList<>();
    List<List<Double>> share = new ArrayList<>();
    for (Line line : lines.subList(1, lines.size())) {
      String technology = line.text("technology");
      String group = line.text("group");
      checkRow(line, group, technology, known);
      if (technologies.contains(technology)) {
        throw EmonaException.invalid(
            "The technology '" + technology + "' stands twice.",
            line.where("technology"),
            "keep one of the two rows");
      }
      groups.add(group);
      technologies.add(technology);
      share.add(years.stream().map(y -> line.share(PREFIX + y)).toList());
    }
    FleetShares fleet =
        new FleetShares(
            List.copyOf(years), List.copyOf(groups), List.copyOf(technologies), List.copyOf(share));
    fleet.checkSums(file);
    return fleet;
  }

  private static List<Line> lines(String file, String text) {
    List<Line> out = new ArrayList<>();
    String[] all = text.replace("\uFEFF", "").split("\r?\n", -1);
    for (int i = 0; i < all.length; i++) {
      if (all[i].isBlank() || all[i].startsWith("#")) {
        continue;
      }
      String[] cells = all[i].split(",", -1);
      List<String> columns =
          out.isEmpty() ? Arrays.stream(cells).map(String::trim).toList() : out.get(0).columns;
      if (cells.length != columns.size()) {
        throw EmonaException.invalid(
            "The line has " + cells.length + " cells, the header " + columns.size() + ".",
            file + ":" + (i + 1),
            "give every column a value");
      }
      out.add(new Line(file, i + 1, cells, columns));
    }
    if (out.size() < 2 || out.size() > MAX_ROWS) {
      throw EmonaException.invalid(
          "The table has " + Math.max(0, out.size() - 1) + " rows.",
          file,
          "begin with a line of columns, then a row per technology as in geodata/fleet.csv");
    }
    return out;
  }

  private static List<Integer> years(String file, List<String> columns) {
    List<Integer> years = new ArrayList<>();
    for (String c : columns) {
      if (c.matches(PREFIX + "[0-9]{4}")) {
        years.add(Integer.parseInt(c.substring(PREFIX.length())));
      }
    }
    boolean isAscending = new ArrayList<>(new TreeSet<>(years)).equals(years);
    if (years.isEmpty() || !isAscending) {
      throw EmonaException.invalid(
          years.isEmpty() ? "No column holds the shares of a year." : "The years do not ascend.",
          file + ", columns " + String.join(",", columns),
          "give columns share_2025, share_2030 … in order");
    }
    for (String needed : List.of("group", "technology")) {
      if (!columns.contains(needed)) {
        throw EmonaException.invalid(
            "The column '" + needed + "' is missing.", file, "add it to the line of columns");
      }
    }
    return years;
  }

  private static void checkRow(
      Line line, String group, String technology, Map<String, String> known) {
    if (!GROUPS.contains(group)) {
      throw EmonaException.invalid(
          "'" + group + "' is not a group of vehicles.",
          line.where("group"),
          "write car, van, truck or bus");
    }
    if (!known.isEmpty() && !known.containsKey(technology)) {
      throw EmonaException.invalid(
          "The technology '" + technology + "' is unknown.",
          line.where("technology"),
          "use an id of geodata/emission_technologies.csv");
    }
    if (!known.isEmpty() && !known.get(technology).equals(group)) {
      throw EmonaException.invalid(
          "The technology '" + technology + "' belongs to the group " + known.get(technology) + ".",
          line.where("group"),
          "correct one of the two");
    }
  }

  private void checkSums(String file) {
    Set<String> wanted = new LinkedHashSet<>(GROUPS);
    wanted.addAll(groups);
    for (String group : wanted) {
      for (int y = 0; y < years.size(); y++) {
        double sum = sum(group, y);
        if (Math.abs(sum - 1) > SUM_TOLERANCE) {
          throw EmonaException.invalid(
              "The shares of the group " + group + " add up to " + (float) sum + ".",
              file + ", column " + PREFIX + years.get(y),
              "make them add up to 1; copy groups that you do not know from geodata/fleet.csv");
        }
      }
    }
  }

  private double sum(String group, int year) {
    double sum = 0;
    for (int r = 0; r < groups.size(); r++) {
      sum += groups.get(r).equals(group) ? share.get(r).get(year) : 0;
    }
    return sum;
  }

  /** Share of a row in a year column, its group scaled to 1 exactly. */
  public double share(int row, int year) {
    return share.get(row).get(year) / sum(groups.get(row), year);
  }

  /** Refuses a year before the first or after the last column. */
  public void checkYear(int year) {
    int first = years.get(0);
    int last = years.get(years.size() - 1);
    if (year < first || year > last) {
      throw EmonaException.invalid(
          "The fleet table has no year " + year + ".",
          "year",
          first == last ? "write year: " + first : "choose a year from " + first + " to " + last);
    }
  }

  /** The table as text, without comments: what is hashed and stored. */
  public String text() {
    StringBuilder out = new StringBuilder("group,technology");
    years.forEach(y -> out.append(",").append(PREFIX).append(y));
    out.append('\n');
    for (int r = 0; r < groups.size(); r++) {
      out.append(groups.get(r)).append(',').append(technologies.get(r));
      share.get(r).forEach(v -> out.append(',').append(v));
      out.append('\n');
    }
    return out.toString();
  }
}
