package city.emona.scenario;

import city.emona.EmonaException;
import city.emona.geo.Bounds;
import city.emona.geo.PackedLines;
import city.emona.geo.PackedPoints;
import city.emona.geo.PackedPolygons;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Bins put up and taken away. Waste is conserved: new bins without a rate of their own take an
 * equal share, by volume, of what is thrown into the bins of their fraction and district, and what
 * went into a removed bin goes into the nearest bin of the fraction that stays. Trucks serve a bin
 * from the nearest junction that they may use. Stateless.
 */
final class BinEdits {
  private static final int MAX_BINS = 5000;
  private static final int OFF_NETWORK_MM = 500_000;

  private BinEdits() {}

  static Situation add(WasteEdit.AddBins e, Situation s, Areas areas) {
    City city = s.city();
    Table bins = city.table(Schema.BINS);
    List<int[]> points = e.points().isEmpty() ? spaced(e, city, areas) : given(e, areas);
    int fraction = WasteEdit.FRACTIONS.indexOf(e.fraction());
    Table.Builder b = new Table.Builder(Schema.BINS);
    int n = 1;
    double rate =
        Double.isNaN(e.totalFillLPerDay())
            ? e.meanFillLPerDay()
            : e.totalFillLPerDay() / points.size();
    for (int[] p : points) {
      while (bins.findRow("new:bin:" + n) >= 0) {
        n++;
      }
      b.row("new:bin:" + n++);
      b.set("fraction", fraction).set("capacity_l", e.capacityL());
      b.set("mean_fill_l_per_day", rate);
      b.set(
          "node",
          e.points().isEmpty()
              ? areas.nearestNode(p[0], p[1], Schema.TRUCK)
              : reachable(p, "points", city, areas));
      b.set("district", areas.districtAt(p[0], p[1]));
      b.point(p[0], p[1]);
    }
    Table all = bins.append(b.build());
    if (Double.isNaN(rate)) {
      all = all.with("mean_fill_l_per_day", shared(all, bins.size(), fraction));
    }
    return s.with(city.with(all));
  }

  private static List<int[]> given(WasteEdit.AddBins e, Areas areas) {
    return e.points().stream().map(areas::toLocal).toList();
  }

  /**
   * Points along the truck streets of the place, each street walked once, at equal spacing; on a
   * square grid over the place where it has no streets, or where a grid is asked for.
   */
  private static List<int[]> spaced(WasteEdit.AddBins e, City city, Areas areas) {
    BitSet links = areas.linksOrNone(e.place());
    Table t = city.table(Schema.LINKS);
    PackedLines lines = t.lines();
    Set<Long> walked = new HashSet<>();
    List<int[]> out = new ArrayList<>();
    double left = e.spacingM() / 2;
    boolean streets = e.layout().equals("streets");
    for (int i = links.nextSetBit(0); streets && i >= 0; i = links.nextSetBit(i + 1)) {
      long a = t.ints("from_node")[i];
      long b = t.ints("to_node")[i];
      boolean truck = (t.ints("modes")[i] & Schema.TRUCK) != 0;
      if (truck && walked.add(Math.min(a, b) << 32 | Math.max(a, b))) {
        left = walk(lines, i, left, e.spacingM(), out);
      }
    }
    PackedPolygons outline = out.isEmpty() ? areas.outline(e.place()) : null;
    if (outline != null) {
      grid(outline, e.spacingM() * 1000, out);
    }
    if (out.isEmpty() || out.size() > MAX_BINS) {
      throw EmonaException.notFound(
          "The spacing gives " + out.size() + " bins in the place.",
          "spacingM",
          "Choose another spacing or place, or give points; at most " + MAX_BINS + " are added.");
    }
    return out;
  }

  private static void grid(PackedPolygons outline, double spacingMm, List<int[]> out) {
    Bounds b = outline.bounds(0);
    for (double y = b.minY() + spacingMm / 2; y < b.maxY(); y += spacingMm) {
      for (double x = b.minX() + spacingMm / 2; x < b.maxX(); x += spacingMm) {
        if (out.size() <= MAX_BINS && outline.contains(0, x, y)) {
          out.add(new int[] {(int) Math.round(x), (int) Math.round(y)});
        }
      }
    }
  }

  private static double walk(PackedLines l, int i, double left, double spacingM, List<int[]> out) {
    for (int v = l.first()[i] + 1; v < l.first()[i + 1]; v++) {
      double dx = (double) l.xMm()[v] - l.xMm()[v - 1];
      double dy = (double) l.yMm()[v] - l.yMm()[v - 1];
      double d = Math.sqrt(dx * dx + dy * dy) / 1000;
      double at = left;
      for (; at <= d; at += spacingM) {
        out.add(
            new int[] {
              (int) Math.round(l.xMm()[v - 1] + dx * at / d),
              (int) Math.round(l.yMm()[v - 1] + dy * at / d)
            });
      }
      left = at - d;
    }
    return left;
  }

  /**
   * Rates when the bins from {@code firstNew} on share the waste of their fraction and district by
   * volume: the old ones keep their relative rates, the sum stays.
   */
  private static double[] shared(Table bins, int firstNew, int fraction) {
    double[] fill = bins.reals("mean_fill_l_per_day").clone();
    byte[] fractions = bins.choices("fraction");
    int[] district = bins.ints("district");
    int[] capacity = bins.ints("capacity_l");
    BitSet touched = new BitSet();
    for (int b = firstNew; b < fill.length; b++) {
      touched.set(district[b] + 1);
    }
    for (int d = touched.nextSetBit(0); d >= 0; d = touched.nextSetBit(d + 1)) {
      double waste = 0;
      double oldVolume = 0;
      double newVolume = 0;
      for (int b = 0; b < fill.length; b++) {
        if (district[b] + 1 == d && fractions[b] == fraction) {
          waste += b < firstNew ? fill[b] : 0;
          oldVolume += b < firstNew ? capacity[b] : 0;
          newVolume += b < firstNew ? 0 : capacity[b];
        }
      }
      if (oldVolume == 0) {
        throw EmonaException.invalid(
            "There is no bin of this fraction in the district, so nothing to take waste from.",
            "meanFillLPerDay",
            "Add meanFillLPerDay: with the litres that each new bin gets per day.");
      }
      double all = oldVolume + newVolume;
      for (int b = 0; b < fill.length; b++) {
        if (district[b] + 1 == d && fractions[b] == fraction) {
          fill[b] = b < firstNew ? fill[b] * oldVolume / all : waste * capacity[b] / all;
        }
      }
    }
    return fill;
  }

  static Situation remove(WasteEdit.RemoveBins e, Situation s, Areas areas) {
    City city = s.city();
    Table bins = city.table(Schema.BINS);
    BitSet gone = chosen(e.place(), e.fraction(), bins, areas);
    double[] fill = bins.reals("mean_fill_l_per_day").clone();
    for (int b = gone.nextSetBit(0); b >= 0; b = gone.nextSetBit(b + 1)) {
      fill[nearestThatStays(bins, gone, b)] += fill[b];
    }
    BitSet stay = new BitSet();
    stay.set(0, bins.size());
    stay.andNot(gone);
    Table sensors = city.table(Schema.SENSORS);
    BitSet blind = new BitSet();
    for (int i = 0; i < sensors.size(); i++) {
      int bin = sensors.ints("bin")[i];
      blind.set(i, bin >= 0 && gone.get(bin));
    }
    City rest = SiteEdits.withoutSensors(city, blind);
    Table kept = rest.table(Schema.SENSORS);
    return s.with(
        rest.with(
            bins.with("mean_fill_l_per_day", fill).keep(stay),
            kept.with("bin", SiteEdits.renumbered(kept.ints("bin"), stay))));
  }

  /** The bins of a place, of one fraction where it is named. */
  static BitSet chosen(Place place, String fraction, Table bins, Areas areas) {
    BitSet found = areas.bins(place);
    if (!fraction.isEmpty()) {
      int wanted = WasteEdit.FRACTIONS.indexOf(fraction);
      for (int b = found.nextSetBit(0); b >= 0; b = found.nextSetBit(b + 1)) {
        found.set(b, bins.choices("fraction")[b] == wanted);
      }
    }
    if (found.isEmpty()) {
      throw EmonaException.notFound(
          "The place has no bin of that fraction.", "fraction", "Choose another place.");
    }
    return found;
  }

  static Situation move(WasteEdit.MoveBins e, Situation s, Areas areas) {
    City city = s.city();
    Table bins = city.table(Schema.BINS);
    BitSet moved = chosen(e.place(), e.fraction(), bins, areas);
    int[] to = areas.toLocal(e.to());
    int node = reachable(to, "to", city, areas);
    int district = areas.districtAt(to[0], to[1]);
    int[] nodes = bins.ints("node").clone();
    int[] districts = bins.ints("district").clone();
    PackedPoints p = bins.points();
    int[] x = p.xMm().clone();
    int[] y = p.yMm().clone();
    for (int b = moved.nextSetBit(0); b >= 0; b = moved.nextSetBit(b + 1)) {
      nodes[b] = node;
      districts[b] = district;
      x[b] = to[0];
      y[b] = to[1];
    }
    Table placed = bins.with("node", nodes).with("district", districts);
    List<Object> columns = new ArrayList<>();
    for (int c = 0; c < Schema.BINS.fields().size(); c++) {
      columns.add(placed.column(c));
    }
    PackedPoints points = new PackedPoints(x, y);
    return s.with(city.with(Table.of(Schema.BINS, bins.ids(), columns, points)));
  }

  /** The junction from which trucks serve a point; refuses a point out of their reach. */
  static int reachable(int[] mm, String field, City city, Areas areas) {
    int node = areas.nearestNode(mm[0], mm[1], Schema.TRUCK);
    PackedPoints p = city.network().nodePoints();
    double d =
        node < 0
            ? Double.POSITIVE_INFINITY
            : Math.sqrt(
                Areas.square((double) p.xMm()[node] - mm[0])
                    + Areas.square((double) p.yMm()[node] - mm[1]));
    if (d > OFF_NETWORK_MM) {
      throw EmonaException.invalid(
          "The place is "
              + (node < 0 ? "out of reach of trucks" : Math.round(d / 1000) + " m from the nearest")
              + (node < 0 ? "." : " junction that trucks can use."),
          field,
          "Choose a place within " + OFF_NETWORK_MM / 1000 + " m of a street open to trucks.");
    }
    return node;
  }

  static Situation resize(WasteEdit.ResizeBins e, Situation s, Areas areas) {
    City city = s.city();
    Table bins = city.table(Schema.BINS);
    BitSet chosen = chosen(e.place(), e.fraction(), bins, areas);
    int[] capacity = bins.ints("capacity_l").clone();
    for (int b = chosen.nextSetBit(0); b >= 0; b = chosen.nextSetBit(b + 1)) {
      capacity[b] =
          e.capacityL() >= 0
              ? e.capacityL()
              : (int) Math.max(20, Math.min(50_000, Math.round(capacity[b] * e.factor())));
    }
    return s.with(city.with(bins.with("capacity_l", capacity)));
  }

  private static int nearestThatStays(Table bins, BitSet gone, int b) {
    PackedPoints p = bins.points();
    byte[] fraction = bins.choices("fraction");
    int best = -1;
    double bestD = Double.POSITIVE_INFINITY;
    for (int k = 0; k < bins.size(); k++) {
      if (!gone.get(k) && fraction[k] == fraction[b]) {
        double d =
            Areas.square((double) p.xMm()[k] - p.xMm()[b])
                + Areas.square((double) p.yMm()[k] - p.yMm()[b]);
        if (d < bestD) {
          bestD = d;
          best = k;
        }
      }
    }
    if (best < 0) {
      throw EmonaException.invalid(
          "No bin of the same fraction would be left in the city for its waste.",
          "place",
          "Leave at least one bin of each fraction.");
    }
    return best;
  }
}
