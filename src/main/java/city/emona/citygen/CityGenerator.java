package city.emona.citygen;

import city.emona.citygen.plan.Dice;
import city.emona.citygen.plan.Fabric;
import city.emona.citygen.plan.Mosaic;
import city.emona.citygen.plan.Plan;
import city.emona.citygen.plan.Site;
import city.emona.citygen.plan.blocks.Bends;
import city.emona.citygen.plan.blocks.Blocks;
import city.emona.citygen.plan.blocks.Warp;
import city.emona.citygen.plan.skeleton.Outline;
import city.emona.citygen.plan.skeleton.Skeleton;
import city.emona.citygen.road.Clearing;
import city.emona.citygen.road.StreetClasses;
import city.emona.citygen.road.Streets;
import city.emona.demand.Gravity;
import city.emona.geo.LocalFrame;
import city.emona.model.City;
import city.emona.model.CityInfo;
import city.emona.model.Table;
import city.emona.simulate.Progress;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The procedural demo city: a believable European river town that no map data went into, so that it
 * may ship. The steps are skeleton (main roads, rail, river) → faces → recursive split → streets →
 * people → houses and services; see {@code src/docs/models/citygen.md}. The same seed and size give
 * the same content hash on any number of threads.
 */
public final class CityGenerator {
  /** Sizes outside this range have no sensible town. */
  public static final int MIN_LINKS = 2000;

  public static final int MAX_LINKS = 200_000;

  /**
   * Wanted before roundabouts and carriageways are made, which part some junctions and join others.
   */
  private static final double LEAST_FOUR_WAY = 0.109;

  private CityGenerator() {}

  /**
   * A city with about {@code targetLinks} directed links (±10 %).
   *
   * @param threads how many threads may work; the result does not depend on it
   */
  public static City generate(long seed, int targetLinks, int threads, Progress progress) {
    City city = unrelaxed(seed, targetLinks, threads, progress);
    return Relaxation.relax(city, 3, threads, progress);
  }

  /** Steps 1 to 10: the whole city, with lanes and signals as first guessed. */
  static City unrelaxed(long seed, int targetLinks, int threads, Progress progress) {
    if (seed < 0 || targetLinks < MIN_LINKS || targetLinks > MAX_LINKS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "seed %d, links %d: a city needs a seed from 0 and %d to %d links",
              seed,
              targetLinks,
              MIN_LINKS,
              MAX_LINKS));
    }
    Site site = new Site(new Dice(seed), targetLinks);
    Skeleton skeleton = new Skeleton(site);
    progress.report("citygen", 0.15);
    double scale = 1.22;
    double[] over = null;
    double[] under = null;
    double crossing = 3;
    double least = Double.MAX_VALUE;
    Plan base = new Plan();
    Outline outline = new Outline(skeleton, base);
    Plan plan = null;
    for (int pass = 0; pass < 8 && least > 0.03; pass++) {
      progress.check();
      Plan next = base.copy();
      Blocks.split(next, site, scale, crossing, threads, progress);
      double ratio = linkCount(next, targetLinks) / targetLinks;
      progress.report("citygen", 0.2 + 0.08 * pass);
      double tooFew = Math.max(0, LEAST_FOUR_WAY - fourWay(next));
      double off = Math.abs(ratio - 1) + (tooFew > 0 ? 0.04 + tooFew : 0);
      if (off < least) {
        least = off;
        plan = next;
      }
      crossing *= tooFew > 0 ? 1.5 : 1;
      // more crossings are another plan: what other scales gave tells nothing about it
      over = ratio > 1 ? new double[] {scale, ratio} : tooFew > 0 ? null : over;
      under = ratio <= 1 ? new double[] {scale, ratio} : tooFew > 0 ? null : under;
      scale =
          over == null || under == null
              ? scale * StrictMath.pow(ratio, 0.62)
              : between(over, under);
    }
    Bends.round(plan, site.dice);
    Warp.bend(plan, site, site.turn);
    return new CityGenerator().assemble(site, skeleton, outline, plan, threads, progress);
  }

  /** The scale that would give a ratio of 1, of two that give more and fewer links. */
  private static double between(double[] over, double[] under) {
    double more = StrictMath.log(over[1]);
    double share = more / (more - StrictMath.log(under[1]));
    share = Math.max(0.15, Math.min(0.85, share));
    return over[0] * StrictMath.pow(under[0] / over[0], share);
  }

  /** Share of junctions with four arms. */
  private static double fourWay(Plan plan) {
    double nodes = 0;
    double four = 0;
    for (int d : Blocks.degrees(plan)) {
      nodes += d == 1 || d > 2 ? 1 : 0;
      four += d == 4 ? 1 : 0;
    }
    return four / nodes;
  }

  /**
   * Directed links of a plan. One-way streets and the details of junctions are allowed for; small
   * towns have more of these on their main roads.
   */
  private static double linkCount(Plan plan, int targetLinks) {
    double ends = 0;
    for (int d : Blocks.degrees(plan)) {
      ends += d == 2 ? 0 : d;
    }
    return Math.max(1, 0.96 + 200.0 / targetLinks) * ends;
  }

  private City assemble(
      Site site, Skeleton skeleton, Outline outline, Plan plan, int threads, Progress progress) {
    Streets streets = new Streets(new Mosaic(plan));
    if (!streets.isConnected()) {
      throw new IllegalStateException("the streets of seed " + site.dice.seed() + " fall apart");
    }
    StreetClasses.assign(streets, skeleton.streets, site.dice, threads);
    Census census = new Census(site, streets.mosaic, streets);
    Names names = new Names(site.dice);
    String cityName = names.place(1);
    String[] streetNames = streetNames(skeleton, streets, names);
    LinkTables links = new LinkTables(site, streets, census, streetNames);
    AreaTables areas = new AreaTables(site, streets, census, names);
    progress.report("citygen", 0.7);
    List<Table> tables = new ArrayList<>();
    tables.add(areas.districts());
    tables.add(links.nodes);
    tables.add(links.links);
    tables.add(links.turnBans);
    tables.add(areas.zones());
    tables.add(areas.zoneAccess());
    tables.add(areas.landUse());
    tables.add(
        Buildings.table(streets.mosaic, site.dice, census, new Clearing(links.road), threads));
    progress.report("citygen", 0.8);
    tables.add(areas.linework());
    tables.add(new PlacesOfInterest(site, streets, census, names).table());
    tables.addAll(List.of(new BusLines(site, streets, links.nodes, links.links).tables()));
    Waste waste = new Waste(site, streets, census);
    Table bins = waste.bins();
    tables.add(waste.depots(cityName));
    tables.add(waste.disposalSites());
    tables.add(bins);
    tables.addAll(List.of(new Sensors(site, streets, links, bins).tables()));
    progress.report("citygen", 1);
    City bare = new City(info(site.dice, cityName), tables);
    City city = bare.with(Gravity.odTable(bare, progress));
    int[] bridge = new BridgeSite(site, streets, city).ends();
    return city.with(new Roles(skeleton, outline, streets, links, areas, census).tables(bridge));
  }

  private static String[] streetNames(Skeleton skeleton, Streets streets, Names names) {
    String[] places = new String[skeleton.site.nuclei.size()];
    for (int k = 0; k < places.length; k++) {
      places[k] = names.place(100 + k);
    }
    String[] out = new String[streets.count()];
    for (int i = 0; i < out.length; i++) {
      int label = streets.label[i];
      int target = label < skeleton.streets ? skeleton.streetTarget.get(label) : -1;
      Fabric fabric =
          streets
              .mosaic
              .plan
              .faces
              .get(streets.mosaic.face[streets.side[streets.firstSide[i]]])
              .fabric();
      if (target >= 1) {
        out[i] = "Road to " + places[target];
      } else if (target <= -2) {
        out[i] = names.gateRoad(-target);
      } else {
        out[i] = names.street(label, streets.kind[i], fabric);
      }
    }
    return out;
  }

  private static CityInfo info(Dice dice, String name) {
    double lon = 14.9 + dice.range(Dice.Stage.SITE, 90, 0, -0.4, 0.4);
    double lat = 46.3 + dice.range(Dice.Stage.SITE, 91, 0, -0.25, 0.25);
    return new CityInfo(
        "demo-" + dice.seed(),
        name,
        ZoneId.of("Europe/Ljubljana"),
        new LocalFrame(Math.rint(lon * 1000) / 1000, Math.rint(lat * 1000) / 1000),
        "CC0-1.0",
        "Emona synthetic city, seed " + dice.seed(),
        List.of("Emona city generator"),
        List.of(),
        dice.seed());
  }
}
