package city.emona.layers;

import city.emona.geo.Bounds;
import city.emona.geo.LocalFrame;
import city.emona.geo.PackedLines;
import city.emona.geo.PackedPoints;
import city.emona.geo.PackedPolygons;
import city.emona.geo.Shapes;
import city.emona.geo.SpatialIndex;
import city.emona.geo.TileMath;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.model.TableSchema;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An immutable view of one city version for readers: spatial indexes and geographic positions are
 * made once per table, when first asked for. The server answers from here and never from the
 * database; when the store changes, a new snapshot takes the place of this one. Thread-safe.
 */
public final class Snapshot {
  private final City city;
  private final double originXM;
  private final double originYM;
  private final Map<String, SpatialIndex> indexes = new ConcurrentHashMap<>();
  private final Map<String, Positions> positions = new ConcurrentHashMap<>();
  private final Map<String, Bounds> localBounds = new ConcurrentHashMap<>();
  private volatile Bounds lonLat;
  private final Snapshot whole;
  private final Table beside;

  /**
   * Positions of the vertices of a table, parallel to its packed coordinate columns: longitude and
   * latitude in 10⁻⁷ degrees, and Mercator millimetres from the snapshot's origin.
   */
  public record Positions(int[] lonE7, int[] latE7, int[] mercatorXMm, int[] mercatorYMm) {}

  public Snapshot(City city) {
    this(city, null, null);
  }

  private Snapshot(City city, Snapshot whole, Table beside) {
    this.whole = whole;
    this.beside = beside;
    this.city = city;
    LocalFrame f = city.info().frame();
    this.originXM = TileMath.mercatorX(f.lon0Deg());
    this.originYM = TileMath.mercatorY(f.lat0Deg());
  }

  /** This city with a table beside its own, worked out for a layer; all else is shared. */
  public Snapshot with(Table beside) {
    return new Snapshot(city, this, beside);
  }

  private boolean isElsewhere(TableSchema schema) {
    return whole != null && !schema.name().equals(beside.schema().name());
  }

  public City city() {
    return city;
  }

  public String version() {
    return city.version();
  }

  public Table table(TableSchema schema) {
    return isElsewhere(schema) ? whole.table(schema) : whole == null ? city.table(schema) : beside;
  }

  /** Mercator position of the frame's centre, from which {@link Positions} count. */
  public double originXM() {
    return originXM;
  }

  public double originYM() {
    return originYM;
  }

  public SpatialIndex index(TableSchema schema) {
    if (isElsewhere(schema)) {
      return whole.index(schema);
    }
    return indexes.computeIfAbsent(schema.name(), n -> new SpatialIndex(table(schema).shapes()));
  }

  public Positions positions(TableSchema schema) {
    if (isElsewhere(schema)) {
      return whole.positions(schema);
    }
    return positions.computeIfAbsent(schema.name(), n -> project(table(schema).shapes()));
  }

  /** Bounds of a table in local millimetres. */
  public Bounds localBounds(TableSchema schema) {
    return localBounds.computeIfAbsent(
        schema.name(),
        n -> {
          Bounds b = Bounds.EMPTY;
          Shapes s = table(schema).shapes();
          for (int i = 0; i < s.size(); i++) {
            b = b.union(s.bounds(i));
          }
          return b;
        });
  }

  /**
   * Longitude and latitude bounds of everything that has a place: streets, districts, buildings.
   */
  public Bounds lonLatBounds() {
    if (whole != null) {
      return whole.lonLatBounds();
    }
    Bounds b = lonLat;
    if (b == null) {
      b = localBounds(Schema.LINKS).union(localBounds(Schema.DISTRICTS));
      b = b.union(localBounds(Schema.BUILDINGS));
      b = b.isEmpty() ? b.including(0, 0).grownBy(1_000_000) : b;
      b = lonLatOf(b);
      lonLat = b;
    }
    return b;
  }

  /** Longitude and latitude bounds of a table; the city's where it is empty. */
  public Bounds lonLatBounds(TableSchema schema) {
    Bounds b = localBounds(schema);
    return b.isEmpty() ? lonLatBounds() : lonLatOf(b);
  }

  /**
   * Longitude and latitude bounds of the rows that a layer keeps; the city's where there are none.
   */
  Bounds lonLatBounds(Layer layer) {
    Bounds b =
        localBounds.computeIfAbsent(
            "layer " + layer.id(),
            n -> {
              Table t = table(layer.table());
              var keep = layer.rowFilter(t);
              Bounds all = Bounds.EMPTY;
              for (int i = 0; i < t.size(); i++) {
                all = keep.test(i) ? all.union(t.shapes().bounds(i)) : all;
              }
              return all;
            });
    return b.isEmpty() ? lonLatBounds() : lonLatOf(b);
  }

  /** Geographic bounds of a box in local millimetres. */
  public Bounds lonLatOf(Bounds localMm) {
    double[] p = new double[2];
    Bounds out = Bounds.EMPTY;
    for (int k = 0; k <= 8; k++) {
      double x = localMm.minX() + k / 8.0 * (localMm.maxX() - localMm.minX());
      double y = localMm.minY() + k / 8.0 * (localMm.maxY() - localMm.minY());
      double[][] edge = {
        {x, localMm.minY()}, {x, localMm.maxY()}, {localMm.minX(), y}, {localMm.maxX(), y}
      };
      for (double[] e : edge) {
        city.info().frame().toLonLat(e[0] / 1000, e[1] / 1000, p, 0);
        out = out.including(p[0], p[1]);
      }
    }
    return out;
  }

  /**
   * A box in local millimetres that covers a geographic box: what to ask an index. A box beyond the
   * surroundings of the city is cut to them, since the local plane is only good there.
   */
  public Bounds localOf(Bounds lonLatDeg) {
    Bounds near = lonLatBounds().grownBy(1.0);
    if (!near.intersects(lonLatDeg)) {
      return Bounds.EMPTY;
    }
    double x0 = Math.max(near.minX(), lonLatDeg.minX());
    double x1 = Math.min(near.maxX(), lonLatDeg.maxX());
    double y0 = Math.max(near.minY(), lonLatDeg.minY());
    double y1 = Math.min(near.maxY(), lonLatDeg.maxY());
    double[] p = new double[2];
    Bounds out = Bounds.EMPTY;
    for (int k = 0; k <= 8; k++) {
      double x = x0 + k / 8.0 * (x1 - x0);
      double y = y0 + k / 8.0 * (y1 - y0);
      double[][] edge = {{x, y0}, {x, y1}, {x0, y}, {x1, y}};
      for (double[] e : edge) {
        city.info().frame().toLocal(e[0], e[1], p, 0);
        out = out.including(p[0] * 1000, p[1] * 1000);
      }
    }
    // The edges of a large box bow by a few metres in the local plane.
    double bow = 0.002 * Math.max(out.maxX() - out.minX(), out.maxY() - out.minY());
    return out.grownBy(1000 + bow);
  }

  private Positions project(Shapes shapes) {
    if (shapes instanceof PackedPoints p) {
      return project(p.xMm(), p.yMm());
    }
    if (shapes instanceof PackedLines l) {
      return project(l.xMm(), l.yMm());
    }
    PackedPolygons p = (PackedPolygons) shapes;
    return project(p.xMm(), p.yMm());
  }

  private Positions project(int[] xMm, int[] yMm) {
    int n = xMm.length;
    Positions out = new Positions(new int[n], new int[n], new int[n], new int[n]);
    double[] p = new double[2];
    LocalFrame frame = city.info().frame();
    for (int i = 0; i < n; i++) {
      if (xMm[i] == PackedPoints.NONE) {
        out.lonE7[i] = PackedPoints.NONE;
        out.latE7[i] = PackedPoints.NONE;
        continue;
      }
      frame.toLonLat(xMm[i] / 1000.0, yMm[i] / 1000.0, p, 0);
      out.lonE7[i] = (int) Math.round(p[0] * 1e7);
      out.latE7[i] = (int) Math.round(p[1] * 1e7);
      out.mercatorXMm[i] = (int) Math.round((TileMath.mercatorX(p[0]) - originXM) * 1000);
      out.mercatorYMm[i] = (int) Math.round((TileMath.mercatorY(p[1]) - originYM) * 1000);
    }
    return out;
  }
}
