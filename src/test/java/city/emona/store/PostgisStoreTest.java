package city.emona.store;

import org.junit.jupiter.api.BeforeEach;

/** The contract on a PostGIS server of the test's own. */
class PostgisStoreTest extends StoreContract {
  private String name;

  @BeforeEach
  @Override
  void openStore() {
    name = PostgisCluster.shared().newStore();
    super.openStore();
  }

  @Override
  String name() {
    return name;
  }
}
