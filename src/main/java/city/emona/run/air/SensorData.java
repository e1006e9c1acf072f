package city.emona.run.air;

import city.emona.EmonaException;
import city.emona.geodata.ObservationReader;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.run.CityArchive;
import city.emona.run.RunRecord;
import city.emona.simulate.air.sensing.Drift;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Readings of the city's datastreams on the day of a run, by its steps: the mean of the usable
 * observations of each step, NaN where there is a gap. Dead instruments are left out. Where the
 * series of the last {@value #WINDOW_DAYS} days creeps away from the model (see {@link Drift}) the
 * drift is taken off. Thread-safe.
 */
public final class SensorData {
  private static final int WINDOW_DAYS = 30;
  private static final Set<String> USABLE = Set.of("", "good", "valid", "ok", "simulated", "drift");

  private final CityArchive cities;

  public SensorData(CityArchive cities) {
    this.cities = cities;
  }

  /** Readings by step, and the drift per day that was taken off them. */
  public record Readings(double[] byStep, double driftPerDay) {}

  /**
   * Readings of a datastream on the run's day.
   *
   * @param modelled the run's values at the sensor by step, against which a drift shows
   */
  Readings readings(RunRecord run, City city, int datastream, float[] modelled) {
    Table streams = city.table(Schema.DATASTREAMS);
    int steps = run.steps().count();
    double[] byStep = new double[steps];
    Arrays.fill(byStep, Double.NaN);
    if (label(streams, datastream).equals("dead")) {
      return new Readings(byStep, 0);
    }
    Instant start = run.steps().start(0).toInstant();
    Instant end = run.steps().start(steps).toInstant();
    List<CityArchive.Observation> seen =
        cities.listObservations(
            streams.id(datastream), start.minus(Duration.ofDays(WINDOW_DAYS - 1)), end);
    double drift = drift(run, seen, start, modelled);
    int[] count = new int[steps];
    for (CityArchive.Observation o : seen) {
      long minutes = Duration.between(start, o.phenomenonTime()).toMinutes();
      int step = (int) Math.floorDiv(minutes, run.steps().stepMinutes());
      if (minutes >= 0 && step < steps && isUsable(o)) {
        double days =
            Duration.between(seen.get(0).phenomenonTime(), o.phenomenonTime()).toMinutes() / 1440.0;
        byStep[step] = (count[step] == 0 ? 0 : byStep[step]) + o.value() - drift * days;
        count[step]++;
      }
    }
    for (int s = 0; s < steps; s++) {
      byStep[s] = count[s] == 0 ? Double.NaN : byStep[s] / count[s];
    }
    return new Readings(byStep, drift);
  }

  private static boolean isUsable(CityArchive.Observation o) {
    return Double.isFinite(o.value()) && USABLE.contains(o.quality().toLowerCase(Locale.ROOT));
  }

  private static double drift(
      RunRecord run, List<CityArchive.Observation> seen, Instant start, float[] modelled) {
    double[] day = new double[seen.size()];
    double[] observed = new double[seen.size()];
    double[] model = new double[seen.size()];
    for (int i = 0; i < day.length; i++) {
      CityArchive.Observation o = seen.get(i);
      long minutes = Duration.between(start, o.phenomenonTime()).toMinutes();
      day[i] = minutes / 1440.0;
      observed[i] = isUsable(o) ? o.value() : Double.NaN;
      // The run's day stands for the days before it.
      int step = (int) (Math.floorMod(minutes, 1440L) / run.steps().stepMinutes());
      model[i] = modelled[Math.min(step, modelled.length - 1)];
    }
    return Drift.perDay(day, observed, model);
  }

  static String label(Table streams, int datastream) {
    return Schema.DATASTREAMS
        .fields()
        .get(Schema.DATASTREAMS.indexOf("quality"))
        .labels()
        .get(streams.choices("quality")[datastream]);
  }

  /** Checks readings of a file against the city; the first that does not fit is refused. */
  public static List<CityArchive.Observation> check(
      City city, List<ObservationReader.Reading> readings) {
    Table streams = city.table(Schema.DATASTREAMS);
    List<CityArchive.Observation> out = new ArrayList<>(readings.size());
    for (ObservationReader.Reading r : readings) {
      int row = streams.findRow(r.datastream());
      if (row < 0) {
        throw EmonaException.notFound(
            "The city has no datastream '" + r.datastream() + "'.",
            r.where() + ", column datastream",
            "give an id of the table datastreams, for example "
                + (streams.size() == 0 ? "(it is empty)" : streams.id(0)));
      }
      String unit = streams.texts("unit")[row];
      if (!plain(unit).equals(plain(r.unit()))) {
        throw EmonaException.invalid(
            "The unit " + r.unit() + " is not that of the datastream, " + unit + ".",
            r.where() + ", column unit",
            "convert the values to " + unit);
      }
      out.add(
          new CityArchive.Observation(
              r.datastream(), r.phenomenonTime(), r.resultTime(), r.value(), unit, r.quality()));
    }
    return out;
  }

  static String plain(String unit) {
    return unit.replace("µ", "u").replace("μ", "u").replace("³", "3").replace("^", "").trim();
  }
}
