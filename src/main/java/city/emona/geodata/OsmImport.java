package city.emona.geodata;

import city.emona.geodata.osm.OsmCity;
import city.emona.model.City;
import city.emona.simulate.Progress;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes a city from OpenStreetMap files: reads them, applies the rules of the tags, estimates what
 * the map does not say, and reports everything that it dropped, repaired or assumed in the table
 * import_issues. The same files give the same city whatever the order of elements in them. See
 * src/docs/models/import.md. Stateless and thread-safe.
 */
public final class OsmImport {
  private OsmImport() {}

  public static City read(List<Path> files, ImportOptions options, Progress progress) {
    return OsmCity.read(files, options, CityZone::of, progress);
  }

  /** Throws where a GeoJSON file cannot be the districts of any city; names every wrong one. */
  public static void checkDistricts(Path file) {
    OsmCity.checkDistricts(file);
  }
}
