package city.emona.geodata.osm;

import city.emona.geo.Bounds;
import city.emona.geodata.estimate.Area;
import city.emona.geodata.osm.file.ImportIssues;
import city.emona.geodata.osm.file.ImportIssues.Action;
import city.emona.geodata.osm.file.OsmData;
import city.emona.geodata.osm.file.Tags;
import city.emona.geodata.osm.street.Ground;
import city.emona.geodata.osm.street.StreetImport;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Districts from administrative boundaries: of the levels with {@value #MIN_AREAS} to {@value
 * #MAX_AREAS} areas that together hold most of the junctions, the one that holds the most; of equal
 * ones, the finer. None where no level holds {@value #MIN_COVER} of them.
 */
final class AdminDistricts {
  static final int MIN_AREAS = 5;
  static final int MAX_AREAS = 40;
  static final double MIN_COVER = 0.6;
  private static final double SAME = 0.01;
  private static final int SAMPLES = 4000;

  private final OsmData data;
  private final StreetImport streets;
  private final ImportIssues issues;
  private final RingAssembler rings;

  private final Ground ground;

  AdminDistricts(OsmData data, Ground ground, StreetImport streets, ImportIssues issues) {
    this.data = data;
    this.streets = streets;
    this.issues = issues;
    this.ground = ground;
    rings = new RingAssembler(data, ground);
  }

  List<Area> best() {
    TreeMap<Integer, List<Area>> levels = new TreeMap<>();
    for (int r = 0; r < data.relations.size(); r++) {
      Tags tags = data.relations.tags()[r];
      int level = level(tags);
      if (level > 0) {
        String source = "relation " + data.relations.ids()[r];
        int node = Ground.nodeOfRelation(data, r);
        add(levels, level, tags, "r" + data.relations.ids()[r], source, node, rings.ofRelation(r));
      }
    }
    for (int w = 0; w < data.ways.size(); w++) {
      int level = level(data.ways.tags()[w]);
      RingAssembler.Assembled shape = level > 0 ? rings.ofWay(w) : null;
      if (shape != null) {
        String id = "w" + data.ways.ids()[w];
        String source = "way " + data.ways.ids()[w];
        add(levels, level, data.ways.tags()[w], id, source, Ground.nodeOfWay(data, w), shape);
      }
    }
    List<Area> best = List.of();
    double bestCover = MIN_COVER;
    for (List<Area> areas : levels.values()) {
      List<Area> used = holdingStreets(areas);
      double cover = cover(used);
      if (used.size() >= MIN_AREAS && used.size() <= MAX_AREAS && cover >= bestCover - SAME) {
        best = used;
        bestCover = Math.max(bestCover, cover);
      }
    }
    return best;
  }

  private static int level(Tags tags) {
    String level = tags.get("admin_level");
    boolean admin = tags.is("boundary", "administrative") && tags.has("name");
    return admin && level.matches("1?[0-9]") ? Integer.parseInt(level) : 0;
  }

  private void add(
      TreeMap<Integer, List<Area>> levels,
      int level,
      Tags tags,
      String id,
      String source,
      int node,
      RingAssembler.Assembled a) {
    if (a.shape().isEmpty()) {
      ground.tell(
          issues,
          "boundary_not_closed",
          Action.DROPPED,
          source,
          "The boundary of " + tags.get("name") + " is not closed within the file.",
          node);
      return;
    }
    if (a.mended()) {
      Bounds b = a.shape().bounds();
      issues.at(
          "boundary_self_intersecting",
          Action.REPAIRED,
          source,
          "The boundary of " + tags.get("name") + " crosses itself.",
          1,
          (int) ((b.minX() + b.maxX()) / 2),
          (int) ((b.minY() + b.maxY()) / 2));
    }
    List<Area> areas = levels.computeIfAbsent(level, k -> new ArrayList<>());
    // The outer way of a boundary relation often carries the same tags again.
    if (areas.stream().noneMatch(o -> o.name().equals(tags.get("name")))) {
      areas.add(new Area(id, tags.get("name"), a.shape()));
    }
  }

  private int step() {
    return Math.max(1, streets.nodes.size() / SAMPLES);
  }

  private List<Area> holdingStreets(List<Area> areas) {
    List<Area> used = new ArrayList<>();
    for (Area area : areas) {
      if (used.size() <= MAX_AREAS && share(List.of(area)) > 0) {
        used.add(area);
      }
    }
    return used;
  }

  private double cover(List<Area> areas) {
    return areas.isEmpty() || areas.size() > MAX_AREAS ? 0 : share(areas);
  }

  /** Share of sampled junctions inside. */
  private double share(List<Area> areas) {
    List<Bounds> boxes = new ArrayList<>();
    areas.forEach(a -> boxes.add(a.shape().bounds()));
    int in = 0;
    int all = 0;
    for (int i = 0; i < streets.nodes.size(); i += step()) {
      int x = streets.nodes.points().xMm()[i];
      int y = streets.nodes.points().yMm()[i];
      all++;
      for (int a = 0; a < boxes.size(); a++) {
        if (boxes.get(a).contains(x, y) && areas.get(a).shape().contains(x, y)) {
          in++;
          break;
        }
      }
    }
    return (double) in / Math.max(1, all);
  }
}
