package city.emona.citygen;

import city.emona.citygen.plan.Dice;
import city.emona.citygen.plan.Dice.Stage;
import city.emona.citygen.plan.Fabric;
import city.emona.citygen.plan.Kind;
import city.emona.citygen.plan.Mosaic;
import city.emona.citygen.plan.Site;
import city.emona.citygen.road.Streets;
import city.emona.model.Schema;
import city.emona.model.Table;

/**
 * Step 9 of the recipe, places: town hall and castle in the old town, the station on the railway,
 * schools per 5,000 people and clinics per 12,000 where people live, shops per 1,500 along main
 * streets, one university, hospital and stadium.
 */
final class PlacesOfInterest {
  private final Site site;
  private final Streets streets;
  private final Mosaic mosaic;
  private final Census census;
  private final Names names;
  private final Dice dice;
  private final Table.Builder table = new Table.Builder(Schema.PLACES);

  PlacesOfInterest(Site site, Streets streets, Census census, Names names) {
    this.site = site;
    this.streets = streets;
    this.mosaic = streets.mosaic;
    this.census = census;
    this.names = names;
    this.dice = site.dice;
  }

  Table table() {
    single("town_hall", "Town Hall", 0.02, Fabric.MEDIEVAL);
    single("castle", "Castle", 0.1, Fabric.MEDIEVAL);
    station();
    single("university", "University", 0.24, Fabric.PERIMETER);
    single("hospital", "General Hospital", 0.5, Fabric.GARDEN);
    single("stadium", "Stadium", 0.7, Fabric.PARK);
    many("school", 5000, "School ");
    many("clinic", 12_000, "Health Centre ");
    shops();
    return table.build();
  }

  private void add(String kind, String name, double[] p) {
    table.row(kind + table.size());
    table.set("name", name).set("kind", kind).point(Mosaic.mm(p[0]), Mosaic.mm(p[1]));
  }

  /** In the block of the wanted fabric nearest to a reach. */
  private void single(String kind, String name, double reach, Fabric fabric) {
    int best = 0;
    double score = Double.MAX_VALUE;
    for (int f = 0; f < mosaic.plan.faces.size(); f++) {
      Fabric here = mosaic.plan.faces.get(f).fabric();
      if (!here.isUrban() && here != Fabric.PARK) {
        continue;
      }
      double[] p = site.planOf(mosaic.centre(f));
      double s = Math.abs(site.reach(p[0], p[1]) - reach) + (here == fabric ? 0 : 0.3);
      s += 0.05 * dice.unit(Stage.PLACES, f, kind.length());
      if (s < score) {
        score = s;
        best = f;
      }
    }
    add(kind, name, mosaic.centre(best));
  }

  private void station() {
    double[] best = null;
    double score = Double.MAX_VALUE;
    for (int s = 0; s < mosaic.sideCount(); s++) {
      if (mosaic.kind(s) == Kind.RAIL) {
        double[] c = {mosaic.plan.x(mosaic.start[s]), mosaic.plan.y(mosaic.start[s])};
        double[] p = site.planOf(c);
        double d = Site.distance(p[0], p[1], site.coreX, site.coreY);
        if (d < score) {
          score = d;
          best = c;
        }
      }
    }
    add("station", "Central Station", best);
  }

  /** One place per so many people, in order of blocks, where the count passes the next multiple. */
  private void many(String kind, int people, String word) {
    long passed = people / 2;
    for (int f = 0; f < mosaic.plan.faces.size(); f++) {
      long before = passed / people;
      passed += census.peopleOfFace[f];
      for (long k = before; k < passed / people; k++) {
        add(kind, word + names.place(20_000 + table.size()), mosaic.centre(f));
      }
    }
  }

  private void shops() {
    int wanted = census.population / 1500;
    int taken = 0;
    for (int attempt = 0; taken < wanted && attempt < wanted * 40; attempt++) {
      int i = dice.below(Stage.PLACES, 500, attempt, streets.count());
      int f = mosaic.face[streets.side[streets.firstSide[i]]];
      boolean busy = census.peopleOfFace[f] + census.jobsOfFace[f] > 60;
      if (streets.kind[i].isArterial() && busy) {
        int s = streets.side[streets.firstSide[i]];
        add("shop", "", Waste.kerb(mosaic, s, dice.unit(Stage.PLACES, 501, attempt)));
        taken++;
      }
    }
  }
}
