package city.emona.geodata.osm.street;

import city.emona.geodata.osm.file.ImportIssues;
import city.emona.geodata.osm.file.ImportIssues.Action;
import city.emona.geodata.osm.file.OsmData;
import city.emona.model.Schema;
import java.util.Arrays;

/**
 * Directed links over the pieces of street: up to two for each piece, with modes, lanes, speed,
 * capacity and the control of their end nodes. Link ids follow the rule {@code w<way>.<ordinal of
 * the node pair><f|b>}; they do not change when the file is read again in another order. Columns
 * are filled once and then only {@link #modes} is narrowed.
 */
final class StreetLinks {
  /** A stop line farther from the junction than this controls no junction. */
  private static final double STOP_LINE_M = 40;

  /** Ordinals of nodes.control. */
  static final byte CONTROL_PRIORITY = 1;

  static final byte CONTROL_SIGNAL = 2;
  static final byte CONTROL_ROUNDABOUT = 3;

  final OsmData data;
  final Ground ground;
  final StreetPieces pieces;
  final int count;
  final int[] piece;
  final boolean[] forward;
  final int[] from;
  final int[] to;
  final int[] modes;
  final int[] speedKmh;
  final int[] capacity;
  final int[] lengthMm;

  /** Control by node row. */
  final byte[] control;

  StreetLinks(OsmData data, Ground ground, StreetPieces pieces, ImportIssues issues) {
    this.data = data;
    this.ground = ground;
    this.pieces = pieces;
    int n = 0;
    for (int p = 0; p < pieces.count; p++) {
      StreetRules.Street s = pieces.streets[pieces.way[p]];
      n += (s.forward().modes() != 0 ? 1 : 0) + (s.backward().modes() != 0 ? 1 : 0);
    }
    count = n;
    piece = new int[n];
    forward = new boolean[n];
    from = new int[n];
    to = new int[n];
    modes = new int[n];
    speedKmh = new int[n];
    capacity = new int[n];
    lengthMm = new int[n];
    control = new byte[data.nodes.size()];
    NodeSigns signs = new NodeSigns(data);
    fill(signs);
    lengths(issues);
    barriers(signs, issues);
    control(signs);
    speeds();
    capacities(signs);
    report(issues);
  }

  StreetRules.Street street(int link) {
    return pieces.streets[pieces.way[piece[link]]];
  }

  StreetRules.Direction direction(int link) {
    return forward[link] ? street(link).forward() : street(link).backward();
  }

  String id(int link) {
    int p = piece[link];
    return "w"
        + data.ways.ids()[pieces.way[p]]
        + "."
        + pieces.ordinal[p]
        + (forward[link] ? "f" : "b");
  }

  String source(int link) {
    return "way " + data.ways.ids()[pieces.way[piece[link]]];
  }

  private void fill(NodeSigns signs) {
    int i = 0;
    for (int p = 0; p < pieces.count; p++) {
      StreetRules.Street s = pieces.streets[pieces.way[p]];
      for (int side = 0; side < 2; side++) {
        StreetRules.Direction d = side == 0 ? s.forward() : s.backward();
        if (d.modes() != 0) {
          piece[i] = p;
          forward[i] = side == 0;
          from[i] = side == 0 ? pieces.from(p) : pieces.to(p);
          to[i] = side == 0 ? pieces.to(p) : pieces.from(p);
          modes[i++] = d.modes();
        }
      }
    }
  }

  private void lengths(ImportIssues issues) {
    for (int i = 0; i < count; i++) {
      double metres = 0;
      int p = piece[i];
      for (int v = pieces.first[p] + 1; v < pieces.first[p + 1]; v++) {
        metres += ground.distanceM(pieces.vertex[v - 1], pieces.vertex[v]);
      }
      lengthMm[i] = (int) Math.round(metres * 1000);
      if (lengthMm[i] < 1000) {
        lengthMm[i] = 1000;
        at(issues, "link_shorter_than_1_m", Action.REPAIRED, i, "Its length is set to 1 m.");
      }
    }
  }

  private void barriers(NodeSigns signs, ImportIssues issues) {
    for (int i = 0; i < count; i++) {
      int p = piece[i];
      int barred = 0;
      for (int v = pieces.first[p]; v < pieces.first[p + 1]; v++) {
        barred |= signs.barred[pieces.vertex[v]];
      }
      if ((modes[i] & barred) != 0) {
        modes[i] &= ~barred;
        at(issues, "barrier", Action.NOTED, i, "A barrier keeps vehicles off this street.");
      }
    }
  }

  private void control(NodeSigns signs) {
    byte[] best = new byte[control.length];
    byte[] worst = new byte[control.length];
    byte[] degree = new byte[control.length];
    Arrays.fill(best, Byte.MAX_VALUE);
    for (int p = 0; p < pieces.count; p++) {
      StreetRules.Street s = pieces.streets[pieces.way[p]];
      for (int end = 0; end < 2; end++) {
        int node = end == 0 ? pieces.from(p) : pieces.to(p);
        degree[node] = (byte) Math.min(100, degree[node] + 1);
        if (s.roadClass() <= StreetRules.SERVICE) {
          best[node] = (byte) Math.min(best[node], s.roadClass());
          worst[node] = (byte) Math.max(worst[node], s.roadClass());
        }
        raise(node, s.roundabout() ? CONTROL_ROUNDABOUT : 0);
      }
      stopLines(p, s, signs);
    }
    for (int node = 0; node < control.length; node++) {
      int f = signs.flags[node];
      if (degree[node] > 0) {
        raise(node, (f & NodeSigns.SIGNAL) != 0 ? CONTROL_SIGNAL : 0);
        raise(node, (f & NodeSigns.MINI_ROUNDABOUT) != 0 ? CONTROL_ROUNDABOUT : 0);
        boolean mainRoad = best[node] <= StreetRules.TERTIARY && worst[node] > best[node];
        raise(node, degree[node] > 2 && mainRoad ? CONTROL_PRIORITY : 0);
      }
    }
  }

  /** A signal weighs more than a roundabout, which weighs more than a priority sign. */
  private void raise(int node, int value) {
    int rankNow = control[node] == CONTROL_SIGNAL ? 4 : control[node];
    int rank = value == CONTROL_SIGNAL ? 4 : value;
    if (rank > rankNow) {
      control[node] = (byte) value;
    }
  }

  /** Signals and signs mapped at the stop line act on the junction that the line belongs to. */
  private void stopLines(int p, StreetRules.Street s, NodeSigns signs) {
    int a = pieces.first[p];
    int b = pieces.first[p + 1] - 1;
    for (int v = a + 1; v < b; v++) {
      int f = signs.flags[pieces.vertex[v]];
      if ((f & (NodeSigns.SIGNAL | NodeSigns.GIVE_WAY)) == 0) {
        continue;
      }
      int value = (f & NodeSigns.SIGNAL) != 0 ? CONTROL_SIGNAL : CONTROL_PRIORITY;
      double back = along(a, v);
      double ahead = along(v, b);
      boolean mayEnd = s.forward().modes() != 0 && (f & NodeSigns.SIGNAL_BACKWARD) == 0;
      boolean mayStart = s.backward().modes() != 0 && (f & NodeSigns.SIGNAL_FORWARD) == 0;
      if (mayEnd && ahead <= STOP_LINE_M && (!mayStart || ahead <= back)) {
        raise(pieces.vertex[b], value);
      } else if (mayStart && back <= STOP_LINE_M) {
        raise(pieces.vertex[a], value);
      }
    }
  }

  private double along(int a, int b) {
    double metres = 0;
    for (int v = a + 1; v <= b; v++) {
      metres += ground.distanceM(pieces.vertex[v - 1], pieces.vertex[v]);
    }
    return metres;
  }

  private void speeds() {
    BuiltUpArea builtUp = new BuiltUpArea(this);
    for (int i = 0; i < count; i++) {
      StreetRules.Direction d = direction(i);
      speedKmh[i] =
          d.speedPosted() || builtUp.contains(pieces.vertex[middleVertex(i)])
              ? d.speedKmh()
              : SpeedLimits.ruralDefault(street(i).roadClass());
    }
  }

  int middleVertex(int link) {
    return (pieces.first[piece[link]] + pieces.first[piece[link] + 1] - 1) / 2;
  }

  private void capacities(NodeSigns signs) {
    for (int i = 0; i < count; i++) {
      StreetRules.Street s = street(i);
      int lanes = direction(i).lanes();
      int c = Capacity.uninterrupted(s.roadClass(), s.highClassRamp(), lanes, s.sharedLane());
      boolean signal = control[to[i]] == CONTROL_SIGNAL;
      for (int v = pieces.first[piece[i]] + 1; v < pieces.first[piece[i] + 1] - 1; v++) {
        signal |= signs.signalFor(pieces.vertex[v], forward[i]);
      }
      if (signal) {
        c = Capacity.atSignal(c, s.roadClass(), lanes);
      } else if (control[to[i]] == CONTROL_ROUNDABOUT && !s.roundabout()) {
        c = Capacity.atRoundaboutEntry(c, lanes);
      }
      capacity[i] = c;
    }
  }

  private void report(ImportIssues issues) {
    int before = -1;
    for (int i = 0; i < count; i++) {
      int w = pieces.way[piece[i]];
      if (w != before) {
        StreetRules.Street s = pieces.streets[w];
        if (s.badSpeed()) {
          at(issues, "maxspeed_unreadable", Action.REPAIRED, i, "The default of its class holds.");
        }
        if (s.badLanes()) {
          at(issues, "lanes_unreadable", Action.REPAIRED, i, "The default of its class holds.");
        }
        if (s.reversible()) {
          at(issues, "reversible_street", Action.ASSUMED, i, "Taken as open both ways all day.");
        }
      }
      before = w;
    }
  }

  void at(ImportIssues issues, String reason, Action action, int link, String message) {
    int node = pieces.vertex[middleVertex(link)];
    issues.at(reason, action, source(link), message, 1, ground.xMm()[node], ground.yMm()[node]);
  }

  boolean isCar(int link) {
    return (modes[link] & Schema.CAR) != 0;
  }
}
