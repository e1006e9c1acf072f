package city.emona.geodata.estimate;

import city.emona.geo.PackedPoints;
import city.emona.model.Schema;
import city.emona.model.Table;
import java.util.Arrays;
import java.util.List;

/**
 * Waste collection where the map has none: residual-waste bins at the junctions nearest to the
 * residents and shops ({@link city.emona.model.WasteSources}), one per {@value #RESIDENTS_PER_BIN}
 * residents (fewer and larger ones in big cities, at most about {@value #MAX_BINS}), a third as
 * many for paper, glass, packaging and organic waste, one depot and one disposal site. 4.5 l of
 * residual waste per resident and day is 0.5 kg (Eurostat env_wasmun: some 510 kg of all waste a
 * head and year, a third of it residual) at 0.11 kg/l loose; the other fractions are of the order
 * of European separate collection. Every bin holds what comes between two collections with a
 * probability of some 99 %, as days differ by half. A user replaces all of it with the city's data.
 */
public final class AssumedWaste {
  static final int RESIDENTS_PER_BIN = 80;
  static final int MAX_BINS = 4000;
  private static final int BIN_L = 1100;

  /** What one kind of bin takes, for how many residents more than a residual one, and how long. */
  private record Fraction(
      String label, int residentsFactor, double litresPerResidentDay, int daysHeld) {}

  private static final List<Fraction> FRACTIONS =
      List.of(
          new Fraction("residual", 1, 4.5, 6),
          new Fraction("paper", 3, 1.5, 11),
          new Fraction("glass", 3, 0.2, 11),
          new Fraction("packaging", 3, 2.5, 11),
          new Fraction("organic", 3, 0.6, 8));

  static final double LITRES_PER_RESIDENT_DAY =
      FRACTIONS.stream().mapToDouble(Fraction::litresPerResidentDay).sum();

  /** Litres that a resident puts into a fraction (ordinal of bins.fraction) on a day. */
  public static double litresPerResidentDay(int fraction) {
    return FRACTIONS.get(fraction).litresPerResidentDay;
  }

  private static final int TRUCK_VOLUME_L = 100_000;
  private static final int TRUCK_PAYLOAD_KG = 10_000;
  private static final double LITRES_PER_TRUCK_DAY = 50_000;

  final Table bins;
  final Table depots;
  final Table disposalSites;

  AssumedWaste(CarStreets streets, Zones zones, double[] residents, int[] siteNode) {
    bins = bins(streets, zones, residents);
    int depotNode = siteNode[0];
    int disposalNode = siteNode[1];
    double litres = 0;
    for (double p : residents) {
      litres += p * LITRES_PER_RESIDENT_DAY;
    }
    PackedPoints at = streets.nodes.points();
    Table.Builder d = new Table.Builder(Schema.DEPOTS);
    d.row("depot1");
    d.set("name", "Depot (assumed)").set("node", depotNode);
    d.set("trucks", (int) Math.max(2, Math.ceil(litres / LITRES_PER_TRUCK_DAY)));
    d.set("truck_volume_l", TRUCK_VOLUME_L).set("truck_payload_kg", TRUCK_PAYLOAD_KG);
    d.point(at.xMm()[depotNode], at.yMm()[depotNode]);
    depots = d.build();
    Table.Builder s = new Table.Builder(Schema.DISPOSAL_SITES);
    s.row("disposal1");
    s.set("name", "Disposal site (assumed)").set("node", disposalNode);
    s.point(at.xMm()[disposalNode], at.yMm()[disposalNode]);
    disposalSites = s.build();
  }

  /** The bins of each zone stand at its junctions, in proportion to their local street length. */
  private static Table bins(CarStreets streets, Zones zones, double[] residents) {
    double people = Arrays.stream(residents).sum();
    int perBin = Math.max(RESIDENTS_PER_BIN, (int) Math.ceil(people / MAX_BINS - 1e-9));
    int[][] members = members(streets, zones);
    Table.Builder b = new Table.Builder(Schema.BINS);
    for (Fraction fraction : FRACTIONS) {
      for (int z = 0; z < members.length; z++) {
        if (residents[z] > 0) {
          zoneBins(b, fraction, streets, zones, z, members[z], residents[z], perBin);
        }
      }
    }
    return b.build();
  }

  private static void zoneBins(
      Table.Builder b,
      Fraction fraction,
      CarStreets streets,
      Zones zones,
      int zone,
      int[] members,
      double people,
      int perBin) {
    PackedPoints at = streets.nodes.points();
    int count = Math.max(1, (int) Math.round(people / (perBin * fraction.residentsFactor)));
    double[] weight = new double[members.length];
    for (int i = 0; i < weight.length; i++) {
      int k = members[i];
      weight[i] = streets.local[k] ? streets.localM[k] + 1 : 1e-3;
    }
    int[] binsAt = Shares.split(count, weight);
    for (int i = 0; i < binsAt.length; i++) {
      int node = streets.node[members[i]];
      for (int n = 1; n <= binsAt[i]; n++) {
        double fill = people / count * fraction.litresPerResidentDay;
        int size = (int) Math.max(1, Math.ceil(fill * fraction.daysHeld / BIN_L));
        b.row("bin." + streets.nodes.id(node) + "." + fraction.label + "." + n);
        b.set("fraction", fraction.label).set("capacity_l", BIN_L * size);
        b.set("mean_fill_l_per_day", fill).set("node", node);
        b.set("district", zones.district(zone));
        b.point(at.xMm()[node] + 2000 * (n - 1), at.yMm()[node]);
      }
    }
  }

  private static int[][] members(CarStreets streets, Zones zones) {
    int[] count = new int[zones.count()];
    for (int z : zones.zoneOfNode) {
      count[z]++;
    }
    int[][] members = new int[count.length][];
    for (int z = 0; z < count.length; z++) {
      members[z] = new int[count[z]];
      count[z] = 0;
    }
    for (int k = 0; k < streets.size(); k++) {
      int z = zones.zoneOfNode[k];
      members[z][count[z]++] = k;
    }
    return members;
  }

  /**
   * Junctions for depot and disposal site: at the two largest industrial areas, else where few
   * people live: the junctions 60 and 80 per cent of the way out from the middle of the residents.
   */
  static int[] sites(CarStreets streets, Table landUse) {
    var kind = Schema.LAND_USE.fields().get(Schema.LAND_USE.indexOf("kind"));
    int industrial = kind.labels().indexOf("industrial");
    int[] best = {-1, -1};
    double[] area = {0, 0};
    for (int i = 0; i < landUse.size(); i++) {
      if (landUse.choices("kind")[i] != industrial) {
        continue;
      }
      double a = landUse.polygons().areaM2(i);
      if (a > area[0]) {
        area[1] = area[0];
        best[1] = best[0];
        area[0] = a;
        best[0] = i;
      } else if (a > area[1]) {
        area[1] = a;
        best[1] = i;
      }
    }
    int[] outward = outward(streets);
    int[] nodes = new int[2];
    for (int s = 0; s < 2; s++) {
      nodes[s] = best[s] < 0 ? outward[s] : nearest(streets, landUse.shapes().bounds(best[s]));
    }
    return nodes;
  }

  private static int nearest(CarStreets s, city.emona.geo.Bounds b) {
    double cx = (b.minX() + b.maxX()) / 2;
    double cy = (b.minY() + b.maxY()) / 2;
    int best = 0;
    double bestD = Double.POSITIVE_INFINITY;
    for (int k = 0; k < s.size(); k++) {
      double dx = s.xMm[k] - cx;
      double dy = s.yMm[k] - cy;
      if (dx * dx + dy * dy < bestD) {
        bestD = dx * dx + dy * dy;
        best = k;
      }
    }
    return s.node[best];
  }

  private static int[] outward(CarStreets s) {
    double sx = 0;
    double sy = 0;
    double w = 0;
    for (int k = 0; k < s.size(); k++) {
      sx += s.localM[k] * s.xMm[k];
      sy += s.localM[k] * s.yMm[k];
      w += s.localM[k];
    }
    double mx = w > 0 ? sx / w : 0;
    double my = w > 0 ? sy / w : 0;
    Integer[] order = new Integer[s.size()];
    double[] d = new double[s.size()];
    for (int k = 0; k < d.length; k++) {
      order[k] = k;
      d[k] = Math.hypot(s.xMm[k] - mx, s.yMm[k] - my);
    }
    Arrays.sort(order, (a, b) -> Double.compare(d[a], d[b]));
    int n = order.length;
    return new int[] {
      s.node[order[Math.min(n - 1, n * 6 / 10)]], s.node[order[Math.min(n - 1, n * 8 / 10)]]
    };
  }
}
