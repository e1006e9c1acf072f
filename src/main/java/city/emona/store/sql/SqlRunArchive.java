package city.emona.store.sql;

import city.emona.EmonaException;
import city.emona.results.KpiValue;
import city.emona.run.RunArchive;
import city.emona.run.RunRecord;
import city.emona.simulate.BinDecisions;
import city.emona.simulate.DaySteps;
import city.emona.simulate.Frame;
import city.emona.simulate.Quantity;
import city.emona.simulate.ReceptorGrid;
import city.emona.simulate.WasteDay;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Runs with their frames, indicators and tours, in SQL that SQLite and PostgreSQL both speak. A
 * writer packs each frame as it comes and keeps it in memory; commit stores all in one transaction
 * and waits up to a minute for another writer, since a run is too dear to lose for a lock. Storing
 * a key again replaces the run: same key, same result. Thread-safe; a writer is used by one thread
 * at a time.
 */
public final class SqlRunArchive implements RunArchive {
  private static final Duration COMMIT_PATIENCE = Duration.ofSeconds(60);
  private static final List<String> PARTS =
      List.of("run_frames", "run_kpis", "run_tours", "run_decisions");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String COLUMNS =
      "id, scenario_id, scenario_title, scenario_hash, scenario_yaml, city_version,"
          + " engine_versions, seed, day, time_zone, step_minutes, grid_x0_m, grid_y0_m,"
          + " grid_cell_m, grid_cols, grid_rows, principal, finished_at, cpu_seconds";

  private final Database db;

  public SqlRunArchive(Database db) {
    this.db = db;
  }

  @Override
  public Optional<RunRecord> findRun(String runId) {
    return query("SELECT " + COLUMNS + " FROM runs WHERE id = ?", this::run, runId).stream()
        .findFirst();
  }

  @Override
  public List<RunRecord> listRuns() {
    return query("SELECT " + COLUMNS + " FROM runs ORDER BY finished_at, fid", this::run);
  }

  @Override
  public List<Quantity> listQuantities(String runId) {
    List<String> ids =
        query(
            "SELECT DISTINCT quantity FROM run_frames WHERE run_id = ?",
            r -> r.getString(1),
            runId);
    List<Quantity> known = new ArrayList<>();
    for (Quantity q : Quantity.values()) {
      if (ids.contains(q.id())) {
        known.add(q);
      }
    }
    return known;
  }

  @Override
  public Optional<byte[]> findFrame(String runId, Quantity quantity, int step) {
    return query(
            "SELECT content FROM run_frames WHERE run_id = ? AND quantity = ? AND step = ?",
            r -> db.unpackFrame(r.getBytes(1)),
            runId,
            quantity.id(),
            step)
        .stream()
        .findFirst();
  }

  @Override
  public List<KpiValue> listKpis(String runId) {
    return query(
        "SELECT kpi_id, district_id, value, low, high FROM run_kpis WHERE run_id = ? ORDER BY fid",
        r ->
            new KpiValue(
                r.getString(1), r.getString(2), getReal(r, 3), getReal(r, 4), getReal(r, 5)),
        runId);
  }

  @Override
  public List<WasteDay.Tour> listTours(String runId) {
    return query(
        "SELECT depot, truck, links, enter_minute, bins, disposal_trips, collected_l, collected_kg,"
            + " km, hours, halt_links, halt_rows, halt_minutes FROM run_tours WHERE run_id = ? ORDER BY seq",
        r ->
            new WasteDay.Tour(
                r.getInt(1),
                r.getInt(2),
                db.getInts(r, 3),
                db.getFloats(r, 4),
                db.getInts(r, 5),
                r.getInt(6),
                r.getDouble(7),
                r.getDouble(8),
                r.getDouble(9),
                r.getDouble(10),
                halts(r, 11)),
        runId);
  }

  /** Tours stored before halts were have none. */
  private WasteDay.Halts halts(ResultSet r, int first) throws SQLException {
    return r.getObject(first) == null
        ? WasteDay.Halts.NONE
        : new WasteDay.Halts(
            db.getInts(r, first), db.getInts(r, first + 1), db.getFloats(r, first + 2));
  }

  @Override
  public Optional<Decisions> findDecisions(String runId) {
    return query(
            "SELECT why, tour, sensor, seen_share, overflow_probability, prize_eur,"
                + " detour_minutes, notes, detour_km, detour_eur, left_out, least_eur"
                + " FROM run_decisions WHERE run_id = ?",
            this::decisions,
            runId)
        .stream()
        .findFirst();
  }

  private Decisions decisions(ResultSet r) throws SQLException {
    int[] why = db.getInts(r, 1);
    int[] sensor = db.getInts(r, 3);
    BinDecisions.Why[] reasons = new BinDecisions.Why[why.length];
    boolean[] reads = new boolean[why.length];
    for (int b = 0; b < why.length; b++) {
      reasons[b] = BinDecisions.Why.values()[why[b]];
      reads[b] = sensor[b] == 1;
    }
    return new Decisions(
        new BinDecisions(
            reasons,
            db.getFloats(r, 4),
            db.getFloats(r, 5),
            db.getFloats(r, 6),
            db.getInts(r, 2),
            reads,
            way(r, why.length)),
        notes(r.getString(8)));
  }

  /** Runs stored before the ways to bins were have minutes alone. */
  private BinDecisions.Way way(ResultSet r, int bins) throws SQLException {
    BinDecisions.Way none = BinDecisions.Way.none(bins);
    float[] minutes = db.getFloats(r, 7);
    if (r.getObject(9) == null) {
      return new BinDecisions.Way(minutes, none.km(), none.eur(), none.leftOut(), none.leastEur());
    }
    int[] why = db.getInts(r, 11);
    BinDecisions.LeftOut[] out = none.leftOut();
    for (int b = 0; b < bins; b++) {
      out[b] = BinDecisions.LeftOut.values()[why[b]];
    }
    return new BinDecisions.Way(
        minutes, db.getFloats(r, 9), db.getFloats(r, 10), out, db.getFloats(r, 12));
  }

  private static List<String> notes(String json) {
    try {
      return List.of(JSON.readValue(json, String[].class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("run_decisions.notes holds no JSON", e);
    }
  }

  @Override
  public void deleteRun(String runId, String principal) {
    db.write(
        new Database.Intent(principal, "deletes a run", runId, COMMIT_PATIENCE),
        c -> {
          if (delete(c, runId) == 0) {
            throw EmonaException.notFound(
                "There is no run " + runId + ".",
                db.description(),
                "List the runs to find its id.");
          }
          return null;
        });
  }

  private static int delete(Connection c, String runId) throws SQLException {
    for (String part : PARTS) {
      try (PreparedStatement s = c.prepareStatement("DELETE FROM " + part + " WHERE run_id = ?")) {
        s.setString(1, runId);
        s.executeUpdate();
      }
    }
    try (PreparedStatement s = c.prepareStatement("DELETE FROM runs WHERE id = ?")) {
      s.setString(1, runId);
      return s.executeUpdate();
    }
  }

  @Override
  public Writer newRun() {
    return new PackingWriter();
  }

  @Override
  public void close() {
    // The store owns the database.
  }

  /** One row of a result. */
  @FunctionalInterface
  private interface Row<T> {
    T read(ResultSet r) throws SQLException;
  }

  private <T> List<T> query(String sql, Row<T> row, Object... parameters) {
    return db.read(
        c -> {
          List<T> all = new ArrayList<>();
          try (PreparedStatement s = c.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
              s.setObject(i + 1, parameters[i]);
            }
            try (ResultSet r = s.executeQuery()) {
              while (r.next()) {
                all.add(row.read(r));
              }
            }
          }
          return all;
        });
  }

  private RunRecord run(ResultSet r) throws SQLException {
    ReceptorGrid grid = null;
    double cellM = r.getDouble(14);
    if (!r.wasNull()) {
      grid = new ReceptorGrid(r.getDouble(12), r.getDouble(13), cellM, r.getInt(15), r.getInt(16));
    }
    try {
      return new RunRecord(
          r.getString(1),
          r.getString(2),
          r.getString(3),
          r.getString(4),
          r.getString(5),
          r.getString(6),
          JSON.readValue(r.getString(7), new TypeReference<Map<String, String>>() {}),
          r.getLong(8),
          new DaySteps(LocalDate.parse(r.getString(9)), ZoneId.of(r.getString(10)), r.getInt(11)),
          grid,
          r.getString(17),
          db.getInstant(r, 18),
          r.getDouble(19));
    } catch (JsonProcessingException e) {
      throw new SQLException("runs.engine_versions is not a JSON object of texts", e);
    }
  }

  /** NaN is NULL in both stores: SQLite knows no NaN. */
  public static void setReal(PreparedStatement s, int at, double value) throws SQLException {
    if (Double.isNaN(value)) {
      s.setNull(at, Types.DOUBLE);
    } else {
      s.setDouble(at, value);
    }
  }

  public static double getReal(ResultSet r, int at) throws SQLException {
    double value = r.getDouble(at);
    return r.wasNull() ? Double.NaN : value;
  }

  private record PackedFrame(Quantity quantity, int step, byte[] content) {}

  private final class PackingWriter implements Writer {
    private final List<PackedFrame> frames = new ArrayList<>();
    private final List<KpiValue> kpis = new ArrayList<>();
    private final List<WasteDay.Tour> tours = new ArrayList<>();
    private Decisions decisions;
    private boolean open = true;

    @Override
    public void frame(Frame frame) {
      frames.add(new PackedFrame(frame.quantity(), frame.step(), db.packFrame(frame.pack())));
    }

    @Override
    public void kpis(List<KpiValue> values) {
      kpis.addAll(values);
    }

    @Override
    public void tours(List<WasteDay.Tour> more) {
      tours.addAll(more);
    }

    @Override
    public void decisions(Decisions made) {
      decisions = made;
    }

    @Override
    public void commit(RunRecord run) {
      if (!open) {
        throw new IllegalStateException("the writer is closed");
      }
      db.write(
          new Database.Intent(run.principal(), "stores a run", run.id(), COMMIT_PATIENCE),
          c -> {
            delete(c, run.id());
            insertRun(c, run);
            insertFrames(c, run.id());
            insertKpis(c, run.id());
            insertTours(c, run.id());
            insertDecisions(c, run.id());
            return null;
          });
      close();
    }

    @Override
    public void close() {
      open = false;
      frames.clear();
      kpis.clear();
      tours.clear();
      decisions = null;
    }

    private void insertRun(Connection c, RunRecord run) throws SQLException {
      try (PreparedStatement s =
          c.prepareStatement(
              "INSERT INTO runs (" + COLUMNS + ") VALUES (?" + ", ?".repeat(18) + ")")) {
        s.setString(1, run.id());
        s.setString(2, run.scenarioId());
        s.setString(3, run.scenarioTitle());
        s.setString(4, run.scenarioHash());
        s.setString(5, run.scenarioYaml());
        s.setString(6, run.cityVersion());
        s.setString(7, JSON.writeValueAsString(new TreeMap<>(run.engineVersions())));
        s.setLong(8, run.seed());
        db.setDate(s, 9, run.steps().date());
        s.setString(10, run.steps().zone().getId());
        s.setInt(11, run.steps().stepMinutes());
        setGrid(s, run.grid());
        s.setString(17, run.principal());
        db.setInstant(s, 18, run.finishedAt());
        s.setDouble(19, run.cpuSeconds());
        s.executeUpdate();
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e); // a map of texts is always JSON
      }
    }

    private void setGrid(PreparedStatement s, ReceptorGrid grid) throws SQLException {
      setReal(s, 12, grid == null ? Double.NaN : grid.x0M());
      setReal(s, 13, grid == null ? Double.NaN : grid.y0M());
      setReal(s, 14, grid == null ? Double.NaN : grid.cellM());
      if (grid == null) {
        s.setNull(15, Types.INTEGER);
        s.setNull(16, Types.INTEGER);
      } else {
        s.setInt(15, grid.cols());
        s.setInt(16, grid.rows());
      }
    }

    private void insertFrames(Connection c, String runId) throws SQLException {
      try (PreparedStatement s =
          c.prepareStatement(
              "INSERT INTO run_frames (run_id, quantity, step, element, unit, dtype, scale,"
                  + " value_offset, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
        for (PackedFrame f : frames) {
          s.setString(1, runId);
          s.setString(2, f.quantity().id());
          s.setInt(3, f.step());
          s.setString(4, f.quantity().element().name().toLowerCase(Locale.ROOT));
          s.setString(5, f.quantity().unit());
          s.setString(6, f.quantity().packing().dtype());
          s.setDouble(7, f.quantity().scale());
          s.setDouble(8, f.quantity().offset());
          s.setBytes(9, f.content());
          s.executeUpdate();
        }
      }
    }

    private void insertKpis(Connection c, String runId) throws SQLException {
      try (PreparedStatement s =
          c.prepareStatement(
              "INSERT INTO run_kpis (run_id, kpi_id, district_id, value, low, high)"
                  + " VALUES (?, ?, ?, ?, ?, ?)")) {
        for (KpiValue k : kpis) {
          s.setString(1, runId);
          s.setString(2, k.kpiId());
          s.setString(3, k.districtId());
          setReal(s, 4, k.value());
          setReal(s, 5, k.low());
          setReal(s, 6, k.high());
          s.addBatch();
        }
        s.executeBatch();
      }
    }

    private void insertDecisions(Connection c, String runId) throws SQLException {
      if (decisions == null) {
        return;
      }
      BinDecisions d = decisions.bins();
      int[] why = new int[d.why().length];
      int[] sensor = new int[why.length];
      for (int b = 0; b < why.length; b++) {
        why[b] = d.why()[b].ordinal();
        sensor[b] = d.sensor()[b] ? 1 : 0;
      }
      try (PreparedStatement s =
          c.prepareStatement(
              "INSERT INTO run_decisions (run_id, notes, why, tour, sensor, seen_share,"
                  + " overflow_probability, prize_eur, detour_minutes, detour_km, detour_eur,"
                  + " left_out, least_eur) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
        s.setString(1, runId);
        s.setString(2, JSON.writeValueAsString(decisions.notes()));
        db.setInts(s, 3, why);
        db.setInts(s, 4, d.tour());
        db.setInts(s, 5, sensor);
        db.setFloats(s, 6, d.seenShare());
        db.setFloats(s, 7, d.overflowProbability());
        db.setFloats(s, 8, d.prizeEur());
        db.setFloats(s, 9, d.way().minutes());
        db.setFloats(s, 10, d.way().km());
        db.setFloats(s, 11, d.way().eur());
        db.setInts(
            s,
            12,
            Arrays.stream(d.way().leftOut()).mapToInt(BinDecisions.LeftOut::ordinal).toArray());
        db.setFloats(s, 13, d.way().leastEur());
        s.executeUpdate();
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(e); // a list of texts is always JSON
      }
    }

    private void insertTours(Connection c, String runId) throws SQLException {
      try (PreparedStatement s =
          c.prepareStatement(
              "INSERT INTO run_tours (run_id, seq, depot, truck, disposal_trips, collected_l,"
                  + " collected_kg, km, hours, links, enter_minute, bins, halt_links, halt_rows,"
                  + " halt_minutes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
        for (int i = 0; i < tours.size(); i++) {
          WasteDay.Tour t = tours.get(i);
          s.setString(1, runId);
          s.setInt(2, i);
          s.setInt(3, t.depot());
          s.setInt(4, t.truck());
          s.setInt(5, t.disposalTrips());
          s.setDouble(6, t.collectedL());
          s.setDouble(7, t.collectedKg());
          s.setDouble(8, t.km());
          s.setDouble(9, t.hours());
          db.setInts(s, 10, t.links());
          db.setFloats(s, 11, t.enterMinute());
          db.setInts(s, 12, t.bins());
          db.setInts(s, 13, t.halts().linksBefore());
          db.setInts(s, 14, t.halts().row());
          db.setFloats(s, 15, t.halts().leaveMinute());
          s.executeUpdate();
        }
      }
    }
  }
}
