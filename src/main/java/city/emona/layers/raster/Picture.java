package city.emona.layers.raster;

import city.emona.geo.Bounds;
import city.emona.geo.Crs;
import city.emona.geo.LocalFrame;
import city.emona.simulate.ReceptorGrid;

/**
 * Square cells of values from north to south, as image files have them: a receptor grid as it is
 * ({@code crs} null, coordinates in the metres of {@code frame}), or laid anew in another system.
 * There a cell takes the value of the receptor cell that holds its centre, so no value is made up;
 * the cell size keeps the number of cells along the diagonal, as gdalwarp does. Immutable by
 * agreement.
 */
record Picture(
    Crs crs,
    LocalFrame frame,
    double west,
    double north,
    double cell,
    int cols,
    int rows,
    float[] values) {

  static Picture of(ReceptorGrid grid, LocalFrame frame, float[] values) {
    float[] turned = new float[grid.count()];
    for (int i = 0; i < turned.length; i++) {
      int from = (grid.rows() - 1 - i / grid.cols()) * grid.cols() + i % grid.cols();
      turned[i] = from < values.length ? values[from] : Float.NaN;
    }
    return new Picture(
        null,
        frame,
        grid.x0M(),
        grid.y0M() + grid.rows() * grid.cellM(),
        grid.cellM(),
        grid.cols(),
        grid.rows(),
        turned);
  }

  static Picture in(Crs crs, ReceptorGrid grid, LocalFrame frame, float[] values) {
    Bounds box = edge(crs, grid, frame);
    double width = box.maxX() - box.minX();
    double height = box.maxY() - box.minY();
    double cell = Math.hypot(width, height) / Math.hypot(grid.cols(), grid.rows());
    int cols = Math.max(1, (int) Math.ceil(width / cell - 1e-6));
    int rows = Math.max(1, (int) Math.ceil(height / cell - 1e-6));
    float[] laid = new float[cols * rows];
    double[] p = new double[2];
    for (int i = 0; i < laid.length; i++) {
      p[0] = box.minX() + (i % cols + 0.5) * cell;
      p[1] = box.maxY() - (i / cols + 0.5) * cell;
      crs.toLonLat(p, 1);
      frame.toLocal(p[0], p[1], p, 0);
      int from = grid.find(p[0], p[1]);
      laid[i] = from >= 0 && from < values.length ? values[from] : Float.NaN;
    }
    return new Picture(crs, frame, box.minX(), box.maxY(), cell, cols, rows, laid);
  }

  /** Bounds of the grid in the system, by a walk along its edge. */
  private static Bounds edge(Crs crs, ReceptorGrid grid, LocalFrame frame) {
    Bounds box = Bounds.EMPTY;
    double[] p = new double[2];
    for (int side = 0; side < 4; side++) {
      int n = side % 2 == 0 ? grid.cols() : grid.rows();
      for (int k = 0; k <= n; k++) {
        double x = side == 1 ? grid.cols() : side == 3 ? 0 : k;
        double y = side == 0 ? 0 : side == 2 ? grid.rows() : k;
        frame.toLonLat(grid.x0M() + x * grid.cellM(), grid.y0M() + y * grid.cellM(), p, 0);
        crs.fromLonLat(p, 1);
        box = box.including(p[0], p[1]);
      }
    }
    return box;
  }
}
