package city.emona.geodata.osm.street;

import city.emona.geodata.osm.file.OsmData;
import city.emona.geodata.osm.file.Tags;
import city.emona.model.Schema;
import java.util.List;

/**
 * What tagged nodes on a street say: signals, stop and give-way lines, mini roundabouts, and
 * barriers that stop some modes. One byte of flags and one of barred modes for each row of {@link
 * OsmData.Positions}.
 */
final class NodeSigns {
  static final int SIGNAL = 1;

  /** The signal acts in the direction of the way only, or against it only. */
  static final int SIGNAL_FORWARD = 2;

  static final int SIGNAL_BACKWARD = 4;
  static final int GIVE_WAY = 8;
  static final int MINI_ROUNDABOUT = 16;

  private static final int MOTORS = Schema.CAR | Schema.TRUCK | Schema.BUS;
  private static final List<String> MOTOR_KEYS =
      List.of("motorcar", "motor_vehicle", "vehicle", "access");

  final byte[] flags;
  final byte[] barred;

  NodeSigns(OsmData data) {
    flags = new byte[data.nodes.size()];
    barred = new byte[data.nodes.size()];
    for (int t = 0; t < data.taggedNodes.size(); t++) {
      int row = data.nodes.rows().get(data.taggedNodes.ids()[t]);
      if (row >= 0) {
        Tags tags = data.taggedNodes.tags()[t];
        flags[row] = (byte) flagsOf(tags);
        barred[row] = (byte) barredBy(tags);
      }
    }
  }

  private static int flagsOf(Tags tags) {
    return switch (tags.get("highway")) {
      case "traffic_signals" ->
          SIGNAL
              | switch (tags.first(List.of("traffic_signals:direction", "direction"))) {
                case "forward" -> SIGNAL_FORWARD;
                case "backward" -> SIGNAL_BACKWARD;
                default -> 0;
              };
      case "stop", "give_way" -> GIVE_WAY;
      case "mini_roundabout" -> MINI_ROUNDABOUT;
      default -> 0;
    };
  }

  private static int barredBy(Tags tags) {
    int byKind =
        switch (tags.get("barrier")) {
          case "bollard", "block", "jersey_barrier", "chain", "log", "debris" -> MOTORS;
          case "cycle_barrier",
              "motorcycle_barrier",
              "stile",
              "turnstile",
              "full-height_turnstile" ->
              MOTORS | Schema.BIKE;
          case "bus_trap", "sump_buster" -> Schema.CAR;
          case "height_restrictor" -> Schema.TRUCK | Schema.BUS;
          default -> 0;
        };
    if (!tags.has("barrier")) {
      return 0;
    }
    return switch (tags.first(MOTOR_KEYS)) {
      case "yes", "permissive", "designated", "destination" -> 0;
      case "no", "private" -> byKind | MOTORS;
      default -> byKind;
    };
  }

  boolean signalFor(int node, boolean forward) {
    int f = flags[node];
    return (f & SIGNAL) != 0 && (f & (forward ? SIGNAL_BACKWARD : SIGNAL_FORWARD)) == 0;
  }
}
