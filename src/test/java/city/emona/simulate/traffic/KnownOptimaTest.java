package city.emona.simulate.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import city.emona.geodata.TntpReader;
import city.emona.simulate.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
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
  }

  static Path tntp(String folder) {
    String shared = System.getenv("EMONA_SHARED_DATA");
    Path dir = Path.of(shared == null ? "../shared/data" : shared, "tntp", folder);
    if (!Files.isDirectory(dir)) {
      System.err.println("SKIPPED: known optimum of " + folder + ", no folder " + dir);
    }
    Assumptions.assumeTrue(Files.isDirectory(dir), "no TNTP network in " + dir);
    return dir;
  }

  static TntpAssignment.Problem problem(
      TntpReader.NetworkFile n, TntpReader.TripsFile t, double tollWeight, double distanceWeight) {
    return n.problem(t, tollWeight, distanceWeight);
  }
}
