package city.emona.geodata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import city.emona.EmonaException;
import city.emona.geodata.DispersionFiles.Request;
import city.emona.geodata.DispersionFiles.Summary;
import city.emona.geodata.DispersionFiles.TextFile;
import city.emona.simulate.Progress;
import city.emona.simulate.air.plume.DispersionConstants;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DispersionFilesTest {
  private static final String ROAD = "id,x1,y1,x2,y2\na,0,0,100,0\nb,0,0,0,0\n";
  private static final String MET =
      "hour,H,ustar,wstar,zic,zim,L,u10,wd\n"
          + "1,-20,0.2,-9.000,-999,206,36,2,200\n"
          + "2,100,0.3,1.2,900,378,-9,2.5,270\n"
          + "3,-20,,-9,-999,-999,36,2,200\n"
          + "4,-20,0.2,-9,-999,206,-99999,2,200\n"
          + "5,0,0.2,-9,-999,206,0,0,90\n";
  private static final String PLACES = "x_m,y_m\n50,20\n50,0\n-100,-30\n";

  private static String run(String roads, String met, String places, boolean fast, Summary[] sum)
      throws IOException {
    StringBuilder out = new StringBuilder();
    Request request =
        new Request(
            new TextFile("s.csv", roads),
            new TextFile("m.csv", met),
            new TextFile("r.csv", places),
            DispersionConstants.AERMOD23132,
            fast,
            true);
    sum[0] = DispersionFiles.run(request, 2, Progress.NONE, out);
    return out.toString();
  }

  /** Parallel wind, calm, L = 0, a receptor on the road and a road without length are defined. */
  @Test
  void oddHoursAndPlacesGiveFiniteValues() throws IOException {
    Summary[] sum = new Summary[1];
    for (boolean fast : new boolean[] {false, true}) {
      List<String> lines = run(ROAD, MET, PLACES, fast, sum).lines().toList();
      assertThat(lines.get(0)).isEqualTo("hour,x_m,y_m,conc_ug_m3");
      assertThat(lines).hasSize(1 + 3 * 3);
      for (String line : lines.subList(1, lines.size())) {
        assertThat(Double.parseDouble(line.split(",")[3])).isFinite().isGreaterThanOrEqualTo(0);
      }
      assertThat(sum[0].hours()).isEqualTo(3);
      assertThat(sum[0].warnings()).hasSize(2);
      assertThat(sum[0].warnings().get(0)).contains("m.csv:4", "hour 3");
    }
  }

  @Test
  void mistakesNameFileLineAndColumn() {
    Summary[] sum = new Summary[1];
    String negative = "id,x1,y1,x2,y2,q_g_s_m\na,0,0,100,0,-1\n";
    assertThatThrownBy(() -> run(negative, MET, PLACES, false, sum))
        .isInstanceOf(EmonaException.class)
        .hasMessageContaining("s.csv:2, column q_g_s_m");
    assertThatThrownBy(() -> run("id,x1,y1,x2\na,0,0,100\n", MET, PLACES, false, sum))
        .isInstanceOf(EmonaException.class)
        .hasMessageContaining("'y2' is missing");
    assertThatThrownBy(() -> run(ROAD, MET, "x_m,y_m\n1,abc\n", false, sum))
        .isInstanceOf(EmonaException.class)
        .hasMessageContaining("r.csv:2, column y_m");
    assertThatThrownBy(() -> DispersionFiles.constants("rline"))
        .isInstanceOf(EmonaException.class)
        .hasMessageContaining("aermod23132");
  }
}
