package city.emona.cli.engine;

import city.emona.EmonaException;
import city.emona.cli.Commands;
import city.emona.cli.Terminal;
import city.emona.geodata.DispersionFiles;
import city.emona.run.Usage;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code emona disperse}: the dispersion engine alone, on tables of segments, hours, receptors. */
@Command(name = "disperse", description = "Disperse the emission of line sources.")
public final class DisperseCommand implements Callable<Integer> {
  @ParentCommand private Commands root;

  @Option(
      names = "--segments",
      required = true,
      paramLabel = "S.csv",
      description = "id,x1,y1,x2,y2[,q_g_s_m][,sigma_z0_m][,height_m][,width_m]")
  private Path segments;

  @Option(
      names = "--met",
      required = true,
      paramLabel = "M.csv",
      description = "hour,H,ustar,wstar,zic,zim,L,u10,wd[,zref_m][,z0_m]")
  private Path met;

  @Option(
      names = "--receptors",
      required = true,
      paramLabel = "R.csv",
      description = "x_m,y_m[,z_m]")
  private Path receptors;

  @Option(
      names = "--constants",
      paramLabel = "SET",
      description = "aermod23132 (default) or rline12.")
  private String constants = "aermod23132";

  @Option(names = "--mode", paramLabel = "MODE", description = "exact (default) or fast.")
  private String mode = "exact";

  @Option(
      names = "--meander",
      arity = "1",
      paramLabel = "BOOL",
      description = "Whether the wind meanders. Default: true.")
  private boolean meander = true;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "C.csv",
      description = "Where hour,x_m,y_m,conc_ug_m3 go.")
  private Path out;

  @Option(names = "--threads", paramLabel = "N", description = "Default: all cores.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "--json", description = "Print one JSON object on stdout.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (!mode.equals("exact") && !mode.equals("fast")) {
      throw EmonaException.invalid(
          "The mode '" + mode + "' is unknown.", "--mode", "Use exact or fast.");
    }
    var request =
        new DispersionFiles.Request(
            read(segments),
            read(met),
            read(receptors),
            DispersionFiles.constants(constants),
            mode.equals("fast"),
            meander);
    Terminal terminal = root.terminal();
    Terminal.Shown shown = terminal.show("Dispersion");
    long began = System.nanoTime();
    DispersionFiles.Summary summary;
    try (BufferedWriter writer = Files.newBufferedWriter(out, StandardCharsets.UTF_8)) {
      summary = DispersionFiles.run(request, threads, shown, writer);
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    shown.done(
        String.format(
            Locale.ROOT,
            "%d segments, %d receptors, %d hours",
            summary.segments(),
            summary.receptors(),
            summary.hours()));
    summary.warnings().forEach(terminal::complain);
    if (json) {
      ObjectNode o = new ObjectMapper().createObjectNode();
      o.put("segments", summary.segments());
      o.put("receptors", summary.receptors());
      o.put("hours", summary.hours());
      o.put("hoursLeftOut", summary.warnings().size());
      o.put("solveSeconds", seconds);
      o.put("cpuSeconds", Usage.cpuSeconds());
      o.put("peakMemoryMb", Usage.peakMemoryMb());
      terminal.out().println(o);
    }
    return 0;
  }

  private static DispersionFiles.TextFile read(Path file) throws IOException {
    try {
      return new DispersionFiles.TextFile(file.toString(), Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new EmonaException(
          EmonaException.Code.NOT_FOUND,
          "The file is not there.",
          file.toString(),
          "Check the path.",
          e);
    } catch (CharacterCodingException e) {
      throw new EmonaException(
          EmonaException.Code.INVALID,
          "The file is not UTF-8 text.",
          file.toString(),
          "Save it as comma-separated text in UTF-8.",
          e);
    }
  }
}
