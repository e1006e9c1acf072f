package city.emona.citygen;

import city.emona.citygen.plan.Dice;
import city.emona.citygen.plan.Dice.Stage;
import city.emona.citygen.plan.Fabric;
import city.emona.citygen.plan.Ints;
import city.emona.citygen.plan.Mosaic;
import city.emona.citygen.plan.Site;
import city.emona.citygen.road.Streets;
import city.emona.model.Schema;
import city.emona.model.Table;

/**
 * Step 9 of the recipe, waste: bins on block edges (one for residual waste per about 80 residents,
 * the other fractions shared by more), a depot and a transfer station by the industry, a landfill
 * outside. Litres per person and day are Eurostat municipal waste (some 1.4 kg) split by usual
 * shares and bulk densities; a quarter of it lies where the shops are ({@link
 * city.emona.model.WasteSources}); bins differ by a lognormal factor.
 */
final class Waste {
  private enum Fraction {
    RESIDUAL("residual", 80, 1100, 3.3),
    PAPER("paper", 130, 1100, 0.9),
    GLASS("glass", 420, 1100, 0.16),
    PACKAGING("packaging", 130, 1100, 0.95),
    ORGANIC("organic", 150, 770, 0.9);

    final String label;
    final int residentsPerBin;
    final int capacityL;
    final double litresPerPersonAndDay;

    Fraction(String label, int residentsPerBin, int capacityL, double litresPerPersonAndDay) {
      this.label = label;
      this.residentsPerBin = residentsPerBin;
      this.capacityL = capacityL;
      this.litresPerPersonAndDay = litresPerPersonAndDay;
    }
  }

  private final Site site;
  private final Streets streets;
  private final Mosaic mosaic;
  private final Census census;
  private final Dice dice;
  private final int[] streetOfSide;

  Waste(Site site, Streets streets, Census census) {
    this.site = site;
    this.streets = streets;
    this.mosaic = streets.mosaic;
    this.census = census;
    this.dice = site.dice;
    this.streetOfSide = streets.streetOfSide();
  }

  /**
   * Bins of every fraction: people, and shops in their measure, not yet served are carried on to
   * the next block of the zone.
   */
  Table bins() {
    Table.Builder t = new Table.Builder(Schema.BINS);
    for (Fraction fraction : Fraction.values()) {
      double waiting = 0;
      int zone = -1;
      for (int f = 0; f < mosaic.plan.faces.size(); f++) {
        if (census.wasteOfFace[f] == 0) {
          continue;
        }
        waiting = census.zone[f] == zone ? waiting : 0;
        zone = census.zone[f];
        waiting += census.wasteOfFace[f];
        int n = (int) (waiting / fraction.residentsPerBin + 0.5);
        for (int k = 0; k < n; k++) {
          bin(t, fraction, f, k, waiting / n);
        }
        waiting = n > 0 ? 0 : waiting;
      }
    }
    return t.build();
  }

  private void bin(Table.Builder t, Fraction fraction, int f, int k, double people) {
    int draw = fraction.ordinal() * 4096 + k;
    int s = streetSide(f, draw);
    if (s < 0) {
      return;
    }
    double at = dice.range(Stage.BINS, f, draw + 20_000, 0.2, 0.8);
    double[] p = kerb(mosaic, s, at);
    // Box-Muller with two draws of this bin; sigma of the logarithm 0.35, mean 1
    double u = Math.max(1e-12, dice.unit(Stage.BINS, f, draw + 40_000));
    double w = dice.unit(Stage.BINS, f, draw + 60_000);
    double normal = StrictMath.sqrt(-2 * StrictMath.log(u)) * StrictMath.cos(2 * StrictMath.PI * w);
    double spread = StrictMath.exp(0.35 * normal - 0.35 * 0.35 / 2);
    double litres = people * fraction.litresPerPersonAndDay * spread;
    t.row("bin" + t.size());
    t.set("fraction", fraction.label).set("capacity_l", fraction.capacityL);
    t.set("mean_fill_l_per_day", Math.rint(Math.min(litres, 0.45 * fraction.capacityL) * 10) / 10);
    t.set("node", nearerEnd(streetOfSide[s], p)).set("district", census.district[f]);
    t.point(Mosaic.mm(p[0]), Mosaic.mm(p[1]));
  }

  /** A side of the block along a street, quiet ones first; −1 where there is none. */
  private int streetSide(int f, int draw) {
    Ints quiet = new Ints();
    Ints any = new Ints();
    for (int s = mosaic.first[f]; s < mosaic.first[f + 1]; s++) {
      if (mosaic.kind(s).street && mosaic.length(s) > 6) {
        (mosaic.kind(s).isArterial() ? any : quiet).add(s);
      }
    }
    Ints from = quiet.size() > 0 ? quiet : any;
    return from.size() == 0 ? -1 : from.get(dice.below(Stage.BINS, f, draw, from.size()));
  }

  /** The place beside a side, just off the carriageway, on the face's own side. */
  static double[] kerb(Mosaic mosaic, int s, double at) {
    int a = mosaic.start[s];
    int b = mosaic.end(s);
    double dx = mosaic.plan.x(b) - mosaic.plan.x(a);
    double dy = mosaic.plan.y(b) - mosaic.plan.y(a);
    double n = Math.sqrt(dx * dx + dy * dy);
    double off = mosaic.kind(s).widthM / 2 - 1;
    return new double[] {
      mosaic.plan.x(a) + at * dx - off * dy / n, mosaic.plan.y(a) + at * dy + off * dx / n
    };
  }

  private int nearerEnd(int street, double[] p) {
    int a = streets.from[street];
    int b = streets.to[street];
    double toA = Site.distance(p[0], p[1], streets.x(a), streets.y(a));
    return toA <= Site.distance(p[0], p[1], streets.x(b), streets.y(b)) ? a : b;
  }

  Table depots(String city) {
    Table.Builder t = new Table.Builder(Schema.DEPOTS);
    int count = 1 + census.population / 250_000;
    for (int k = 0; k < count; k++) {
      int node = industrialNode(k, 0.75);
      t.row("depot" + k);
      t.set("name", city + " depot" + (count > 1 ? " " + (k + 1) : "")).set("node", node);
      t.set("trucks", Math.max(5, census.population / count / 6000 + 1));
      t.set("truck_volume_l", 80_000).set("truck_payload_kg", 9500);
      t.point(Mosaic.mm(streets.x(node)), Mosaic.mm(streets.y(node)));
    }
    return t.build();
  }

  Table disposalSites() {
    Table.Builder t = new Table.Builder(Schema.DISPOSAL_SITES);
    String[] names = {"Transfer station", "Landfill and sorting plant"};
    for (int k = 0; k < 2; k++) {
      int node = industrialNode(k + 7, k == 0 ? 0.85 : 1.35);
      t.row("disposal" + k);
      t.set("name", names[k]).set("node", node);
      t.point(Mosaic.mm(streets.x(node)), Mosaic.mm(streets.y(node)));
    }
    return t.build();
  }

  /** A junction near the given reach, by the industry inside the town and by no homes outside. */
  private int industrialNode(int id, double reach) {
    int best = 0;
    double score = Double.MAX_VALUE;
    for (int f = 0; f < mosaic.plan.faces.size(); f++) {
      Fabric fabric = mosaic.plan.faces.get(f).fabric();
      if (fabric != Fabric.INDUSTRY && fabric != Fabric.FIELD) {
        continue;
      }
      double[] c = mosaic.centre(f);
      double[] p = site.planOf(c);
      double s = Math.abs(site.reach(p[0], p[1]) - reach) + (fabric == Fabric.FIELD ? 0.15 : 0);
      s += 0.1 * dice.unit(Stage.PLACES, f, id);
      if (s < score) {
        score = s;
        best = f;
      }
    }
    double[] c = mosaic.centre(best);
    return streets.nearestNode(c[0], c[1]);
  }
}
