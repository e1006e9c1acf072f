package city.emona.geodata.osm.street;

import city.emona.geodata.osm.file.ImportIssues;
import city.emona.geodata.osm.file.ImportIssues.Action;
import city.emona.geodata.osm.file.OsmData;
import city.emona.geodata.osm.file.Tags;
import city.emona.graph.Csr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Turn restrictions of OSM (wiki, "Relation:restriction") as banned pairs of links: {@code no_*}
 * over a node bans its pair, {@code only_*} bans every other way out. Restrictions over via ways
 * and conditional ones are counted as dropped. The pairs are distinct and in ascending order.
 */
final class TurnRestrictions {
  private final StreetLinks links;
  private final OsmData data;
  private final ImportIssues issues;
  private final Csr out;
  private final Csr in;
  private final List<long[]> bans = new ArrayList<>();

  TurnRestrictions(StreetLinks links, ImportIssues issues) {
    this.links = links;
    this.data = links.data;
    this.issues = issues;
    out = Csr.of(data.nodes.size(), links.from, links.to, null);
    in = Csr.of(data.nodes.size(), links.to, links.from, null);
  }

  /** Banned pairs as from-link, to-link. */
  int[][] bans() {
    for (int r = 0; r < data.relations.size(); r++) {
      if (data.relations.tags()[r].is("type", "restriction")) {
        restriction(r);
      }
    }
    long[] keys = bans.stream().mapToLong(b -> b[0] << 32 | b[1]).sorted().distinct().toArray();
    int[][] pairs = new int[keys.length][];
    Arrays.setAll(pairs, i -> new int[] {(int) (keys[i] >> 32), (int) keys[i]});
    return pairs;
  }

  private void restriction(int r) {
    Tags tags = data.relations.tags()[r];
    String kind =
        tags.first(List.of("restriction:motorcar", "restriction:motor_vehicle", "restriction"));
    if (kind.isEmpty()) {
      drop(
          r, -1, "restriction_not_for_cars", "It acts on other vehicles or at certain hours only.");
      return;
    }
    String except = tags.get("except");
    if (except.contains("motorcar") || except.contains("motor_vehicle")) {
      drop(r, -1, "restriction_not_for_cars", "Cars are excepted.");
      return;
    }
    int via = -1;
    boolean viaWay = false;
    List<Integer> fromWays = new ArrayList<>();
    List<Integer> toWays = new ArrayList<>();
    OsmData.Relations rel = data.relations;
    for (int m = rel.firstMember()[r]; m < rel.firstMember()[r + 1]; m++) {
      if (rel.roles()[m].equals("via")) {
        viaWay |= rel.kinds()[m] != OsmData.NODE;
        via = rel.kinds()[m] == OsmData.NODE ? data.nodes.rows().get(rel.refs()[m]) : via;
      } else if (rel.kinds()[m] == OsmData.WAY && rel.roles()[m].equals("from")) {
        fromWays.add(data.wayRows.get(rel.refs()[m]));
      } else if (rel.kinds()[m] == OsmData.WAY && rel.roles()[m].equals("to")) {
        toWays.add(data.wayRows.get(rel.refs()[m]));
      }
    }
    if (viaWay) {
      drop(r, via, "restriction_over_ways", "Its turn runs over a whole way, not over a node.");
      return;
    }
    if (via < 0 || fromWays.isEmpty() || toWays.isEmpty()) {
      drop(r, via, "restriction_incomplete", "Its from, via or to is not in the file.");
      return;
    }
    apply(r, kind, via, fromWays, toWays);
  }

  private void apply(int r, String kind, int via, List<Integer> fromWays, List<Integer> toWays) {
    List<Integer> arriving = at(in, via, fromWays);
    List<Integer> leaving = at(out, via, toWays);
    if (arriving.isEmpty() || leaving.isEmpty()) {
      drop(r, via, "restriction_off_network", "No kept street makes this turn.");
      return;
    }
    boolean uTurn = kind.endsWith("u_turn");
    int before = bans.size();
    for (int from : arriving) {
      if (kind.startsWith("no_")) {
        for (int to : leaving) {
          if (uTurn || links.piece[from] != links.piece[to]) {
            bans.add(new long[] {from, to});
          }
        }
      } else if (kind.startsWith("only_")) {
        for (int k = out.first()[via]; k < out.first()[via + 1]; k++) {
          int to = out.link()[k];
          if (!leaving.contains(to)) {
            bans.add(new long[] {from, to});
          }
        }
      }
    }
    if (bans.size() == before) {
      drop(r, via, "restriction_without_effect", "It bans no turn that the network has.");
    }
  }

  private List<Integer> at(Csr star, int node, List<Integer> ways) {
    List<Integer> found = new ArrayList<>();
    for (int k = star.first()[node]; k < star.first()[node + 1]; k++) {
      int link = star.link()[k];
      if (ways.contains(links.pieces.way[links.piece[link]])) {
        found.add(link);
      }
    }
    return found;
  }

  private void drop(int r, int node, String reason, String message) {
    links.ground.tell(
        issues,
        reason,
        Action.DROPPED,
        "relation " + data.relations.ids()[r],
        message,
        node >= 0 ? node : Ground.nodeOfRelation(data, r));
  }
}
