package city.emona.store;

import city.emona.run.CityArchive;
import city.emona.run.RunArchive;
import city.emona.store.sql.Handle;

/**
 * One city with its runs, in a GeoPackage file or in a PostGIS schema. Closing the store closes its
 * archives. Thread-safe: any number of threads may read while one writes; writers of one process
 * queue, a writer of another process is told who holds the lock.
 */
public interface Store extends AutoCloseable {
  CityArchive cities();

  RunArchive runs();

  /** Where the data is, for people; never holds a password. */
  String description();

  /**
   * Calls the listener, on a thread of the store, soon after any program changed the store. The
   * listener is called at most once for changes that lie close together, and may be called without
   * need. Close the handle to stop it.
   */
  Handle onChange(Runnable listener);

  /**
   * Takes the writer lock now and keeps it until the handle is closed, so that a long import fails
   * at its start and not at its end where somebody else writes. Writes of this store go on under
   * it. Throws {@code EmonaException(CONFLICT)} that names the holder.
   */
  Handle holdWriter(String principal, String purpose);

  @Override
  void close();
}
