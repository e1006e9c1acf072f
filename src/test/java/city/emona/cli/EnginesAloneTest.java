package city.emona.cli;

import static city.emona.cli.CommandRun.emona;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engines as commands of their own: closed forms on inputs of a few lines, and mistakes. */
@Tag("analytic")
class EnginesAloneTest {
  @TempDir private Path folder;

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  /** Two routes from 1 to 2, of 10 (1 + v / 100) and 20 (1 + v / 100) minutes by way of 3 and 4. */
  private CommandRun assign(String... more) throws IOException {
    String net =
        write(
            "net.tntp",
            """
            <NUMBER OF ZONES> 2
            <NUMBER OF NODES> 4
            <FIRST THRU NODE> 3
            <NUMBER OF LINKS> 4
            <END OF METADATA>

            ~ from to capacity length fft b power speed toll type ;
            1 3 100 1 10 1 1 0 0 1 ;
            3 2 100 1 0 0 1 0 0 1 ;
            1 4 100 1 20 1 1 0 0 1 ;
            4 2 100 1 0 0 1 0 0 1 ;
            """);
    String trips =
        write(
            "trips.tntp",
            """
            <NUMBER OF ZONES> 2
            <TOTAL OD FLOW> 200
            <END OF METADATA>

            Origin 1
            2 : 200.0;
            """);
    List<String> args =
        new java.util.ArrayList<>(
            List.of("assign", "--network", net, "--trips", trips, "--gap", "1e-10", "--quiet"));
    args.addAll(List.of(more));
    return emona(args.toArray(new String[0]));
  }

  @Test
  void assignClosesLinksOneAfterTheOther() throws IOException {
    String flows = folder.resolve("flows.csv").toString();
    CommandRun o = assign("--json", "--flows", flows, "--then-close", "1,3", "--then-close", "4,2");
    assertThat(o.code()).as(o.err()).isZero();
    JsonNode first = new ObjectMapper().readTree(o.out());
    // 10 + v/10 = 20 + (200 − v)/5: v = 500/3, both routes take 80/3 minutes.
    assertThat(first.path("totalTravelTime").asDouble()).isCloseTo(200 * 80 / 3.0, within(1e-4));
    assertThat(first.path("warm")).hasSize(2);
    JsonNode one = first.path("warm").get(0);
    assertThat(one.path("totalTravelTime").asDouble()).isCloseTo(200 * 60.0, within(1e-4));
    assertThat(one.path("objective").asDouble()).isCloseTo(200 * 40.0, within(1e-4));
    assertThat(one.path("unreachableTrips").asDouble()).isZero();
    assertThat(one.has("solveSeconds") && one.has("cpuSeconds") && one.has("network")).isTrue();
    JsonNode none = first.path("warm").get(1);
    assertThat(none.path("unreachableTrips").asDouble()).isEqualTo(200);
    assertThat(assign("--json").out()).doesNotContain("warm");
    CommandRun words = assign("--then-close", "1,3");
    assertThat(words.out().lines()).hasSize(2).last().asString().startsWith("1,3 closed: ");
  }

  @Test
  void assignRefusesLinksThatAreNotThere() throws IOException {
    CommandRun o = assign("--then-close", "3,1");
    assertThat(o.code()).isEqualTo(2);
    assertThat(o.err()).contains("no link from node 3 to node 1", "--then-close", "fix:");
    assertThat(o.out()).isEmpty();
    for (String wrong : List.of("3", "a,b", "1;3", "-1,3", "99999999999,1")) {
      CommandRun bad = assign("--then-close=" + wrong);
      assertThat(bad.code()).as(wrong).isEqualTo(2);
      assertThat(bad.err()).contains("does not name a link", "fix:");
    }
  }

  @Test
  void disperseWritesWhatTheWindCarries() throws IOException {
    String segments = write("s.csv", "id,x1,y1,x2,y2,q_g_s_m\na,0,-100,0,100,0.001\n");
    String met =
        write(
            "m.csv",
            "hour,H,ustar,wstar,zic,zim,L,u10,wd\n1,-20,0.3,-9,-9,300,120,3,270\n"
                + "2,-20,0.3,-9,-9,300,120,3,90\n");
    String receptors = write("r.csv", "x_m,y_m,z_m\n50,0,1.5\n-50,0,1.5\n");
    Path out = folder.resolve("c.csv");
    CommandRun o =
        emona(
            "disperse",
            "--segments",
            segments,
            "--met",
            met,
            "--receptors",
            receptors,
            "--meander",
            "false",
            "--out",
            out.toString(),
            "--json",
            "--quiet");
    assertThat(o.code()).as(o.err()).isZero();
    assertThat(new ObjectMapper().readTree(o.out()).path("hours").asInt()).isEqualTo(2);
    List<String> lines = Files.readAllLines(out);
    assertThat(lines).hasSize(5).first().isEqualTo("hour,x_m,y_m,conc_ug_m3");
    double[] c = lines.stream().skip(1).mapToDouble(EnginesAloneTest::concentration).toArray();
    assertThat(c[0]).isPositive(); // wind from the west reaches the east
    assertThat(c[1]).isLessThan(c[0] / 1000);
    assertThat(c[3]).isCloseTo(c[0], within(c[0] * 1e-6)); // and the other way round
    assertThat(c[2]).isCloseTo(c[1], within(c[0] * 1e-6));
    CommandRun missing =
        emona(
            "disperse",
            "--segments",
            segments,
            "--met",
            folder.resolve("absent.csv").toString(),
            "--receptors",
            receptors,
            "--out",
            out.toString());
    assertThat(missing.code()).isEqualTo(2);
    assertThat(missing.err()).contains("absent.csv", "fix:");
  }

  private static double concentration(String line) {
    return Double.parseDouble(line.substring(line.lastIndexOf(',') + 1));
  }
}
