package city.emona.cli;

import static org.assertj.core.api.Assertions.assertThat;

import city.emona.layers.QuayTown;
import city.emona.results.Comparison;
import city.emona.results.KpiValue;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("invariant")
class KpiPrinterTest {
  private static List<Comparison.Row> rows(double km) {
    return Comparison.of(
        List.of(new KpiValue("waste.week_km", "", 100)),
        List.of(new KpiValue("waste.week_km", "", km)));
  }

  private static String table(double km) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    KpiPrinter.table(print, "t", rows(km), QuayTown.city(), false);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aChangeThatWasNeverPublishedCarriesAWordOfCaution() {
    for (double km : new double[] {54, 101}) {
      assertThat(table(km)).contains("! Check the assumptions");
      assertThat(KpiPrinter.json(rows(km)).get(0).get("note").asText())
          .contains("Check the assumptions");
    }
    for (double km : new double[] {56, 100}) {
      assertThat(table(km)).doesNotContain("Check the assumptions");
      assertThat(KpiPrinter.json(rows(km)).get(0).has("note")).isFalse();
    }
  }
}
