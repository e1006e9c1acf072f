package city.emona.geodata.od;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import city.emona.EmonaException;
import city.emona.demand.Gravity;
import city.emona.demand.GridCity;
import city.emona.geodata.ShippedTable;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.simulate.Progress;
import io.jhdf.HdfFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("invariant")
class OdImportTest {
  private static final City CITY = GridCity.of(3);

  @TempDir private Path dir;

  private Path file(String name, String text) throws Exception {
    return Files.writeString(dir.resolve(name), text);
  }

  private static double trips(City city, String from, String to) {
    int row = city.table(Schema.OD).findRow(from + "-" + to);
    return row < 0 ? 0 : city.table(Schema.OD).reals("car_trips_per_day")[row];
  }

  @Test
  void csvIsMatchedByIdAndUnknownZonesAreNamed() throws Exception {
    Path csv =
        file(
            "od.csv",
            "Origin,Destination,Trips\nz0_0,z2_2,10.5\nz0_0,z2_2,1\nz2_0,moon,7\nz2_2,z0_0,3\n");
    assertThat(OdFile.isMeant(csv)).isTrue();
    City city = OdImport.apply(CITY, OdFile.read(csv, null));
    assertThat(city.table(Schema.OD).size()).isEqualTo(2);
    assertThat(trips(city, "z0_0", "z2_2")).isEqualTo(11.5);
    Table issues = city.table(Schema.IMPORT_ISSUES);
    assertThat(issues.texts("message")[0]).contains("zone moon", "7 trips", "Fix:");
    assertThat(city.info().sources()).contains("car trips: od.csv");
    assertThat(city.version()).isNotEqualTo(CITY.version());
    // A second import takes the place of the first, issues included.
    City again =
        OdImport.apply(city, OdFile.read(file("b.csv", "from,to,trips\nz0_0,z0_2,1\n"), null));
    assertThat(again.table(Schema.IMPORT_ISSUES).size()).isZero();
    assertThat(again.table(Schema.OD).size()).isEqualTo(1);
  }

  @Test
  void aFileWithoutAnyKnownZoneIsRefusedWithExamplesOfBoth() throws Exception {
    OdFile od = OdFile.read(file("od.csv", "from,to,trips\nA,B,1\n"), null);
    assertThatThrownBy(() -> OdImport.apply(CITY, od))
        .isInstanceOf(EmonaException.class)
        .hasMessageContaining("A, B")
        .hasMessageContaining("z0_0");
    Path negative = file("n.csv", "from,to,trips\nz0_0,z0_2,-1\n");
    assertThatThrownBy(() -> OdFile.read(negative, null)).isInstanceOf(EmonaException.class);
  }

  @Test
  void tntpZonesAreTakenByPlaceAndThatIsSaid() throws Exception {
    Path tntp =
        file(
            "x_trips.tntp",
            "<NUMBER OF ZONES> 4\n<TOTAL OD FLOW> 9\n<END OF METADATA>\nOrigin 1\n 2 : 4; 4 : 5;\n");
    City city = OdImport.apply(CITY, OdFile.read(tntp, null));
    assertThat(trips(city, "z0_0", "z2_0")).isEqualTo(4);
    assertThat(trips(city, "z0_0", "z2_2")).isEqualTo(5);
    assertThat(city.table(Schema.IMPORT_ISSUES).texts("reason")).contains("od_zones_by_place");
  }

  @Test
  void omxIsReadWithItsLookup() throws Exception {
    Path omx = dir.resolve("m.omx");
    try (var out = HdfFile.write(omx)) {
      var data = out.putGroup("data");
      data.putDataset("am", new double[][] {{0, 2.5}, {1, 0}});
      data.putDataset("pm", new double[][] {{0, 1}, {2, 0}});
      out.putGroup("lookup").putDataset("taz", new int[] {7, 9});
    }
    assertThatThrownBy(() -> OdFile.read(omx, null))
        .isInstanceOf(EmonaException.class)
        .hasMessageContaining("2 matrices");
    OdFile od = OdFile.read(omx, "am");
    assertThat(od.zones()).containsExactly("7", "9");
    assertThat(od.trips()).containsExactly(2.5, 1);
    assertThat(od.from()).containsExactly(0, 1);
    Path broken = file("b.omx", "not HDF5");
    assertThatThrownBy(() -> OdFile.read(broken, null)).isInstanceOf(EmonaException.class);
  }

  @Test
  void writtenTripsComeBackToTheBit() throws Exception {
    City city = CITY.with(Gravity.odTable(CITY, Progress.NONE));
    OdFile od = OdFile.read(file("od.csv", OdFile.csv(city)), null);
    City back = OdImport.apply(city, od);
    assertThat(back.table(Schema.OD).reals("car_trips_per_day"))
        .isEqualTo(city.table(Schema.OD).reals("car_trips_per_day"));
    assertThat(back.table(Schema.OD).ids()).isEqualTo(city.table(Schema.OD).ids());
  }

  @Test
  void countsAreMatchedByIdOrByPlaceAndDirection() {
    double[] at = new double[2];
    CITY.info().frame().toLonLat(250, 5, at, 0);
    CountsReader.Read read =
        CountsReader.read(
            ShippedTable.parse(
                "c.csv",
                "lon,lat,bearing,hour,vehicles\n"
                    + at[0]
                    + ","
                    + at[1]
                    + ",90,8,100\n"
                    + at[0]
                    + ","
                    + at[1]
                    + ",265,8,50\n"
                    + at[0]
                    + ","
                    + (at[1] + 0.002)
                    + ",90,8,50\n"),
            CITY);
    Table links = CITY.table(Schema.LINKS);
    assertThat(read.counts().link()).containsExactly(links.findRow("l0_1"), links.findRow("l1_0"));
    assertThat(read.unmatched()).hasSize(1);
    assertThat(read.unmatched().get(0)).startsWith("c.csv:4");
    CountsReader.Read byId =
        CountsReader.read(
            ShippedTable.parse("c.csv", "link,hour,vehicles\nl0_1,7,12\nnowhere,7,1\n"), CITY);
    assertThat(byId.counts().size()).isEqualTo(1);
    assertThat(byId.unmatched().get(0)).contains("nowhere");
  }
}
