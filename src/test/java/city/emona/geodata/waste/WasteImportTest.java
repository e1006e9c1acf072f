package city.emona.geodata.waste;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import city.emona.EmonaException;
import city.emona.layers.QuayTown;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("invariant")
class WasteImportTest {
  private static final City CITY = QuayTown.city();

  @TempDir private Path dir;

  /** Longitude and latitude of a place in metres of the city's plane. */
  private static String at(double xM, double yM) {
    double[] p = new double[2];
    CITY.info().frame().toLonLat(xM, yM, p, 0);
    return String.format(Locale.ROOT, "%.7f,%.7f", p[0], p[1]);
  }

  private static String node(int n) {
    var p = CITY.table(Schema.NODES).points();
    return at(p.xMm()[n] / 1000.0 + 12, p.yMm()[n] / 1000.0 - 9);
  }

  private WasteTable read(String name, String text) throws Exception {
    Path file = Files.writeString(dir.resolve(name), text);
    assertThat(WasteTable.isMeant(file)).isTrue();
    return WasteTable.read(file);
  }

  private static String messages(City city) {
    return String.join("\n", city.table(Schema.IMPORT_ISSUES).texts("message"));
  }

  @Test
  void binsTakeThePlaceOfTheCitysAndStandAtTheNearestJunction() throws Exception {
    String csv =
        "id,lon,lat,fraction,capacity_l,litres_per_day,count,weekdays\n"
            + ("\"A, 1\"," + node(7) + ",paper,1100,80.5,2,mon thu\n")
            + ("B," + node(3) + ",Bio,240,,,\n");
    City city = WasteImport.apply(CITY, read("bins.csv", csv));
    Table bins = city.table(Schema.BINS);
    assertThat(bins.ids()).containsExactly("A, 1", "A, 1.2", "B");
    assertThat(bins.ints("node")).containsExactly(7, 7, 3);
    assertThat(bins.ints("capacity_l")).containsExactly(1100, 1100, 240);
    assertThat(bins.ints("collection_days")).containsExactly(9, 9, 0);
    assertThat(bins.choices("fraction")).containsExactly((byte) 1, (byte) 1, (byte) 4);
    assertThat(bins.reals("mean_fill_l_per_day")[0]).isEqualTo(80.5);
    // No organic waste is known: what the residents put out, 0.6 l a head, in one bin.
    double people = Arrays.stream(CITY.table(Schema.DISTRICTS).ints("population")).sum();
    assertThat(bins.reals("mean_fill_l_per_day")[2]).isCloseTo(people * 0.6, within(1e-9));
    assertThat(messages(city)).contains("1 bins for organic give no litres", "Fix:");
    assertThat(city.info().sources()).contains("bins: bins.csv");
    assertThat(city.version()).isNotEqualTo(CITY.version());
  }

  @Test
  void everyMistakeIsNamedWithItsLineAndTheRestIsTaken() throws Exception {
    String csv =
        "id;lon;lat;fraction;capacity_l;litres_per_day;count\n".replace(';', ',')
            + ("ok," + node(1) + ",residual,1100,50,1\n")
            + ("ok," + node(2) + ",residual,1100,50,1\n")
            + ("soup," + node(2) + ",soup,1100,50,1\n")
            + ("empty," + node(2) + ",glass,0,50,1\n")
            + ("far," + at(60_000, 0) + ",glass,1100,50,1\n")
            + "nowhere,x,y,glass,1100,50,1\n"
            + ("minus," + node(2) + ",glass,1100,-3,1\n")
            + ("many," + node(2) + ",glass,1100,50,1.5\n");
    City city = WasteImport.apply(CITY, read("bad.csv", csv));
    assertThat(city.table(Schema.BINS).ids()).containsExactly("ok", "minus");
    assertThat(messages(city).lines().filter(m -> m.matches("bad.csv:[0-9].*")))
        .hasSize(7)
        .allMatch(m -> m.contains(" Fix: "));
    assertThat(messages(city))
        .contains("bad.csv:3: the id ok is used twice")
        .contains("bad.csv:4: 'soup' is not a fraction. Fix: write one of [residual, paper")
        .contains("bad.csv:5: capacity_l is '0'")
        .contains("bad.csv:6: bin far stands more than 500 m from every street")
        .contains("bad.csv:7: 'x', 'y' is no place near the city")
        .contains("bad.csv:8: litres_per_day is '-3'; taken as not given")
        .contains("bad.csv:9: count is '1.5'");
    assertThat(city.table(Schema.BINS).reals("mean_fill_l_per_day")[1]).isNotNegative();
    WasteTable none = WasteTable.csv("none.csv", "id,lon,lat,fraction,capacity_l\na,1,1,paper,5\n");
    assertThatThrownBy(() -> WasteImport.apply(CITY, none))
        .isInstanceOf(EmonaException.class)
        .hasMessageContaining("None of the 1 rows");
  }

  @Test
  void geoJsonPointsGiveTheSameBins() throws Exception {
    String json =
        "{\"type\":\"FeatureCollection\",\"features\":[\n{\"type\":\"Feature\",\"id\":\"g\","
            + "\"properties\":{\"fraction\":\"glass\",\"capacity_l\":2000,\"litres_per_day\":9,"
            + "\"weekdays\":[\"tue\",\"sat\"]},\"geometry\":{\"type\":\"Point\",\"coordinates\":["
            + node(5)
            + "]}},\n{\"type\":\"Feature\",\"id\":\"h\",\"properties\":{\"fraction\":\"glass\","
            + "\"capacity_l\":1},\"geometry\":null}]}";
    City city = WasteImport.apply(CITY, read("bins.geojson", json));
    Table bins = city.table(Schema.BINS);
    assertThat(bins.ids()).containsExactly("g");
    assertThat(bins.ints("node")[0]).isEqualTo(5);
    assertThat(bins.ints("collection_days")[0]).isEqualTo(2 | 32);
    assertThat(messages(city)).contains("bins.geojson:3: ");
    Path districts = Files.writeString(dir.resolve("d.geojson"), "{\"features\":[{}]}");
    assertThat(WasteTable.isMeant(districts)).isFalse();
  }

  @Test
  void daysOfABinGoBeforeThoseOfItsFraction() throws Exception {
    String csv =
        "fraction,bin,weekdays\n,bin1,sun\nresidual,,1 4\npaper,,Tuesday\n,ghost,mon\nglass,,soon\n";
    City city = WasteImport.apply(CITY, read("calendar.csv", csv));
    assertThat(city.table(Schema.BINS).ints("collection_days")).containsExactly(9, 64, 0);
    assertThat(messages(city))
        .contains("calendar.csv:5: there is no bin ghost")
        .contains("calendar.csv:6: 'soon' is not a weekday");
    City again = WasteImport.apply(city, WasteTable.csv("b.csv", "fraction,weekdays\nglass,fri\n"));
    assertThat(messages(again)).doesNotContain("ghost");
    assertThat(again.table(Schema.BINS).ints("collection_days")).containsExactly(9, 64, 16);
  }

  private int days(String weekdays) {
    String csv = "fraction;weekdays\nresidual;sun\npaper;" + weekdays + "\n";
    City city = WasteImport.apply(CITY, WasteTable.csv("w.csv", csv));
    Table bins = city.table(Schema.BINS);
    for (int b = 0; b < bins.size(); b++) {
      if (bins.choices("fraction")[b] == 1) {
        return bins.ints("collection_days")[b];
      }
    }
    throw new AssertionError("no bin for paper");
  }

  @Test
  void weekdaysAreNamesNumbersAndRanges() {
    assertThat(days("mon-fri")).isEqualTo(31);
    assertThat(days("Mon – Wed, sat")).isEqualTo(7 | 32);
    assertThat(days("sat-mon")).isEqualTo(32 | 64 | 1);
    assertThat(days("1-3 7")).isEqualTo(7 | 64);
    assertThat(days("tues thurs")).isEqualTo(2 | 8);
    assertThat(days("wednesday")).isEqualTo(4);
    int before = days("monkey");
    assertThat(before).isEqualTo(days("mon-thu-fri")).isEqualTo(days("mo")).isEqualTo(days("mon-"));
  }

  @Test
  void otherNamesOfColumnsAndDecimalCommasAreRead() throws Exception {
    String[] p = node(4).split(",");
    String csv =
        "bin_id;Longitude;Latitude;fraction;volume_l;mean_fill_l_per_day;weekdays\n"
            + String.join(";", "C", p[0].replace('.', ','), p[1].replace('.', ','))
            + ";glass;2000;12,5;1,4\n";
    Table bins = WasteImport.apply(CITY, read("other.csv", csv)).table(Schema.BINS);
    assertThat(bins.ids()).containsExactly("C");
    assertThat(bins.ints("node")[0]).isEqualTo(4);
    assertThat(bins.ints("capacity_l")[0]).isEqualTo(2000);
    assertThat(bins.reals("mean_fill_l_per_day")[0]).isEqualTo(12.5);
    assertThat(bins.ints("collection_days")[0]).isEqualTo(9);
    String days = "bin_id,weekdays\nbin1,mon\n";
    assertThat(read("days.csv", days).calendar()).isTrue();
    // In a file with commas between cells "1,100" may be a thousand: it is not read as 1.1.
    String thousand = "id,lon,lat,fraction,capacity_l\nD," + node(4) + ",glass,\"1,100\"\n";
    assertThatThrownBy(() -> WasteImport.apply(CITY, read("t.csv", thousand)))
        .hasMessageContaining("None of the 1 rows");
  }
}
