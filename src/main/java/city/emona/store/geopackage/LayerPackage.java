package city.emona.store.geopackage;

import city.emona.EmonaException;
import city.emona.geo.Crs;
import city.emona.model.City;
import city.emona.model.Table;
import city.emona.simulate.Progress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Writes tables beside a city into a GeoPackage of their own (OGC 12-128r17), for GIS programs:
 * layers with their values, and tables of figures. Licence and attribution stand in the description
 * of each. It is a file to take away, not a store: nothing reads it back.
 */
public final class LayerPackage {
  private LayerPackage() {}

  /**
   * Writes a new file.
   *
   * @param city whose frame, licence and attribution the tables have
   * @param crs of the coordinates
   * @param tables without references to other tables; what has geometry becomes features
   */
  public static void write(Path file, City city, Crs crs, List<Table> tables, Progress progress) {
    try (Connection c = GeoPackageFile.connectNew(file)) {
      GeoPackageTables.execute(c, "BEGIN");
      for (String sql : GeoPackageFile.coreTables()) {
        GeoPackageTables.execute(c, sql);
      }
      if (!crs.isLonLat()) {
        GeoPackageContents.addSystem(c, crs);
      }
      for (Table t : tables) {
        GeoPackageTables.saveAlone(c, city, crs, t, progress);
      }
      GeoPackageTables.execute(c, "COMMIT");
    } catch (SQLException e) {
      throw new EmonaException(
          EmonaException.Code.INVALID,
          "The GeoPackage cannot be written: " + e.getMessage(),
          file.toString(),
          "Choose a folder that exists, that has room and that you may write to.",
          e);
    }
  }
}
