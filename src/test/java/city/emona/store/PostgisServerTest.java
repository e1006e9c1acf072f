package city.emona.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import city.emona.EmonaException;
import city.emona.EmonaException.Code;
import city.emona.model.City;
import city.emona.model.Field;
import city.emona.model.Schema;
import city.emona.model.TableSchema;
import city.emona.model.TableSchema.Geometry;
import city.emona.simulate.Frame;
import city.emona.simulate.Progress;
import city.emona.simulate.Quantity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The schema as a GIS person sees it, and clear words when the server or the schema is not right.
 */
@Tag("store")
class PostgisServerTest {
  private PostgisCluster cluster;
  private String name;
  private String schema;

  @BeforeEach
  void newSchema() {
    cluster = PostgisCluster.shared();
    name = cluster.newStore();
    schema = name.substring(name.indexOf("schema=") + 7);
  }

  private void save(City city) {
    try (Store store = Stores.open(name, true)) {
      store.cities().saveCity(city, Map.of(), "ana", Progress.NONE);
    }
  }

  private List<String> sql(String sql) throws SQLException {
    List<String> first = new ArrayList<>();
    try (Connection c =
            DriverManager.getConnection(
                cluster.url("emona") + "&currentSchema=" + schema + ",public");
        Statement s = c.createStatement()) {
      if (s.execute(sql)) {
        try (ResultSet r = s.getResultSet()) {
          while (r.next()) {
            first.add(r.getString(1));
          }
        }
      }
    }
    return first;
  }

  private static EmonaException refused(Code code, String store, boolean create) {
    EmonaException e =
        catchThrowableOfType(EmonaException.class, () -> Stores.open(store, create).close());
    assertThat(e).as(store).isNotNull();
    assertThat(e.code()).as(e.getMessage()).isEqualTo(code);
    assertThat(e.getMessage()).doesNotContain("emona-test"); // the password
    return e;
  }

  @Test
  void everyTableAndColumnIsCommentedAndKeyed() throws Exception {
    save(RichCity.make(1, 5));
    assertThat(
            sql(
                "SELECT c.relname || coalesce('.' || a.attname, '') FROM pg_class c JOIN"
                    + " pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_attribute a ON"
                    + " a.attrelid = c.oid AND a.attnum > 0 WHERE n.nspname = current_schema() AND"
                    + " c.relkind = 'r' AND c.relname <> 'flyway_schema_history' AND"
                    + " (obj_description(c.oid) IS NULL OR col_description(c.oid, a.attnum) IS"
                    + " NULL)"))
        .isEmpty();
    int references = 0;
    int geometries = 0;
    for (TableSchema t : Schema.TABLES) {
      for (Field f : t.fields()) {
        references += f.kind() == Field.Kind.REF ? 1 : 0;
      }
      geometries += t.geometry() == Geometry.NONE ? 0 : 1;
    }
    assertThat(
            sql(
                "SELECT count(*) FROM pg_constraint WHERE contype = 'f' AND connamespace ="
                    + " current_schema()::regnamespace AND convalidated AND conrelid::regclass::text"
                    + " NOT LIKE 'run_%'"))
        .containsExactly(String.valueOf(references));
    assertThat(
            sql(
                "SELECT count(*) FROM pg_indexes WHERE schemaname = current_schema() AND indexdef"
                    + " LIKE '%USING gist (geom)%'"))
        .containsExactly(String.valueOf(geometries));
    assertThat(sql("SELECT relname FROM pg_class WHERE relname LIKE 'next\\_%'")).isEmpty();
    assertThat(sql("SELECT conname FROM pg_constraint WHERE conname LIKE 'next\\_%'")).isEmpty();
    assertThat(sql("SELECT tgname FROM pg_trigger WHERE tgname LIKE '%next%'")).isEmpty();
    assertThat(sql("SELECT DISTINCT Find_SRID(current_schema()::text, 'links', 'geom')::text"))
        .containsExactly("4326");
  }

  @Test
  void valuesOfARunCanBeQueried() throws Exception {
    City city = RichCity.make(1, 6);
    save(city);
    float[] volumes = {0, 100, 250.4f, Float.NaN, 13106, 7};
    float[] grams = {1f / 3, -2.5f, Float.NaN, 0, 1e-40f, 3e38f};
    float[] trucks = {0, 1, 254, Float.NaN, 2, 3};
    try (Store store = Stores.open(name, false)) {
      StoreContract.store(
          store,
          StoreContract.run("k", city.version(), StoreContract.NOON, null),
          new Frame(Quantity.TRAFFIC_VOLUME, 8, volumes),
          new Frame(Quantity.WASTE_ROUTES, 8, trucks),
          new Frame(Quantity.EMISSIONS_NOX, 8, grams));
    }
    for (var q :
        Map.of(
                Quantity.TRAFFIC_VOLUME, volumes,
                Quantity.EMISSIONS_NOX, grams,
                Quantity.WASTE_ROUTES, trucks)
            .entrySet()) {
      List<String> values =
          sql(
              "SELECT value FROM frame_values('k', '"
                  + q.getKey().id()
                  + "', 8) ORDER BY element_row");
      float[] expected =
          Frame.unpack(q.getKey(), 8, new Frame(q.getKey(), 8, q.getValue()).pack()).values();
      assertThat(values).hasSize(expected.length);
      for (int i = 0; i < expected.length; i++) {
        if (Float.isNaN(expected[i])) {
          assertThat(values.get(i)).isNull();
        } else {
          assertThat((float) Double.parseDouble(values.get(i))).isEqualTo(expected[i]);
        }
      }
    }
    assertThat(sql("SELECT id FROM street_values('k', 'traffic_volume', 8) WHERE value > 200"))
        .containsExactlyInAnyOrder(city.table(Schema.LINKS).id(2), city.table(Schema.LINKS).id(4));
    assertThat(sql("SELECT scenario_title FROM kpis WHERE run_id = 'k'")).hasSize(2);
    assertThat(sql("SELECT count(*) FROM streets")).containsExactly("6");
    assertThat(sql("SELECT links[1] FROM run_tours")).containsExactly("3");
  }

  @Test
  void viewsAndRightsOfOthersOutliveASave() throws Exception {
    save(RichCity.make(1, 5));
    cluster.execute(
        "emona",
        "DO $$ BEGIN CREATE ROLE gis_reader; EXCEPTION WHEN duplicate_object THEN NULL; END $$");
    sql(
        "CREATE VIEW wide AS SELECT l.id, d.name FROM links l JOIN districts d ON d.id = l.district WHERE l.lanes > 1");
    sql("CREATE VIEW wide_names AS SELECT DISTINCT name FROM wide");
    sql("GRANT SELECT ON links, wide_names TO gis_reader");
    save(RichCity.make(2, 7));
    assertThat(
            sql(
                "SELECT has_table_privilege('gis_reader', 'links', 'SELECT')::text"
                    + " UNION ALL SELECT has_table_privilege('gis_reader', 'wide_names', 'SELECT')::text"
                    + " UNION ALL SELECT has_table_privilege('gis_reader', 'nodes', 'SELECT')::text"))
        .containsExactly("true", "true", "false");
    sql("SELECT * FROM wide_names");
    assertThat(sql("SELECT count(*) FROM links")).containsExactly("7");
  }

  @Test
  void editsOfAGisProgramAreSeenAndHeard() throws Exception {
    City city = RichCity.make(1, 5);
    save(city);
    CountDownLatch heard = new CountDownLatch(1);
    try (Store store = Stores.open(name, false)) {
      store.onChange(heard::countDown);
      sql("UPDATE links SET lanes = 7 WHERE fid = 3");
      assertThat(heard.await(10, TimeUnit.SECONDS)).isTrue();
      City read = store.cities().findCity().orElseThrow();
      assertThat(read.table(Schema.LINKS).ints("lanes")[2]).isEqualTo(7);
      assertThat(read.version()).isNotEqualTo(city.version());
      assertThat(store.cities().findVersion()).contains(read.version());
      assertThat(store.cities().listVersions()).hasSize(2);
    }
    SQLException e =
        catchThrowableOfType(
            SQLException.class, () -> sql("UPDATE links SET from_node = 'nowhere' WHERE fid = 3"));
    assertThat(e.getSQLState()).isEqualTo("23503"); // the foreign key
  }

  @Test
  void aReaderInTheWayIsWaitedFor() throws Exception {
    save(RichCity.make(1, 5));
    try (Connection c =
            DriverManager.getConnection(cluster.url("emona") + "&currentSchema=" + schema);
        Statement s = c.createStatement()) {
      c.setAutoCommit(false);
      s.executeQuery("SELECT count(*) FROM links").close();
      Thread release =
          new Thread(
              () -> {
                try {
                  Thread.sleep(2500);
                  c.commit();
                } catch (SQLException | InterruptedException ex) {
                  throw new IllegalStateException(ex);
                }
              });
      release.start();
      save(RichCity.make(2, 5));
      release.join();
    }
    try (Store store = Stores.open(name, false)) {
      assertThat(store.cities().findVersion()).contains(RichCity.make(2, 5).version());
    }
  }

  @Test
  void wrongAddressesAreExplained() throws Exception {
    assertThat(refused(Code.NOT_FOUND, name, false)).hasMessageContaining(schema);
    assertThat(refused(Code.NOT_FOUND, cluster.url("nowhere"), true))
        .hasMessageContaining("database");
    assertThat(refused(Code.INVALID, cluster.url("emona") + "&schema=Not-a-Name", true))
        .hasMessageContaining("schema=NAME");
    assertThat(refused(Code.INVALID, cluster.url("emona") + "&schema=public", true))
        .hasMessageContaining("schema=NAME");
    int free;
    try (ServerSocket s = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = s.getLocalPort();
    }
    assertThat(refused(Code.BUSY, "jdbc:postgresql://127.0.0.1:" + free + "/x?user=u", true))
        .hasMessageContaining("reached");
    assertThat(
            refused(
                Code.FORBIDDEN,
                "jdbc:postgresql://127.0.0.1:" + cluster.port() + "/emona?user=nobody_here",
                true))
        .hasMessageContaining("~/.pgpass");
  }

  @Test
  void databasesAndSchemasThatAreNotRightAreExplained() throws Exception {
    cluster.execute("postgres", "DROP DATABASE IF EXISTS bare");
    cluster.execute("postgres", "CREATE DATABASE bare OWNER emona");
    assertThat(refused(Code.FORBIDDEN, cluster.url("bare"), true))
        .hasMessageContaining("CREATE EXTENSION postgis");
    sql("CREATE SCHEMA " + schema);
    sql("CREATE TABLE " + schema + ".mine (a int)");
    assertThat(refused(Code.INVALID, name, true)).hasMessageContaining("not Emona's");
    sql("DROP TABLE " + schema + ".mine");
    save(RichCity.make(1, 2)); // an empty schema is as good as none
    sql(
        "INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,"
            + " installed_by, execution_time, success) VALUES (99, '99', 'x', 'SQL', 'x', 'x', 1,"
            + " true)");
    assertThat(refused(Code.UNSUPPORTED, name, true)).hasMessageContaining("newer version");
  }

  @Test
  void descriptionShowsNoPassword() throws IOException {
    try (Store store = Stores.open(name, true)) {
      assertThat(store.description()).contains("127.0.0.1").contains(schema).doesNotContain("test");
    }
  }
}
