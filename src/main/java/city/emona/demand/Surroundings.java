package city.emona.demand;

import city.emona.geo.Bounds;
import city.emona.geo.PackedPoints;
import city.emona.geo.PackedPolygons;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.model.network.Network;
import java.util.ArrayList;
import java.util.List;

/**
 * Car trips across the edge of the study area. A city exchanges traffic with its surroundings by
 * the main roads that end at the edge of the map (secondary and above, one neighbour only). Each
 * such gate takes a share by its capacity; its trips start and end in the zone nearest to it, so
 * they load the radial roads; the schema has no zones outside of the city.
 *
 * <p>Amount: {@link #CROSSINGS_PER_RESIDENT} trips per resident and day, both directions together,
 * as cordon counts of free-standing European cities of 100,000 to 300,000 people show in order of
 * magnitude (about 130,000 vehicles enter Ljubljana, 290,000 people, on a working day); in larger
 * areas less by radius, since edge grows with radius and people with its square. {@link
 * #THROUGH_SHARE} runs from gate to gate, the rest goes to jobs and homes. Part of the crossings,
 * {@link #RESIDENTS_SHARE}, are trips of residents and leave the trips inside the city. All of it
 * is an assumption, marked so; counts at the edge replace it.
 */
final class Surroundings {
  static final double CROSSINGS_PER_RESIDENT = 1.0;
  static final double THROUGH_SHARE = 0.15;
  static final double RESIDENTS_SHARE = 0.4;

  /** Distance inside the area over which trips from outside thin out to 1/e; an assumption. */
  private static final double DECAY_KM = 8;

  private static final double REFERENCE_RADIUS_M = 6000;
  private static final double JOBS_WEIGHT = 0.7;
  private static final int LEAST_CLASS = 3;
  private static final double EDGE_SHARE = 0.15;

  private final List<Integer> zone = new ArrayList<>();
  private final List<Double> weight = new ArrayList<>();
  private final double crossings;
  private final double[] ends;

  private Surroundings(double crossings, double[] ends) {
    this.crossings = crossings;
    this.ends = ends;
  }

  static Surroundings of(City city) {
    Table zones = city.table(Schema.ZONES);
    int[] population = zones.ints("population");
    int[] jobs = zones.ints("jobs");
    double people = sum(population);
    double work = sum(jobs);
    double toWork = work > 0 ? (people > 0 ? JOBS_WEIGHT : 1) / work : 0;
    double toHome = people > 0 ? (work > 0 ? 1 - JOBS_WEIGHT : 1) / people : 0;
    double[] ends = new double[zones.size()];
    for (int z = 0; z < ends.length; z++) {
      ends[z] = toWork * jobs[z] + toHome * population[z];
    }
    Surroundings s = new Surroundings(crossings(zones, people), ends);
    s.findGates(city);
    return s;
  }

  private static double crossings(Table zones, double people) {
    PackedPolygons shapes = zones.polygons();
    double areaM2 = 0;
    for (int z = 0; z < zones.size(); z++) {
      areaM2 += shapes.areaM2(z);
    }
    double radiusM = Math.sqrt(areaM2 / Math.PI);
    double scale = radiusM > REFERENCE_RADIUS_M ? REFERENCE_RADIUS_M / radiusM : 1;
    return CROSSINGS_PER_RESIDENT * people * scale;
  }

  private void findGates(City city) {
    Network network = city.network();
    PackedPoints points = network.nodePoints();
    Bounds box = Bounds.EMPTY;
    int[] neighbour = new int[network.nodeCount()];
    boolean[] several = new boolean[network.nodeCount()];
    java.util.Arrays.fill(neighbour, -1);
    for (int i = 0; i < network.linkCount(); i++) {
      int a = network.fromNode()[i];
      int b = network.toNode()[i];
      several[a] |= neighbour[a] >= 0 && neighbour[a] != b;
      several[b] |= neighbour[b] >= 0 && neighbour[b] != a;
      neighbour[a] = b;
      neighbour[b] = a;
      box = box.including(points.xMm()[a], points.yMm()[a]);
    }
    ZoneAccess access = ZoneAccess.of(city);
    for (int i = 0; i < network.linkCount(); i++) {
      int end = network.toNode()[i];
      boolean isMain =
          network.roadClass()[i] <= LEAST_CLASS && (network.modes()[i] & Schema.CAR) != 0;
      if (isMain && !several[end] && isAtEdge(box, points.xMm()[end], points.yMm()[end])) {
        int z = nearestZone(access, points, end);
        if (z >= 0) {
          zone.add(z);
          weight.add((double) network.capacityVehPerH()[i]);
        }
      }
    }
  }

  private static boolean isAtEdge(Bounds box, double x, double y) {
    double dx = EDGE_SHARE * (box.maxX() - box.minX());
    double dy = EDGE_SHARE * (box.maxY() - box.minY());
    return x < box.minX() + dx || x > box.maxX() - dx || y < box.minY() + dy || y > box.maxY() - dy;
  }

  private static int nearestZone(ZoneAccess access, PackedPoints points, int node) {
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int z = 0; z < access.zoneCount(); z++) {
      for (int i = access.first()[z]; i < access.first()[z + 1]; i++) {
        double dx = (double) points.xMm()[access.node()[i]] - points.xMm()[node];
        double dy = (double) points.yMm()[access.node()[i]] - points.yMm()[node];
        if (dx * dx + dy * dy < least) {
          least = dx * dx + dy * dy;
          best = z;
        }
      }
    }
    return best;
  }

  int gateCount() {
    return zone.size();
  }

  /** Trips across the edge per day, both directions together; 0 where no main road ends there. */
  double crossings() {
    return zone.isEmpty() ? 0 : crossings;
  }

  /** Makes room for residents' trips across the edge, then adds all trips across it. */
  void addTo(OdMatrix od, ZoneSkims skims) {
    double inside = od.total();
    if (zone.isEmpty() || inside <= 0) {
      return;
    }
    od.scale(Math.max(0, 1 - RESIDENTS_SHARE * crossings / inside));
    double all = weight.stream().mapToDouble(Double::doubleValue).sum();
    double toCity = crossings * (1 - THROUGH_SHARE);
    double through = crossings * THROUGH_SHARE / 2;
    for (int g = 0; g < zone.size(); g++) {
      double share = weight.get(g) / all;
      double[] near = new double[ends.length];
      double sum = 0;
      for (int z = 0; z < ends.length; z++) {
        near[z] = ends[z] * StrictMath.exp(-skims.km(zone.get(g), z) / DECAY_KM);
        sum += near[z];
      }
      for (int z = 0; z < ends.length && sum > 0; z++) {
        od.add(zone.get(g), z, toCity * share * near[z] / sum / 2);
        od.add(z, zone.get(g), toCity * share * near[z] / sum / 2);
      }
      for (int h = 0; h < zone.size(); h++) {
        if (!zone.get(h).equals(zone.get(g))) {
          od.add(zone.get(g), zone.get(h), through * share * weight.get(h) / all);
        }
      }
    }
  }

  private static double sum(int[] a) {
    double s = 0;
    for (int v : a) {
      s += v;
    }
    return s;
  }
}
