package city.emona.citygen;

import city.emona.citygen.plan.Dice;
import city.emona.citygen.plan.Dice.Stage;
import city.emona.citygen.plan.Fabric;
import city.emona.citygen.plan.Mosaic;
import city.emona.citygen.plan.Site;
import city.emona.citygen.road.Streets;
import city.emona.model.Schema;
import city.emona.model.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * Step 9 of the recipe, sensors: counting loops on main links, pairs of kerbside and background air
 * stations, noise meters, level meters in bins. Every twelfth datastream has gaps, some drift and
 * some are dead, so that the product meets real data.
 */
final class Sensors {
  private final Site site;
  private final Streets streets;
  private final LinkTables links;
  private final Table bins;
  private final Dice dice;
  private final Table.Builder things = new Table.Builder(Schema.SENSORS);
  private final Table.Builder streams = new Table.Builder(Schema.DATASTREAMS);

  Sensors(Site site, Streets streets, LinkTables links, Table bins) {
    this.site = site;
    this.streets = streets;
    this.links = links;
    this.bins = bins;
    this.dice = site.dice;
  }

  Table[] tables() {
    double size = StrictMath.sqrt(streets.count() / 2500.0);
    List<Integer> main = mainStreets();
    int loops = Math.min(main.size(), (int) (25 * size));
    List<Integer> counted = spread(main, loops);
    for (int i : counted) {
      int s = thing("loop" + things.size(), "Counter ", "traffic", i, 0.5);
      stream(s, "vehicle flow", "veh/h");
      stream(s, "mean speed", "km/h");
    }
    List<Integer> kerbs = spread(main, (int) (6 * size));
    for (int i : kerbs) {
      air(thing("air" + things.size(), "Kerb ", "air", i, 0.35));
      air(background(i));
    }
    for (int i : spread(main, (int) (4 * size))) {
      stream(thing("noise" + things.size(), "Noise ", "noise", i, 0.65), "LAeq", "dB(A)");
    }
    binLevels((int) (60 * size));
    return new Table[] {things.build(), streams.build()};
  }

  private List<Integer> mainStreets() {
    List<Integer> out = new ArrayList<>();
    for (int i = 0; i < streets.count(); i++) {
      double[] p =
          site.planOf(new double[] {streets.x(streets.from[i]), streets.y(streets.from[i])});
      boolean near = site.reach(p[0], p[1]) < 1.15;
      if (near && streets.kind[i].isArterial() && streets.lengthM[i] > 35) {
        out.add(i);
      }
    }
    return out;
  }

  /** Streets far from each other: of some random ones always the one with the best rank. */
  private List<Integer> spread(List<Integer> from, int count) {
    List<Integer> taken = new ArrayList<>();
    while (taken.size() < count) {
      int best = -1;
      double score = -1;
      for (int c = 0; c < 60; c++) {
        int i =
            from.get(
                dice.below(Stage.SENSORS, things.size() + 1000L * taken.size(), c, from.size()));
        double nearest = 3000;
        for (int t : taken) {
          nearest = Math.min(nearest, apart(i, t));
        }
        double rank = 1.6 - 0.2 * streets.kind[i].ordinal() / 5 + (streets.bridge[i] ? 1 : 0);
        if (!taken.contains(i) && nearest * rank > score) {
          score = nearest * rank;
          best = i;
        }
      }
      if (best < 0) {
        break;
      }
      taken.add(best);
    }
    return taken;
  }

  private double apart(int i, int k) {
    int a = streets.from[i];
    int b = streets.from[k];
    return Site.distance(streets.x(a), streets.y(a), streets.x(b), streets.y(b));
  }

  private int thing(String id, String word, String kind, int street, double at) {
    int middle = streets.side[(streets.firstSide[street] + streets.firstSide[street + 1]) / 2];
    double[] p = Waste.kerb(streets.mosaic, middle, at);
    int link =
        links.forwardLink[street] >= 0 ? links.forwardLink[street] : links.backwardLink[street];
    String name = links.links.texts("name")[link];
    int row = things.row(id);
    things.set("name", word + (name.isEmpty() ? id : name)).set("kind", kind);
    things.set("siting", "kerbside").set("link", link).point(Mosaic.mm(p[0]), Mosaic.mm(p[1]));
    return row;
  }

  /** A station in the middle of a quiet block 120 to 600 m from the kerbside one. */
  private int background(int street) {
    Mosaic mosaic = streets.mosaic;
    int a = streets.from[street];
    double[] best = null;
    double score = Double.MAX_VALUE;
    for (int f = 0; f < mosaic.plan.faces.size(); f++) {
      Fabric fabric = mosaic.plan.faces.get(f).fabric();
      if (!fabric.isUrban() && fabric != Fabric.PARK) {
        continue;
      }
      double[] c = mosaic.centre(f);
      double d = Site.distance(c[0], c[1], streets.x(a), streets.y(a));
      if (d > 120 && d < score) {
        score = d;
        best = c;
      }
    }
    int row = things.row("air" + things.size());
    things.set("name", "Background station " + row).set("kind", "air").set("siting", "background");
    things.point(Mosaic.mm(best[0]), Mosaic.mm(best[1]));
    return row;
  }

  private void air(int sensor) {
    stream(sensor, "NO2", "µg/m³");
    stream(sensor, "PM10", "µg/m³");
    stream(sensor, "PM2.5", "µg/m³");
  }

  private void binLevels(int count) {
    int residual = 0;
    for (byte b : bins.choices("fraction")) {
      residual += b == 0 ? 1 : 0;
    }
    int n = Math.min(count, residual);
    for (int k = 0; k < n; k++) {
      int bin = (int) ((long) k * residual / n);
      int row = things.row("level" + k);
      things.set("name", "Level meter " + bins.id(bin)).set("kind", "bin_level");
      things.set("siting", "bin").set("bin", bin);
      things.point(bins.points().xMm()[bin], bins.points().yMm()[bin]);
      stream(row, "fill level", "%");
    }
  }

  private void stream(int sensor, String property, String unit) {
    int k = streams.row("ds" + streams.size());
    String quality = k % 12 == 5 ? "gaps" : k % 19 == 7 ? "drift" : k % 23 == 11 ? "dead" : "good";
    streams.set("sensor", sensor).set("observed_property", property).set("unit", unit);
    streams.set("quality", quality);
  }
}
