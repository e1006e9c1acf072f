package city.emona.scenario.yaml;

import city.emona.EmonaException;
import city.emona.model.FleetShares;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads a fleet table of the user's own: the text of the table, or the name of a file beside the
 * scenario, which is taken over into the edit, so that the answer depends on what the table said.
 * It may name the technologies that the shipped table names.
 */
final class FleetTableReader {
  private static final Map<String, String> GROUPS = groups();

  private FleetTableReader() {}

  /** The table of a field, null where there is none or where it is wrong. */
  static FleetShares read(YamlFields f, String key) {
    YamlFields.TableText table = f.table(key);
    if (table == null) {
      return null;
    }
    try {
      return FleetShares.parse(table.name(), table.text(), GROUPS);
    } catch (EmonaException e) {
      f.wrong(key, e.what() + " (" + e.where() + ")", e.fix());
      return null;
    }
  }

  private static Map<String, String> groups() {
    String name = "/geodata/fleet.csv";
    try (InputStream in = FleetTableReader.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("missing from the program: " + name);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      FleetShares shipped = FleetShares.parse(name.substring(1), text, Map.of());
      Map<String, String> groups = new LinkedHashMap<>();
      for (int r = 0; r < shipped.groups().size(); r++) {
        groups.put(shipped.technologies().get(r), shipped.groups().get(r));
      }
      return groups;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
