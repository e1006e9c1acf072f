package city.emona.geodata.osm;

import city.emona.EmonaException;
import city.emona.demand.Gravity;
import city.emona.geodata.ImportOptions;
import city.emona.geodata.estimate.Area;
import city.emona.geodata.estimate.CityEstimates;
import city.emona.geodata.osm.file.ImportIssues;
import city.emona.geodata.osm.file.ImportIssues.Action;
import city.emona.geodata.osm.file.OsmData;
import city.emona.geodata.osm.file.OsmReader;
import city.emona.geodata.osm.street.Ground;
import city.emona.geodata.osm.street.StreetImport;
import city.emona.model.City;
import city.emona.model.CityInfo;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.simulate.Progress;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * The steps of an OSM import in order: read, streets, land, districts, estimates, demand, report.
 * Stateless and thread-safe.
 */
public final class OsmCity {
  private static final String LICENCE = "ODbL-1.0";
  private static final String ATTRIBUTION = "© OpenStreetMap contributors";
  private static final int MAX_POPULATION = 50_000_000;

  private OsmCity() {}

  public static City read(
      List<Path> files,
      ImportOptions options,
      BiFunction<Double, Double, ZoneId> timeZone,
      Progress progress) {
    if (files.isEmpty()) {
      throw EmonaException.invalid("No file was given.", "import", "Name at least one file.");
    }
    if (options.population() < -1 || options.population() > MAX_POPULATION) {
      throw EmonaException.invalid(
          "The population " + options.population() + " is out of range.",
          "--population",
          "Give a whole number from 0 to " + MAX_POPULATION + ".");
    }
    List<Path> maps = files.stream().filter(f -> !DistrictFile.isMeant(f)).toList();
    if (maps.isEmpty()) {
      throw EmonaException.invalid(
          "There are districts but no map.",
          files.get(0).getFileName().toString(),
          "Name an OpenStreetMap file too: .osm.pbf, .osm or .osm.gz.");
    }
    String where = maps.get(0).getFileName().toString();
    progress.report("import", 0);
    OsmData data = OsmReader.read(maps, progress);
    progress.report("import", 0.3);
    ImportIssues issues = new ImportIssues();
    Ground ground = Ground.of(data, where);
    StreetImport streets = new StreetImport(data, ground, issues, where);
    progress.report("import", 0.4);
    progress.check();
    LandImport land = new LandImport(data, ground, issues);
    Table sea = SeaImport.areas(data, ground, streets.nodes, issues);
    BusRoutes buses = new BusRoutes(data, ground, streets, issues);
    List<Area> districts = ownDistricts(files, ground, streets);
    if (districts.isEmpty()) {
      districts = new AdminDistricts(data, ground, streets, issues).best();
    }
    List<Area> places = CityNames.placesByWeight(data, ground);
    progress.report("import", 0.5);
    progress.check();
    CityEstimates estimates =
        new CityEstimates(
            streets.nodes,
            streets.links,
            land.landUse,
            land.buildings,
            districts,
            places,
            options.population());
    String name = CityNames.of(options.cityName(), where, data);
    ZoneId zone = timeZone.apply(ground.frame().lon0Deg(), ground.frame().lat0Deg());
    report(issues, data, estimates, buses, zone);
    List<String> estimated = new ArrayList<>(estimates.estimates());
    if (buses.lines.size() > 0) {
      estimated.add("bus headways: assumed where the map has no interval");
    }
    estimated.add("car trips: gravity model");
    CityInfo info =
        new CityInfo(
            CityNames.slug(name),
            name,
            zone,
            ground.frame(),
            LICENCE,
            ATTRIBUTION,
            sources(data, files),
            estimated,
            -1);
    City city =
        new City(
            info,
            List.of(
                estimates.districts(),
                streets.nodes,
                estimates.links(),
                streets.turnBans,
                estimates.zones(),
                estimates.zoneAccess(),
                sea.size() == 0 ? estimates.landUse() : estimates.landUse().append(sea),
                land.buildings,
                land.linework,
                land.places,
                buses.lines,
                buses.lineLinks,
                buses.stops,
                estimates.depots(),
                estimates.disposalSites(),
                estimates.bins(),
                issues.build()));
    progress.report("import", 0.6);
    return city.with(od(city, progress));
  }

  /** Throws where a GeoJSON file cannot be the districts of any city; names every wrong one. */
  public static void checkDistricts(Path file) {
    DistrictFile.check(file);
  }

  /**
   * The districts of the GeoJSON files among these, if any; at least one junction must be inside.
   */
  private static List<Area> ownDistricts(List<Path> files, Ground ground, StreetImport streets) {
    List<Area> own = new ArrayList<>();
    for (Path file : files) {
      if (DistrictFile.isMeant(file)) {
        List<Area> areas = DistrictFile.read(file, ground.frame());
        int[] x = streets.nodes.points().xMm();
        int[] y = streets.nodes.points().yMm();
        boolean inside = false;
        for (int n = 0; n < x.length && !inside; n++) {
          for (Area area : areas) {
            inside |= area.shape().contains(x[n], y[n]);
          }
        }
        if (!inside) {
          throw EmonaException.invalid(
              "No street of the map lies in its districts.",
              file.getFileName().toString(),
              "Give districts of this city, in longitude and latitude.");
        }
        own.addAll(areas);
      }
    }
    return own;
  }

  private static List<String> sources(OsmData data, List<Path> files) {
    List<String> all = new ArrayList<>(data.sources);
    for (Path file : files) {
      if (DistrictFile.isMeant(file)) {
        all.add(file.getFileName() + " (districts)");
      }
    }
    return all;
  }

  /** The first OD matrix; a city without people has none. */
  private static Table od(City city, Progress progress) {
    boolean people = false;
    for (int p : city.table(Schema.ZONES).ints("population")) {
      people |= p > 0;
    }
    if (!people) {
      return Table.empty(Schema.OD);
    }
    Progress demand =
        new Progress() {
          @Override
          public void report(String stage, double share) {
            progress.report("import", 0.6 + 0.4 * share);
          }

          @Override
          public boolean isCancelled() {
            return progress.isCancelled();
          }
        };
    return Gravity.odTable(city, demand);
  }

  private static void report(
      ImportIssues issues, OsmData data, CityEstimates estimates, BusRoutes buses, ZoneId zone) {
    issues.total(
        "repeated_element",
        Action.DROPPED,
        "file",
        "Elements that were read before under the same id.",
        data.repeatedElements);
    issues.total(
        "position_out_of_range",
        Action.DROPPED,
        "file",
        "Nodes beyond 180 degrees east or west or 85 degrees north or south.",
        data.badPositions);
    issues.total(
        "time_zone",
        Action.ASSUMED,
        "city",
        "The clock of the city is " + zone.getId() + ", by its position.",
        1);
    issues.total(
        "population", Action.ASSUMED, "city", estimates.estimates().get(0), estimates.population());
    issues.total(
        "districts_by_partition",
        Action.ASSUMED,
        "districts",
        "No level of administrative boundaries covers the streets; the network is divided.",
        estimates.isPartition() ? estimates.districts().size() : 0);
    issues.total(
        "bins",
        Action.ASSUMED,
        "bins",
        "Waste bins at junctions, by residents; replace them with the city's own.",
        estimates.bins().size());
    issues.total("depots", Action.ASSUMED, "depots", "One depot.", estimates.depots().size());
    issues.total(
        "disposal_sites",
        Action.ASSUMED,
        "disposal_sites",
        "One disposal site.",
        estimates.disposalSites().size());
    issues.total(
        "bus_headways",
        Action.ASSUMED,
        "bus_lines",
        "Lines without an interval run every 10, 15 and 30 minutes.",
        buses.assumedHeadways);
  }
}
