package city.emona.cli;

import city.emona.EmonaException;
import city.emona.geodata.od.CountsReader;
import city.emona.geodata.od.OdFile;
import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.model.DayType;
import city.emona.run.Runner;
import city.emona.simulate.traffic.OdAdjustment;
import city.emona.store.Store;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/**
 * {@code emona calibrate}: adjusts the stored trips to traffic counts, says how well they fit
 * before and after, and stores the city with the new trips. The old ones are written to a file
 * first, in the format that {@code emona import} reads back.
 */
@Command(name = "calibrate", description = "Adjust the car trips of a city to traffic counts.")
final class CalibrateCommand implements Callable<Integer> {
  private static final int SHOWN = 10;

  @ParentCommand private Commands root;
  @Mixin private StoreOption target;

  @Option(
      names = "--counts",
      paramLabel = "FILE.csv",
      description =
          "link,hour,vehicles or lon,lat,bearing,hour,vehicles. Default: the counts that were"
              + " imported into the store.")
  private Path file;

  @Option(
      names = "--keep",
      paramLabel = "OLD.csv",
      description = "Where the trips of before go. Default: od-VERSION.csv, in this directory.")
  private Path keep;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "Adjustments at most, each with an assignment of the day. Default: 8.")
  private int rounds = OdAdjustment.Limits.USUAL.rounds();

  @Option(
      names = "--change",
      paramLabel = "SHARE",
      description = "How much the total of trips may change. Default: 0.25.")
  private double change = OdAdjustment.Limits.USUAL.totalChange();

  @Option(names = "--json", description = "Print one JSON object on stdout.")
  private boolean json;

  @Override
  public Integer call() {
    if (rounds < 1 || rounds > 100 || !(change >= 0 && change <= 1)) {
      throw EmonaException.invalid(
          "This limit makes no sense.",
          "--rounds " + rounds + " --change " + change,
          "Give 1 to 100 rounds and a change from 0 to 1.");
    }
    target.writeCity("calibrate", this::adjust);
    return 0;
  }

  private void adjust(Store store) {
    Terminal terminal = root.terminal();
    City city =
        store
            .cities()
            .findCity()
            .orElseThrow(
                () ->
                    EmonaException.notFound(
                        "The store holds no city yet.",
                        store.description(),
                        "Make or import one first."));
    CountsReader.Read read =
        file != null
            ? CountsReader.read(file, city)
            : new CountsReader.Read(StoredCounts.read(store.cities(), city), List.of());
    read.unmatched().stream().limit(SHOWN).forEach(u -> terminal.complain("count left out: " + u));
    if (read.unmatched().size() > SHOWN) {
      terminal.complain((read.unmatched().size() - SHOWN) + " more counts left out");
    }
    Terminal.Shown shown = terminal.show("Adjusting");
    OdAdjustment.Result result =
        OdAdjustment.run(
            city,
            Conditions.base(DayType.WEEKDAY),
            read.counts(),
            new OdAdjustment.Limits(OdAdjustment.Limits.USUAL.cellFactor(), change, rounds),
            Runner.RELATIVE_GAP,
            target.threads(),
            shown);
    shown.done(result.assignments() + " assignments");
    Path old = keep(keep, city);
    CityCommand.save(terminal, store, result.city());
    print(terminal, read, result, old);
  }

  /** Writes the trips of a city to a file, where they can be read back from. */
  static Path keep(Path file, City city) {
    Path old = file == null ? Path.of("od-" + city.version().substring(0, 12) + ".csv") : file;
    try {
      Files.writeString(old, OdFile.csv(city));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + old, e);
    }
    return old;
  }

  private void print(
      Terminal terminal, CountsReader.Read read, OdAdjustment.Result result, Path old) {
    if (json) {
      ObjectNode o = new ObjectMapper().createObjectNode();
      o.put("counts", read.counts().size()).put("unmatched", read.unmatched().size());
      o.put("assignments", result.assignments());
      fit(o.putObject("before"), result.before());
      fit(o.putObject("after"), result.after());
      o.put("cityVersion", result.city().version()).put("oldTrips", old.toString());
      terminal.out().println(o);
      return;
    }
    terminal
        .out()
        .printf(
            Locale.ROOT,
            "%d counts (%d left out)      before       after%n",
            read.counts().size(),
            read.unmatched().size());
    row(terminal, "GEH below 5, %", result, f -> 100 * f.gehBelow5());
    row(terminal, "R²", result, OdAdjustment.Fit::rSquared);
    row(terminal, "car trips per day", result, OdAdjustment.Fit::carTrips);
    terminal
        .out()
        .println(
            "the trips of before are in " + old + "; `emona import " + old + "` brings them back");
  }

  private static void row(
      Terminal terminal,
      String name,
      OdAdjustment.Result r,
      java.util.function.ToDoubleFunction<OdAdjustment.Fit> value) {
    terminal
        .out()
        .printf(
            Locale.ROOT,
            "  %-22s %12.3f %12.3f%n",
            name,
            value.applyAsDouble(r.before()),
            value.applyAsDouble(r.after()));
  }

  private static void fit(ObjectNode o, OdAdjustment.Fit f) {
    o.put("gehBelow5", f.gehBelow5()).put("rSquared", f.rSquared());
    o.put("objective", f.objective()).put("carTripsPerDay", f.carTrips());
  }
}
