package city.emona.geodata;

import city.emona.EmonaException;
import city.emona.simulate.UserClass;
import city.emona.simulate.emissions.FleetTable;
import city.emona.simulate.emissions.Technology;
import java.util.List;

/**
 * Reads a fleet: one row per technology, one column {@code share_YYYY} per year. A group's shares
 * must add up to 1 within 0.001 in every year; they are then scaled to 1 exactly. The shipped fleet
 * is an assumption, so a user can put an own file of the same columns in its place.
 */
public final class FleetReader {
  private static final double SUM_TOLERANCE = 1e-3;
  private static final String PREFIX = "share_";

  private FleetReader() {}

  /** A fleet from the text of a user's file. */
  public static FleetTable parse(String fileName, String text, List<Technology> technologies) {
    return read(ShippedTable.parse(fileName, text), technologies);
  }

  static FleetTable read(ShippedTable t, List<Technology> technologies) {
    List<String> columns = t.columns().stream().filter(c -> c.startsWith(PREFIX)).toList();
    if (columns.size() < 2) {
      throw EmonaException.invalid(
          "The fleet has " + columns.size() + " years.",
          t.columns().toString(),
          "give at least two columns share_YYYY");
    }
    int[] years = columns.stream().mapToInt(c -> Integer.parseInt(c.substring(6))).toArray();
    double[][] share = new double[years.length][technologies.size()];
    for (int r = 0; r < t.size(); r++) {
      int tech = row(technologies, t.text(r, "technology"));
      if (tech < 0) {
        throw EmonaException.notFound(
            "The technology '" + t.text(r, "technology") + "' is unknown.",
            t.where(r),
            "use an id of emission_technologies.csv");
      }
      for (int y = 0; y < years.length; y++) {
        share[y][tech] += t.real(r, columns.get(y), 0, 1);
      }
    }
    for (int y = 0; y < years.length; y++) {
      for (UserClass.Group g : UserClass.Group.values()) {
        scale(share[y], technologies, g, columns.get(y));
      }
    }
    return new FleetTable(years, share);
  }

  private static int row(List<Technology> technologies, String id) {
    for (int i = 0; i < technologies.size(); i++) {
      if (technologies.get(i).id().equals(id)) {
        return i;
      }
    }
    return -1;
  }

  private static void scale(
      double[] share, List<Technology> technologies, UserClass.Group group, String column) {
    double sum = 0;
    for (int i = 0; i < share.length; i++) {
      sum += technologies.get(i).group() == group ? share[i] : 0;
    }
    if (Math.abs(sum - 1) > SUM_TOLERANCE) {
      throw EmonaException.invalid(
          "The shares of " + group + " add up to " + sum + ".",
          "fleet, column " + column,
          "make them add up to 1");
    }
    for (int i = 0; i < share.length; i++) {
      if (technologies.get(i).group() == group) {
        share[i] /= sum;
      }
    }
  }
}
