package city.emona.geo;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.locationtech.jts.algorithm.hull.ConcaveHull;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.PrecisionModel;
import org.locationtech.jts.geom.util.GeometryFixer;
import org.locationtech.jts.operation.overlayng.OverlayNG;
import org.locationtech.jts.operation.overlayng.OverlayNGRobust;
import org.locationtech.jts.operation.overlayng.UnaryUnionNG;
import org.locationtech.jts.operation.valid.IsValidOp;
import org.locationtech.jts.operation.valid.TopologyValidationError;
import org.locationtech.jts.simplify.TopologyPreservingSimplifier;
import org.locationtech.jts.triangulate.VoronoiDiagramBuilder;

/**
 * Set operations on polygons of whole millimetres, done by JTS on the integer grid (OverlayNG with
 * snap rounding), so that results are valid and neighbours share exact edges. The only door through
 * which the rest of the program reaches JTS polygons. Stateless and thread-safe.
 */
public final class Polygons {
  private static final PrecisionModel GRID = new PrecisionModel(1);
  private static final GeometryFactory FACTORY = new GeometryFactory(GRID);

  private Polygons() {}

  /** A polygon and whether it had to be mended. */
  public record Mended(MultiPolygon polygon, boolean wasInvalid) {}

  /**
   * Closed rings of any direction and order, nested by the even-odd rule: rings inside an odd
   * number of others are holes. Self-intersections are mended.
   */
  public static Mended ofRings(List<int[]> xMm, List<int[]> yMm) {
    List<Polygon> rings = new ArrayList<>();
    boolean invalid = false;
    for (int r = 0; r < xMm.size(); r++) {
      Coordinate[] c = closed(xMm.get(r), yMm.get(r));
      if (c.length < 4) {
        invalid = true;
        continue;
      }
      rings.add(FACTORY.createPolygon(c));
    }
    if (rings.size() == 1) {
      Polygon only = rings.get(0);
      if (new IsValidOp(only).isValid()) {
        return new Mended(from(only), invalid);
      }
      return new Mended(from(GeometryFixer.fix(only)), true);
    }
    Geometry sum = FACTORY.createPolygon();
    for (Polygon ring : rings) {
      Geometry valid = ring;
      if (!new IsValidOp(ring).isValid()) {
        valid = GeometryFixer.fix(ring);
        invalid = true;
      }
      sum = overlay(sum, valid, OverlayNG.SYMDIFFERENCE);
    }
    return new Mended(from(sum), invalid);
  }

  /**
   * Where a polygon (outer ring first, then holes) breaks the rules of the Simple Features
   * standard, for example by crossing itself, as x, y in millimetres; null where it is valid.
   */
  public static int[] invalidAt(List<int[]> xMm, List<int[]> yMm) {
    LinearRing[] rings = new LinearRing[xMm.size()];
    for (int r = 0; r < rings.length; r++) {
      Coordinate[] c = closed(xMm.get(r), yMm.get(r));
      if (c.length < 4) {
        return new int[] {xMm.get(r)[0], yMm.get(r)[0]};
      }
      rings[r] = FACTORY.createLinearRing(c);
    }
    LinearRing[] holes = java.util.Arrays.copyOfRange(rings, 1, rings.length);
    TopologyValidationError error =
        new IsValidOp(FACTORY.createPolygon(rings[0], holes)).getValidationError();
    if (error == null) {
      return null;
    }
    Coordinate at = error.getCoordinate();
    return new int[] {(int) Math.round(at.x), (int) Math.round(at.y)};
  }

  public static MultiPolygon intersection(MultiPolygon a, MultiPolygon b) {
    return from(overlay(jts(a), jts(b), OverlayNG.INTERSECTION));
  }

  public static MultiPolygon difference(MultiPolygon a, MultiPolygon b) {
    return from(overlay(jts(a), jts(b), OverlayNG.DIFFERENCE));
  }

  public static MultiPolygon union(Collection<MultiPolygon> all) {
    List<Geometry> parts = new ArrayList<>();
    for (MultiPolygon m : all) {
      parts.add(jts(m));
    }
    return from(UnaryUnionNG.union(parts, FACTORY, GRID));
  }

  /** Grown (or shrunk, when negative) by a distance. */
  public static MultiPolygon buffer(MultiPolygon m, double metres) {
    return from(jts(m).buffer(metres * 1000, 4));
  }

  /** With fewer vertices, none moved by more than the tolerance, still valid. */
  public static MultiPolygon simplify(MultiPolygon m, double metres) {
    return from(TopologyPreservingSimplifier.simplify(jts(m), metres * 1000));
  }

  /**
   * The outline of a cloud of points: their concave hull with no edge longer than {@code edgeM},
   * grown by {@code marginM}.
   */
  public static MultiPolygon outline(int[] xMm, int[] yMm, double edgeM, double marginM) {
    Coordinate[] c = new Coordinate[xMm.length];
    for (int i = 0; i < c.length; i++) {
      c[i] = new Coordinate(xMm[i], yMm[i]);
    }
    Geometry hull =
        ConcaveHull.concaveHullByLength(FACTORY.createMultiPointFromCoords(c), edgeM * 1000);
    return from(hull.buffer(marginM * 1000, 4));
  }

  /**
   * The Voronoi cells of distinct points, cut to {@code area}, in the order of the points; a cell
   * may be empty.
   */
  public static List<MultiPolygon> voronoi(int[] xMm, int[] yMm, MultiPolygon area) {
    List<MultiPolygon> cells = new ArrayList<>();
    if (xMm.length == 1) {
      cells.add(area);
      return cells;
    }
    List<Coordinate> sites = new ArrayList<>();
    Map<Coordinate, Integer> rows = new HashMap<>();
    Bounds b = area.bounds();
    for (int i = 0; i < xMm.length; i++) {
      Coordinate site = new Coordinate(xMm[i], yMm[i]);
      sites.add(site);
      rows.put(site, i);
      b = b.including(xMm[i], yMm[i]);
      cells.add(MultiPolygon.EMPTY);
    }
    VoronoiDiagramBuilder builder = new VoronoiDiagramBuilder();
    builder.setSites(sites);
    Bounds wide = b.grownBy(1000 + b.maxX() - b.minX() + b.maxY() - b.minY());
    builder.setClipEnvelope(
        new org.locationtech.jts.geom.Envelope(wide.minX(), wide.maxX(), wide.minY(), wide.maxY()));
    Geometry diagram = builder.getDiagram(new GeometryFactory());
    Geometry frame = jts(area);
    for (int g = 0; g < diagram.getNumGeometries(); g++) {
      Geometry cell = diagram.getGeometryN(g);
      Integer row = rows.get((Coordinate) cell.getUserData());
      if (row != null) {
        cells.set(row, from(overlay(cell, frame, OverlayNG.INTERSECTION)));
      }
    }
    return cells;
  }

  /** A point well inside, as x, y in millimetres. */
  public static int[] interiorPoint(MultiPolygon m) {
    Coordinate c = jts(m).getInteriorPoint().getCoordinate();
    return new int[] {(int) Math.round(c.x), (int) Math.round(c.y)};
  }

  public static boolean isValid(MultiPolygon m) {
    return jts(m).isValid();
  }

  private static Geometry overlay(Geometry a, Geometry b, int operation) {
    if (a.isEmpty() && operation == OverlayNG.SYMDIFFERENCE) {
      return b;
    }
    try {
      return OverlayNG.overlay(a, b, operation, GRID);
    } catch (RuntimeException e) {
      return OverlayNGRobust.overlay(GeometryFixer.fix(a), GeometryFixer.fix(b), operation);
    }
  }

  private static Coordinate[] closed(int[] x, int[] y) {
    int n = x.length;
    List<Coordinate> c = new ArrayList<>(n + 1);
    for (int i = 0; i < n; i++) {
      if (i == 0 || x[i] != x[i - 1] || y[i] != y[i - 1]) {
        c.add(new Coordinate(x[i], y[i]));
      }
    }
    if (c.size() > 1 && !c.get(0).equals2D(c.get(c.size() - 1))) {
      c.add(new Coordinate(c.get(0)));
    }
    return c.toArray(new Coordinate[0]);
  }

  private static Geometry jts(MultiPolygon m) {
    List<Polygon> parts = new ArrayList<>();
    for (int r = 0; r < m.xMm().length; ) {
      LinearRing shell = FACTORY.createLinearRing(closed(m.xMm()[r], m.yMm()[r]));
      List<LinearRing> holes = new ArrayList<>();
      for (r++; r < m.xMm().length && m.hole()[r]; r++) {
        holes.add(FACTORY.createLinearRing(closed(m.xMm()[r], m.yMm()[r])));
      }
      parts.add(FACTORY.createPolygon(shell, holes.toArray(new LinearRing[0])));
    }
    return parts.size() == 1
        ? parts.get(0)
        : FACTORY.createMultiPolygon(parts.toArray(new Polygon[0]));
  }

  static MultiPolygon from(Geometry g) {
    List<int[]> x = new ArrayList<>();
    List<int[]> y = new ArrayList<>();
    List<Boolean> hole = new ArrayList<>();
    for (int i = 0; i < g.getNumGeometries(); i++) {
      if (g.getGeometryN(i) instanceof Polygon p && !p.isEmpty()) {
        if (!ring(p.getExteriorRing(), x, y)) {
          continue;
        }
        hole.add(false);
        for (int h = 0; h < p.getNumInteriorRing(); h++) {
          if (ring(p.getInteriorRingN(h), x, y)) {
            hole.add(true);
          }
        }
      }
    }
    boolean[] holes = new boolean[hole.size()];
    for (int i = 0; i < holes.length; i++) {
      holes[i] = hole.get(i);
    }
    return new MultiPolygon(x.toArray(new int[0][]), y.toArray(new int[0][]), holes);
  }

  /** Adds a ring on the millimetre grid; rings that collapse on it are left out. */
  private static boolean ring(LinearRing ring, List<int[]> xs, List<int[]> ys) {
    Coordinate[] c = ring.getCoordinates();
    int[] x = new int[c.length];
    int[] y = new int[c.length];
    int n = 0;
    for (int i = 0; i < c.length - 1; i++) {
      int px = (int) Math.round(c[i].x);
      int py = (int) Math.round(c[i].y);
      if (n == 0 || x[n - 1] != px || y[n - 1] != py) {
        x[n] = px;
        y[n++] = py;
      }
    }
    if (n < 3) {
      return false;
    }
    xs.add(java.util.Arrays.copyOf(x, n));
    ys.add(java.util.Arrays.copyOf(y, n));
    return true;
  }
}
