package city.emona.geodata.estimate;

import city.emona.model.Table;
import city.emona.model.WasteSources;
import java.util.ArrayList;
import java.util.List;

/**
 * Fills in what a map of streets does not say: districts (where no boundaries are given), traffic
 * zones and their access, residents and jobs, waste collection. Works on the tables of the model,
 * so any importer may use it. Every figure that is an estimate is named in {@link #estimates}.
 * Deterministic, single-threaded.
 */
public final class CityEstimates {
  private final Table districts;
  private final Table links;
  private final Table zones;
  private final Table zoneAccess;
  private final Table landUse;
  private final AssumedWaste waste;
  private final List<String> estimates = new ArrayList<>();
  private final boolean partition;
  private final int population;

  /**
   * @param given districts, or none to make a partition
   * @param namedPlaces points (one-vertex shapes) with names for the parts, most important first
   * @param givenPopulation residents, or −1 to estimate them
   */
  public CityEstimates(
      Table nodes,
      Table links,
      Table landUse,
      Table buildings,
      List<Area> given,
      List<Area> namedPlaces,
      int givenPopulation) {
    CarStreets streets = new CarStreets(nodes, links);
    Districts parts = new Districts(given, streets, namedPlaces);
    Zones zoning = new Zones(streets, parts);
    People people = new People(streets, landUse, buildings, givenPopulation);
    partition = parts.partition;
    population = people.population;
    int[] zonePeople = new int[zoning.count()];
    int[] zoneJobs = new int[zoning.count()];
    int[] blockPeople = new int[landUse.size()];
    int[] blockJobs = new int[landUse.size()];
    for (int u = 0; u < people.unitX.length; u++) {
      if (people.residents[u] == 0 && people.workplaces[u] == 0) {
        continue;
      }
      int z = zoning.of(people.unitX[u], people.unitY[u]);
      zonePeople[z] += people.residents[u];
      zoneJobs[z] += people.workplaces[u];
      if (people.unitBlock[u] >= 0) {
        blockPeople[people.unitBlock[u]] += people.residents[u];
        blockJobs[people.unitBlock[u]] += people.workplaces[u];
      }
    }
    int n = parts.areas.size();
    int[] districtPeople = new int[n];
    int[] districtJobs = new int[n];
    for (int z = 0; z < zonePeople.length; z++) {
      districtPeople[zoning.district(z)] += zonePeople[z];
      districtJobs[zoning.district(z)] += zoneJobs[z];
    }
    districts = parts.table(districtPeople, districtJobs);
    zones = zoning.table(zonePeople, zoneJobs);
    zoneAccess = zoning.accessTable(zones);
    double[] sources = WasteSources.equivalents(zonePeople, zoneJobs);
    waste = new AssumedWaste(streets, zoning, sources, AssumedWaste.sites(streets, landUse));
    this.links = links.with("district", districtOfLinks(links, parts));
    this.landUse = placed(landUse, zoning, blockPeople, blockJobs);
    describe(people, givenPopulation);
  }

  private static int[] districtOfLinks(Table links, Districts parts) {
    int[] district = new int[links.size()];
    for (int i = 0; i < district.length; i++) {
      int[] middle = CarStreets.middle(links.lines(), i);
      district[i] = parts.of(middle[0], middle[1]);
    }
    return district;
  }

  private static Table placed(Table landUse, Zones zoning, int[] people, int[] jobs) {
    int[] zone = new int[landUse.size()];
    int[] district = new int[landUse.size()];
    for (int i = 0; i < zone.length; i++) {
      city.emona.geo.Bounds b = landUse.shapes().bounds(i);
      zone[i] = zoning.of((int) ((b.minX() + b.maxX()) / 2), (int) ((b.minY() + b.maxY()) / 2));
      district[i] = zoning.district(zone[i]);
    }
    return landUse
        .with("population", people)
        .with("jobs", jobs)
        .with("zone", zone)
        .with("district", district);
  }

  private void describe(People people, int givenPopulation) {
    String source = people.fromBuildings ? "floor area of buildings" : "residential street length";
    estimates.add(
        givenPopulation >= 0
            ? "population: " + givenPopulation + " as given, spread by " + source
            : "population: estimated from " + source);
    estimates.add("jobs: " + People.JOBS_PER_RESIDENT + " per resident, spread by " + source);
    if (partition) {
      estimates.add("districts: partition of the street network");
    }
    estimates.add("zones: compact groups of junctions");
    estimates.add("bins, depot, disposal site: assumed from residents");
  }

  public Table districts() {
    return districts;
  }

  /** The links with their districts. */
  public Table links() {
    return links;
  }

  public Table zones() {
    return zones;
  }

  public Table zoneAccess() {
    return zoneAccess;
  }

  /** The blocks with residents, jobs, zones and districts. */
  public Table landUse() {
    return landUse;
  }

  public Table bins() {
    return waste.bins;
  }

  public Table depots() {
    return waste.depots;
  }

  public Table disposalSites() {
    return waste.disposalSites;
  }

  public List<String> estimates() {
    return List.copyOf(estimates);
  }

  public boolean isPartition() {
    return partition;
  }

  public int population() {
    return population;
  }
}
