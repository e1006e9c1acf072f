package city.emona.geodata.osm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import city.emona.EmonaException;
import city.emona.geodata.ImportOptions;
import city.emona.geodata.OsmImport;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.simulate.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The city's own districts: used where they are right, refused with their place where not. */
class DistrictFileTest {
  private static final String WEST =
      "[[14.500,46.05],[14.50323,46.05],[14.50323,46.06],[14.500,46.06],[14.500,46.05]]";
  private static final String EAST =
      "[[14.50323,46.05],[14.51,46.05],[14.51,46.06],[14.50323,46.06],[14.50323,46.05]]";
  private static final String BOW =
      "[[14.500,46.05],[14.51,46.06],[14.51,46.05],[14.500,46.06],[14.500,46.05]]";

  @TempDir Path folder;

  private City read(String geoJson) throws IOException {
    Path map = TinyMap.grid().write(folder, "town.osm");
    Path own = Files.writeString(folder.resolve("own.geojson"), geoJson);
    return OsmImport.read(List.of(map, own), new ImportOptions("Town", 900), Progress.NONE);
  }

  private static String collection(String... features) {
    return "{\"type\":\"FeatureCollection\",\n\"features\":[\n"
        + String.join(",\n", features)
        + "]}";
  }

  private static String feature(String name, String ring) {
    return "{\"type\":\"Feature\",\"properties\":{\"name\":\""
        + name
        + "\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":["
        + ring
        + "]}}";
  }

  @Test
  void ownDistrictsReplaceThePartition() throws IOException {
    City c = read(collection(feature("West", WEST), feature("East", EAST)));
    assertThat(c.table(Schema.DISTRICTS).texts("name")).containsExactly("West", "East");
    assertThat(c.table(Schema.DISTRICTS).ids()).containsExactly("d1", "d2");
    assertThat(Arrays.stream(c.table(Schema.DISTRICTS).ints("population")).sum()).isEqualTo(900);
    assertThat(c.info().sources()).contains("own.geojson (districts)");
    int link = c.table(Schema.LINKS).findRow("w114.0f");
    assertThat(c.network().district()[link]).isEqualTo(1);
  }

  @Test
  void aSelfIntersectingDistrictIsRefusedWithLineAndPosition() {
    refused(collection(feature("West", WEST), feature("Bow", BOW)))
        .hasMessageContaining("own.geojson line 4")
        .hasMessageContaining("\"Bow\" crosses itself near longitude 14.505000, latitude 46.055");
  }

  @Test
  void otherMistakesAreNamed() {
    refused("[]").hasMessageContaining("not a JSON object");
    refused("{\"features\":[{]}").hasMessageContaining("line 1 column");
    refused(collection()).hasMessageContaining("no district");
    refused(collection(feature("A", WEST).replace("Polygon", "Point")))
        .hasMessageContaining("is a Point");
    refused(collection(feature("A", WEST.replace("14.", "461234."))))
        .hasMessageContaining("not near");
    refused(collection(feature("A", "[[14.5,46.05],[14.51,46.05],[14.5,46.05]]")))
        .hasMessageContaining("not closed");
    String id = "{\"id\":\"x\",";
    refused(
            collection(
                feature("A", WEST).replaceFirst("\\{", id),
                feature("B", EAST).replaceFirst("\\{", id)))
        .hasMessageContaining("used twice");
    refused(collection(feature("Far", WEST.replace("46.0", "47.0"))))
        .hasMessageContaining("No street of the map");
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refused(String geoJson) {
    return assertThatThrownBy(() -> read(geoJson))
        .isInstanceOf(EmonaException.class)
        .hasMessageContaining("own.geojson");
  }
}
