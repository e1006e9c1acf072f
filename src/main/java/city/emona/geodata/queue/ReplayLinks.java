package city.emona.geodata.queue;

import city.emona.EmonaException;
import city.emona.geodata.ShippedTable;
import city.emona.model.StreetRules;
import city.emona.simulate.replay.QueueNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The network file of {@code ./emona replay} (src/docs/models/replay.md): {@code
 * id,from,to,length_m,lanes,speed_mps,capacity_vehph,green_share[,cycle_s]}. Capacity is the
 * saturation flow of all lanes before the signal; a green share of 1 means no signal; the cycle is
 * 90 s where it is left out. A wrong value is refused with file, line and column.
 */
public final class ReplayLinks {
  private static final double FAR = 1e7;
  private static final double LEAST = 1e-6;

  private final IdTable ids;
  private final QueueNetwork network;

  private ReplayLinks(IdTable ids, QueueNetwork network) {
    this.ids = ids;
    this.network = network;
  }

  public static ReplayLinks read(Path file) throws IOException {
    return parse(file.toString(), TextFiles.read(file));
  }

  /** {@code name} is the file's, for messages. */
  public static ReplayLinks parse(String name, String text) {
    ShippedTable t = ShippedTable.parse(name, text);
    int m = t.size();
    IdTable ids = new IdTable(m);
    Map<String, Integer> nodes = new HashMap<>();
    int[] from = new int[m];
    int[] to = new int[m];
    double[][] c = new double[6][m];
    for (int r = 0; r < m; r++) {
      String id = t.text(r, "id");
      if (id.isEmpty() || id.indexOf(' ') >= 0) {
        throw EmonaException.invalid(
            "The id of the link is empty or holds a blank.",
            t.where(r) + ", column id",
            "give it a name without blanks");
      }
      if (!ids.add(id)) {
        throw EmonaException.invalid(
            "The link '" + id + "' is there twice.",
            t.where(r) + ", column id",
            "give every link an id of its own");
      }
      from[r] = node(nodes, t, r, "from");
      to[r] = node(nodes, t, r, "to");
      c[0][r] = t.real(r, "length_m", LEAST, FAR);
      c[1][r] = t.real(r, "lanes", LEAST, 100);
      c[2][r] = t.real(r, "speed_mps", LEAST, 300);
      c[3][r] = t.real(r, "capacity_vehph", LEAST, FAR);
      c[4][r] = t.real(r, "green_share", LEAST, 1);
      boolean given = t.columns().contains("cycle_s") && !t.text(r, "cycle_s").isEmpty();
      c[5][r] = given ? t.real(r, "cycle_s", 1, 3600) : StreetRules.USUAL_CYCLE_S;
    }
    if (m == 0) {
      throw EmonaException.invalid("The file has no links.", name, "add one line per link");
    }
    long[] keys = new long[nodes.size()];
    nodes.forEach((text0, n) -> keys[n] = text0.hashCode() * 0x9E3779B97F4A7C15L);
    double[] start = QueueNetwork.greenStarts(keys.length, to, c[4], c[5], keys);
    double[] none = new double[m];
    return new ReplayLinks(
        ids,
        new QueueNetwork(
            keys.length,
            from,
            to,
            c[0],
            c[1],
            c[2],
            none,
            c[3],
            c[4],
            c[5],
            start,
            null,
            new int[0],
            new int[0],
            new boolean[m]));
  }

  private static int node(Map<String, Integer> nodes, ShippedTable t, int r, String column) {
    String id = t.text(r, column);
    if (id.isEmpty()) {
      throw EmonaException.invalid(
          "The junction is missing.", t.where(r) + ", column " + column, "name it");
    }
    Integer known = nodes.putIfAbsent(id, nodes.size());
    return known == null ? nodes.size() - 1 : known;
  }

  public QueueNetwork network() {
    return network;
  }

  public IdTable ids() {
    return ids;
  }
}
