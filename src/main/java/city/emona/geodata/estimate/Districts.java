package city.emona.geodata.estimate;

import city.emona.geo.Bounds;
import city.emona.geo.MultiPolygon;
import city.emona.geo.Polygons;
import city.emona.model.Schema;
import city.emona.model.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The districts of a city: the given areas (administrative boundaries), with one more for the
 * streets outside of them; or, where there are none, a partition of the street network into compact
 * parts of about equal street length, cut out of the outline of the network by Voronoi cells.
 * Answers which district a point belongs to. Immutable after construction.
 */
final class Districts {
  /** A point this far outside still belongs to the nearest district. */
  private static final double NEAR_M = 150;

  private static final double OUTLINE_EDGE_M = 2000;
  private static final double OUTLINE_MARGIN_M = 150;
  private static final double MIN_OUTSIDE_SHARE = 0.02;

  /** Street length of one part, and bounds on the number of parts. */
  private static final double PART_M = 100_000;

  private static final int MIN_PARTS = 12;
  private static final int MAX_PARTS = 24;

  final List<Area> areas;
  final boolean partition;
  private final Bounds[] bounds;
  private final Clusters clusters;

  Districts(List<Area> given, CarStreets streets, List<Area> places) {
    partition = given.isEmpty();
    if (partition) {
      int wanted = (int) Math.round(streets.streetM / PART_M);
      int parts = Math.max(MIN_PARTS, Math.min(MAX_PARTS, wanted));
      parts = Math.max(1, Math.min(parts, streets.size() / 8));
      clusters = new Clusters(streets.xMm, streets.yMm, streets.localM, parts);
      areas = parts(streets, places);
    } else {
      clusters = null;
      areas = withOutside(given, streets);
    }
    bounds = new Bounds[areas.size()];
    Arrays.setAll(bounds, i -> areas.get(i).shape().bounds());
  }

  private List<Area> parts(CarStreets streets, List<Area> places) {
    List<MultiPolygon> cells =
        Polygons.voronoi(clusters.centreX(), clusters.centreY(), outline(streets));
    List<String> names = PartNames.of(clusters, streets, places);
    List<Area> parts = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      parts.add(new Area("d" + (i + 1), names.get(i), cells.get(i)));
    }
    return parts;
  }

  private static MultiPolygon outline(CarStreets s) {
    Set<Long> cells = new HashSet<>();
    int[] x = new int[s.size()];
    int[] y = new int[s.size()];
    int n = 0;
    for (int i = 0; i < s.size(); i++) {
      long cell =
          (long) Math.floorDiv(s.xMm[i], 200_000) << 32
              | Math.floorDiv(s.yMm[i], 200_000) & 0xffffffffL;
      if (cells.add(cell)) {
        x[n] = s.xMm[i];
        y[n++] = s.yMm[i];
      }
    }
    return Polygons.outline(
        Arrays.copyOf(x, n), Arrays.copyOf(y, n), OUTLINE_EDGE_M, OUTLINE_MARGIN_M);
  }

  private static List<Area> withOutside(List<Area> given, CarStreets streets) {
    double all = 0;
    double outside = 0;
    Bounds[] boxes = new Bounds[given.size()];
    Arrays.setAll(boxes, i -> given.get(i).shape().bounds());
    for (int i = 0; i < streets.size(); i++) {
      all += streets.localM[i];
      if (within(given, boxes, streets.xMm[i], streets.yMm[i], NEAR_M) < 0) {
        outside += streets.localM[i];
      }
    }
    if (outside <= MIN_OUTSIDE_SHARE * all) {
      return given;
    }
    List<MultiPolygon> shapes = new ArrayList<>();
    given.forEach(a -> shapes.add(a.shape()));
    MultiPolygon rest = Polygons.difference(outline(streets), Polygons.union(shapes));
    if (rest.isEmpty()) {
      return given;
    }
    List<Area> more = new ArrayList<>(given);
    more.add(new Area("outside", "Surroundings", rest));
    return more;
  }

  /** The district of a point: the one that holds it, else the nearest. */
  int of(int xMm, int yMm) {
    if (partition) {
      return Clusters.nearest(clusters.centreX(), clusters.centreY(), xMm, yMm);
    }
    return within(areas, bounds, xMm, yMm, Double.POSITIVE_INFINITY);
  }

  /** The area that holds the point, else the nearest one within a distance, else −1. */
  private static int within(List<Area> areas, Bounds[] boxes, int x, int y, double nearM) {
    for (int i = 0; i < boxes.length; i++) {
      if (boxes[i].contains(x, y) && areas.get(i).shape().contains(x, y)) {
        return i;
      }
    }
    int best = -1;
    double bestM = nearM;
    for (int i = 0; i < boxes.length && nearM > 0; i++) {
      if (nearM == Double.POSITIVE_INFINITY || boxes[i].grownBy(nearM * 1000).contains(x, y)) {
        double d = areas.get(i).shape().distanceToEdgeM(x, y);
        if (d < bestM) {
          bestM = d;
          best = i;
        }
      }
    }
    return best;
  }

  Table table(int[] population, int[] jobs) {
    Table.Builder b = new Table.Builder(Schema.DISTRICTS);
    for (int i = 0; i < areas.size(); i++) {
      b.row(areas.get(i).id());
      b.set("name", areas.get(i).name()).set("population", population[i]).set("jobs", jobs[i]);
      Zones.polygon(b, areas.get(i).shape());
    }
    return b.build();
  }
}
