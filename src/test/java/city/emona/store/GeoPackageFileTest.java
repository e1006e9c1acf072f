package city.emona.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import city.emona.EmonaException;
import city.emona.EmonaException.Code;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.model.TableSchema.Geometry;
import city.emona.simulate.Frame;
import city.emona.simulate.Progress;
import city.emona.simulate.Quantity;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file itself: a valid GeoPackage that other programs read, and clear words when it is not. */
@Tag("store")
class GeoPackageFileTest {
  @TempDir Path folder;

  private String filled(City city) {
    String name = folder.resolve("city.gpkg").toString();
    try (Store store = Stores.open(name, true)) {
      store.cities().saveCity(city, Map.of(), "ana", Progress.NONE);
      StoreContract.store(
          store,
          StoreContract.run("k", city.version(), StoreContract.NOON, null),
          new Frame(Quantity.AIR_NO2, 0, new float[] {1, 2}));
    }
    return name;
  }

  private static String sql(String file, String sql) throws SQLException {
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement s = c.createStatement()) {
      return s.execute(sql) ? s.getResultSet().getString(1) : null;
    }
  }

  private static EmonaException refused(Code code, String file, boolean create) {
    EmonaException e =
        catchThrowableOfType(EmonaException.class, () -> Stores.open(file, create).close());
    assertThat(e).isNotNull();
    assertThat(e.code()).isEqualTo(code);
    assertThat(e.where()).contains(Path.of(file).getFileName().toString());
    assertThat(e.fix()).isNotEmpty();
    return e;
  }

  @Test
  void closedFileIsWholeAndAlone() throws Exception {
    String name = filled(RichCity.make(1, 20));
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(Path.of(name)); // no log, no lock, no journal
    }
    assertThat(sql(name, "PRAGMA journal_mode")).isEqualTo("delete");
    assertThat(sql(name, "PRAGMA integrity_check")).isEqualTo("ok");
    assertThat(sql(name, "PRAGMA foreign_key_check")).isNull();
    Path copy = folder.resolve("copy.gpkg");
    Files.copy(Path.of(name), copy);
    try (Store store = Stores.open(copy.toString(), false)) {
      assertThat(store.cities().findCity().orElseThrow().version())
          .isEqualTo(RichCity.make(1, 20).version());
    }
  }

  /** OGC 12-128r17, requirements 2 (header), 5-15 (contents), 75-77 (R-tree). */
  @Test
  void fileIsAGeoPackage13() throws Exception {
    City city = RichCity.make(3, 30);
    String name = filled(city);
    assertThat(sql(name, "PRAGMA application_id")).isEqualTo(String.valueOf(0x47504B47));
    assertThat(sql(name, "PRAGMA user_version")).isEqualTo("10300");
    assertThat(sql(name, "SELECT group_concat(srs_id) FROM gpkg_spatial_ref_sys"))
        .contains("-1", "0", "4326");
    assertThat(
            sql(
                name,
                "SELECT count(*) FROM gpkg_contents WHERE table_name NOT IN"
                    + " (SELECT name FROM sqlite_master)"))
        .isEqualTo("0");
    assertThat(
            sql(
                name,
                "SELECT group_concat(name) FROM sqlite_master WHERE type = 'table' AND name NOT LIKE"
                    + " 'gpkg_%' AND name NOT LIKE 'rtree_%' AND name NOT LIKE 'sqlite_%' AND name"
                    + " NOT IN (SELECT table_name FROM gpkg_contents)"))
        .as("tables that nobody told of")
        .isNull();
    for (Table t : city.tables()) {
      if (t.schema().geometry() == Geometry.NONE) {
        continue;
      }
      String table = t.schema().name();
      assertThat(sql(name, "SELECT count(*) FROM rtree_" + table + "_geom"))
          .isEqualTo(sql(name, "SELECT count(geom) FROM " + table));
      assertThat(sql(name, "SELECT rtreecheck('rtree_" + table + "_geom')")).isEqualTo("ok");
      assertThat(
              sql(
                  name,
                  "SELECT count(*) FROM gpkg_extensions WHERE extension_name = 'gpkg_rtree_index'"
                      + " AND column_name = 'geom' AND table_name = '"
                      + table
                      + "'"))
          .isEqualTo("1");
      assertThat(sql(name, "SELECT hex(substr(geom, 1, 3)) FROM " + table + " WHERE geom NOT NULL"))
          .isEqualTo("475000");
    }
  }

  @Test
  void everyColumnIsDocumentedInTheFile() throws Exception {
    String name = filled(RichCity.make(1, 2));
    assertThat(
            sql(
                name,
                "SELECT group_concat(c.table_name || '.' || i.name) FROM gpkg_contents c,"
                    + " pragma_table_info(c.table_name) i LEFT JOIN gpkg_data_columns d ON"
                    + " d.table_name = c.table_name AND d.column_name = i.name WHERE i.name NOT IN"
                    + " ('fid', 'geom') AND (d.description IS NULL OR d.description = '')"))
        .isNull();
  }

  @Test
  void gdalReadsEveryLayer() throws Exception {
    Programs.require("ogrinfo");
    City city = RichCity.make(5, 30);
    String name = filled(city);
    String info = Programs.run("ogrinfo", "-ro", "-so", "-al", name);
    assertThat(info).doesNotContain("Warning").doesNotContain("ERROR");
    Map<String, Integer> counts = new java.util.HashMap<>();
    Matcher m =
        Pattern.compile("Layer name: (\\S+).*?Feature Count: (\\d+)", Pattern.DOTALL).matcher(info);
    while (m.find()) {
      counts.put(m.group(1), Integer.parseInt(m.group(2)));
    }
    for (Table t : city.tables()) {
      assertThat(counts).containsEntry(t.schema().name(), t.size());
    }
    assertThat(counts).containsEntry("runs", 1).containsEntry("run_frames", 1);
    assertThat(counts).containsKeys("city", "city_versions", "aliases", "observations", "writes");
    String full = Programs.run("ogrinfo", "-ro", "-al", name);
    assertThat(full).doesNotContain("Warning").doesNotContain("ERROR");
    String csv = folder.resolve("nodes.csv").toString();
    Programs.run("ogr2ogr", "-f", "CSV", "-lco", "GEOMETRY=AS_XY", csv, name, "nodes");
    String[] cell = Files.readAllLines(Path.of(csv)).get(1).split(",");
    double[] lonLat = new double[2];
    int[] x = city.table(Schema.NODES).points().xMm();
    int[] y = city.table(Schema.NODES).points().yMm();
    city.info().frame().toLonLat(x[0] / 1000.0, y[0] / 1000.0, lonLat, 0);
    assertThat(Double.parseDouble(cell[0])).isCloseTo(lonLat[0], within(1e-9));
    assertThat(Double.parseDouble(cell[1])).isCloseTo(lonLat[1], within(1e-9));
  }

  private static org.assertj.core.data.Offset<Double> within(double d) {
    return org.assertj.core.data.Offset.offset(d);
  }

  @Test
  void editsOfAGisProgramAreSeen() throws Exception {
    Programs.require("ogrinfo");
    City city = RichCity.make(5, 30);
    String name = filled(city);
    Programs.run(
        "ogrinfo", name, "-sql", "UPDATE links SET lanes = 7, name = 'Nova' WHERE fid = 3");
    Programs.run("ogrinfo", name, "-sql", "DELETE FROM import_issues WHERE fid = 2");
    try (Store store = Stores.open(name, false)) {
      City read = store.cities().findCity().orElseThrow();
      assertThat(read.table(Schema.LINKS).ints("lanes")[2]).isEqualTo(7);
      assertThat(read.table(Schema.LINKS).texts("name")[2]).isEqualTo("Nova");
      assertThat(read.table(Schema.IMPORT_ISSUES).size()).isEqualTo(29);
      assertThat(read.version()).isNotEqualTo(city.version());
      assertThat(store.cities().findVersion()).contains(read.version());
      assertThat(store.cities().listVersions())
          .extracting(v -> v.version())
          .containsExactly(city.version(), read.version());
    }
    Programs.run("ogrinfo", name, "-sql", "UPDATE links SET from_node = 'nowhere' WHERE fid = 3");
    try (Store store = Stores.open(name, false)) {
      EmonaException e =
          catchThrowableOfType(EmonaException.class, () -> store.cities().findCity());
      assertThat(e.getMessage()).contains("nowhere", "links", "from_node");
    }
  }

  @Test
  void layersOfOthersInTheFileStay() throws Exception {
    Programs.require("ogr2ogr");
    String name = filled(RichCity.make(5, 3));
    Path csv = folder.resolve("mine.csv");
    Files.writeString(csv, "a,b\n1,2\n");
    Programs.run("ogr2ogr", "-f", "GPKG", "-update", name, csv.toString());
    try (Store store = Stores.open(name, false)) {
      store.cities().saveCity(RichCity.make(6, 3), Map.of(), "ana", Progress.NONE);
    }
    assertThat(sql(name, "SELECT b FROM mine")).isEqualTo("2");
  }

  @Test
  void missingStoreAndFolder() {
    refused(Code.NOT_FOUND, folder.resolve("none.gpkg").toString(), false);
    EmonaException nowhere =
        catchThrowableOfType(
            EmonaException.class,
            () -> Stores.open(folder.resolve("no-folder/city.gpkg").toString(), true));
    assertThat(nowhere.code()).isEqualTo(Code.NOT_FOUND);
    assertThat(nowhere).hasMessageContaining("no-folder").hasMessageContaining("Make the folder");
    EmonaException e =
        catchThrowableOfType(EmonaException.class, () -> Stores.open("city.shp", true));
    assertThat(e.getMessage()).contains("city.shp", ".gpkg", "jdbc:postgresql");
  }

  @Test
  void filesThatAreNotStores() throws Exception {
    Path text = folder.resolve("text.gpkg");
    Files.writeString(text, "id,name\n1,a\n");
    assertThat(refused(Code.INVALID, text.toString(), true))
        .hasMessageContaining("not a GeoPackage");
    Path directory = Files.createDirectory(folder.resolve("dir.gpkg"));
    refused(Code.INVALID, directory.toString(), true);
    Path empty = Files.createFile(folder.resolve("empty.gpkg"));
    assertThat(refused(Code.INVALID, empty.toString(), false)).hasMessageContaining("empty");
    String sqlite = folder.resolve("other.gpkg").toString();
    sql(sqlite, "CREATE TABLE t (a)");
    assertThat(refused(Code.INVALID, sqlite, true)).hasMessageContaining("not a GeoPackage");
    assertThat(sql(sqlite, "SELECT count(*) FROM sqlite_master")).isEqualTo("1"); // untouched
    String foreign = folder.resolve("foreign.gpkg").toString();
    sql(foreign, "PRAGMA application_id = " + 0x47504B47);
    sql(foreign, "CREATE TABLE gpkg_contents (table_name)");
    assertThat(refused(Code.INVALID, foreign, true)).hasMessageContaining("not an Emona store");
  }

  @Test
  void newerStoreIsRefused() throws Exception {
    String name = filled(RichCity.make(1, 2));
    sql(name, "INSERT INTO store_migrations (version, name, applied_at) VALUES (99, 'x', '2030')");
    assertThat(refused(Code.UNSUPPORTED, name, true))
        .hasMessageContaining("newer version")
        .hasMessageContaining("layout 99");
  }

  @Test
  void olderCityTablesAreReadWithDefaults() throws Exception {
    City city = RichCity.make(1, 4);
    String name = filled(city);
    sql(name, "ALTER TABLE links DROP COLUMN lanes");
    sql(name, "DROP TABLE turn_bans");
    try (Store store = Stores.open(name, false)) {
      City read = store.cities().findCity().orElseThrow();
      assertThat(read.table(Schema.LINKS).ints("lanes")).containsOnly(0);
      assertThat(read.table(Schema.LINKS).texts("name"))
          .isEqualTo(city.table(Schema.LINKS).texts("name"));
      assertThat(read.table(Schema.TURN_BANS).size()).isZero();
    }
  }

  @Test
  void damagedFileIsNamed() throws Exception {
    String name = filled(RichCity.make(1, 200));
    try (FileChannel f = FileChannel.open(Path.of(name), StandardOpenOption.WRITE)) {
      f.truncate(f.size() / 3);
    }
    EmonaException e =
        catchThrowableOfType(
            EmonaException.class,
            () -> {
              try (Store store = Stores.open(name, false)) {
                store.cities().findCity();
              }
            });
    assertThat(e).hasMessageContaining("damaged");
  }

  @Test
  void fileThatCannotGrowKeepsTheOldCity() throws Exception {
    Programs.require("bash");
    City old = RichCity.make(1, 20);
    String name = filled(old);
    long kib = Files.size(Path.of(name)) / 1024;
    List<String> command = new ArrayList<>(List.of("bash", "-c"));
    command.add("ulimit -f " + (kib + 512) + "; exec \"$@\"");
    command.add("limited");
    command.addAll(Programs.java(BigSave.class, name));
    String said = Programs.run(command.toArray(new String[0]));
    assertThat(said).contains("TOO_LARGE").contains("cannot grow").contains("intact");
    assertThat(said).contains("still " + old.version());
    try (Store store = Stores.open(name, false)) {
      assertThat(store.cities().findCity().orElseThrow().version()).isEqualTo(old.version());
      store.cities().saveCity(RichCity.make(2, 20), Map.of(), "ana", Progress.NONE);
    }
    assertThat(sql(name, "PRAGMA integrity_check")).isEqualTo("ok");
  }

  /** Saves a city that is too big for the limit on file size that its process was given. */
  static final class BigSave {
    private BigSave() {}

    public static void main(String[] args) {
      try (Store store = Stores.open(args[0], false)) {
        try {
          store.cities().saveCity(GridCity.make(60), Map.of(), "ana", Progress.NONE);
          System.out.println("saved");
        } catch (EmonaException e) {
          System.out.println(e.code() + " " + e.getMessage());
        }
        System.out.println("still " + store.cities().findCity().orElseThrow().version());
      }
    }
  }

  @Test
  void busyFileIsExplained() throws Exception {
    String name = filled(RichCity.make(1, 2));
    try (Store store = Stores.open(name, false);
        Connection other = DriverManager.getConnection("jdbc:sqlite:" + name + "?busy_timeout=0");
        Statement s = other.createStatement()) {
      s.execute("BEGIN IMMEDIATE");
      EmonaException e =
          catchThrowableOfType(
              EmonaException.class,
              () -> store.cities().saveCity(RichCity.make(2, 2), Map.of(), "ana", Progress.NONE));
      s.execute("ROLLBACK");
      assertThat(e.code()).isEqualTo(Code.CONFLICT);
      assertThat(e).hasMessageContaining("Another program");
    }
  }

  @Test
  void readOnlyFileIsReadAndNotWritten() throws IOException {
    City city = RichCity.make(1, 4);
    String name = filled(city);
    assertThat(Path.of(name).toFile().setReadOnly()).isTrue();
    org.junit.jupiter.api.Assumptions.assumeFalse(
        Files.isWritable(Path.of(name)), "root may write to every file");
    try (Store store = Stores.open(name, true)) {
      assertThat(store.cities().findCity().orElseThrow().version()).isEqualTo(city.version());
      EmonaException e =
          catchThrowableOfType(
              EmonaException.class,
              () -> store.cities().saveCity(city, Map.of(), "ana", Progress.NONE));
      assertThat(e.code()).isEqualTo(Code.FORBIDDEN);
    }
  }
}
