package city.emona.cli.study;

import city.emona.EmonaException;
import city.emona.app.Workbench;
import city.emona.cli.Commands;
import city.emona.cli.StoreOption;
import city.emona.cli.Terminal;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.run.RunRecord;
import city.emona.run.air.AirPollutant;
import city.emona.run.air.SensorData;
import city.emona.run.air.SensorStudies;
import city.emona.scenario.ScenarioLibrary;
import city.emona.simulate.air.sensing.Scores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code emona sensors}: sensors beside a run, without a server. */
@Command(
    name = "sensors",
    description = "Simulated readings, scores against observations, places for new sensors.")
public final class SensorsCommand implements Callable<Integer> {
  @ParentCommand private Commands root;
  @Mixin private StoreOption store;

  @Option(
      names = "--run",
      paramLabel = "ID",
      description = "Run id, or id of a scenario. Default: base.")
  private String run = Workbench.BASE;

  @Option(names = "--pollutant", paramLabel = "NAME", description = "no2, nox, pm25 or pm10.")
  private String pollutant = "no2";

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write what the sensors would read as observations (CSV).")
  private Path out;

  @Option(
      names = "--scores",
      description = "Compare with the observations of the day, with and without interpolation.")
  private boolean scores;

  @Option(names = "--next", paramLabel = "N", description = "Propose places for N new sensors.")
  private int next;

  @Override
  public Integer call() throws IOException {
    if (next < 0 || next > 50) {
      throw EmonaException.invalid(next + " places are not possible.", "--next", "Give 1 to 50.");
    }
    try (Workbench bench = store.open(ScenarioLibrary.shipped())) {
      City city = bench.city();
      RunRecord record = bench.findRun(run);
      SensorStudies studies =
          new SensorStudies(
              bench.store().runs(),
              new SensorData(bench.store().cities()),
              r -> bench.situationOf(r, city));
      AirPollutant of = AirPollutant.of(pollutant);
      Terminal terminal = root.terminal();
      if (out != null) {
        Files.writeString(out, studies.simulatedCsv(record));
        terminal.say(out + ": simulated readings");
      }
      if (scores) {
        SensorStudies.Assimilation a = studies.assimilate(record, of, 0);
        terminal.out().println(line("model alone", a.without()));
        terminal.out().println(line("with the other sensors (leave one out)", a.with()));
      }
      if (next > 0) {
        int rank = 1;
        for (SensorStudies.Proposal p : studies.place(record, of, next)) {
          double[] at = new double[2];
          city.info().frame().toLonLat(p.xM(), p.yM(), at, 0);
          terminal
              .out()
              .printf(
                  Locale.ROOT,
                  "%2d  %-24s %.5f %.5f  gain %.3f, share of traffic %.0f %%%n",
                  rank++,
                  city.table(Schema.NODES).id(p.node()),
                  at[0],
                  at[1],
                  p.gain(),
                  100 * p.trafficShare());
        }
      }
      return 0;
    }
  }

  private static String line(String what, Scores s) {
    return String.format(
        Locale.ROOT,
        "%-40s n %d  FAC2 %.3f  FB %+.3f  NMSE %.3f  R %.3f  RMSE %.2f",
        what,
        s.count(),
        s.fac2(),
        s.fb(),
        s.nmse(),
        s.r(),
        s.rmse());
  }
}
