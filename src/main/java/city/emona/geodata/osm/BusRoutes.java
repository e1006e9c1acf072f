package city.emona.geodata.osm;

import city.emona.geodata.osm.file.ImportIssues;
import city.emona.geodata.osm.file.ImportIssues.Action;
import city.emona.geodata.osm.file.OsmData;
import city.emona.geodata.osm.file.Tags;
import city.emona.geodata.osm.street.Ground;
import city.emona.geodata.osm.street.StreetImport;
import city.emona.model.Schema;
import city.emona.model.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * Bus lines from route=bus relations whose ways all became links and join to one run; the others
 * are counted with the reason. The direction on each way follows from where it joins the next one.
 * Headways come from the tag {@code interval}, else 10, 15 and 30 minutes are assumed and counted.
 */
final class BusRoutes {
  private static final int PEAK_MIN = 10;
  private static final int DAY_MIN = 15;
  private static final int EVENING_MIN = 30;

  final Table lines;
  final Table lineLinks;
  final Table stops;
  final int assumedHeadways;

  private final OsmData data;
  private final Ground ground;
  private final StreetImport streets;
  private final ImportIssues issues;
  private final Table.Builder line = new Table.Builder(Schema.BUS_LINES);
  private final Table.Builder links = new Table.Builder(Schema.BUS_LINE_LINKS);
  private final Table.Builder stop = new Table.Builder(Schema.BUS_STOPS);
  private int assumed;

  BusRoutes(OsmData data, Ground ground, StreetImport streets, ImportIssues issues) {
    this.data = data;
    this.ground = ground;
    this.streets = streets;
    this.issues = issues;
    for (int r = 0; r < data.relations.size(); r++) {
      Tags t = data.relations.tags()[r];
      if (t.is("type", "route") && (t.is("route", "bus") || t.is("route", "trolleybus"))) {
        route(r, t);
      }
    }
    lines = line.build();
    lineLinks = links.build();
    stops = stop.build();
    assumedHeadways = assumed;
  }

  private void route(int r, Tags t) {
    OsmData.Relations rel = data.relations;
    List<Integer> ways = new ArrayList<>();
    for (int m = rel.firstMember()[r]; m < rel.firstMember()[r + 1]; m++) {
      String role = rel.roles()[m];
      if (rel.kinds()[m] == OsmData.WAY && (role.isEmpty() || role.startsWith("forward"))) {
        int w = data.wayRows.get(rel.refs()[m]);
        if (w < 0) {
          drop(r, "bus_route_incomplete", "Some of its ways are not in the file.");
          return;
        }
        ways.add(w);
      }
    }
    List<Integer> run = ways.isEmpty() ? null : run(ways);
    if (run == null) {
      drop(r, "bus_route_not_joined", "Its ways do not join to one run over kept streets.");
      return;
    }
    int row = line.row("r" + rel.ids()[r]);
    String name = t.has("ref") ? t.get("ref") : t.get("name");
    int interval = interval(t.get("interval"));
    assumed += interval > 0 ? 0 : 1;
    line.set("name", name);
    line.set("headway_peak_min", interval > 0 ? interval : PEAK_MIN);
    line.set("headway_day_min", interval > 0 ? interval : DAY_MIN);
    line.set("headway_evening_min", interval > 0 ? interval : EVENING_MIN);
    for (int seq = 0; seq < run.size(); seq++) {
      links.row("r" + rel.ids()[r] + "." + seq);
      links.set("line", row).set("seq", seq).set("link", run.get(seq));
    }
    stops(r, row, run);
  }

  private void drop(int r, String reason, String message) {
    ground.tell(
        issues,
        reason,
        Action.DROPPED,
        "relation " + data.relations.ids()[r],
        message,
        Ground.nodeOfRelation(data, r));
  }

  /** Rows of links end to end, or null where the ways do not join. */
  private List<Integer> run(List<Integer> ways) {
    int[] from = streets.links.ints("from_node");
    int[] to = streets.links.ints("to_node");
    for (int start = 0; start < 2; start++) {
      List<Integer> run = new ArrayList<>();
      int at = -1;
      for (int i = 0; i < ways.size(); i++) {
        int[] part = at >= 0 ? within(ways, i, at) : null;
        for (int side = 0; side < 2 && part == null; side++) {
          boolean forward = i == 0 ? start == 0 : side == 0;
          int[] found = streets.linksOfWay(ways.get(i), forward);
          if (found.length > 0 && (at < 0 || from[found[0]] == at) && joined(found, from, to)) {
            part = found;
          }
        }
        if (part == null) {
          run = null;
          break;
        }
        for (int link : part) {
          run.add(link);
        }
        at = to[part[part.length - 1]];
      }
      if (run != null) {
        return run;
      }
    }
    return null;
  }

  private static boolean joined(int[] part, int[] from, int[] to) {
    for (int k = 1; k < part.length; k++) {
      if (to[part[k - 1]] != from[part[k]]) {
        return false;
      }
    }
    return true;
  }

  /** The stretch of a ring (roundabout) from where the run enters to where the next way begins. */
  private int[] within(List<Integer> ways, int i, int at) {
    int[] from = streets.links.ints("from_node");
    int[] to = streets.links.ints("to_node");
    int[] ring = streets.linksOfWay(ways.get(i), true);
    if (ring.length == 0 || to[ring[ring.length - 1]] != from[ring[0]] || i + 1 == ways.size()) {
      return null;
    }
    int enter = 0;
    while (enter < ring.length && from[ring[enter]] != at) {
      enter++;
    }
    if (enter == ring.length) {
      return null;
    }
    for (int n = 1; n <= ring.length; n++) {
      int end = to[ring[(enter + n - 1) % ring.length]];
      if (begins(ways.get(i + 1), end, from)) {
        int[] part = new int[n];
        for (int k = 0; k < n; k++) {
          part[k] = ring[(enter + k) % ring.length];
        }
        return part;
      }
    }
    return null;
  }

  private boolean begins(int way, int node, int[] from) {
    for (int side = 0; side < 2; side++) {
      int[] found = streets.linksOfWay(way, side == 0);
      if (found.length > 0 && from[found[0]] == node) {
        return true;
      }
    }
    return false;
  }

  /** Stops in member order, each at the nearest node of the line. */
  private void stops(int r, int lineRow, List<Integer> run) {
    OsmData.Relations rel = data.relations;
    int seq = 0;
    for (int m = rel.firstMember()[r]; m < rel.firstMember()[r + 1]; m++) {
      boolean isStop = rel.roles()[m].startsWith("stop");
      int t =
          rel.kinds()[m] == OsmData.NODE && isStop ? data.taggedNodeRows.get(rel.refs()[m]) : -1;
      if (t < 0) {
        continue;
      }
      int[] mm = ground.mm(data.taggedNodes.lonE7()[t], data.taggedNodes.latE7()[t]);
      stop.row("r" + rel.ids()[r] + ".s" + seq);
      stop.set("name", data.taggedNodes.tags()[t].get("name")).set("line", lineRow);
      stop.set("seq", seq++).set("node", nearest(run, mm)).point(mm[0], mm[1]);
    }
  }

  private int nearest(List<Integer> run, int[] mm) {
    int[] to = streets.links.ints("to_node");
    int best = -1;
    double bestD = Double.POSITIVE_INFINITY;
    for (int link : run) {
      double dx = (double) streets.nodes.points().xMm()[to[link]] - mm[0];
      double dy = (double) streets.nodes.points().yMm()[to[link]] - mm[1];
      if (dx * dx + dy * dy < bestD) {
        bestD = dx * dx + dy * dy;
        best = to[link];
      }
    }
    return best;
  }

  /** Minutes from "10", "00:10" or "00:10:00"; 0 where it says nothing usable. */
  private static int interval(String text) {
    int minutes = 0;
    if (text.matches("\\d{1,3}")) {
      minutes = Integer.parseInt(text);
    } else if (text.matches("\\d{1,2}:\\d{2}(:\\d{2})?")) {
      minutes = Integer.parseInt(text.split(":")[0]) * 60 + Integer.parseInt(text.split(":")[1]);
    }
    return minutes <= 240 ? minutes : 0;
  }
}
