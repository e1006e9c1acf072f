package city.emona.store;

import static org.assertj.core.api.Assertions.assertThat;

import city.emona.model.City;
import city.emona.simulate.Frame;
import city.emona.simulate.Progress;
import city.emona.simulate.Quantity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * src/docs/store.md tells the truth: its tables are those of the two databases, and its queries
 * run. After a change of the schema: {@code mvn test -Dtest=StoreDocsTest -Demona.write=true}.
 */
@Tag("store")
class StoreDocsTest {
  private static final Path PAGE = Path.of("src/docs/store.md");
  private static final String BEGIN = "<!-- tables -->\n";
  private static final String END = "<!-- end of tables -->";

  @TempDir Path folder;
  private String gpkg;
  private String postgis;
  private String schema;

  @BeforeEach
  void fillBoth() {
    String name = PostgisCluster.shared().newStore();
    schema = name.substring(name.indexOf("schema=") + 7);
    gpkg = "jdbc:sqlite:" + folder.resolve("city.gpkg");
    postgis = PostgisCluster.shared().url("emona") + "&currentSchema=" + schema + ",public";
    City city = RichCity.make(1, 12);
    for (String store : List.of(name, folder.resolve("city.gpkg").toString())) {
      try (Store s = Stores.open(store, true)) {
        s.cities().saveCity(city, Map.of(), "ana", Progress.NONE);
        StoreContract.store(
            s,
            StoreContract.run("k", city.version(), StoreContract.NOON, null),
            new Frame(Quantity.TRAFFIC_VOLUME, 8, new float[] {5, 6, 7, 8, 9, 10, 11, 12}));
      }
    }
  }

  private static List<List<String>> rows(String database, String sql) throws SQLException {
    List<List<String>> all = new ArrayList<>();
    try (Connection c = DriverManager.getConnection(database);
        Statement s = c.createStatement();
        ResultSet r = s.executeQuery(sql)) {
      while (r.next()) {
        List<String> row = new ArrayList<>();
        for (int i = 1; i <= r.getMetaData().getColumnCount(); i++) {
          row.add(r.getString(i));
        }
        all.add(row);
      }
    }
    return all;
  }

  @Test
  void tablesAreThoseOfTheDatabases() throws Exception {
    String page = Files.readString(PAGE);
    int from = page.indexOf(BEGIN) + BEGIN.length();
    int to = page.indexOf(END);
    String written = tables();
    if (Boolean.getBoolean("emona.write")) {
      Files.writeString(PAGE, page.substring(0, from) + written + page.substring(to));
      return;
    }
    assertThat(page.substring(from, to))
        .as("src/docs/store.md is out of date: mvn test -Dtest=StoreDocsTest -Demona.write=true")
        .isEqualTo(written);
  }

  private String tables() throws SQLException {
    Map<String, String> meaning = new LinkedHashMap<>();
    Map<String, String> postgisType = new LinkedHashMap<>();
    for (List<String> r :
        rows(
            postgis,
            "SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod),"
                + " col_description(c.oid, a.attnum) FROM pg_class c JOIN pg_attribute a ON"
                + " a.attrelid = c.oid WHERE c.relkind = 'r' AND a.attnum > 0 AND c.relnamespace ="
                + " current_schema()::regnamespace")) {
      postgisType.put(r.get(0) + "." + r.get(1), r.get(2));
      meaning.put(r.get(0) + "." + r.get(1), r.get(3));
    }
    for (List<String> r :
        rows(gpkg, "SELECT table_name, column_name, description FROM gpkg_data_columns")) {
      meaning.merge(r.get(0) + "." + r.get(1), r.get(2), (a, b) -> a);
    }
    StringBuilder out = new StringBuilder();
    for (List<String> t :
        rows(gpkg, "SELECT table_name, description FROM gpkg_contents ORDER BY rowid")) {
      String title = t.get(1).replaceFirst("\\. © OpenStreetMap.*", "");
      out.append("\n### `%s`\n%s.\n\n".formatted(t.get(0), title));
      out.append("| column | GeoPackage | PostGIS | meaning |\n|---|---|---|---|\n");
      for (List<String> c :
          rows(gpkg, "SELECT name, type FROM pragma_table_info('" + t.get(0) + "')")) {
        String key = t.get(0) + "." + c.get(0);
        String fallback = c.get(0).equals("fid") ? "Row number" : "";
        out.append(
            "| `%s` | %s | %s | %s |\n"
                .formatted(
                    c.get(0),
                    c.get(1).toLowerCase(java.util.Locale.ROOT),
                    postgisType.getOrDefault(key, "–"),
                    meaning.getOrDefault(key, fallback)));
      }
    }
    return out.append('\n').toString();
  }

  @Test
  void queriesRun() throws IOException, SQLException {
    Matcher m = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
    int ran = 0;
    while (m.find()) {
      String sql = m.group(1).strip().replaceFirst(";$", "");
      if (!sql.startsWith("-- GeoPackage")) {
        rows(postgis, sql);
        ran++;
      }
      if (!sql.startsWith("-- PostGIS")) {
        rows(gpkg, sql);
        ran++;
      }
    }
    assertThat(ran).isGreaterThan(8);
  }

  @Test
  void pythonReadsAFrame() throws Exception {
    Programs.require("python3");
    Matcher m =
        Pattern.compile("```python\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(PAGE));
    assertThat(m.find()).isTrue();
    Path script = folder.resolve("read.py");
    Files.writeString(
        script,
        m.group(1).replace("city.gpkg", folder.resolve("city.gpkg").toString())
            + "print([round(v, 6) for v in volumes])\n");
    assertThat(Programs.run("python3", script.toString()).strip())
        .isEqualTo("[5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0]");
  }
}
