package city.emona.cli;

import city.emona.EmonaException;
import city.emona.geodata.od.CountSites;
import city.emona.geodata.od.CountsReader;
import city.emona.model.City;
import city.emona.run.CityArchive;
import city.emona.simulate.traffic.OdAdjustment;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Traffic counts as observations of a city's count sites: one per street and hour, at the beginning
 * of the hour. A count without a date is one of the model's weekday. Read back, the weekdays
 * (Monday to Friday) of a street and hour are averaged. Stateless.
 */
final class StoredCounts {
  private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("2200-01-01T00:00:00Z");

  private StoredCounts() {}

  /** Observations of counts on a day; {@code sites} knows their streets. */
  static List<CityArchive.Observation> observations(
      CountsReader.Read read, CountSites sites, LocalDate date) {
    OdAdjustment.Counts c = read.counts();
    List<CityArchive.Observation> all = new ArrayList<>();
    for (int a = 0; a < c.size(); a++) {
      Instant at = date.atTime(c.hour()[a], 0).atZone(sites.city().info().timeZone()).toInstant();
      String stream = sites.streams().get(c.link()[a]);
      all.add(new CityArchive.Observation(stream, at, at, c.vehPerH()[a], CountSites.UNIT, "good"));
    }
    return all;
  }

  /** The mean weekday of every street and hour that the store has observations of. */
  static OdAdjustment.Counts read(CityArchive cities, City city) {
    List<double[]> rows = new ArrayList<>();
    for (Map.Entry<Integer, String> site :
        new TreeMap<>(CountSites.of(city).streams()).entrySet()) {
      double[] sum = new double[24];
      int[] days = new int[24];
      for (CityArchive.Observation o : cities.listObservations(site.getValue(), FIRST, LAST)) {
        ZonedDateTime t = o.phenomenonTime().atZone(city.info().timeZone());
        boolean weekday = t.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0;
        if (weekday && o.value() >= 0) {
          sum[t.getHour()] += o.value();
          days[t.getHour()]++;
        }
      }
      for (int h = 0; h < 24; h++) {
        if (days[h] > 0) {
          rows.add(new double[] {site.getKey(), h, sum[h] / days[h]});
        }
      }
    }
    if (rows.isEmpty()) {
      throw EmonaException.notFound(
          "The store holds no traffic counts of weekdays.",
          "--counts",
          "Name a file, or import one first: emona import counts.csv --store …");
    }
    return new OdAdjustment.Counts(
        rows.stream().mapToInt(r -> (int) r[0]).toArray(),
        rows.stream().mapToInt(r -> (int) r[1]).toArray(),
        rows.stream().mapToDouble(r -> r[2]).toArray());
  }

  /** Streets of counts, each once, ascending. */
  static int[] links(OdAdjustment.Counts counts) {
    return Arrays.stream(counts.link()).sorted().distinct().toArray();
  }
}
