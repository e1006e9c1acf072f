package city.emona.scenario;

import city.emona.EmonaException;
import city.emona.geo.Bounds;
import city.emona.geo.PackedLines;
import city.emona.geo.PackedPolygons;
import city.emona.geo.SpatialIndex;
import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.model.Schema;
import city.emona.model.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Edits of the street network. Whole-day changes rewrite columns of {@code links}; what holds only
 * for hours becomes a condition of the day. Default capacity of a new street is the median per lane
 * of the city's own streets of its class, or else the per-lane values of {@link #LANE_CAPACITY}
 * (HCM 7th ed., ch. 12 and 16, rounded, signals taken into account). Stateless.
 */
final class StreetEdits {
  /** Vehicles per hour and lane by road class, where the city has no such street. */
  private static final int[] LANE_CAPACITY = {2000, 1800, 1000, 900, 800, 600, 300, 400, 1500, 100};

  private StreetEdits() {}

  static Situation close(Edit.Close e, Situation s, Areas areas) {
    BitSet links = areas.links(e.place());
    if (e.hours().isAllDay()) {
      return s.with(withoutModes(s.city(), links, e.modes()));
    }
    List<Conditions.Closure> closures = new ArrayList<>();
    for (Edit.Hours h : e.hours().spans()) {
      closures.add(new Conditions.Closure(links, e.modes(), h.fromMinute(), h.toMinute()));
    }
    return s.with(s.conditions().andClosures(closures));
  }

  private static City withoutModes(City city, BitSet links, int modes) {
    Table t = city.table(Schema.LINKS);
    int[] changed = t.ints("modes").clone();
    links.stream().forEach(i -> changed[i] &= ~modes);
    return city.with(t.with("modes", changed));
  }

  static Situation oneWay(Edit.OneWay e, Situation s, Areas areas) {
    BitSet keep = areas.links(e.place());
    Table t = s.city().table(Schema.LINKS);
    int[] from = t.ints("from_node");
    int[] to = t.ints("to_node");
    BitSet close = new BitSet();
    for (int i = keep.nextSetBit(0); i >= 0; i = keep.nextSetBit(i + 1)) {
      for (int j = 0; j < t.size(); j++) {
        if (from[j] == to[i] && to[j] == from[i] && j != i) {
          close.set(keep.get(j) ? against(e, t, i, j) : j);
        }
      }
    }
    if (close.isEmpty()) {
      throw EmonaException.invalid(
          "The street is one-way already.", "place", "Remove the edit or choose another street.");
    }
    return s.with(withoutModes(s.city(), close, e.modes()));
  }

  /** Of two opposite links the one that runs against the heading. */
  private static int against(Edit.OneWay e, Table t, int i, int j) {
    if (e.heading().isEmpty()) {
      throw EmonaException.invalid(
          "The place names both directions of \"" + t.id(i) + "\".",
          "heading",
          "Add heading: north (or another compass point), or name the links to keep.");
    }
    double angle = Edit.OneWay.HEADINGS.indexOf(e.heading()) * Math.PI / 4;
    PackedLines l = t.lines();
    int a = l.first()[i];
    int b = l.first()[i + 1] - 1;
    double along =
        ((double) l.xMm()[b] - l.xMm()[a]) * StrictMath.cos(angle)
            + ((double) l.yMm()[b] - l.yMm()[a]) * StrictMath.sin(angle);
    return along > 0 || along == 0 && i < j ? j : i;
  }

  static Situation lanes(Edit.Lanes e, Situation s, Areas areas) {
    BitSet links = areas.links(e.place());
    Table t = s.city().table(Schema.LINKS);
    int[] lanes = t.ints("lanes").clone();
    int[] capacity = t.ints("capacity_veh_per_h").clone();
    for (int i = links.nextSetBit(0); i >= 0; i = links.nextSetBit(i + 1)) {
      int before = Math.max(1, lanes[i]);
      int after = Math.max(1, e.lanes() >= 0 ? e.lanes() : before + e.change());
      lanes[i] = after;
      capacity[i] = (int) Math.round((double) capacity[i] * after / before);
    }
    return s.with(s.city().with(t.with("lanes", lanes).with("capacity_veh_per_h", capacity)));
  }

  static Situation capacity(Edit.Capacity e, Situation s, Areas areas) {
    BitSet links = areas.links(e.place());
    Table t = s.city().table(Schema.LINKS);
    int[] capacity = t.ints("capacity_veh_per_h").clone();
    links.stream()
        .forEach(
            i ->
                capacity[i] =
                    e.vehPerH() >= 0
                        ? e.vehPerH()
                        : (int) Math.max(1, Math.round(capacity[i] * e.factor())));
    return s.with(s.city().with(t.with("capacity_veh_per_h", capacity)));
  }

  static Situation speedLimit(Edit.SpeedLimit e, Situation s, Areas areas) {
    BitSet links = areas.links(e.place());
    Table t = s.city().table(Schema.LINKS);
    int[] speed = t.ints("free_speed_kmh").clone();
    links.stream().forEach(i -> speed[i] = e.raise() ? e.kmh() : Math.min(speed[i], e.kmh()));
    return s.with(s.city().with(t.with("free_speed_kmh", speed)));
  }

  static Situation lowEmissionZone(Edit.LowEmissionZone e, Situation s, Areas areas) {
    BitSet links = areas.links(e.place());
    List<Conditions.LowEmissionZone> zones = new ArrayList<>();
    for (Edit.Hours h : e.hours().spans()) {
      zones.add(
          new Conditions.LowEmissionZone(
              links,
              e.minEuroPetrol(),
              e.minEuroDiesel(),
              e.complianceShare(),
              h.fromMinute(),
              h.toMinute()));
    }
    return s.with(s.conditions().andLowEmissionZones(zones));
  }

  static Situation newLink(Edit.NewLink e, Situation s, Areas areas) {
    int[] ends = ends(e, areas);
    City city = s.city();
    Table links = city.table(Schema.LINKS);
    int[][] line = geometry(e, city, ends, areas);
    Table.Builder b = new Table.Builder(Schema.LINKS);
    boolean wet = e.structure().equals("auto") && crossesWater(city, line);
    String structure = e.structure().equals("auto") ? (wet ? "bridge" : "ground") : e.structure();
    addLink(b, e, links, e.id() + ":f", ends[0], ends[1], line, structure, areas);
    if (e.bothDirections()) {
      int[][] back = {reversed(line[0]), reversed(line[1])};
      addLink(b, e, links, e.id() + ":b", ends[1], ends[0], back, structure, areas);
    }
    return s.with(city.with(links.append(b.build())));
  }

  private static int[] ends(Edit.NewLink e, Areas areas) {
    String from = e.from();
    String to = e.to();
    if (!e.role().isEmpty()) {
      List<String> members = areas.members(e.role());
      if (members.size() != 2) {
        throw EmonaException.invalid(
            "The role \"" + e.role() + "\" has " + members.size() + " members.",
            "role",
            "Give the role two junction ids in the city's table role_members.");
      }
      from = members.get(0);
      to = members.get(1);
    }
    int a = areas.row(Schema.NODES, from);
    int b = areas.row(Schema.NODES, to);
    if (a == b) {
      throw EmonaException.invalid(
          "Both ends are junction \"" + from + "\".", "to", "Name two different junctions.");
    }
    return new int[] {a, b};
  }

  private static int[][] geometry(Edit.NewLink e, City city, int[] ends, Areas areas) {
    var nodes = city.table(Schema.NODES).points();
    int n = e.via().size() + 2;
    int[][] line = new int[2][n];
    for (int i = 1; i < n - 1; i++) {
      int[] mm = areas.toLocal(e.via().get(i - 1));
      line[0][i] = mm[0];
      line[1][i] = mm[1];
    }
    for (int end = 0; end < 2; end++) {
      int at = end * (n - 1);
      line[0][at] = nodes.xMm()[ends[end]];
      line[1][at] = nodes.yMm()[ends[end]];
    }
    return line;
  }

  private static void addLink(
      Table.Builder b,
      Edit.NewLink e,
      Table links,
      String id,
      int from,
      int to,
      int[][] line,
      String structure,
      Areas areas) {
    if (links.findRow(id) >= 0) {
      throw EmonaException.invalid(
          "A street with the id \"" + id + "\" exists.", "id", "Give the new street another id.");
    }
    PackedLines one = new PackedLines.Builder().line(line[0], line[1]).build();
    double[] middle = new double[2];
    Areas.middle(one, 0, middle);
    b.row(id);
    b.set("name", e.name()).set("from_node", from).set("to_node", to);
    b.set("road_class", e.roadClass()).set("length_mm", (int) Math.round(one.lengthM(0) * 1000));
    b.set("lanes", e.lanes()).set("free_speed_kmh", e.kmh());
    b.set("capacity_veh_per_h", e.vehPerH() > 0 ? e.vehPerH() : usualCapacity(e, links));
    b.set("modes", e.modes()).set("structure", structure);
    b.set("district", areas.districtAt(middle[0], middle[1]));
    b.line(line[0], line[1]);
  }

  private static int usualCapacity(Edit.NewLink e, Table links) {
    int cls = Schema.ROAD_CLASSES.indexOf(e.roadClass());
    byte[] of = links.choices("road_class");
    int[] lanes = links.ints("lanes");
    int[] capacity = links.ints("capacity_veh_per_h");
    int[] perLane = new int[links.size()];
    int n = 0;
    for (int i = 0; i < perLane.length; i++) {
      if (of[i] == cls && lanes[i] > 0 && capacity[i] > 0) {
        perLane[n++] = capacity[i] / lanes[i];
      }
    }
    Arrays.sort(perLane, 0, n);
    return e.lanes() * (n == 0 ? LANE_CAPACITY[cls] : Math.max(1, perLane[n / 2]));
  }

  /** Whether a line meets a water area or a stream. */
  private static boolean crossesWater(City city, int[][] line) {
    Table land = city.table(Schema.LAND_USE);
    PackedPolygons water = land.polygons();
    byte[] kind = land.choices("kind");
    int wet =
        Schema.LAND_USE.fields().get(Schema.LAND_USE.indexOf("kind")).labels().indexOf("water");
    Bounds box = Bounds.EMPTY;
    for (int i = 0; i < line[0].length; i++) {
      box = box.including(line[0][i], line[1][i]);
    }
    for (int p : new SpatialIndex(water).find(box)) {
      if (kind[p] == wet && meets(water, p, line)) {
        return true;
      }
    }
    Table streams = city.table(Schema.LINEWORK);
    int stream =
        Schema.LINEWORK.fields().get(Schema.LINEWORK.indexOf("kind")).labels().indexOf("stream");
    for (int p : new SpatialIndex(streams.lines()).find(box)) {
      if (streams.choices("kind")[p] == stream && meets(streams.lines(), p, line)) {
        return true;
      }
    }
    return false;
  }

  private static boolean meets(PackedPolygons p, int i, int[][] line) {
    if (p.contains(i, line[0][0], line[1][0])) {
      return true;
    }
    for (int r = p.firstRing()[i]; r < p.firstRing()[i + 1]; r++) {
      int b = p.firstVertex()[r + 1];
      for (int v = p.firstVertex()[r], u = b - 1; v < b; u = v++) {
        if (meets(line, p.xMm()[u], p.yMm()[u], p.xMm()[v], p.yMm()[v])) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean meets(PackedLines l, int i, int[][] line) {
    for (int v = l.first()[i] + 1; v < l.first()[i + 1]; v++) {
      if (meets(line, l.xMm()[v - 1], l.yMm()[v - 1], l.xMm()[v], l.yMm()[v])) {
        return true;
      }
    }
    return false;
  }

  private static boolean meets(int[][] line, int ax, int ay, int bx, int by) {
    for (int k = 1; k < line[0].length; k++) {
      if (Areas.segmentsMeet(
          line[0][k - 1], line[1][k - 1], line[0][k], line[1][k], ax, ay, bx, by)) {
        return true;
      }
    }
    return false;
  }

  private static int[] reversed(int[] a) {
    int[] out = new int[a.length];
    for (int i = 0; i < a.length; i++) {
      out[i] = a[a.length - 1 - i];
    }
    return out;
  }
}
