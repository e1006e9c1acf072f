package city.emona.simulate.emissions;

import city.emona.EmonaException;
import city.emona.model.FleetShares;
import java.util.List;

/**
 * Share of a group's kilometres driven by each technology, by year: {@code
 * share[year][technology]}, one per group and year. Years between two columns are interpolated;
 * years outside are refused, because a fleet that is guessed silently would be read as known. The
 * shipped table is an assumption that a city replaces.
 */
public record FleetTable(int[] years, double[][] share) {
  /** The fleet of a file; refuses a technology that has no curves. */
  public static FleetTable of(FleetShares shares, List<Technology> technologies) {
    List<String> ids = technologies.stream().map(Technology::id).toList();
    double[][] share = new double[shares.years().size()][ids.size()];
    for (int r = 0; r < shares.technologies().size(); r++) {
      int t = ids.indexOf(shares.technologies().get(r));
      if (t < 0) {
        throw EmonaException.notFound(
            "The technology '" + shares.technologies().get(r) + "' is unknown.",
            "fleet table",
            "use an id of geodata/emission_technologies.csv");
      }
      for (int y = 0; y < share.length; y++) {
        share[y][t] = shares.share(r, y);
      }
    }
    return new FleetTable(shares.years().stream().mapToInt(y -> y).toArray(), share);
  }

  /** Shares by technology in a year. */
  public double[] inYear(int year) {
    int last = years.length - 1;
    if (year < years[0] || year > years[last]) {
      throw EmonaException.invalid(
          "The fleet table has no year " + year + ".",
          "fleet.year",
          "choose a year from " + years[0] + " to " + years[last]);
    }
    if (last == 0) {
      return share[0].clone();
    }
    int i = 0;
    while (i < last - 1 && year >= years[i + 1]) {
      i++;
    }
    double w = (year - years[i]) / (double) (years[i + 1] - years[i]);
    double[] mix = new double[share[i].length];
    for (int t = 0; t < mix.length; t++) {
      mix[t] = (1 - w) * share[i][t] + w * share[i + 1][t];
    }
    return mix;
  }
}
