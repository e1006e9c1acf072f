package city.emona.citygen;

import city.emona.citygen.plan.Dice;
import city.emona.citygen.plan.Dice.Stage;
import city.emona.citygen.plan.Fabric;
import city.emona.citygen.plan.Mosaic;
import city.emona.citygen.plan.Plan;
import city.emona.citygen.plan.Planar;
import city.emona.citygen.plan.blocks.Blocks;
import city.emona.citygen.road.Clearing;
import city.emona.model.Schema;
import city.emona.model.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * Step 8 of the recipe: blocks to lots to buildings. Old and dense blocks get a closed edge of
 * houses around a courtyard, cut into lots; others get houses along the street, slabs or halls in
 * rows. A house keeps clear of the street and of its neighbours. Storeys: 3-5 in the core, 4-6 in
 * the perimeter belt, 5-11 in estates, 1-2 at the edge. Blocks are independent of each other.
 * Metres, eaves height in decimetres.
 */
final class Buildings {
  private static final int DM_PER_STOREY = 31;

  private final Mosaic mosaic;
  private final Dice dice;
  private final int face;
  private final Fabric fabric;
  private final boolean busy;

  /** The block's ring, and half the street width plus set-back along each side. */
  private double[] x;

  private double[] y;
  private double[] off;
  private final List<double[]> lanes = new ArrayList<>();
  private final List<House> houses = new ArrayList<>();
  private int drawn;

  private record House(double[] x, double[] y, int heightDm, String use) {}

  private Buildings(Mosaic mosaic, Dice dice, Census census, int face) {
    this.mosaic = mosaic;
    this.dice = dice;
    this.face = face;
    this.fabric = mosaic.plan.faces.get(face).fabric();
    this.busy = census.jobsOfFace[face] > census.peopleOfFace[face];
  }

  /** The houses of all blocks but those that would stand on a road. */
  static Table table(Mosaic mosaic, Dice dice, Census census, Clearing roads, int threads) {
    Buildings[] done = new Buildings[mosaic.plan.faces.size()];
    Blocks.inParallel(
        done.length,
        threads,
        f -> {
          Plan.Face block = mosaic.plan.faces.get(f);
          if (block.fabric().isUrban()) {
            done[f] = new Buildings(mosaic, dice, census, f);
            done[f].build();
          }
        });
    Table.Builder t = new Table.Builder(Schema.BUILDINGS);
    for (int f = 0; f < done.length; f++) {
      if (done[f] == null) {
        continue;
      }
      int k = 0;
      for (House h : done[f].houses) {
        String id = "b" + f + "h" + k++;
        if (roads.touches(h.x, h.y)) {
          continue;
        }
        t.row(id);
        t.set("height_dm", h.heightDm).set("use", h.use);
        int[] px = new int[h.x.length];
        int[] py = new int[h.x.length];
        for (int i = 0; i < px.length; i++) {
          px[i] = Mosaic.mm(h.x[i]);
          py[i] = Mosaic.mm(h.y[i]);
        }
        t.ring(px, py, false).endPolygon();
      }
    }
    return t.build();
  }

  private double unit() {
    return dice.unit(Stage.BUILDINGS, face, drawn++);
  }

  private double range(double low, double high) {
    return low + (high - low) * unit();
  }

  private void build() {
    readRing();
    switch (fabric) {
      case MEDIEVAL, PERIMETER -> perimeter();
      case SLAB -> rows(range(48, 68), 12, 34, 18);
      case INDUSTRY -> rows(range(45, 75), range(28, 40), 62, 22);
      case GARDEN -> frontage(13, 18, 10, 4.5, 5);
      case VILLA -> frontage(11, 15, 11, 6.5, 8);
      default -> frontage(9, 13, 10, 4, 8);
    }
  }

  /** Ring without the culs-de-sac; straight runs are merged. */
  private void readRing() {
    int a = mosaic.first[face];
    int b = mosaic.first[face + 1];
    List<double[]> points = new ArrayList<>();
    for (int s = a; s < b; s++) {
      int v = mosaic.start[s];
      int w = mosaic.end(s);
      double half = mosaic.kind(s).widthM / 2;
      if (mosaic.twin[s] >= 0 && mosaic.face[mosaic.twin[s]] == face) {
        lanes.add(
            new double[] {
              mosaic.plan.x(v), mosaic.plan.y(v), mosaic.plan.x(w), mosaic.plan.y(w), half
            });
      } else {
        points.add(new double[] {mosaic.plan.x(v), mosaic.plan.y(v), Math.max(3, half)});
      }
    }
    boolean changed = true;
    while (changed && points.size() > 4) {
      changed = false;
      for (int k = 0; k < points.size() && points.size() > 4; k++) {
        double[] p = points.get((k + points.size() - 1) % points.size());
        double[] q = points.get(k);
        double[] r = points.get((k + 1) % points.size());
        if (Planar.distance(q[0], q[1], p[0], p[1], r[0], r[1]) < 1.6) {
          p[2] = Math.max(p[2], q[2]);
          points.remove(k);
          changed = true;
        }
      }
    }
    int n = points.size();
    x = new double[n];
    y = new double[n];
    off = new double[n];
    for (int k = 0; k < n; k++) {
      x[k] = points.get(k)[0];
      y[k] = points.get(k)[1];
      off[k] = points.get(k)[2];
    }
  }

  /** The ring moved inward by each side's offset plus {@code more}; null where it folds. */
  private double[][] inset(double more) {
    int n = x.length;
    double[] px = new double[n];
    double[] py = new double[n];
    for (int k = 0; k < n; k++) {
      int p = (k + n - 1) % n;
      int q = (k + 1) % n;
      double[] d1 = direction(x[p], y[p], x[k], y[k]);
      double[] d2 = direction(x[k], y[k], x[q], y[q]);
      double o1 = off[p] + more;
      double o2 = off[k] + more;
      double sine = d1[0] * d2[1] - d1[1] * d2[0];
      double ax = x[k] - d1[1] * o1;
      double ay = y[k] + d1[0] * o1;
      if (Math.abs(sine) < 0.12) {
        px[k] = ax;
        py[k] = ay;
        continue;
      }
      double bx = x[k] - d2[1] * o2;
      double by = y[k] + d2[0] * o2;
      double t = ((bx - ax) * d2[1] - (by - ay) * d2[0]) / sine;
      px[k] = ax + t * d1[0];
      py[k] = ay + t * d1[1];
    }
    for (int k = 0; k < n; k++) {
      int q = (k + 1) % n;
      double along = (px[q] - px[k]) * (x[q] - x[k]) + (py[q] - py[k]) * (y[q] - y[k]);
      if (along <= 0) {
        return null;
      }
      for (int m = k + 2; m < n; m++) {
        if ((m + 1) % n != k
            && Planar.meet(
                px[k], py[k], px[q], py[q], px[m], py[m], px[(m + 1) % n], py[(m + 1) % n])) {
          return null;
        }
      }
    }
    return new double[][] {px, py};
  }

  private static double[] direction(double ax, double ay, double bx, double by) {
    double n = Math.max(1e-9, Math.sqrt((bx - ax) * (bx - ax) + (by - ay) * (by - ay)));
    return new double[] {(bx - ax) / n, (by - ay) / n};
  }

  private int height(int low, int high) {
    return DM_PER_STOREY * (low + (int) (unit() * (high - low + 1))) + (int) (unit() * 8);
  }

  private String use() {
    return unit() < (busy ? 0.6 : 0.07) ? "commercial" : "residential";
  }

  /** Closed edge of houses around a courtyard; a small block is one house. */
  private void perimeter() {
    boolean old = fabric == Fabric.MEDIEVAL;
    double[][] outer = inset(0.4);
    double depth = old ? range(9, 11) : range(11, 13);
    double[][] inner = outer == null ? null : inset(0.4 + depth);
    if (inner == null) {
      frontage(old ? 8 : 12, old ? 14 : 20, depth, 0.5, 0.4);
      return;
    }
    int n = x.length;
    for (int k = 0; k < n; k++) {
      int q = (k + 1) % n;
      double length = span(outer[0][k], outer[1][k], outer[0][q], outer[1][q]);
      int lots = Math.max(1, (int) Math.round(length / (old ? 10 : 18)));
      for (int i = 0; i < lots; i++) {
        boolean gap = lots > 3 && i > 0 && i < lots - 1 && unit() < 0.05;
        double a = (double) i / lots;
        double b = (double) (i + 1) / lots;
        if (gap) {
          continue;
        }
        int high = old ? height(3, 4) : height(4, 6);
        add(
            new double[] {
              mix(outer[0], k, q, a),
              mix(outer[0], k, q, b),
              mix(inner[0], k, q, b),
              mix(inner[0], k, q, a)
            },
            new double[] {
              mix(outer[1], k, q, a),
              mix(outer[1], k, q, b),
              mix(inner[1], k, q, b),
              mix(inner[1], k, q, a)
            },
            high,
            use());
      }
    }
  }

  private static double span(double ax, double ay, double bx, double by) {
    return Math.sqrt((bx - ax) * (bx - ax) + (by - ay) * (by - ay));
  }

  private static double mix(double[] v, int k, int q, double t) {
    return v[k] + (v[q] - v[k]) * t;
  }

  private void add(double[] hx, double[] hy, int height, String use) {
    houses.add(new House(hx, hy, height, use));
  }

  /** Houses in a row behind each side of the block and along culs-de-sac. */
  private void frontage(double low, double high, double depth, double setBack, double gap) {
    for (int k = 0; k < x.length; k++) {
      int q = (k + 1) % x.length;
      row(x[k], y[k], x[q], y[q], off[k] + setBack, low, high, depth, gap);
    }
    for (double[] lane : List.copyOf(lanes)) {
      row(lane[0], lane[1], lane[2], lane[3], lane[4] + setBack, low, high, depth, gap);
    }
  }

  private void row(
      double ax,
      double ay,
      double bx,
      double by,
      double back,
      double low,
      double high,
      double depth,
      double gap) {
    double[] d = direction(ax, ay, bx, by);
    double length = span(ax, ay, bx, by);
    double at = range(1, 6);
    boolean tight = gap < 1;
    while (at < length) {
      double width = range(low, high);
      double deep = depth * range(0.85, 1.15);
      double inset = back + (tight ? 0 : range(0, 2));
      if (unit() < 0.94) {
        double cx = ax + d[0] * (at + width / 2) - d[1] * (inset + deep / 2);
        double cy = ay + d[1] * (at + width / 2) + d[0] * (inset + deep / 2);
        int storeys = fabric == Fabric.GARDEN ? height(2, 3) : height(1, 2);
        tryBox(cx, cy, d, width, deep, tight ? height(3, 4) : storeys, tight ? 0.2 : 3.5, use());
      }
      at += width + (tight ? 0.3 : gap * range(0.7, 1.6));
    }
  }

  /** Long buildings in parallel rows over the whole block. */
  private void rows(double length, double depth, double spacing, double gap) {
    int longest = 0;
    for (int k = 0; k < x.length; k++) {
      int q = (k + 1) % x.length;
      int r = (longest + 1) % x.length;
      if (span(x[k], y[k], x[q], y[q]) > span(x[longest], y[longest], x[r], y[r])) {
        longest = k;
      }
    }
    int q = (longest + 1) % x.length;
    double[] d = direction(x[longest], y[longest], x[q], y[q]);
    boolean across = fabric == Fabric.SLAB && unit() < 0.5;
    if (across) {
      d = new double[] {-d[1], d[0]};
    }
    double minL = Double.MAX_VALUE;
    double maxL = -Double.MAX_VALUE;
    double minW = Double.MAX_VALUE;
    double maxW = -Double.MAX_VALUE;
    for (int k = 0; k < x.length; k++) {
      double l = x[k] * d[0] + y[k] * d[1];
      double w = y[k] * d[0] - x[k] * d[1];
      minL = Math.min(minL, l);
      maxL = Math.max(maxL, l);
      minW = Math.min(minW, w);
      maxW = Math.max(maxW, w);
    }
    boolean hall = fabric == Fabric.INDUSTRY;
    int tall = height(5, 11);
    for (double w = minW + 10 + depth / 2; w < maxW - 8; w += spacing) {
      for (double l = minL + 8 + length / 2; l < maxL; l += length + gap) {
        double cx = l * d[0] - w * d[1];
        double cy = l * d[1] + w * d[0];
        int high = hall ? 70 + (int) (50 * unit()) : unit() < 0.3 ? height(4, 5) : tall;
        double size = hall ? range(0.6, 1) : 1;
        if (unit() < 0.9
            && !tryBox(cx, cy, d, length * size, depth * size, high, 6, hall ? "industrial" : use())
            && !tryBox(
                cx, cy, d, length * 0.6, depth * size, high, 6, hall ? "industrial" : use())) {
          tryBox(cx, cy, d, length * 0.35, depth * 0.9, high / 2, 5, hall ? "industrial" : use());
        }
      }
    }
  }

  private boolean tryBox(
      double cx,
      double cy,
      double[] d,
      double width,
      double depth,
      int height,
      double apart,
      String use) {
    double[] hx = new double[4];
    double[] hy = new double[4];
    for (int c = 0; c < 4; c++) {
      double l = (c == 0 || c == 3 ? -0.5 : 0.5) * width;
      double w = (c < 2 ? -0.5 : 0.5) * depth;
      hx[c] = cx + l * d[0] - w * d[1];
      hy[c] = cy + l * d[1] + w * d[0];
    }
    if (!isInside(cx, cy) || !clearsStreets(hx, hy) || !clearsHouses(hx, hy, apart)) {
      return false;
    }
    add(hx, hy, height, use);
    return true;
  }

  private boolean isInside(double px, double py) {
    boolean in = false;
    for (int k = 0, p = x.length - 1; k < x.length; p = k++) {
      if ((y[k] > py) != (y[p] > py) && px < (x[p] - x[k]) * (py - y[k]) / (y[p] - y[k]) + x[k]) {
        in = !in;
      }
    }
    return in;
  }

  private boolean clearsStreets(double[] hx, double[] hy) {
    for (int c = 0; c < 4; c++) {
      int e = (c + 1) % 4;
      for (int k = 0; k < x.length; k++) {
        int q = (k + 1) % x.length;
        if (Planar.distance(hx[c], hy[c], hx[e], hy[e], x[k], y[k], x[q], y[q]) < off[k]) {
          return false;
        }
      }
      for (double[] l : lanes) {
        if (Planar.distance(hx[c], hy[c], hx[e], hy[e], l[0], l[1], l[2], l[3]) < l[4] + 1) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean clearsHouses(double[] hx, double[] hy, double apart) {
    for (House h : houses) {
      if (Math.abs(h.x[0] - hx[0]) < 90 && Math.abs(h.y[0] - hy[0]) < 90) {
        if (gapAlong(hx, hy, h.x, h.y) < apart && gapAlong(h.x, h.y, hx, hy) < apart) {
          return false;
        }
      }
    }
    return true;
  }

  /** Largest gap between two boxes along the side directions of the first (separating axes). */
  private static double gapAlong(double[] ax, double[] ay, double[] bx, double[] by) {
    double best = -Double.MAX_VALUE;
    for (int c = 0; c < 4; c++) {
      int e = (c + 1) % 4;
      double[] d = direction(ax[c], ay[c], ax[e], ay[e]);
      double least = Double.MAX_VALUE;
      for (int k = 0; k < bx.length; k++) {
        least = Math.min(least, d[1] * (bx[k] - ax[c]) - d[0] * (by[k] - ay[c]));
      }
      best = Math.max(best, least);
    }
    return best;
  }
}
