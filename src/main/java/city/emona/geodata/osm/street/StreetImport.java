package city.emona.geodata.osm.street;

import city.emona.geo.Bounds;
import city.emona.geo.HilbertCurve;
import city.emona.geodata.osm.file.ImportIssues;
import city.emona.geodata.osm.file.ImportIssues.Action;
import city.emona.geodata.osm.file.OsmData;
import city.emona.geodata.osm.file.Tags;
import city.emona.model.Schema;
import city.emona.model.Table;
import java.util.Arrays;

/**
 * From OSM ways to the tables nodes, links and turn_bans: cut at junctions, apply the rules of the
 * tags, keep what is connected. Also answers which links a way became, for bus routes.
 */
public final class StreetImport {
  public final Table nodes;
  public final Table links;
  public final Table turnBans;
  private final StreetLinks all;
  private final int[] rowOfLink;

  public StreetImport(OsmData data, Ground ground, ImportIssues issues, String where) {
    leftOut(data, ground, issues);
    StreetPieces pieces = new StreetPieces(data, ground, issues);
    all = new StreetLinks(data, ground, pieces, issues);
    int[][] bans = new TurnRestrictions(all, issues).bans();
    boolean[] keep = new ReachableStreets(all, issues).keep(bans, where);
    int[] rowOfNode = new int[data.nodes.size()];
    rowOfLink = new int[all.count];
    Arrays.fill(rowOfNode, -1);
    Arrays.fill(rowOfLink, -1);
    for (int i = 0; i < all.count; i++) {
      if (keep[i]) {
        rowOfNode[all.from[i]] = 0;
        rowOfNode[all.to[i]] = 0;
      }
    }
    nodes = nodeTable(data, ground, rowOfNode);
    links = linkTable(data, ground, keep, rowOfNode);
    turnBans = banTable(bans, ground, issues);
  }

  /** Every way with a highway tag that is no part of the network, by reason and at its place. */
  private static void leftOut(OsmData data, Ground ground, ImportIssues issues) {
    for (int w = 0; w < data.ways.size(); w++) {
      Tags tags = data.ways.tags()[w];
      if (!tags.has("highway")) {
        continue;
      }
      int roadClass = StreetRules.roadClass(tags);
      String reason = "";
      if (roadClass == StreetRules.NOT_A_STREET) {
        reason = StreetRules.leftOutReason(tags);
      } else if (StreetRules.modes(tags, roadClass, tags.get("highway")) == 0) {
        reason = "street_closed_to_all";
      }
      if (!reason.isEmpty()) {
        ground.tell(
            issues,
            reason,
            Action.DROPPED,
            "way " + data.ways.ids()[w],
            "Not part of the network: highway=" + tags.get("highway") + ".",
            Ground.nodeOfWay(data, w));
      }
    }
  }

  private Table nodeTable(OsmData data, Ground ground, int[] rowOfNode) {
    Table.Builder b = new Table.Builder(Schema.NODES);
    for (int n : alongHilbertCurve(ground, rowOfNode)) {
      rowOfNode[n] = b.row("n" + data.nodes.ids()[n]);
      b.set("control", all.control[n]).point(ground.xMm()[n], ground.yMm()[n]);
    }
    return b.build();
  }

  /** The used nodes in an order that keeps neighbours together: path searches run faster on it. */
  private static int[] alongHilbertCurve(Ground ground, int[] rowOfNode) {
    Bounds bounds = Bounds.EMPTY;
    int used = 0;
    for (int n = 0; n < rowOfNode.length; n++) {
      if (rowOfNode[n] == 0) {
        bounds = bounds.including(ground.xMm()[n], ground.yMm()[n]);
        used++;
      }
    }
    long[] keys = new long[used];
    int i = 0;
    for (int n = 0; n < rowOfNode.length; n++) {
      if (rowOfNode[n] == 0) {
        keys[i++] = HilbertCurve.at(ground.xMm()[n], ground.yMm()[n], bounds) << 32 | n;
      }
    }
    Arrays.sort(keys);
    return Arrays.stream(keys).mapToInt(k -> (int) k).toArray();
  }

  /** The kept links, those of one start node together. */
  private int[] byStartNode(boolean[] keep, int[] rowOfNode) {
    long[] keys = new long[all.count];
    int n = 0;
    for (int i = 0; i < all.count; i++) {
      if (keep[i]) {
        keys[n++] = (long) rowOfNode[all.from[i]] << 32 | i;
      }
    }
    Arrays.sort(keys, 0, n);
    return Arrays.stream(keys, 0, n).mapToInt(k -> (int) k).toArray();
  }

  private Table linkTable(OsmData data, Ground ground, boolean[] keep, int[] rowOfNode) {
    Table.Builder b = new Table.Builder(Schema.LINKS);
    for (int i : byStartNode(keep, rowOfNode)) {
      StreetRules.Street s = all.street(i);
      rowOfLink[i] = b.row(all.id(i));
      Tags tags = data.ways.tags()[all.pieces.way[all.piece[i]]];
      b.set("name", tags.has("name") ? tags.get("name") : tags.get("ref"));
      b.set("from_node", rowOfNode[all.from[i]]).set("to_node", rowOfNode[all.to[i]]);
      b.set("road_class", s.roadClass()).set("length_mm", all.lengthMm[i]);
      b.set("lanes", all.direction(i).lanes()).set("free_speed_kmh", all.speedKmh[i]);
      b.set("capacity_veh_per_h", all.capacity[i]).set("modes", all.modes[i]);
      b.set("structure", s.structure());
      line(b, ground, i);
    }
    return b.build();
  }

  private void line(Table.Builder b, Ground ground, int link) {
    int a = all.pieces.first[all.piece[link]];
    int n = all.pieces.first[all.piece[link] + 1] - a;
    int[] x = new int[n];
    int[] y = new int[n];
    for (int k = 0; k < n; k++) {
      int node = all.pieces.vertex[all.forward[link] ? a + k : a + n - 1 - k];
      x[k] = ground.xMm()[node];
      y[k] = ground.yMm()[node];
    }
    b.line(x, y);
  }

  private Table banTable(int[][] bans, Ground ground, ImportIssues issues) {
    Table.Builder b = new Table.Builder(Schema.TURN_BANS);
    for (int[] ban : bans) {
      int from = rowOfLink[ban[0]];
      int to = rowOfLink[ban[1]];
      if (from < 0 || to < 0) {
        ground.tell(
            issues,
            "turn_ban_on_dropped_street",
            Action.DROPPED,
            all.source(ban[0]),
            "A street of this banned turn is not part of the network.",
            all.to[ban[0]]);
        continue;
      }
      b.row(all.id(ban[0]) + ">" + all.id(ban[1]));
      b.set("from_link", from).set("to_link", to);
    }
    return b.build();
  }

  /** Rows of the kept links of a way in one direction, in the order of travel. */
  public int[] linksOfWay(int wayRow, boolean forward) {
    int lo = firstLinkOfWay(wayRow);
    int[] found = new int[8];
    int n = 0;
    for (int i = lo; i < all.count && all.pieces.way[all.piece[i]] == wayRow; i++) {
      if (all.forward[i] == forward && rowOfLink[i] >= 0) {
        if (n == found.length) {
          found = Arrays.copyOf(found, n * 2);
        }
        found[n++] = rowOfLink[i];
      }
    }
    int[] rows = Arrays.copyOf(found, n);
    if (!forward) {
      for (int k = 0; k < n / 2; k++) {
        int t = rows[k];
        rows[k] = rows[n - 1 - k];
        rows[n - 1 - k] = t;
      }
    }
    return rows;
  }

  private int firstLinkOfWay(int wayRow) {
    int lo = 0;
    int hi = all.count;
    while (lo < hi) {
      int mid = (lo + hi) >>> 1;
      if (all.pieces.way[all.piece[mid]] < wayRow) {
        lo = mid + 1;
      } else {
        hi = mid;
      }
    }
    return lo;
  }
}
