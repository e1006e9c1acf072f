package city.emona.simulate.traffic;

import city.emona.demand.FreeFlow;
import city.emona.demand.ZoneAccess;
import city.emona.graph.Csr;
import city.emona.graph.StrongComponents;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.StreetRules;
import city.emona.model.Table;
import city.emona.model.network.Network;
import city.emona.simulate.traffic.equilibrium.AssignmentNetwork;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A city as an {@link AssignmentNetwork}: links keep their numbers, centroids follow the nodes, and
 * connectors in both directions follow the links. Times are in seconds, volumes in passenger-car
 * units per hour. Connectors are open to everybody and never congested. Immutable.
 */
final class CityNetwork {
  private final Network streets;
  private final String[] zoneIds;
  private final int zones;
  private final AssignmentNetwork net;

  CityNetwork(City city, int[] accessKeys, List<StreetRules.SignalTiming> signals) {
    streets = city.network();
    zoneIds = city.table(Schema.ZONES).ids();
    ZoneAccess access = ZoneAccess.of(city);
    zones = access.zoneCount();
    int m = streets.linkCount();
    int all = m + 2 * access.node().length;
    int[] from = Arrays.copyOf(streets.fromNode(), all);
    int[] to = Arrays.copyOf(streets.toNode(), all);
    double[] time = Arrays.copyOf(FreeFlow.linkSeconds(streets, signals), all);
    double[] b = new double[all];
    double[] capacity = new double[all];
    double[] power = new double[all];
    int[] key = Arrays.copyOf(accessKeys, all);
    for (int i = 0; i < m; i++) {
      b[i] = DelayParameters.b(streets.roadClass()[i]);
      capacity[i] = Math.max(1, streets.capacityVehPerH()[i]);
      power[i] = DelayParameters.power(streets.roadClass()[i]);
    }
    int at = m;
    for (int z = 0; z < zones; z++) {
      for (int i = access.first()[z]; i < access.first()[z + 1]; i++) {
        int centroid = streets.nodeCount() + z;
        from[at] = centroid;
        to[at] = access.node()[i];
        from[at + 1] = access.node()[i];
        to[at + 1] = centroid;
        time[at] = access.connectorS()[i];
        time[at + 1] = access.connectorS()[i];
        at += 2;
      }
    }
    Arrays.fill(capacity, m, all, 1);
    Arrays.fill(key, m, all, -1);
    boolean[] noThrough = new boolean[streets.nodeCount() + zones];
    Arrays.fill(noThrough, streets.nodeCount(), noThrough.length, true);
    Table bans = streets.turnBans();
    net =
        new AssignmentNetwork(
            noThrough.length,
            from,
            to,
            time,
            b,
            capacity,
            power,
            new double[all],
            key,
            noThrough,
            bans.ints("from_link"),
            bans.ints("to_link"));
  }

  AssignmentNetwork network() {
    return net;
  }

  /** Number of every node and centroid of another city's network in this one; −1 = not there. */
  int[] nodesOf(CityNetwork other) {
    int[] node = rows(other.streets.nodes().ids(), streets.nodes().ids());
    int[] zone = rows(other.zoneIds, zoneIds);
    int[] out = Arrays.copyOf(node, node.length + zone.length);
    for (int z = 0; z < zone.length; z++) {
      out[node.length + z] = zone[z] < 0 ? -1 : centroid(zone[z]);
    }
    return out;
  }

  /** Number of every link and connector of another city's network in this one; −1 = not there. */
  int[] linksOf(CityNetwork other, int[] nodeOf) {
    int m = other.streets.linkCount();
    int[] out =
        Arrays.copyOf(rows(other.streets.linkIds(), streets.linkIds()), other.net.linkCount());
    Map<Long, Integer> connector = new HashMap<>();
    for (int i = streets.linkCount(); i < net.linkCount(); i++) {
      connector.put((long) net.from()[i] << 32 | net.to()[i], i);
    }
    for (int i = m; i < out.length; i++) {
      int from = nodeOf[other.net.from()[i]];
      int to = nodeOf[other.net.to()[i]];
      out[i] = from < 0 || to < 0 ? -1 : connector.getOrDefault((long) from << 32 | to, -1);
    }
    return out;
  }

  /** Where each id of one list stands in another. */
  private static int[] rows(String[] of, String[] in) {
    Map<String, Integer> row = new HashMap<>();
    int[] out = new int[of.length];
    for (int i = 0; i < of.length; i++) {
      if (i < in.length && of[i].equals(in[i])) {
        out[i] = i;
        continue;
      }
      for (int k = 0; row.isEmpty() && k < in.length; k++) {
        row.put(in[k], k);
      }
      out[i] = row.getOrDefault(of[i], -1);
    }
    return out;
  }

  int centroid(int zone) {
    return streets.nodeCount() + zone;
  }

  /** {@code open} of the streets, followed by the connectors, which are always open. */
  boolean[] withConnectors(boolean[] open) {
    boolean[] all = Arrays.copyOf(open, net.linkCount());
    Arrays.fill(all, open.length, all.length, true);
    return all;
  }

  /** Charges of the streets, followed by the connectors, which cost nothing. */
  double[] withConnectors(double[] seconds) {
    return Arrays.copyOf(seconds, net.linkCount());
  }

  /**
   * Zones that are joined both ways to the main part of the open network; the others lie on islands
   * (all of their access nodes inside a low-emission zone, for example).
   */
  boolean[] joinedZones(boolean[] openWithConnectors) {
    Csr g = Csr.of(net.nodeCount(), net.from(), net.to(), openWithConnectors);
    StrongComponents parts = new StrongComponents(g);
    int main = parts.largest();
    boolean[] joined = new boolean[zones];
    for (int z = 0; z < zones; z++) {
      joined[z] = parts.component(centroid(z)) == main;
    }
    return joined;
  }

  /** Seconds on a street at a volume (passenger-car units per hour), junction delay included. */
  double seconds(int link, double volume) {
    double ratio = volume / net.capacity()[link];
    double p = net.power()[link];
    double raised = p == 2 ? ratio * ratio : ratio * ratio * ratio * ratio * ratio;
    return net.freeTime()[link]
        * (1 + net.b()[link] * (p == 2 ? raised : raised * Math.sqrt(ratio)));
  }
}
