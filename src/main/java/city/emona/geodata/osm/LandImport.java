package city.emona.geodata.osm;

import city.emona.geo.Bounds;
import city.emona.geo.MultiPolygon;
import city.emona.geo.Polygons;
import city.emona.geodata.osm.file.ImportIssues;
import city.emona.geodata.osm.file.ImportIssues.Action;
import city.emona.geodata.osm.file.OsmData;
import city.emona.geodata.osm.file.Tags;
import city.emona.geodata.osm.street.Ground;
import city.emona.model.Schema;
import city.emona.model.Table;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Land use, water, buildings, railways, streams and places. Areas are closed ways and multipolygon
 * relations; what crosses itself is mended, what is not closed within the file is dropped, both
 * counted. A way that only carries the tags of its relation again is not taken twice.
 */
final class LandImport {
  private static final double MIN_AREA_M2 = 1;
  private static final int MIN_HEIGHTS = 30;

  final Table landUse;
  final Table buildings;
  final Table linework;
  final Table places;

  private final OsmData data;
  private final Ground ground;
  private final ImportIssues issues;
  private final RingAssembler rings;
  private final Table.Builder land = new Table.Builder(Schema.LAND_USE);
  private final Table.Builder houses = new Table.Builder(Schema.BUILDINGS);
  private final Table.Builder lines = new Table.Builder(Schema.LINEWORK);
  private final Table.Builder points = new Table.Builder(Schema.PLACES);

  LandImport(OsmData data, Ground ground, ImportIssues issues) {
    this.data = data;
    this.ground = ground;
    this.issues = issues;
    rings = new RingAssembler(data, ground);
    Set<Integer> outerTwice = relations();
    for (int w = 0; w < data.ways.size(); w++) {
      way(w, outerTwice.contains(w));
    }
    for (int i = 0; i < data.taggedNodes.size(); i++) {
      Tags t = data.taggedNodes.tags()[i];
      int[] mm = ground.mm(data.taggedNodes.lonE7()[i], data.taggedNodes.latE7()[i]);
      place("n" + data.taggedNodes.ids()[i], t, mm[0], mm[1]);
    }
    landUse = land.build();
    buildings = withHeights(houses.build());
    linework = lines.build();
    places = points.build();
  }

  /**
   * Buildings without a height get the median of those of their use, where at least {@value
   * #MIN_HEIGHTS} of them are known: a town of towers stays one. Otherwise a usual height.
   */
  private Table withHeights(Table t) {
    int[] height = t.ints("height_dm").clone();
    byte[] use = t.choices("use");
    List<String> uses = Schema.BUILDINGS.fields().get(Schema.BUILDINGS.indexOf("use")).labels();
    int assumed = 0;
    for (int u = 0; u < uses.size(); u++) {
      int[] known = new int[height.length];
      int n = 0;
      for (int i = 0; i < height.length; i++) {
        if (use[i] == u && height[i] > 0) {
          known[n++] = height[i];
        }
      }
      Arrays.sort(known, 0, n);
      int usual = n >= MIN_HEIGHTS ? known[n / 2] : LandRules.defaultHeightDm(uses.get(u));
      for (int i = 0; i < height.length; i++) {
        if (use[i] == u && height[i] <= 0) {
          if (height[i] < 0) {
            Bounds b = t.polygons().bounds(i);
            issues.at(
                "building_height_unreadable",
                Action.REPAIRED,
                t.id(i),
                "The usual height of the use holds.",
                1,
                (int) ((b.minX() + b.maxX()) / 2),
                (int) ((b.minY() + b.maxY()) / 2));
          }
          assumed += height[i] == 0 ? 1 : 0;
          height[i] = usual;
        }
      }
    }
    issues.total(
        "building_height",
        Action.ASSUMED,
        "buildings",
        "Neither height nor storeys are tagged; the usual height of the use holds.",
        assumed);
    return t.with("height_dm", height);
  }

  /** Areas of relations; returns the ways whose own tags only repeat those of their relation. */
  private Set<Integer> relations() {
    Set<Integer> repeated = new HashSet<>();
    OsmData.Relations rel = data.relations;
    for (int r = 0; r < rel.size(); r++) {
      Tags t = rel.tags()[r];
      String kind = LandRules.landUse(t);
      boolean building = isBuilding(t);
      if (!t.is("type", "multipolygon") || (kind.isEmpty() && !building)) {
        continue;
      }
      for (int m = rel.firstMember()[r]; m < rel.firstMember()[r + 1]; m++) {
        int w = rel.kinds()[m] == OsmData.WAY ? data.wayRows.get(rel.refs()[m]) : -1;
        if (w >= 0) {
          Tags own = data.ways.tags()[w];
          boolean same = building ? isBuilding(own) : LandRules.landUse(own).equals(kind);
          if (same && !rel.roles()[m].equals("inner")) {
            repeated.add(w);
          }
        }
      }
      String source = "relation " + rel.ids()[r];
      RingAssembler.Assembled a = rings.ofRelation(r);
      if (a.openChains() > 0) {
        open(r, source, a.shape());
      }
      area("r" + rel.ids()[r], source, Ground.nodeOfRelation(data, r), t, kind, building, a);
    }
    return repeated;
  }

  private void open(int r, String source, MultiPolygon shape) {
    String message = "Parts of the area are not closed within the file.";
    if (shape.isEmpty()) {
      ground.tell(
          issues,
          "area_not_closed",
          Action.DROPPED,
          source,
          message,
          Ground.nodeOfRelation(data, r));
    } else {
      Bounds b = shape.bounds();
      issues.at(
          "area_partly_open",
          Action.REPAIRED,
          source,
          message,
          1,
          (int) ((b.minX() + b.maxX()) / 2),
          (int) ((b.minY() + b.maxY()) / 2));
    }
  }

  private static boolean isBuilding(Tags t) {
    return t.has("building") && !t.is("building", "no");
  }

  private void way(int w, boolean repeated) {
    Tags t = data.ways.tags()[w];
    if (t.isEmpty()) {
      return;
    }
    String line = LandRules.linework(t);
    if (!line.isEmpty()) {
      line(w, t, line);
    }
    boolean building = isBuilding(t);
    String kind = LandRules.landUse(t);
    if (kind.equals("square") && t.has("highway") && !t.is("area", "yes")) {
      kind = "";
    }
    if (repeated || (!building && kind.isEmpty() && LandRules.place(t).isEmpty())) {
      return;
    }
    String source = "way " + data.ways.ids()[w];
    RingAssembler.Assembled a = rings.ofWay(w);
    if (a == null) {
      if (building || !kind.isEmpty()) {
        ground.tell(
            issues,
            "area_not_closed",
            Action.DROPPED,
            source,
            "The way is not closed in the file.",
            Ground.nodeOfWay(data, w));
      }
      return;
    }
    area("w" + data.ways.ids()[w], source, Ground.nodeOfWay(data, w), t, kind, building, a);
  }

  private void area(
      String id,
      String source,
      int node,
      Tags t,
      String kind,
      boolean building,
      RingAssembler.Assembled a) {
    MultiPolygon shape = a.shape();
    if (shape.isEmpty() || shape.areaM2() < MIN_AREA_M2) {
      if (a.openChains() == 0) {
        ground.tell(
            issues, "area_too_small", Action.DROPPED, source, "Its area is below 1 m².", node);
      }
      return;
    }
    Bounds b = shape.bounds();
    int cx = (int) ((b.minX() + b.maxX()) / 2);
    int cy = (int) ((b.minY() + b.maxY()) / 2);
    if (a.mended()) {
      issues.at(
          building ? "building_self_intersecting" : "area_self_intersecting",
          Action.REPAIRED,
          source,
          "Its outline crosses itself.",
          1,
          cx,
          cy);
    }
    if (building) {
      String use = LandRules.use(t);
      houses.row(id);
      houses.set("height_dm", LandRules.heightDm(t)).set("use", use);
      rings(houses, shape);
    } else if (!kind.isEmpty()) {
      land.row(id);
      land.set("name", t.get("name")).set("kind", kind);
      rings(land, shape);
    }
    if (!LandRules.place(t).isEmpty()) {
      int[] p = Polygons.interiorPoint(shape);
      place(id, t, p[0], p[1]);
    }
  }

  private static void rings(Table.Builder b, MultiPolygon shape) {
    for (int r = 0; r < shape.xMm().length; r++) {
      b.ring(shape.xMm()[r], shape.yMm()[r], shape.hole()[r]);
    }
    b.endPolygon();
  }

  private void line(int w, Tags t, String kind) {
    if (t.is("service", "yard") || t.is("service", "siding") || t.is("service", "spur")) {
      ground.tell(
          issues,
          "rail_yard_left_out",
          Action.DROPPED,
          "way " + data.ways.ids()[w],
          "A track of a yard or siding, not of the line.",
          Ground.nodeOfWay(data, w));
      return;
    }
    int a = data.ways.firstRef()[w];
    int b = data.ways.firstRef()[w + 1];
    int[] x = new int[b - a];
    int[] y = new int[b - a];
    int n = 0;
    for (int k = a; k < b; k++) {
      int node = data.nodes.rows().get(data.ways.refs()[k]);
      if (node >= 0) {
        x[n] = ground.xMm()[node];
        y[n++] = ground.yMm()[node];
      }
    }
    if (n >= 2) {
      lines.row("w" + data.ways.ids()[w]);
      lines.set("name", t.get("name")).set("kind", kind);
      lines.line(Arrays.copyOf(x, n), Arrays.copyOf(y, n));
    }
  }

  private void place(String id, Tags t, int x, int y) {
    String kind = LandRules.place(t);
    if (!kind.isEmpty()) {
      points.row(id);
      points.set("name", t.get("name")).set("kind", kind).point(x, y);
    }
  }
}
