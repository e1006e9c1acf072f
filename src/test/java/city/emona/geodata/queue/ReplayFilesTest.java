package city.emona.geodata.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import city.emona.EmonaException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes in the files of {@code ./emona replay} are named with file and line. */
@Tag("invariant")
class ReplayFilesTest {
  private static final String HEAD =
      "id,from,to,length_m,lanes,speed_mps,capacity_vehph,green_share\n";
  private static final String GOOD = HEAD + "a,1,2,100,1,10,1800,1\nb,2,3,100,1,10,1800,0.5\n";

  private static ReplayPlans.Read plans(String rows) throws IOException {
    String text = "vehicle,depart_s,links\n" + rows;
    return ReplayPlans.read(
        "plans.csv",
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
        ReplayLinks.parse("links.csv", GOOD),
        true);
  }

  @Test
  void aGoodPlanIsRead() throws IOException {
    ReplayPlans.Read read = plans("v,12.5,a b\n");
    assertThat(read.plans().count()).isEqualTo(1);
    assertThat(read.plans().departS()[0]).isEqualTo(12.5);
    assertThat(read.vehicles()).containsExactly("v");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v,0,a x | no link 'x'",
        "v,0,b a | does not start where 'b' ends",
        "v,-1,a | out of range",
        "v,NaN,a | out of range",
        "v,soon,a | not a number",
        "v,0, | no links",
        "v,0 | fields",
      })
  void aWrongPlanIsRefusedWithItsLine(String row, String words) {
    assertThatThrownBy(() -> plans("u,0,a\n" + row + "\n"))
        .isInstanceOf(EmonaException.class)
        .hasStackTraceContaining(words)
        .hasStackTraceContaining("plans.csv:3");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "c,3,4,0,1,10,1800,1 | length_m",
        "c,3,4,-5,1,10,1800,1 | length_m",
        "c,3,4,100,1,10,0,1 | capacity_vehph",
        "c,3,4,100,0,10,1800,1 | lanes",
        "c,3,4,100,1,0,1800,1 | speed_mps",
        "c,3,4,100,1,10,1800,0 | green_share",
        "c,3,4,100,1,10,1800,1.5 | green_share",
        "a,3,4,100,1,10,1800,1 | twice",
        "c,,4,100,1,10,1800,1 | column from",
      })
  void aWrongLinkIsRefusedWithItsColumn(String row, String words) {
    assertThatThrownBy(() -> ReplayLinks.parse("links.csv", GOOD + row + "\n"))
        .isInstanceOf(EmonaException.class)
        .hasStackTraceContaining(words)
        .hasStackTraceContaining("links.csv");
  }
}
