package city.emona.run.air;

import city.emona.EmonaException;
import city.emona.geo.PackedPoints;
import city.emona.geodata.WeatherReader;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.run.RunArchive;
import city.emona.run.RunRecord;
import city.emona.scenario.Situation;
import city.emona.simulate.Quantity;
import city.emona.simulate.air.Attribution;
import city.emona.simulate.air.Weather;
import city.emona.simulate.air.sensing.ErrorModel;
import city.emona.simulate.air.sensing.Interpolation;
import city.emona.simulate.air.sensing.Placement;
import city.emona.simulate.air.sensing.Scores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * Sensors beside a stored run: what each would read, what it did read, the map corrected by optimal
 * interpolation with leave-one-out scores, and where the next ones tell most. A sensor of the air
 * stands for the cell that it stands in. Thread-safe.
 */
public final class SensorStudies {
  /**
   * Share of the reading that is its standard deviation: a reference instrument, a drifting one.
   */
  private static final double REFERENCE_SHARE = 0.05;

  private static final double LOW_COST_SHARE = 0.25;

  /** What a point differs from its cell, µg/m³: an assumption. */
  private static final double REPRESENTATIVENESS_UG_M3 = 1.5;

  /** Places that are looked at for new sensors: enough for a city, few enough for a second. */
  private static final int MAX_CANDIDATES = 300;

  private final RunArchive runs;
  private final StoredFrames frames;
  private final SensorData data;
  private final Function<RunRecord, Situation> situationOf;

  public SensorStudies(
      RunArchive runs, SensorData data, Function<RunRecord, Situation> situationOf) {
    this.runs = runs;
    this.frames = new StoredFrames(runs);
    this.data = data;
    this.situationOf = situationOf;
  }

  /**
   * A datastream beside a run by step: NaN where the model has no such value, or the instrument
   * gave none.
   */
  public record Series(
      int datastream, int sensor, float[] simulated, double[] observed, double driftPerDay) {}

  /** Readings of every datastream of the city beside the run. */
  public List<Series> series(RunRecord run) {
    return series(run, situationOf.apply(run).city(), null);
  }

  /** Readings of the datastreams of a pollutant beside the run. */
  public List<Series> series(RunRecord run, AirPollutant pollutant) {
    return series(run, situationOf.apply(run).city(), pollutant.quantity());
  }

  /** What the datastreams would report on the day, in the columns that an import reads. */
  public String simulatedCsv(RunRecord run) {
    Table streams = situationOf.apply(run).city().table(Schema.DATASTREAMS);
    StringBuilder csv =
        new StringBuilder("datastream,phenomenon_time,result_time,value,unit,quality\n");
    for (Series s : series(run)) {
      for (int step = 0; step < s.simulated().length; step++) {
        if (Float.isFinite(s.simulated()[step])) {
          csv.append(streams.id(s.datastream()))
              .append(',')
              .append(run.steps().start(step))
              .append(",,")
              .append(s.simulated()[step])
              .append(',')
              .append(streams.texts("unit")[s.datastream()])
              .append(",simulated\n");
        }
      }
    }
    return csv.toString();
  }

  /** Of all datastreams, or of those that observe one quantity; each frame is read once. */
  private List<Series> series(RunRecord run, City city, Quantity only) {
    Table streams = city.table(Schema.DATASTREAMS);
    int steps = run.steps().count();
    float[][] simulated = new float[streams.size()][steps];
    Quantity[] of = new Quantity[streams.size()];
    int[] element = new int[streams.size()];
    for (int d = 0; d < of.length; d++) {
      Arrays.fill(simulated[d], Float.NaN);
      of[d] = quantity(streams.texts("observed_property")[d]);
      element[d] = of[d] == null ? -1 : element(run, city, of[d], streams.ints("sensor")[d]);
    }
    for (Quantity q : runs.listQuantities(run.id())) {
      boolean isObserved = Arrays.asList(of).contains(q) && (only == null || only == q);
      for (int s = 0; s < steps && isObserved; s++) {
        float[] frame = frames.frame(run, q, s);
        for (int d = 0; d < of.length; d++) {
          if (of[d] == q && element[d] >= 0 && element[d] < frame.length) {
            simulated[d][s] = frame[element[d]];
          }
        }
      }
    }
    List<Series> out = new ArrayList<>();
    for (int d = 0; d < of.length; d++) {
      if (only == null || of[d] == only) {
        SensorData.Readings read = data.readings(run, city, d, simulated[d]);
        out.add(
            new Series(
                d, streams.ints("sensor")[d], simulated[d], read.byStep(), read.driftPerDay()));
      }
    }
    return out;
  }

  private static int element(RunRecord run, City city, Quantity q, int sensor) {
    if (sensor < 0) {
      return -1;
    }
    Table sensors = city.table(Schema.SENSORS);
    PackedPoints at = sensors.points();
    return switch (q.element()) {
      case LINK -> sensors.ints("link")[sensor];
      case BIN -> sensors.ints("bin")[sensor];
      default ->
          run.grid() == null || !at.hasPosition(sensor)
              ? -1
              : run.grid().find(at.xMm()[sensor] / 1000.0, at.yMm()[sensor] / 1000.0);
    };
  }

  /** What the model has for an observed property, or null. */
  private static Quantity quantity(String property) {
    return switch (property.toLowerCase(Locale.ROOT)) {
      case "no2" -> Quantity.AIR_NO2;
      case "nox" -> Quantity.AIR_NOX;
      case "pm2.5", "pm25" -> Quantity.AIR_PM25;
      case "pm10" -> Quantity.AIR_PM10;
      case "vehicle flow" -> Quantity.TRAFFIC_VOLUME;
      case "mean speed" -> Quantity.TRAFFIC_SPEED;
      case "fill level" -> Quantity.WASTE_FILL;
      default -> null;
    };
  }

  /**
   * The map of a step corrected by the sensors. Scores compare all readings of the day with the
   * model alone and with the value that all other sensors give (leave one out); {@code hours} says
   * how many steps had at least two readings.
   */
  public record Assimilation(
      AirPollutant pollutant,
      int step,
      ErrorModel model,
      Scores without,
      Scores with,
      int hours,
      List<Series> sensors,
      float[] corrected) {
    /** The fitted error model by name, µg/m³ and metres. */
    public Map<String, Double> parameters() {
      Map<String, Double> out = new LinkedHashMap<>();
      out.put("backgroundUgM3", model.backgroundUgM3());
      out.put("backgroundM", model.backgroundM());
      out.put("roadsideUgM3", model.roadsideUgM3());
      out.put("roadsideM", model.roadsideM());
      return out;
    }

    /** Scores by name: of the model alone, or with the other sensors' help. */
    public Map<String, Double> scores(boolean isWith) {
      Scores s = isWith ? with : without;
      Map<String, Double> out = new LinkedHashMap<>();
      out.put("count", (double) s.count());
      out.put("fac2", s.fac2());
      out.put("fb", s.fb());
      out.put("nmse", s.nmse());
      out.put("r", s.r());
      out.put("rmse", s.rmse());
      return out;
    }
  }

  /** Corrects the map of a step; the error model is fitted to all readings of the day. */
  public Assimilation assimilate(RunRecord run, AirPollutant pollutant, int step) {
    Situation situation = situationOf.apply(run);
    City city = situation.city();
    Weather weather = WeatherReader.named(situation.conditions().weather());
    List<Series> sensors = series(run, city, pollutant.quantity());
    List<ErrorModel.Hour> hours = new ArrayList<>();
    ErrorModel.Hour now = null;
    List<double[]> pairs = new ArrayList<>();
    for (int s = 0; s < run.steps().count(); s++) {
      double background = pollutant.background(Attribution.hour(weather, run.steps(), s));
      ErrorModel.Hour h = hour(city, sensors, s, background, pairs);
      if (h.places().length >= 2) {
        hours.add(h);
      }
      now = s == step ? h : now;
    }
    if (hours.isEmpty()) {
      throw EmonaException.notFound(
          "There are no observations of " + pollutant.id() + " on the day of the run.",
          run.steps().date().toString(),
          "Import some with `emona import obs.csv --store …`, from at least two sensors.");
    }
    ErrorModel model = ErrorModel.fit(hours);
    float[] corrected = frames.frame(run, pollutant.quantity(), step).clone();
    if (now != null && now.places().length > 0) {
      correct(
          run,
          corrected,
          model,
          now,
          pollutant.background(Attribution.hour(weather, run.steps(), step)));
    }
    return new Assimilation(
        pollutant,
        step,
        model,
        scores(hours, pairs, null),
        scores(hours, pairs, model),
        hours.size(),
        sensors,
        corrected);
  }

  private static ErrorModel.Hour hour(
      City city, List<Series> sensors, int step, double background, List<double[]> pairs) {
    PackedPoints at = city.table(Schema.SENSORS).points();
    List<ErrorModel.Place> places = new ArrayList<>();
    List<double[]> read = new ArrayList<>();
    for (Series s : sensors) {
      double y = s.observed()[step];
      double x = s.simulated()[step];
      if (Double.isFinite(y) && Double.isFinite(x)) {
        places.add(
            new ErrorModel.Place(
                at.xMm()[s.sensor()] / 1000.0,
                at.yMm()[s.sensor()] / 1000.0,
                share(x, background)));
        boolean isReference =
            !SensorData.label(city.table(Schema.DATASTREAMS), s.datastream()).equals("drift");
        double sd = (isReference ? REFERENCE_SHARE : LOW_COST_SHARE) * y;
        read.add(
            new double[] {y, x, sd * sd + REPRESENTATIVENESS_UG_M3 * REPRESENTATIVENESS_UG_M3});
      }
    }
    if (read.size() >= 2) {
      pairs.addAll(read);
    }
    return new ErrorModel.Hour(
        places.toArray(new ErrorModel.Place[0]),
        read.stream().mapToDouble(r -> r[0] - r[1]).toArray(),
        read.stream().mapToDouble(r -> r[2]).toArray());
  }

  private static double share(double modelled, double background) {
    return modelled > 0 ? Math.max(0, 1 - background / modelled) : 0;
  }

  private static void correct(
      RunRecord run, float[] values, ErrorModel model, ErrorModel.Hour now, double background) {
    Interpolation x = new Interpolation(model, now);
    for (int c = 0; c < values.length; c++) {
      if (!Float.isNaN(values[c])) {
        ErrorModel.Place place =
            new ErrorModel.Place(run.grid().xM(c), run.grid().yM(c), share(values[c], background));
        values[c] = (float) Math.max(0, values[c] + x.correction(place));
      }
    }
  }

  /** Scores of the model alone, or of leaving one out where an error model is given. */
  private static Scores scores(
      List<ErrorModel.Hour> hours, List<double[]> pairs, ErrorModel model) {
    double[] observed = pairs.stream().mapToDouble(p -> p[0]).toArray();
    double[] predicted = pairs.stream().mapToDouble(p -> p[1]).toArray();
    int at = 0;
    for (ErrorModel.Hour h : model == null ? List.<ErrorModel.Hour>of() : hours) {
      for (double e : new Interpolation(model, h).leaveOneOut()) {
        predicted[at] = Math.max(0, observed[at] - e);
        at++;
      }
    }
    return Scores.of(observed, predicted);
  }

  /** A place for a new sensor: a junction, with the information that it adds to all before it. */
  public record Proposal(int node, double xM, double yM, double trafficShare, double gain) {}

  /**
   * The next places for sensors of a pollutant, given those that the city has: junctions spread
   * over the map are the candidates; covariances from the error model with the day's mean share of
   * traffic.
   */
  public List<Proposal> place(RunRecord run, AirPollutant pollutant, int count) {
    Situation situation = situationOf.apply(run);
    Weather weather = WeatherReader.named(situation.conditions().weather());
    City city = situation.city();
    if (run.grid() == null) {
      throw EmonaException.notFound(
          "The run " + run.id() + " has no air, so that no place can be judged.",
          "run",
          "Run the scenario " + run.scenarioId() + " again with this version.");
    }
    PackedPoints nodes = city.table(Schema.NODES).points();
    double[] mean = new double[run.grid().count()];
    double background = 0;
    int steps = run.steps().count();
    for (int s = 0; s < steps; s++) {
      float[] frame = frames.frame(run, pollutant.quantity(), s);
      background += pollutant.background(Attribution.hour(weather, run.steps(), s)) / steps;
      for (int c = 0; c < mean.length; c++) {
        mean[c] += frame[c] / steps;
      }
    }
    List<ErrorModel.Place> places = new ArrayList<>();
    int existing = existing(run, city, pollutant, mean, background, places);
    int[] candidates = candidates(run, nodes);
    for (int n : candidates) {
      places.add(place(run, nodes.xMm()[n] / 1000.0, nodes.yMm()[n] / 1000.0, mean, background));
    }
    double[][] k = new double[places.size()][places.size()];
    for (int i = 0; i < k.length; i++) {
      for (int j = 0; j < k.length; j++) {
        k[i][j] =
            ErrorModel.DEFAULT.covariance(places.get(i), places.get(j))
                + (i == j ? REPRESENTATIVENESS_UG_M3 * REPRESENTATIVENESS_UG_M3 : 0);
      }
    }
    int[] taken = new int[existing];
    Arrays.setAll(taken, i -> i);
    List<Proposal> out = new ArrayList<>();
    for (Placement.Choice c : new Placement(k).with(taken).choose(count)) {
      ErrorModel.Place at = places.get(c.candidate());
      out.add(
          new Proposal(
              candidates[c.candidate() - existing], at.xM(), at.yM(), at.trafficShare(), c.gain()));
    }
    return out;
  }

  private static ErrorModel.Place place(
      RunRecord run, double x, double y, double[] mean, double background) {
    int cell = run.grid().find(x, y);
    return new ErrorModel.Place(x, y, cell < 0 ? 0 : share(mean[cell], background));
  }

  private static int existing(
      RunRecord run,
      City city,
      AirPollutant pollutant,
      double[] mean,
      double background,
      List<ErrorModel.Place> into) {
    Table streams = city.table(Schema.DATASTREAMS);
    PackedPoints at = city.table(Schema.SENSORS).points();
    for (int d = 0; d < streams.size(); d++) {
      int sensor = streams.ints("sensor")[d];
      boolean counts =
          quantity(streams.texts("observed_property")[d]) == pollutant.quantity()
              && !SensorData.label(streams, d).equals("dead")
              && sensor >= 0
              && at.hasPosition(sensor);
      if (counts) {
        into.add(
            place(run, at.xMm()[sensor] / 1000.0, at.yMm()[sensor] / 1000.0, mean, background));
      }
    }
    return into.size();
  }

  /**
   * At most {@value #MAX_CANDIDATES} junctions, one per square of a lattice as fine as that allows.
   */
  private static int[] candidates(RunRecord run, PackedPoints nodes) {
    for (double side = 100; ; side *= 1.25) {
      Map<Long, Integer> first = new LinkedHashMap<>();
      for (int n = 0; n < nodes.size(); n++) {
        if (nodes.hasPosition(n)
            && run.grid().find(nodes.xMm()[n] / 1000.0, nodes.yMm()[n] / 1000.0) >= 0) {
          long col = (long) Math.floor(nodes.xMm()[n] / 1000.0 / side);
          long row = (long) Math.floor(nodes.yMm()[n] / 1000.0 / side);
          first.putIfAbsent(row * 1_000_003L + col, n);
        }
      }
      if (first.size() <= MAX_CANDIDATES) {
        return first.values().stream().mapToInt(Integer::intValue).toArray();
      }
    }
  }
}
