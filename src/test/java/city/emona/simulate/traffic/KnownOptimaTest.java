package city.emona.simulate.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import city.emona.SharedData;
import city.emona.geodata.TntpReader;
import city.emona.simulate.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Published optima of the TNTP networks; skipped, and says so, where the files are absent. */
@Tag("oracle")
class KnownOptimaTest {
  @ParameterizedTest
  @CsvSource({
    "SiouxFalls, SiouxFalls, 0, 0, 4231335.28710744",
    "Anaheim, Anaheim, 0, 0, 1286032.17109603",
    "Barcelona, Barcelona, 0, 0, 1265654.92203177",
    "Chicago-Sketch, ChicagoSketch, 0.02, 0.04, 17313018.7387478"
  })
  void objectiveIsTheKnownOne(
      String folder, String name, double tollWeight, double distanceWeight, double optimum) {
    Path dir = tntp(folder);
    TntpAssignment.Problem problem =
        problem(
            TntpReader.readNetwork(dir.resolve(name + "_net.tntp")),
            TntpReader.readTrips(dir.resolve(name + "_trips.tntp")),
            tollWeight,
            distanceWeight);
    TntpAssignment.Solution s = TntpAssignment.solve(problem, 1e-12, 200, 2, Progress.NONE);
    System.err.printf(
        "%s: gap %.1e after %d iterations, objective %.8f, off by %.1e%n",
        name, s.relativeGap(), s.iterations(), s.objective(), s.objective() / optimum - 1);
    assertThat(s.relativeGap()).isLessThanOrEqualTo(1e-12);
    assertThat(s.objective() / optimum - 1).isBetween(-1e-12, 1e-12);
    assertThat(s.unreachable()).isZero();
    double worst = 0;
    double[] published = publishedFlows(dir.resolve(name + "_flow.tntp"), problem);
    for (int i = 0; i < published.length; i++) {
      boolean rises = problem.b()[i] * problem.power()[i] * problem.freeFlowTime()[i] > 0;
      worst = rises ? Math.max(worst, Math.abs(s.flow()[i] - published[i])) : worst;
    }
    System.err.printf("%s: largest difference of a rising link's flow %.2e%n", name, worst);
    assertThat(worst).isLessThanOrEqualTo(1e-2);
  }

  /** Volumes by link of the problem; lines are "from to volume cost". */
  private static double[] publishedFlows(Path file, TntpAssignment.Problem p) {
    Map<Long, Double> byEnds = new HashMap<>();
    try {
      for (String line : Files.readAllLines(file)) {
        String[] w = line.trim().split("[\\s:;]+");
        if (w.length >= 3 && w[0].matches("\\d+") && w[1].matches("\\d+")) {
          byEnds.put(Long.parseLong(w[0]) << 32 | Long.parseLong(w[1]), Double.parseDouble(w[2]));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    double[] flow = new double[p.from().length];
    for (int i = 0; i < flow.length; i++) {
      flow[i] = byEnds.get((long) (p.from()[i] + 1) << 32 | p.to()[i] + 1);
    }
    return flow;
  }

  static Path tntp(String folder) {
    return SharedData.need("tntp", folder);
  }

  static TntpAssignment.Problem problem(
      TntpReader.NetworkFile n, TntpReader.TripsFile t, double tollWeight, double distanceWeight) {
    return n.problem(t, tollWeight, distanceWeight);
  }
}
