package city.emona.geo;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.PrecisionModel;
import org.locationtech.jts.noding.NodedSegmentString;
import org.locationtech.jts.noding.SegmentString;
import org.locationtech.jts.noding.snapround.SnapRoundingNoder;
import org.locationtech.jts.operation.polygonize.Polygonizer;

/**
 * The parts of a box that lie to the right of directed lines, as the sea lies to the right of a
 * coastline. The lines and the edge of the box are cut where they cross, on the millimetre grid,
 * and closed to faces (JTS Polygonizer); a face belongs to the side that the greater length of the
 * lines around it gives it, so that a piece drawn the wrong way turns no sea into land. Stateless
 * and thread-safe.
 */
public final class RightOfLines {
  private static final PrecisionModel GRID = new PrecisionModel(1);
  private static final GeometryFactory FACTORY = new GeometryFactory(GRID);

  private RightOfLines() {}

  private record Edge(long from, long to) {}

  /** The faces to the right, from west to east and from south to north; none where no line is. */
  public static List<MultiPolygon> of(Bounds boxMm, List<int[]> xMm, List<int[]> yMm) {
    List<NodedSegmentString> strings = new ArrayList<>();
    Coordinate[] frame = frame(boxMm);
    strings.add(new NodedSegmentString(frame, null));
    Bounds near = boxMm.grownBy(1);
    for (int l = 0; l < xMm.size(); l++) {
      pieces(near, xMm.get(l), yMm.get(l), strings);
    }
    if (strings.size() == 1) {
      return List.of();
    }
    SnapRoundingNoder noder = new SnapRoundingNoder(GRID);
    noder.computeNodes(strings);
    Map<Edge, Boolean> edges = new LinkedHashMap<>();
    for (Object o : noder.getNodedSubstrings()) {
      SegmentString s = (SegmentString) o;
      for (int i = 1; i < s.size(); i++) {
        Coordinate a = s.getCoordinate(i - 1);
        Coordinate b = s.getCoordinate(i);
        if (!a.equals2D(b)) {
          edges.merge(new Edge(key(a), key(b)), s.getData() != null, Boolean::logicalOr);
        }
      }
    }
    return faces(boxMm, edges);
  }

  private static Coordinate[] frame(Bounds b) {
    double x0 = Math.rint(b.minX());
    double y0 = Math.rint(b.minY());
    double x1 = Math.rint(b.maxX());
    double y1 = Math.rint(b.maxY());
    return new Coordinate[] {
      new Coordinate(x0, y0),
      new Coordinate(x1, y0),
      new Coordinate(x1, y1),
      new Coordinate(x0, y1),
      new Coordinate(x0, y0)
    };
  }

  /** The runs of a line whose segments can meet the box. */
  private static void pieces(Bounds near, int[] x, int[] y, List<NodedSegmentString> into) {
    List<Coordinate> run = new ArrayList<>();
    for (int i = 0; i + 1 < x.length; i++) {
      boolean meets =
          Bounds.EMPTY.including(x[i], y[i]).including(x[i + 1], y[i + 1]).intersects(near);
      if (meets) {
        if (run.isEmpty()) {
          run.add(new Coordinate(x[i], y[i]));
        }
        run.add(new Coordinate(x[i + 1], y[i + 1]));
      }
      if (run.size() > 1 && (!meets || i + 2 == x.length)) {
        into.add(new NodedSegmentString(run.toArray(new Coordinate[0]), Boolean.TRUE));
        run.clear();
      }
    }
  }

  private static long key(Coordinate c) {
    return (long) Math.rint(c.x) << 32 | (long) Math.rint(c.y) & 0xffffffffL;
  }

  private static Coordinate coordinate(long key) {
    return new Coordinate((int) (key >> 32), (int) key);
  }

  private static List<MultiPolygon> faces(Bounds box, Map<Edge, Boolean> edges) {
    List<LineString> lines = new ArrayList<>();
    for (Edge e : edges.keySet()) {
      Edge back = new Edge(e.to, e.from);
      if (e.from < e.to || !edges.containsKey(back)) {
        lines.add(
            FACTORY.createLineString(new Coordinate[] {coordinate(e.from), coordinate(e.to)}));
      }
    }
    // It keeps its rings in an order of memory addresses: each face is put in normal form below.
    Polygonizer polygonizer = new Polygonizer();
    polygonizer.add(lines);
    Map<Long, MultiPolygon> byPlace = new HashMap<>();
    for (Object face : (Collection<?>) polygonizer.getPolygons()) {
      Polygon p = (Polygon) face;
      Coordinate inside = p.getInteriorPoint().getCoordinate();
      if (box.contains(inside.x, inside.y) && rightMm(p, edges) > 0) {
        byPlace.put(key(inside), Polygons.from(p.norm()));
      }
    }
    return byPlace.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue)
        .filter(m -> !m.isEmpty())
        .toList();
  }

  /** Length of lines that have the face on their right less that which has it on the left. */
  private static double rightMm(Polygon face, Map<Edge, Boolean> edges) {
    double sum = rightMm(face.getExteriorRing(), true, edges);
    for (int h = 0; h < face.getNumInteriorRing(); h++) {
      sum += rightMm(face.getInteriorRingN(h), false, edges);
    }
    return sum;
  }

  private static double rightMm(LinearRing ring, boolean outer, Map<Edge, Boolean> edges) {
    Coordinate[] c = ring.getCoordinates();
    double area = 0;
    double along = 0;
    for (int i = 1; i < c.length; i++) {
      area += (c[i - 1].x - c[0].x) * (c[i].y - c[0].y) - (c[i].x - c[0].x) * (c[i - 1].y - c[0].y);
      double length = c[i - 1].distance(c[i]);
      along += edges.getOrDefault(new Edge(key(c[i - 1]), key(c[i])), false) ? length : 0;
      along -= edges.getOrDefault(new Edge(key(c[i]), key(c[i - 1])), false) ? length : 0;
    }
    boolean insideIsLeft = area > 0 == outer;
    return insideIsLeft ? -along : along;
  }
}
