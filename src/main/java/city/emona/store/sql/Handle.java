package city.emona.store.sql;

/** Something to close that cannot fail: a listener, a held lock. Closing twice is closing once. */
public interface Handle extends AutoCloseable {
  @Override
  void close();
}
