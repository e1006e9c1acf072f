package city.emona.layers.tile;

import city.emona.geo.Bounds;
import city.emona.geo.PackedLines;
import city.emona.geo.PackedPoints;
import city.emona.geo.PackedPolygons;
import city.emona.geo.SpatialIndex;
import city.emona.geo.TileMath.Tile;
import city.emona.layers.Attributes;
import city.emona.layers.Layer;
import city.emona.layers.LayerView;
import city.emona.layers.Snapshot;
import city.emona.model.Field;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.simulate.ReceptorGrid;
import java.util.function.IntPredicate;

/**
 * Makes the vector tile of a layer: 4096 units, feature id = element index in the city version, so
 * that value frames can be joined by position. Low zooms carry only main streets and large areas,
 * and few attributes; from zoom 14 on everything with all columns. One instance per tile.
 */
public final class TileEncoder {
  public static final int EXTENT = 4096;
  private static final int BUFFER = 128;
  private static final int DETAIL_ZOOM = 14;
  private static final int BUILDINGS_ZOOM = 13;

  /** First zoom of each road class, by ordinal of {@link Schema#ROAD_CLASSES}. */
  private static final int[] ROAD_ZOOM = {0, 0, 0, 9, 10, 12, 12, 13, 10, 12};

  private final LayerView view;
  private final Tile tile;
  private final double scale;
  private final double x0Mm;
  private final double y0Mm;
  private final MvtWriter out;
  private final TileClip clip;

  private TileEncoder(LayerView view, Tile tile) {
    this.view = view;
    this.tile = tile;
    Snapshot s = view.snapshot();
    this.scale = EXTENT / (tile.sizeM() * 1000);
    this.x0Mm = (tile.minXM() - s.originXM()) * 1000;
    this.y0Mm = (tile.maxYM() - s.originYM()) * 1000;
    this.out = new MvtWriter(view.layer().id(), EXTENT);
    this.clip = new TileClip(EXTENT, BUFFER, tile.z() >= DETAIL_ZOOM + 1 ? 1 : 4);
  }

  public static byte[] encode(LayerView view, Tile tile) {
    TileEncoder e = new TileEncoder(view, tile);
    if (view.grid() != null) {
      e.cells(view.grid());
    } else if (view.layer().table() != null) {
      e.rows();
    }
    return e.out.finish();
  }

  /** First zoom at which a layer has anything to show. */
  public static int minZoom(Layer layer) {
    return layer.table() == Schema.BUILDINGS ? BUILDINGS_ZOOM : 0;
  }

  private void rows() {
    if (tile.z() < minZoom(view.layer())) {
      return;
    }
    Table table = view.table();
    Bounds box = view.snapshot().localOf(tile.lonLat(BUFFER / (double) EXTENT));
    if (box.isEmpty()) {
      return;
    }
    SpatialIndex index = view.snapshot().index(view.layer().table());
    IntPredicate keep = view.rowFilter().and(zoomFilter(table));
    Attributes attributes = new Attributes(view.snapshot().city(), table);
    Snapshot.Positions at = view.snapshot().positions(table.schema());
    for (int row : index.find(box)) {
      if (keep.test(row)) {
        int type = geometry(table, at, row);
        if (type > 0) {
          tags(attributes, row);
          out.endFeature(row, type);
        }
      }
    }
  }

  private IntPredicate zoomFilter(Table table) {
    if (table.schema() == Schema.LINKS) {
      byte[] roadClass = table.choices("road_class");
      return r -> tile.z() >= ROAD_ZOOM[roadClass[r]];
    }
    if (table.shapes() instanceof PackedPolygons p && tile.z() < DETAIL_ZOOM) {
      // Smaller than four pixels of a 256-pixel tile: not to be seen.
      double unitM = tile.sizeM() / 256;
      double least = 4 * unitM * unitM / 2;
      boolean all = table.schema() == Schema.DISTRICTS;
      return r -> all || p.areaM2(r) >= least;
    }
    return r -> true;
  }

  /** Writes a row's geometry; 0 where nothing of it lies in the tile. */
  private int geometry(Table table, Snapshot.Positions at, int row) {
    if (table.shapes() instanceof PackedPoints p) {
      double x = x(at, row);
      double y = y(at, row);
      if (!p.hasPosition(row) || !clip.contains(x, y)) {
        return 0;
      }
      out.point((int) Math.round(x), (int) Math.round(y));
      return MvtWriter.POINT;
    }
    if (table.shapes() instanceof PackedLines l) {
      return line(l, at, row);
    }
    return polygon((PackedPolygons) table.shapes(), at, row);
  }

  private int line(PackedLines l, Snapshot.Positions at, int row) {
    clip.clear();
    for (int v = l.first()[row]; v < l.first()[row + 1]; v++) {
      clip.vertex(x(at, v), y(at, v));
    }
    int[] parts = {0};
    clip.line(
        (pairs, n) -> {
          out.line(pairs, n);
          parts[0]++;
        });
    return parts[0] == 0 ? 0 : MvtWriter.LINE;
  }

  private int polygon(PackedPolygons p, Snapshot.Positions at, int row) {
    boolean outer = false;
    boolean any = false;
    for (int r = p.firstRing()[row]; r < p.firstRing()[row + 1]; r++) {
      if (p.hole()[r] && !outer) {
        continue;
      }
      clip.clear();
      for (int v = p.firstVertex()[r]; v < p.firstVertex()[r + 1]; v++) {
        clip.vertex(x(at, v), y(at, v));
      }
      boolean left = clip.ring(p.hole()[r], out::ring);
      if (!p.hole()[r]) {
        outer = left;
      }
      any |= left;
    }
    return any ? MvtWriter.POLYGON : 0;
  }

  private double x(Snapshot.Positions at, int v) {
    return (at.mercatorXMm()[v] - x0Mm) * scale;
  }

  private double y(Snapshot.Positions at, int v) {
    return (y0Mm - at.mercatorYMm()[v]) * scale;
  }

  private void tags(Attributes attributes, int row) {
    boolean all = tile.z() >= DETAIL_ZOOM;
    if (view.layer().isValueLayer()) {
      float v = view.value(row);
      if (!Float.isNaN(v)) {
        out.tag("value", v);
      }
    }
    if (all) {
      out.tag("id", attributes.table().id(row));
    }
    for (int c = 0; c < attributes.fieldCount(); c++) {
      Field f = attributes.field(c);
      boolean wanted =
          f.kind() == Field.Kind.CHOICE
              || f.name().equals("name")
              || all && (f.kind() != Field.Kind.REF || f.name().equals("district"));
      if (wanted) {
        Object v = attributes.value(row, c);
        if (v != null && !v.equals("")) {
          out.tag(f.name(), v);
        }
      }
    }
  }

  /**
   * Cells as squares; where a cell is smaller than a pixel, every k-th of them, k times as large.
   */
  private void cells(ReceptorGrid g) {
    Bounds box = view.snapshot().localOf(tile.lonLat(0));
    if (box.isEmpty()) {
      return;
    }
    double cellUnits = g.cellM() * 1000 * scale;
    int stride = Math.max(1, (int) Math.ceil(EXTENT / 256.0 / cellUnits));
    int col0 = cell(box.minX() / 1000 - g.x0M(), g, g.cols(), stride);
    int col1 = cell(box.maxX() / 1000 - g.x0M(), g, g.cols(), stride);
    int row0 = cell(box.minY() / 1000 - g.y0M(), g, g.rows(), stride);
    int row1 = cell(box.maxY() / 1000 - g.y0M(), g, g.rows(), stride);
    double[] p = new double[2];
    for (int row = row0; row <= row1; row += stride) {
      for (int col = col0; col <= col1; col += stride) {
        cell(g, row, col, stride, p);
      }
    }
  }

  private static int cell(double offsetM, ReceptorGrid g, int count, int stride) {
    int c = (int) Math.floor(offsetM / g.cellM());
    c = Math.max(0, Math.min(count - 1, c));
    return c - c % stride;
  }

  private void cell(ReceptorGrid g, int row, int col, int stride, double[] p) {
    int mid =
        Math.min(row + stride / 2, g.rows() - 1) * g.cols()
            + Math.min(col + stride / 2, g.cols() - 1);
    float v = view.value(mid);
    if (Float.isNaN(v)) {
      return;
    }
    clip.clear();
    for (int k = 0; k < 4; k++) {
      double x = g.x0M() + (col + (k == 1 || k == 2 ? stride : 0)) * g.cellM();
      double y = g.y0M() + (row + (k >= 2 ? stride : 0)) * g.cellM();
      view.snapshot().city().info().frame().toLonLat(x, y, p, 0);
      double mx = (city.emona.geo.TileMath.mercatorX(p[0]) - tile.minXM()) * 1000 * scale;
      double my = (tile.maxYM() - city.emona.geo.TileMath.mercatorY(p[1])) * 1000 * scale;
      clip.vertex(mx, my);
    }
    if (clip.ring(false, out::ring)) {
      out.tag("value", v);
      out.endFeature(mid, MvtWriter.POLYGON);
    }
  }
}
