package city.emona.geodata.waste;

import city.emona.EmonaException;
import city.emona.geo.Bounds;
import city.emona.geo.PackedPoints;
import city.emona.geo.SpatialIndex;
import city.emona.geodata.estimate.AssumedWaste;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Bins from a table in place of those of the city. Columns: id, lon, lat (WGS 84 degrees),
 * fraction, capacity_l, and if known litres_per_day (of one bin), count (bins that stand there) and
 * weekdays. A bin is served from the nearest junction of a street for vehicles, {@value #REACH_M} m
 * away at most. Bins without litres share what their fraction has in the city now, or what its
 * residents put out where it has none, by volume. Used once.
 */
final class BinRows {
  private static final double REACH_M = 500;
  private static final int MAX_COUNT = 100;
  private static final double MAX_CAPACITY_L = 100_000;

  private final City city;
  private final WasteTable file;
  private final WasteIssues issues = new WasteIssues("bin_");
  private final Table.Builder bins = new Table.Builder(Schema.BINS);
  private final List<Double> rates = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();
  private final boolean[] onStreet;
  private final PackedPoints nodes;
  private final SpatialIndex nodeIndex;
  private final SpatialIndex districts;

  BinRows(City city, WasteTable file) {
    this.city = city;
    this.file = file;
    Table links = city.table(Schema.LINKS);
    nodes = city.table(Schema.NODES).points();
    onStreet = new boolean[nodes.size()];
    for (int i = 0; i < links.size(); i++) {
      boolean vehicles = (links.ints("modes")[i] & (Schema.CAR | Schema.TRUCK)) != 0;
      onStreet[links.ints("from_node")[i]] |= vehicles;
      onStreet[links.ints("to_node")[i]] |= vehicles;
    }
    nodeIndex = new SpatialIndex(nodes);
    districts = new SpatialIndex(city.table(Schema.DISTRICTS).shapes());
  }

  City apply() {
    for (WasteTable.Row row : file.rows()) {
      add(row);
    }
    if (bins.size() == 0) {
      throw EmonaException.invalid(
          "None of the " + file.rows().size() + " rows gives a bin that could be used.",
          file.source(),
          "Write the columns id, lon, lat, fraction, capacity_l; "
              + "lon and lat in degrees within the city.");
    }
    Table made = bins.build();
    made = made.with("mean_fill_l_per_day", shared(made));
    Table sensors = sensors(made);
    Table noted = issues.in(city.table(Schema.IMPORT_ISSUES));
    return WasteImport.with(city.with(made, sensors, noted), "bins: ", file.source(), true);
  }

  private void add(WasteTable.Row row) {
    String id = row.get("id", "bin");
    int fraction = WasteImport.fraction(row.get("fraction"));
    double capacity = number(row.get("capacity_l"));
    double count = row.get("count").isEmpty() ? 1 : number(row.get("count"));
    if (id.isEmpty() || id.indexOf('\0') >= 0) {
      drop("without_id", row, "the bin has no id.", "give every bin an id of its own.");
    } else if (ids.contains(id)) {
      drop("double", row, "the id " + id + " is used twice.", "give every bin an id of its own.");
    } else if (fraction < 0) {
      String what = WasteImport.unknown(row.get("fraction"));
      drop("fraction", row, what, "write one of " + WasteImport.FRACTIONS + ".");
    } else if (!(capacity >= 1 && capacity <= MAX_CAPACITY_L)) {
      String what = "capacity_l is '" + row.get("capacity_l") + "'.";
      drop("capacity", row, what, "give the volume of one bin in litres, 1 to 100000.");
    } else if (!(count >= 1 && count <= MAX_COUNT && count == Math.rint(count))) {
      String what = "count is '" + row.get("count") + "'.";
      drop("count", row, what, "give a whole number of bins, 1 to " + MAX_COUNT + ".");
    } else {
      place(row, id, fraction, (int) Math.round(capacity), (int) count);
    }
  }

  private void place(WasteTable.Row row, String id, int fraction, int capacityL, int count) {
    double lon = number(row.get("lon"));
    double lat = number(row.get("lat"));
    int[] at = new int[2];
    boolean near =
        Math.abs(lon - city.info().frame().lon0Deg()) < 2
            && Math.abs(lat - city.info().frame().lat0Deg()) < 2;
    if (near) {
      city.info().frame().toLocalMm(lon, lat, at, 0);
    }
    int node = near ? nearest(at) : -1;
    if (node < 0) {
      drop(
          "off_network",
          row,
          near
              ? "bin " + id + " stands more than " + (int) REACH_M + " m from every street."
              : "'" + row.get("lon") + "', '" + row.get("lat") + "' is no place near the city.",
          "give lon, lat in degrees (WGS 84), in this order, or add the street.");
      return;
    }
    int days = row.get("weekdays").isEmpty() ? 0 : WasteImport.weekdays(row, issues);
    double rate = rate(row);
    ids.add(id);
    for (int n = 1; n <= count; n++) {
      String own = n == 1 ? id : id + "." + n;
      if (n > 1 && !ids.add(own)) {
        drop("double", row, "the id " + own + " is used twice.", "rename the other bin.");
        continue;
      }
      bins.row(own);
      bins.set("fraction", fraction).set("capacity_l", capacityL).set("node", node);
      bins.set("district", district(at)).set("collection_days", days);
      bins.point(at[0], at[1]);
      rates.add(rate);
    }
  }

  private double rate(WasteTable.Row row) {
    String text = row.get("litres_per_day");
    double rate = text.isEmpty() ? Double.NaN : number(text);
    if (!text.isEmpty() && !(rate >= 0 && rate <= 1e6)) {
      issues.repaired(
          "rate",
          row.where(),
          "litres_per_day is '" + text + "'; taken as not given.",
          "give litres of 0 or more, or leave the cell empty.");
      return Double.NaN;
    }
    return rate;
  }

  private void drop(String reason, WasteTable.Row row, String what, String fix) {
    issues.dropped(reason, row.where(), what, fix);
  }

  private static double number(String text) {
    try {
      return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN; // every caller says what it found instead of a number
    }
  }

  private int nearest(int[] at) {
    int best = -1;
    double bestD = REACH_M * 1000 * REACH_M * 1000;
    Bounds box = new Bounds(at[0], at[1], at[0], at[1]).grownBy(REACH_M * 1000);
    for (int v : nodeIndex.find(box)) {
      double dx = (double) nodes.xMm()[v] - at[0];
      double dy = (double) nodes.yMm()[v] - at[1];
      double d = dx * dx + dy * dy;
      if (onStreet[v] && (d < bestD || d == bestD && best >= 0 && v < best)) {
        bestD = d;
        best = v;
      }
    }
    return best;
  }

  private int district(int[] at) {
    for (int d : districts.find(new Bounds(at[0], at[1], at[0], at[1]))) {
      if (city.table(Schema.DISTRICTS).polygons().contains(d, at[0], at[1])) {
        return d;
      }
    }
    return -1;
  }

  /** Rates with those missing shared out, as said above; an issue for each fraction. */
  private double[] shared(Table made) {
    int n = WasteImport.FRACTIONS.size();
    double[] total = fractionLitres();
    double[] volume = new double[n];
    int[] open = new int[n];
    double[] rate = rates.stream().mapToDouble(Double::doubleValue).toArray();
    byte[] fraction = made.choices("fraction");
    int[] capacity = made.ints("capacity_l");
    for (int b = 0; b < rate.length; b++) {
      if (Double.isNaN(rate[b])) {
        volume[fraction[b]] += capacity[b];
        open[fraction[b]]++;
      } else {
        total[fraction[b]] = Math.max(0, total[fraction[b]] - rate[b]);
      }
    }
    for (int f = 0; f < n; f++) {
      if (open[f] > 0) {
        issues.assumed(
            "litres",
            file.source(),
            String.format(
                Locale.ROOT,
                "%d bins for %s give no litres; they share %.0f l a day by volume.",
                open[f],
                WasteImport.FRACTIONS.get(f),
                total[f]),
            "add the column litres_per_day.");
      }
    }
    for (int b = 0; b < rate.length; b++) {
      if (Double.isNaN(rate[b])) {
        rate[b] = total[fraction[b]] * capacity[b] / volume[fraction[b]];
      }
    }
    return rate;
  }

  private double[] fractionLitres() {
    double[] total = new double[WasteImport.FRACTIONS.size()];
    Table before = city.table(Schema.BINS);
    for (int b = 0; b < before.size(); b++) {
      total[before.choices("fraction")[b]] += Math.max(0, before.reals("mean_fill_l_per_day")[b]);
    }
    double people = Arrays.stream(city.table(Schema.DISTRICTS).ints("population")).sum();
    for (int f = 0; f < total.length; f++) {
      total[f] = total[f] > 0 ? total[f] : people * AssumedWaste.litresPerResidentDay(f);
    }
    return total;
  }

  /** Sensors follow their bin by its id; those of bins that are gone watch none. */
  private Table sensors(Table made) {
    Table sensors = city.table(Schema.SENSORS);
    Table before = city.table(Schema.BINS);
    int[] bin = sensors.ints("bin").clone();
    for (int s = 0; s < bin.length; s++) {
      if (bin[s] >= 0) {
        String id = before.id(bin[s]);
        bin[s] = made.findRow(id);
        if (bin[s] < 0) {
          issues.repaired(
              "sensor",
              file.source(),
              "sensor " + sensors.id(s) + " watched bin " + id + ", which the file does not have.",
              "keep the ids of bins that have a sensor.");
        }
      }
    }
    return sensors.with("bin", bin);
  }
}
