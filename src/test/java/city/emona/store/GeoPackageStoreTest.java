package city.emona.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract on a GeoPackage file. */
class GeoPackageStoreTest extends StoreContract {
  @TempDir Path folder;

  @Override
  String name() {
    return folder.resolve("mesto čšž.gpkg").toString();
  }
}
