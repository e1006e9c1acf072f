package city.emona.store.sql;

import city.emona.EmonaException;
import city.emona.geo.LocalFrame;
import city.emona.model.City;
import city.emona.model.CityInfo;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.model.TableSchema;
import city.emona.run.CityArchive;
import city.emona.simulate.Progress;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The city, its versions, aliases and observations in SQL that SQLite and PostgreSQL both speak;
 * the {@link Database} does the rest. A save is one transaction and fails at once where somebody
 * else writes; observations wait for a while instead. Thread-safe. Closing it does nothing: the
 * {@link Store} is closed.
 */
public final class SqlCityArchive implements CityArchive {
  private static final Duration OBSERVATION_PATIENCE = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Logger LOG = LoggerFactory.getLogger(SqlCityArchive.class);

  private final Database db;

  public SqlCityArchive(Database db) {
    this.db = db;
  }

  @Override
  public Optional<City> findCity() {
    Stored stored =
        db.read(
            c -> {
              db.pinCity(c);
              return new Stored(load(c), currentVersion(c).orElse(""));
            });
    if (stored.city() != null && stored.version().isEmpty()) {
      return Optional.of(noteEdit().orElse(stored.city()));
    }
    return Optional.ofNullable(stored.city());
  }

  /** What a read found; the version is empty after another program edited the tables. */
  private record Stored(City city, String version) {}

  private City load(Connection c) throws SQLException {
    CityInfo info = info(c);
    if (info == null) {
      return null;
    }
    Map<String, Table> tables = new LinkedHashMap<>();
    for (TableSchema s : Schema.TABLES) {
      tables.put(s.name(), db.loadTable(c, s, info.frame(), tables));
    }
    return new City(info, List.copyOf(tables.values()));
  }

  /**
   * Triggers of the tables empty the version when another program edits them. The first to read the
   * city then writes down what it has become; where that is not possible now, a later one does.
   */
  private Optional<City> noteEdit() {
    Database.Intent intent =
        new Database.Intent("unknown", "notes an edit by another program", "city", Duration.ZERO);
    try {
      return db.write(
          intent,
          c -> {
            db.holdCity(c);
            City city = load(c);
            if (city != null && currentVersion(c).orElse("").isEmpty()) {
              try (PreparedStatement s = c.prepareStatement("UPDATE city SET version = ?")) {
                s.setString(1, city.version());
                s.executeUpdate();
              }
              saveVersion(c, city.version(), "unknown");
            }
            return Optional.ofNullable(city);
          });
    } catch (EmonaException e) {
      if (e.code() == EmonaException.Code.INVALID) {
        throw e; // the edit broke something
      }
      LOG.info("An edit of the city by another program is not written down yet: {}", e.what());
      return Optional.empty();
    }
  }

  private static CityInfo info(Connection c) throws SQLException {
    try (Statement s = c.createStatement();
        ResultSet r =
            s.executeQuery(
                "SELECT id, name, time_zone, origin_lon, origin_lat, licence, attribution, sources,"
                    + " estimates, synthetic_seed FROM city")) {
      if (!r.next()) {
        return null;
      }
      return new CityInfo(
          r.getString(1),
          r.getString(2),
          ZoneId.of(r.getString(3)),
          new LocalFrame(r.getDouble(4), r.getDouble(5)),
          r.getString(6),
          r.getString(7),
          List.of(JSON.readValue(r.getString(8), String[].class)),
          List.of(JSON.readValue(r.getString(9), String[].class)),
          r.getLong(10));
    } catch (JsonProcessingException e) {
      throw new SQLException("city.sources or city.estimates is not a JSON array of texts", e);
    }
  }

  @Override
  public Optional<String> findVersion() {
    Optional<String> stored = db.read(SqlCityArchive::currentVersion);
    boolean edited = stored.isPresent() && stored.get().isEmpty();
    return edited ? findCity().map(City::version) : stored;
  }

  private static Optional<String> currentVersion(Connection c) throws SQLException {
    try (Statement s = c.createStatement();
        ResultSet r = s.executeQuery("SELECT version FROM city")) {
      return r.next() ? Optional.of(r.getString(1)) : Optional.empty();
    }
  }

  @Override
  public List<VersionRecord> listVersions() {
    return db.read(
        c -> {
          List<VersionRecord> all = new ArrayList<>();
          try (Statement s = c.createStatement();
              ResultSet r =
                  s.executeQuery(
                      "SELECT version, written_at, principal FROM city_versions ORDER BY fid")) {
            while (r.next()) {
              all.add(new VersionRecord(r.getString(1), db.getInstant(r, 2), r.getString(3)));
            }
          }
          return all;
        });
  }

  @Override
  public void saveCity(
      City city, Map<String, String> aliases, String principal, Progress progress) {
    CityCheck.check(city);
    String version = city.version();
    Database.Intent intent =
        new Database.Intent(principal, "saves the city", version, Duration.ZERO);
    db.write(
        intent,
        c -> {
          db.saveTables(c, city, progress);
          boolean isNew = !currentVersion(c).equals(Optional.of(version));
          saveInfo(c, city.info(), version);
          if (isNew) {
            saveVersion(c, version, principal);
          }
          saveAliases(c, aliases, version);
          return null;
        });
  }

  private static void saveInfo(Connection c, CityInfo info, String version) throws SQLException {
    try (Statement s = c.createStatement()) {
      s.executeUpdate("DELETE FROM city");
    }
    try (PreparedStatement s =
        c.prepareStatement(
            "INSERT INTO city (id, name, time_zone, origin_lon, origin_lat, crs_wkt, licence,"
                + " attribution, sources, estimates, synthetic_seed, version)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      s.setString(1, info.id());
      s.setString(2, info.name());
      s.setString(3, info.timeZone().getId());
      s.setDouble(4, info.frame().lon0Deg());
      s.setDouble(5, info.frame().lat0Deg());
      s.setString(6, info.frame().wkt());
      s.setString(7, info.licence());
      s.setString(8, info.attribution());
      s.setString(9, JSON.writeValueAsString(info.sources()));
      s.setString(10, JSON.writeValueAsString(info.estimates()));
      s.setLong(11, info.syntheticSeed());
      s.setString(12, version);
      s.executeUpdate();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e); // a list of texts is always JSON
    }
  }

  private void saveVersion(Connection c, String version, String principal) throws SQLException {
    try (PreparedStatement s =
        c.prepareStatement(
            "INSERT INTO city_versions (version, written_at, principal) VALUES (?, ?, ?)")) {
      s.setString(1, version);
      db.setInstant(s, 2, Instant.now());
      s.setString(3, principal);
      s.executeUpdate();
    }
  }

  /**
   * A present id is nobody's alias any more, so that ids which come back end no chain in a ring.
   */
  private static void saveAliases(Connection c, Map<String, String> aliases, String version)
      throws SQLException {
    try (PreparedStatement forget = c.prepareStatement("DELETE FROM aliases WHERE old_id = ?");
        PreparedStatement add =
            c.prepareStatement(
                "INSERT INTO aliases (old_id, new_id, since_version) VALUES (?, ?, ?)"
                    + " ON CONFLICT (old_id) DO UPDATE SET new_id = excluded.new_id,"
                    + " since_version = excluded.since_version")) {
      for (String present : aliases.values()) {
        forget.setString(1, present);
        forget.addBatch();
      }
      forget.executeBatch();
      for (Map.Entry<String, String> a : aliases.entrySet()) {
        add.setString(1, a.getKey());
        add.setString(2, a.getValue());
        add.setString(3, version);
        add.addBatch();
      }
      add.executeBatch();
    }
  }

  @Override
  public String resolveAlias(String id) {
    return db.read(
        c -> {
          Set<String> seen = new HashSet<>();
          String present = id;
          try (PreparedStatement s =
              c.prepareStatement("SELECT new_id FROM aliases WHERE old_id = ?")) {
            while (seen.add(present)) {
              s.setString(1, present);
              try (ResultSet r = s.executeQuery()) {
                present = r.next() ? r.getString(1) : present;
              }
            }
          }
          return present;
        });
  }

  @Override
  public void saveObservations(List<Observation> observations, String principal) {
    for (Observation o : observations) {
      if (o.datastreamId().isEmpty() || o.datastreamId().indexOf('\0') >= 0) {
        throw EmonaException.invalid(
            "An observation does not say which datastream it belongs to.",
            "observation of " + o.phenomenonTime(),
            "Give the id of a datastream; nothing was written.");
      }
    }
    String subject = observations.size() + " observations";
    db.write(
        new Database.Intent(principal, "saves observations", subject, OBSERVATION_PATIENCE),
        c -> {
          upsert(c, observations, principal);
          return null;
        });
  }

  private void upsert(Connection c, List<Observation> observations, String principal)
      throws SQLException {
    try (PreparedStatement s =
        c.prepareStatement(
            "INSERT INTO observations (datastream_id, phenomenon_time, result_time, value, unit,"
                + " quality, principal) VALUES (?, ?, ?, ?, ?, ?, ?)"
                + " ON CONFLICT (datastream_id, phenomenon_time) DO UPDATE SET"
                + " result_time = excluded.result_time, value = excluded.value,"
                + " unit = excluded.unit, quality = excluded.quality,"
                + " principal = excluded.principal")) {
      int open = 0;
      for (Observation o : observations) {
        s.setString(1, o.datastreamId());
        db.setInstant(s, 2, o.phenomenonTime());
        db.setInstant(s, 3, o.resultTime());
        SqlRunArchive.setReal(s, 4, o.value());
        s.setString(5, o.unit());
        s.setString(6, o.quality());
        s.setString(7, principal);
        s.addBatch();
        if (++open % 2000 == 0) {
          s.executeBatch();
        }
      }
      s.executeBatch();
    }
  }

  @Override
  public List<Observation> listObservations(String datastreamId, Instant from, Instant to) {
    return db.read(
        c -> {
          List<Observation> found = new ArrayList<>();
          try (PreparedStatement s =
              c.prepareStatement(
                  "SELECT phenomenon_time, result_time, value, unit, quality FROM observations"
                      + " WHERE datastream_id = ? AND phenomenon_time >= ? AND phenomenon_time < ?"
                      + " ORDER BY phenomenon_time")) {
            s.setString(1, datastreamId);
            db.setInstant(s, 2, from);
            db.setInstant(s, 3, to);
            try (ResultSet r = s.executeQuery()) {
              while (r.next()) {
                found.add(
                    new Observation(
                        datastreamId,
                        db.getInstant(r, 1),
                        db.getInstant(r, 2),
                        SqlRunArchive.getReal(r, 3),
                        r.getString(4),
                        r.getString(5)));
              }
            }
          }
          return found;
        });
  }

  @Override
  public void close() {
    // The store owns the database.
  }
}
