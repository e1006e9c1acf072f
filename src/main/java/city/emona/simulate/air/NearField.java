package city.emona.simulate.air;

import city.emona.simulate.ReceptorGrid;
import city.emona.simulate.air.canyon.CanyonFlow;
import city.emona.simulate.air.canyon.StreetCanyons;
import city.emona.simulate.air.plume.Meteorology;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Pairs of road segments and receptors closer than the near reach, and for an hour the
 * concentration that a unit strength of the segment adds at the receptor, read from {@link
 * LineTables}.
 *
 * <p>Kerb rule of the city: a cell centre nearer than {@link CitySource#KERB_M} to the axis of a
 * segment (beside it, or within that distance beyond its ends) does not stand in the traffic. It
 * gets the values of both kerbs opposite to it, weighted by its place between them, so the map
 * stays continuous and finite. In a street canyon the values of both fronts take the place of the
 * open street's near field, so nothing is counted twice; they depend on the traffic, so they are
 * apart from the weights ({@link #addCanyons}). Pairs depend on geometry only. Immutable,
 * thread-safe.
 */
final class NearField {
  /** Receptors without the kerb rule that are nearer to an axis than this have no table, m. */
  private static final double AXIS_M = 0.4;

  private final double[] x1;
  private final double[] y1;
  private final double[] dirX;
  private final double[] dirY;
  private final double[] lengthM;
  private final double[] receptorX;
  private final double[] receptorY;
  private final double kerbM;
  private final StreetCanyons.Canyon[] canyon;
  private final int[] bin;
  private final boolean[] reversed;
  private final int[] width;
  private final float[] widthShare;

  /** Segments in the order of their table, so that one table serves many pairs in a row. */
  private final int[] order;

  private final int[] first;
  private final int[] canyonOfReceptor;

  /** Canyons that hold receptors, and of every such pair the receptor and the left side's part. */
  private int[] canyonSegment = new int[0];

  private int[] canyonFirst = new int[1];
  private int[] canyonReceptor = new int[0];
  private float[] leftPart = new float[0];
  private final int[] receptor;

  /** A city's streets on a grid. */
  static NearField city(StreetPieces pieces, ReceptorGrid grid) {
    double[] x = new double[grid.count()];
    double[] y = new double[grid.count()];
    for (int c = 0; c < x.length; c++) {
      x[c] = grid.xM(c);
      y[c] = grid.yM(c);
    }
    return new NearField(
        pieces.ends(),
        null,
        null,
        x,
        y,
        HourKernel.reachM(grid),
        CitySource.KERB_M,
        pieces.canyons());
  }

  /**
   * Segments by end points {@code [x1, y1, x2, y2][segment]}, their place among the widths of the
   * tables (index and share of the next; null for the first of all), receptors by place, canyons by
   * segment (null for none).
   */
  NearField(
      double[][] ends,
      int[] width,
      float[] widthShare,
      double[] receptorX,
      double[] receptorY,
      double reachM,
      double kerbM,
      StreetCanyons.Canyon[] canyon) {
    this.canyon = canyon;
    int n = ends[0].length;
    this.x1 = ends[0];
    this.y1 = ends[1];
    this.dirX = new double[n];
    this.dirY = new double[n];
    this.lengthM = new double[n];
    this.bin = new int[n];
    this.reversed = new boolean[n];
    this.width = width == null ? new int[n] : width;
    this.widthShare = widthShare == null ? new float[n] : widthShare;
    this.receptorX = receptorX;
    this.receptorY = receptorY;
    this.kerbM = kerbM;
    for (int p = 0; p < n; p++) {
      double dx = ends[2][p] - x1[p];
      double dy = ends[3][p] - y1[p];
      lengthM[p] = Math.sqrt(dx * dx + dy * dy);
      dirX[p] = lengthM[p] > 0 ? dx / lengthM[p] : 1;
      dirY[p] = lengthM[p] > 0 ? dy / lengthM[p] : 0;
      bin[p] = LineTables.bin(dirX[p], dirY[p]);
      reversed[p] = LineTables.isReversed(dirX[p], dirY[p], bin[p]);
    }
    this.order = order();
    this.first = new int[n + 1];
    this.receptor = pairs(new Buckets(receptorX, receptorY, reachM), reachM);
    this.canyonOfReceptor = canyonsOfReceptors();
  }

  private int[] order() {
    int[] count = new int[LineTables.BINS + 1];
    for (int b : bin) {
      count[b + 1]++;
    }
    for (int b = 0; b < LineTables.BINS; b++) {
      count[b + 1] += count[b];
    }
    int[] out = new int[bin.length];
    for (int p = 0; p < bin.length; p++) {
      out[count[bin[p]]++] = p;
    }
    return out;
  }

  /** Fills {@link #first} by place in {@link #order}. */
  private int[] pairs(Buckets buckets, double reachM) {
    int[] found = new int[1024];
    int used = 0;
    for (int i = 0; i < order.length; i++) {
      int p = order[i];
      double x2 = x1[p] + lengthM[p] * dirX[p];
      double y2 = y1[p] + lengthM[p] * dirY[p];
      int c0 = buckets.col(Math.min(x1[p], x2) - reachM);
      int c1 = buckets.col(Math.max(x1[p], x2) + reachM);
      int r0 = buckets.row(Math.min(y1[p], y2) - reachM);
      int r1 = buckets.row(Math.max(y1[p], y2) + reachM);
      for (int b = r0; lengthM[p] > 0 && b <= r1; b++) {
        int from = buckets.first[b * buckets.cols + c0];
        int to = buckets.first[b * buckets.cols + c1 + 1];
        if (used + to - from > found.length) {
          found = Arrays.copyOf(found, Math.max(found.length * 2, used + to - from));
        }
        for (int k = from; k < to; k++) {
          if (isWithin(p, buckets.id[k], reachM)) {
            found[used++] = buckets.id[k];
          }
        }
      }
      first[i + 1] = used;
    }
    return Arrays.copyOf(found, used);
  }

  private boolean isWithin(int p, int r, double reachM) {
    double rx = receptorX[r] - x1[p];
    double ry = receptorY[r] - y1[p];
    double along = rx * dirX[p] + ry * dirY[p];
    double off = ry * dirX[p] - rx * dirY[p];
    double beyond = Math.max(0, Math.max(along - lengthM[p], -along));
    return off * off + beyond * beyond < reachM * reachM;
  }

  /** Receptors by square of one reach. */
  private static final class Buckets {
    final double x0;
    final double y0;
    final double sizeM;
    final int cols;
    final int rows;
    final int[] first;
    final int[] id;

    Buckets(double[] x, double[] y, double sizeM) {
      double minX = Arrays.stream(x).min().orElse(0);
      double minY = Arrays.stream(y).min().orElse(0);
      double maxX = Arrays.stream(x).max().orElse(0);
      double maxY = Arrays.stream(y).max().orElse(0);
      // Scattered receptors may be few in a wide area: no more than four squares for each.
      double fair = Math.sqrt((maxX - minX) * (maxY - minY) / (4.0 * x.length + 1));
      this.sizeM = Math.max(sizeM, fair);
      this.x0 = minX;
      this.y0 = minY;
      this.cols = (int) ((maxX - minX) / this.sizeM) + 1;
      this.rows = (int) ((maxY - minY) / this.sizeM) + 1;
      this.first = new int[cols * rows + 1];
      this.id = new int[x.length];
      for (int r = 0; r < x.length; r++) {
        first[row(y[r]) * cols + col(x[r]) + 1]++;
      }
      for (int b = 0; b < cols * rows; b++) {
        first[b + 1] += first[b];
      }
      int[] next = first.clone();
      for (int r = 0; r < x.length; r++) {
        id[next[row(y[r]) * cols + col(x[r])]++] = r;
      }
    }

    int col(double x) {
      return (int) Math.min(cols - 1, Math.max(0, (x - x0) / sizeM));
    }

    int row(double y) {
      return (int) Math.min(rows - 1, Math.max(0, (y - y0) / sizeM));
    }
  }

  /**
   * Fills the pairs of canyons; segment whose canyon holds a receptor, −1 in the open; null where
   * there is no canyon.
   */
  private int[] canyonsOfReceptors() {
    if (canyon == null) {
      return null;
    }
    int[] of = new int[receptorX.length];
    Arrays.fill(of, -1);
    canyonSegment = new int[order.length];
    canyonFirst = new int[order.length + 1];
    int count = 0;
    int used = 0;
    for (int i = 0; i < order.length; i++) {
      int p = order[i];
      int before = used;
      for (int k = first[i]; canyon[p].exists() && k < first[i + 1]; k++) {
        int r = receptor[k];
        if (isInCanyon(p, r)) {
          if (used == canyonReceptor.length) {
            canyonReceptor = Arrays.copyOf(canyonReceptor, Math.max(64, 2 * used));
            leftPart = Arrays.copyOf(leftPart, Math.max(64, 2 * used));
          }
          double width = canyon[p].widthM();
          leftPart[used] = (float) ((0.5 * width + off(p, r)) / width);
          canyonReceptor[used++] = r;
          of[r] = p;
        }
      }
      if (used > before) {
        canyonSegment[count++] = p;
        canyonFirst[count] = used;
      }
    }
    canyonSegment = Arrays.copyOf(canyonSegment, count);
    canyonFirst = Arrays.copyOf(canyonFirst, count + 1);
    return count == 0 ? null : of;
  }

  private double off(int p, int r) {
    return (receptorY[r] - y1[p]) * dirX[p] - (receptorX[r] - x1[p]) * dirY[p];
  }

  private boolean isInCanyon(int p, int r) {
    double along = (receptorX[r] - x1[p]) * dirX[p] + (receptorY[r] - y1[p]) * dirY[p];
    return along >= 0 && along <= lengthM[p] && Math.abs(off(p, r)) < 0.5 * canyon[p].widthM();
  }

  /**
   * Adds what the traffic of canyons makes between their own fronts, and takes away what it made
   * {@code before} (null = nothing). Canyons in which nothing changed cost nothing.
   */
  void addCanyons(
      double[][] field,
      StreetDispersion.Streets before,
      StreetDispersion.Streets now,
      Meteorology met) {
    for (int i = 0; i < canyonSegment.length; i++) {
      int p = canyonSegment[i];
      if (before == null) {
        addCanyon(field, i, 1, now, met);
      } else if (!now.isSame(before, p)) {
        addCanyon(field, i, 1, now, met);
        addCanyon(field, i, -1, before, met);
      }
    }
  }

  private void addCanyon(
      double[][] field, int i, int sign, StreetDispersion.Streets streets, Meteorology met) {
    int p = canyonSegment[i];
    if (!streets.emits(p)) {
      return;
    }
    double[] sides =
        flow(p, met, streets.stirring()[p]).sides(dirX[p], dirY[p], CitySource.RECEPTOR_M);
    for (int k = canyonFirst[i]; k < canyonFirst[i + 1]; k++) {
      double w = sign * (leftPart[k] * sides[0] + (1 - leftPart[k]) * sides[1]);
      for (int f = 0; f < field.length; f++) {
        field[f][canyonReceptor[k]] += streets.strength()[f][p] * w;
      }
    }
  }

  private CanyonFlow flow(int p, Meteorology met, double stirring) {
    return new CanyonFlow(canyon[p], lengthM[p], met.windFromDeg(), met.windMPerS(), stirring);
  }

  /**
   * Exchange time of the air by receptor in an hour, s, from the stirring by segment; NaN in the
   * open, null without canyons.
   */
  double[] exchangeS(Meteorology met, double[] stirring) {
    if (canyonOfReceptor == null) {
      return null;
    }
    double[] ofSegment = new double[order.length];
    double[] out = new double[canyonOfReceptor.length];
    for (int r = 0; r < out.length; r++) {
      int p = canyonOfReceptor[r];
      out[r] = Double.NaN;
      if (p >= 0) {
        if (ofSegment[p] == 0) {
          ofSegment[p] = flow(p, met, stirring[p]).exchangeS();
        }
        out[r] = ofSegment[p];
      }
    }
    return out;
  }

  int pairs() {
    return receptor.length;
  }

  int segments() {
    return order.length;
  }

  /** Weights of all pairs for an hour, µg/m³ per µg/(m s). */
  float[] weights(LineTables tables) {
    float[] w = new float[receptor.length];
    for (int i = 0; i < order.length; i++) {
      for (int k = first[i]; k < first[i + 1]; k++) {
        w[k] = (float) weight(tables, order[i], receptor[k]);
      }
    }
    return w;
  }

  /**
   * For each segment, by place in the order of this field, its place in another field on the same
   * receptors; −1 where the other has no such street between such houses.
   */
  int[] placesIn(NearField other) {
    Map<List<Object>, Integer> known = new HashMap<>(2 * other.order.length);
    for (int i = 0; i < other.order.length; i++) {
      known.put(other.what(other.order[i]), i);
    }
    int[] places = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      places[i] = known.getOrDefault(what(order[i]), -1);
    }
    return places;
  }

  /** What the weights of a segment depend on, the hour aside. */
  private List<Object> what(int p) {
    Object houses = canyon == null ? StreetCanyons.Canyon.NONE : canyon[p];
    return List.of(x1[p], y1[p], dirX[p], dirY[p], lengthM[p], houses);
  }

  /** The same as {@link #weights(LineTables)}, copied where another field has the segment. */
  float[] weights(Supplier<LineTables> tables, NearField other, int[] places, float[] of) {
    float[] w = new float[receptor.length];
    LineTables made = null;
    for (int i = 0; i < order.length; i++) {
      if (places[i] >= 0) {
        System.arraycopy(of, other.first[places[i]], w, first[i], first[i + 1] - first[i]);
        continue;
      }
      made = made == null ? tables.get() : made;
      for (int k = first[i]; k < first[i + 1]; k++) {
        w[k] = (float) weight(made, order[i], receptor[k]);
      }
    }
    return w;
  }

  private double weight(LineTables tables, int p, int r) {
    double rx = receptorX[r] - x1[p];
    double ry = receptorY[r] - y1[p];
    double along = rx * dirX[p] + ry * dirY[p];
    double off = ry * dirX[p] - rx * dirY[p];
    if (canyon != null && canyon[p].exists() && isInCanyon(p, r)) {
      // The far field spreads the same segment; it must not be counted beside the canyon's own.
      return -tables.far(dirX[p], dirY[p], lengthM[p], along, off);
    }
    if (kerbM == 0 && Math.abs(off) < AXIS_M && along > -AXIS_M && along < lengthM[p] + AXIS_M) {
      double w = tables.widthM(width[p], widthShare[p]);
      return tables.direct(w, dirX[p], dirY[p], lengthM[p], along, off);
    }
    if (Math.abs(off) >= kerbM || along <= -kerbM || along >= lengthM[p] + kerbM) {
      return integral(tables, p, along, off);
    }
    double left = integral(tables, p, along, kerbM);
    double right = integral(tables, p, along, -kerbM);
    return ((kerbM + off) * left + (kerbM - off) * right) / (2 * kerbM);
  }

  private double integral(LineTables tables, int p, double along, double off) {
    int w = width[p];
    double length = lengthM[p];
    // A half turn of the line turns both coordinates; its beginning is then the other end.
    double a = reversed[p] ? length - along : along;
    double o = reversed[p] ? -off : off;
    double low = tables.of(w, bin[p]).segment(length, a, o);
    if (widthShare[p] == 0) {
      return low;
    }
    double high = tables.of(w + 1, bin[p]).segment(length, a, o);
    return low + widthShare[p] * (high - low);
  }

  /** Adds the near field of all segments to an unpadded field, with weights made before. */
  void addTo(double[] field, double[] strength, float[] weights) {
    for (int i = 0; i < order.length; i++) {
      double q = strength[order[i]];
      for (int k = first[i]; q != 0 && k < first[i + 1]; k++) {
        field[receptor[k]] += q * weights[k];
      }
    }
  }

  /** The same for several fields at once with weights that are not kept. */
  void addTo(double[][] field, double[][] strength, LineTables tables) {
    for (int i = 0; i < order.length; i++) {
      int p = order[i];
      boolean emits = false;
      for (double[] q : strength) {
        emits |= q[p] != 0;
      }
      if (!emits) {
        continue;
      }
      for (int k = first[i]; k < first[i + 1]; k++) {
        int r = receptor[k];
        float w = (float) weight(tables, p, r);
        for (int f = 0; f < field.length; f++) {
          field[f][r] += strength[f][p] * w;
        }
      }
    }
  }

  /** The same for one field. */
  void addTo(double[] field, double[] strength, LineTables tables) {
    for (int i = 0; i < order.length; i++) {
      int p = order[i];
      double q = strength[p];
      for (int k = first[i]; q != 0 && k < first[i + 1]; k++) {
        field[receptor[k]] += q * (float) weight(tables, p, receptor[k]);
      }
    }
  }
}
