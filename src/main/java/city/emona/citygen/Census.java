package city.emona.citygen;

import city.emona.citygen.plan.Dice.Stage;
import city.emona.citygen.plan.Fabric;
import city.emona.citygen.plan.Ints;
import city.emona.citygen.plan.Mosaic;
import city.emona.citygen.plan.Plan;
import city.emona.citygen.plan.Site;
import city.emona.citygen.road.Streets;
import city.emona.model.WasteSources;
import java.util.Arrays;

/**
 * Step 7 of the recipe: people and jobs on blocks, districts and zones as unions of blocks. People
 * follow a negative exponential around the centre and the towns (Clark 1951); jobs are 55 % in the
 * core, then industry, sub-centres and one local job per 12 residents. Whole numbers are dealt by
 * largest remainders, so that blocks, zones, districts and the city have the same sums. Immutable.
 */
final class Census {
  /** Metres of street per inhabitant: a rule of thumb for European towns (3-4). */
  private static final double STREET_M_PER_PERSON = 3.4;

  final int population;
  final int jobs;
  final int[] peopleOfFace;
  final int[] jobsOfFace;

  /** Residents who would make the waste of a block: its own and those that its shops stand for. */
  final double[] wasteOfFace;

  /** District and zone of each face, −1 on water. */
  final int[] district;

  final int[] zone;
  final int districts;
  final int zones;

  Census(Site site, Mosaic mosaic, Streets streets) {
    Plan plan = mosaic.plan;
    int faces = plan.faces.size();
    population = (int) (streets.totalLengthM() / STREET_M_PER_PERSON);
    double[] home = new double[faces];
    double[] office = new double[faces];
    double[] works = new double[faces];
    boolean[] served = served(mosaic);
    for (int f = 0; f < faces; f++) {
      Plan.Face block = plan.faces.get(f);
      if (block.water() || !served[f]) {
        continue;
      }
      double[] c = site.planOf(mosaic.centre(f));
      double area = Math.abs(plan.area(block.vertex()));
      double vary = 0.8 + 0.4 * site.dice.unit(Stage.PEOPLE, f, 1);
      home[f] = area * site.density(c[0], c[1]) * block.fabric().people * vary;
      office[f] = area * jobPull(site, c, block.fabric()) * vary;
      works[f] = block.fabric() == Fabric.INDUSTRY ? area : 0;
    }
    peopleOfFace = deal(home, population);
    jobs = (int) (0.52 * population);
    int local = population / 12;
    int industry = total(works) > 0 ? (int) (0.17 * jobs) : 0;
    int[] a = deal(office, jobs - local - industry);
    int[] b = industry > 0 ? deal(works, industry) : new int[faces];
    double[] byPeople = new double[faces];
    Arrays.setAll(byPeople, f -> peopleOfFace[f]);
    int[] c = deal(byPeople, local);
    jobsOfFace = new int[faces];
    Arrays.setAll(jobsOfFace, f -> a[f] + b[f] + c[f]);
    int[] shops = new int[faces];
    Arrays.setAll(shops, f -> a[f] + c[f]);
    wasteOfFace = WasteSources.equivalents(peopleOfFace, shops);

    int[] part = new int[faces];
    int parts = 0;
    for (int f = 0; f < faces; f++) {
      part[f] = plan.faces.get(f).water() ? -1 : plan.faces.get(f).part();
      parts = Math.max(parts, part[f] + 1);
    }
    int wanted = Math.min(24, 13 + population / 60_000);
    int[] districtOfPart = group(mosaic, part, parts, new int[parts], wanted);
    district = new int[faces];
    Arrays.setAll(district, f -> part[f] < 0 ? -1 : districtOfPart[part[f]]);
    districts = compact(district);
    int[] hood = new int[faces];
    int hoods = 0;
    for (int f = 0; f < faces; f++) {
      hood[f] = plan.faces.get(f).water() ? -1 : plan.faces.get(f).hood();
      hoods = Math.max(hoods, hood[f] + 1);
    }
    int[] districtOfHood = new int[hoods];
    for (int f = 0; f < faces; f++) {
      if (hood[f] >= 0) {
        districtOfHood[hood[f]] = district[f];
      }
    }
    int wantedZones = (int) (80 * StrictMath.sqrt(streets.count() / 2500.0));
    int[] zoneOfHood = group(mosaic, hood, hoods, districtOfHood, wantedZones);
    zone = new int[faces];
    Arrays.setAll(zone, f -> hood[f] < 0 ? -1 : zoneOfHood[hood[f]]);
    zones = compact(zone);
  }

  private static double jobPull(Site site, double[] c, Fabric fabric) {
    double core =
        StrictMath.exp(-Site.distance(c[0], c[1], site.coreX, site.coreY) / (0.17 * site.radiusM));
    for (int i = 1; i < site.nuclei.size(); i++) {
      Site.Nucleus n = site.nuclei.get(i);
      if (n.town()) {
        core +=
            0.6 * StrictMath.exp(-Site.distance(c[0], c[1], n.x(), n.y()) / (0.2 * n.radiusM()));
      }
    }
    double use =
        switch (fabric) {
          case MEDIEVAL -> 1.2;
          case PERIMETER -> 1;
          case INDUSTRY -> 0.5;
          case SLAB -> 0.6;
          case GARDEN, VILLA, VILLAGE -> 0.35;
          default -> 0;
        };
    return use * (core + 0.025);
  }

  /** Whether a face touches a street that leads to it. */
  private static boolean[] served(Mosaic mosaic) {
    boolean[] served = new boolean[mosaic.plan.faces.size()];
    for (int s = 0; s < mosaic.sideCount(); s++) {
      served[mosaic.face[s]] |= mosaic.kind(s).street;
    }
    return served;
  }

  private int[] group(Mosaic mosaic, int[] unit, int units, int[] parent, int wanted) {
    double[] weight = new double[units];
    boolean[] urban = new boolean[units];
    for (int f = 0; f < unit.length; f++) {
      if (unit[f] >= 0) {
        weight[unit[f]] += peopleOfFace[f] + 0.6 * jobsOfFace[f] + 1;
        urban[unit[f]] |= mosaic.plan.faces.get(f).urban();
      }
    }
    int missing = 0;
    for (double w : weight) {
      missing += w == 0 ? 1 : 0;
    }
    return mosaic.merge(unit, weight, parent, urban, wanted + missing);
  }

  /** Renumbers groups from 0 in order of their first face; returns how many. */
  private static int compact(int[] group) {
    int top = 0;
    for (int g : group) {
      top = Math.max(top, g + 1);
    }
    int[] number = new int[top];
    Arrays.fill(number, -1);
    int next = 0;
    for (int f = 0; f < group.length; f++) {
      if (group[f] >= 0) {
        if (number[group[f]] < 0) {
          number[group[f]] = next++;
        }
        group[f] = number[group[f]];
      }
    }
    return next;
  }

  private static double total(double[] values) {
    double sum = 0;
    for (double v : values) {
      sum += v;
    }
    return sum;
  }

  /** Shares out a whole number by weights (largest remainders; ties to the lower index). */
  static int[] deal(double[] weight, int whole) {
    double sum = total(weight);
    int n = weight.length;
    int[] out = new int[n];
    long[] order = new long[n];
    int given = 0;
    for (int i = 0; i < n; i++) {
      double share = whole * weight[i] / sum;
      out[i] = (int) Math.floor(share);
      given += out[i];
      order[i] = (long) ((1 - (share - out[i])) * (1 << 30)) << 32 | i;
    }
    Arrays.sort(order);
    for (int k = 0; k < whole - given; k++) {
      out[(int) order[k]]++;
    }
    return out;
  }

  int sum(int[] ofFace, int[] group, int g) {
    int sum = 0;
    for (int f = 0; f < group.length; f++) {
      sum += group[f] == g ? ofFace[f] : 0;
    }
    return sum;
  }

  /** Faces of each group, ascending. */
  static int[][] members(int[] group, int groups) {
    Ints[] lists = new Ints[groups];
    Arrays.setAll(lists, g -> new Ints());
    for (int f = 0; f < group.length; f++) {
      if (group[f] >= 0) {
        lists[group[f]].add(f);
      }
    }
    int[][] out = new int[groups][];
    Arrays.setAll(out, g -> lists[g].toArray());
    return out;
  }
}
