package city.emona.store;

import city.emona.EmonaException;
import city.emona.run.CityArchive;
import city.emona.run.RunArchive;
import city.emona.store.geopackage.GeoPackageDatabase;
import city.emona.store.postgis.PostgisDatabase;
import city.emona.store.sql.Database;
import city.emona.store.sql.Handle;
import city.emona.store.sql.SqlCityArchive;
import city.emona.store.sql.SqlRunArchive;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Opens a store by its name: {@code path.gpkg}, or {@code jdbc:postgresql://host/db?schema=name}
 * (user and password from the URL, PGUSER and PGPASSWORD, or {@code ~/.pgpass}).
 */
public final class Stores {
  private Stores() {}

  /**
   * @param create whether to make the store where it does not exist yet; else that is {@code
   *     EmonaException(NOT_FOUND)}
   */
  public static Store open(String store, boolean create) {
    return new DatabaseStore(database(store, create));
  }

  private static Database database(String store, boolean create) {
    if (store.startsWith("jdbc:postgresql:")) {
      return PostgisDatabase.open(store, create);
    }
    if (store.endsWith(".gpkg") && !store.startsWith("jdbc:")) {
      try {
        return GeoPackageDatabase.open(Path.of(store), create);
      } catch (InvalidPathException e) {
        throw new EmonaException(
            EmonaException.Code.INVALID,
            "This is not a file name (" + e.getReason() + ").",
            store,
            "Name a file that ends in .gpkg.",
            e);
      }
    }
    throw EmonaException.invalid(
        "This is not the name of a store.",
        store,
        "Name a file that ends in .gpkg, or a PostGIS database as"
            + " jdbc:postgresql://host/database?schema=name.");
  }

  private static final class DatabaseStore implements Store {
    private final Database db;
    private final CityArchive cities;
    private final RunArchive runs;

    DatabaseStore(Database db) {
      this.db = db;
      this.cities = new SqlCityArchive(db);
      this.runs = new SqlRunArchive(db);
    }

    @Override
    public CityArchive cities() {
      return cities;
    }

    @Override
    public RunArchive runs() {
      return runs;
    }

    @Override
    public String description() {
      return db.description();
    }

    @Override
    public Handle onChange(Runnable listener) {
      return db.onChange(listener);
    }

    @Override
    public Handle holdWriter(String principal, String purpose) {
      return db.holdWriter(principal, purpose);
    }

    @Override
    public void close() {
      db.close();
    }
  }
}
