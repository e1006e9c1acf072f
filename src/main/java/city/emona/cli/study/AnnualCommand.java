package city.emona.cli.study;

import city.emona.app.Workbench;
import city.emona.cli.Commands;
import city.emona.cli.StoreOption;
import city.emona.cli.Terminal;
import city.emona.geodata.WeatherReader;
import city.emona.geodata.WeatherYear;
import city.emona.layers.raster.GeoTiff;
import city.emona.model.City;
import city.emona.results.KpiSheet;
import city.emona.results.KpiValue;
import city.emona.results.Kpis;
import city.emona.run.RunRecord;
import city.emona.run.air.AirPollutant;
import city.emona.run.air.AnnualMean;
import city.emona.scenario.ScenarioLibrary;
import city.emona.simulate.AirDay;
import city.emona.simulate.air.AnnualAir;
import city.emona.simulate.air.weather.YearOfDays;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code emona annual}: the annual mean of a run's air from classes of days. */
@Command(
    name = "annual",
    description = "Annual means of the air from weather classes; takes a minute or more.")
public final class AnnualCommand implements Callable<Integer> {
  @ParentCommand private Commands root;
  @Mixin private StoreOption store;

  @Option(
      names = "--run",
      paramLabel = "ID",
      description = "Run id, or id of a scenario. Default: base.")
  private String run = Workbench.BASE;

  @Option(
      names = "--weather-year",
      paramLabel = "FILE",
      description =
          "Hours of a year (time,wind_m_s,…), shares of shipped days (weather,from_deg,share), or the"
              + " name of a shipped day. Default: the shipped assumption.")
  private String year = "";

  @Option(
      names = "--pollutant",
      paramLabel = "NAME",
      description = "For --out: no2, nox, pm25, pm10.")
  private String pollutant = "no2";

  @Option(names = "--out", paramLabel = "FILE", description = "Write the mean as GeoTIFF.")
  private Path out;

  @Override
  public Integer call() throws IOException {
    try (Workbench bench = store.open(ScenarioLibrary.shipped())) {
      City city = bench.city();
      RunRecord record = bench.findRun(run);
      Terminal terminal = root.terminal();
      Terminal.Shown shown = terminal.show("Annual mean of " + record.scenarioTitle());
      YearOfDays days = year(year);
      AnnualMean mean =
          new AnnualMean(bench.store().runs(), r -> bench.situationOf(r, city), store.threads());
      AnnualAir.Result result = mean.of(record, days, shown);
      AirDay day = result.day();
      shown.done(result.classes() + " classes of weather");
      for (KpiValue v : KpiSheet.of(city, null, null, null, day, null)) {
        if (v.districtId().isEmpty()) {
          terminal
              .out()
              .printf(
                  Locale.ROOT,
                  "%-38s %14.3f %s%n",
                  v.kpiId(),
                  v.value(),
                  Kpis.find(v.kpiId()).unit());
        }
      }
      terminal.say(
          "Annual mean from "
              + result.classes()
              + " classes of weather (direction, speed, stability, part of the day), counted from the"
              + " hours of "
              + days.days().size()
              + " days of "
              + days.name()
              + (days.isAssumed() ? ", which are an assumption," : "")
              + " under the traffic of "
              + record.steps().date());
      if (out != null) {
        write(record, day, city);
        terminal.say(out + ": annual mean");
      }
      return 0;
    }
  }

  private static YearOfDays year(String given) throws IOException {
    if (given.isEmpty()) {
      return WeatherYear.shipped();
    }
    return WeatherReader.names().contains(given)
        ? WeatherYear.everyDay(given)
        : WeatherYear.parse(given, Files.readString(Path.of(given)));
  }

  private void write(RunRecord record, AirDay day, City city) throws IOException {
    AirPollutant p = AirPollutant.of(pollutant);
    float[][] steps =
        switch (p) {
          case NO2 -> day.no2();
          case NOX -> day.nox();
          case PM25 -> day.pm25();
          case PM10 -> day.pm10();
        };
    float[] mean = new float[day.grid().count()];
    for (int c = 0; c < mean.length; c++) {
      double sum = 0;
      for (float[] step : steps) {
        sum += step[c];
      }
      mean[c] = (float) (sum / steps.length);
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("RUN", record.id());
    metadata.put("MADE_BY", "classes of weather, traffic of one day");
    metadata.put("UNIT", "µg/m³");
    metadata.put("ATTRIBUTION", city.info().attribution());
    metadata.put("LICENCE", city.info().licence());
    try (OutputStream o = Files.newOutputStream(out)) {
      GeoTiff.write(
          day.grid(),
          city.info().frame(),
          mean,
          "Annual mean of " + p.id() + ", µg/m³",
          metadata,
          o);
    }
  }
}
