package city.emona.store.sql;

import city.emona.geo.LocalFrame;
import city.emona.model.City;
import city.emona.model.Table;
import city.emona.model.TableSchema;
import city.emona.simulate.Progress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;

/**
 * What the two kinds of database do differently: transactions and the writer lock, the bulk path of
 * city tables, and the few types that JDBC does not treat alike. The SQL of runs, observations,
 * versions and aliases is the same on both and lives in {@link SqlCityArchive} and {@link
 * SqlRunArchive}. SQL errors leave as {@code EmonaException} where the user can mend them.
 */
public interface Database extends AutoCloseable {
  /** Work inside one transaction. */
  @FunctionalInterface
  interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  /**
   * Who wants to write, what for (a row of the table {@code writes}), and how long to wait for the
   * lock.
   */
  record Intent(String principal, String action, String subject, Duration patience) {}

  /** Runs in a read transaction that sees one moment of the store. */
  <T> T read(Work<T> work);

  /**
   * Runs in one write transaction under the writer lock: all of it is stored, or nothing. Logs the
   * write.
   */
  <T> T write(Intent intent, Work<T> work);

  /** Keeps the city tables from being swapped until the transaction ends. First call of a read. */
  void pinCity(Connection connection) throws SQLException;

  /** Keeps others from editing the city tables until the write transaction ends. */
  void holdCity(Connection connection) throws SQLException;

  /** Replaces every city table. */
  void saveTables(Connection connection, City city, Progress progress) throws SQLException;

  /** Reads one city table; columns that an older layout lacks get their default. */
  Table loadTable(
      Connection connection, TableSchema schema, LocalFrame frame, Map<String, Table> earlier)
      throws SQLException;

  void setInstant(PreparedStatement statement, int at, Instant value) throws SQLException;

  Instant getInstant(ResultSet row, int at) throws SQLException;

  void setDate(PreparedStatement statement, int at, LocalDate value) throws SQLException;

  void setInts(PreparedStatement statement, int at, int[] values) throws SQLException;

  int[] getInts(ResultSet row, int at) throws SQLException;

  void setFloats(PreparedStatement statement, int at, float[] values) throws SQLException;

  float[] getFloats(ResultSet row, int at) throws SQLException;

  /** Bytes of a frame as stored in a column, and back. */
  byte[] packFrame(byte[] raw);

  byte[] unpackFrame(byte[] stored) throws SQLException;

  String description();

  Handle onChange(Runnable listener);

  Handle holdWriter(String principal, String purpose);

  @Override
  void close();
}
