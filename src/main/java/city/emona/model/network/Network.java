package city.emona.model.network;

import city.emona.geo.PackedLines;
import city.emona.geo.PackedPoints;
import city.emona.graph.Csr;
import city.emona.model.Table;

/**
 * The street network as typed columns over the tables nodes, links and turn_bans: the view that
 * engines read. Arrays are shared with the tables and must not be written to. Thread-safe.
 */
public final class Network {
  /** Ordinals of {@code nodes.control}. */
  public static final int CONTROL_NONE = 0;

  public static final int CONTROL_SIGNAL = 2;

  public static final int CONTROL_ROUNDABOUT = 3;

  private final Table nodes;
  private final Table links;
  private final Table turnBans;

  public Network(Table nodes, Table links, Table turnBans) {
    this.nodes = nodes;
    this.links = links;
    this.turnBans = turnBans;
  }

  public int nodeCount() {
    return nodes.size();
  }

  public int linkCount() {
    return links.size();
  }

  public Table nodes() {
    return nodes;
  }

  public Table links() {
    return links;
  }

  public Table turnBans() {
    return turnBans;
  }

  public PackedPoints nodePoints() {
    return nodes.points();
  }

  public byte[] control() {
    return nodes.choices("control");
  }

  public PackedLines lines() {
    return links.lines();
  }

  public String[] linkIds() {
    return links.ids();
  }

  public int[] fromNode() {
    return links.ints("from_node");
  }

  public int[] toNode() {
    return links.ints("to_node");
  }

  /** Ordinals into {@link city.emona.model.Schema#ROAD_CLASSES}. */
  public byte[] roadClass() {
    return links.choices("road_class");
  }

  public int[] lengthMm() {
    return links.ints("length_mm");
  }

  public int[] lanes() {
    return links.ints("lanes");
  }

  public int[] freeSpeedKmh() {
    return links.ints("free_speed_kmh");
  }

  public int[] capacityVehPerH() {
    return links.ints("capacity_veh_per_h");
  }

  /** Bit sets of {@code Schema.CAR} and its siblings. */
  public int[] modes() {
    return links.ints("modes");
  }

  public int[] district() {
    return links.ints("district");
  }

  /** Forward star over the links that a mode may use (any of the bits). */
  public Csr graph(int modeBits) {
    int[] modes = modes();
    boolean[] keep = new boolean[modes.length];
    for (int i = 0; i < keep.length; i++) {
      keep[i] = (modes[i] & modeBits) != 0;
    }
    return Csr.of(nodeCount(), fromNode(), toNode(), keep);
  }
}
