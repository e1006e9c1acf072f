package city.emona.run.traffic;

import city.emona.simulate.UserClass;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Select link: the vehicles on one link by class, origin zone, destination zone and route, gathered
 * from the routes of an hour. Route flows are proportional (Bar-Gera 2010): trips that meet the
 * same pair of alternatives split alike, wherever they come from and go to. Origins, destinations
 * and ways add up to the volume of the link. Immutable.
 */
public final class LinkUsers {
  /** Vehicles of one route through the link, all classes together. */
  public record Way(int fromZone, int toZone, int[] links, double vehicles) {}

  private final double[] byClass;
  private final double[] byOrigin;
  private final double[] byDestination;
  private final List<Way> ways;
  private final List<UserClass> classes;
  private final String[] zoneIds;
  private final double volume;

  LinkUsers(HourRoutes routes, int link, String[] zones) {
    classes = routes.hour().classes();
    zoneIds = zones;
    volume = routes.hour().totalVehPerH()[link];
    byClass = new double[classes.size()];
    byOrigin = new double[zones.length];
    byDestination = new double[zones.length];
    Map<IntBuffer, double[]> vehiclesOfWay = new HashMap<>();
    double[] scale = scales(routes, link);
    routes.over(
        link,
        (c, from, to, links, told) -> {
          double vehicles = told * scale[c];
          byClass[c] += vehicles;
          byOrigin[from] += vehicles;
          byDestination[to] += vehicles;
          int[] key = new int[links.length + 2];
          key[0] = from;
          key[1] = to;
          System.arraycopy(links, 0, key, 2, links.length);
          vehiclesOfWay.computeIfAbsent(IntBuffer.wrap(key), k -> new double[1])[0] += vehicles;
        });
    List<Way> all = new ArrayList<>();
    vehiclesOfWay.forEach(
        (k, v) -> {
          int[] key = k.array();
          all.add(new Way(key[0], key[1], Arrays.copyOfRange(key, 2, key.length), v[0]));
        });
    all.sort(
        Comparator.comparingDouble((Way w) -> -w.vehicles)
            .thenComparingInt(Way::fromZone)
            .thenComparingInt(Way::toZone)
            .thenComparing(Way::links, Arrays::compare));
    ways = List.copyOf(all);
  }

  /**
   * Volume over the sum of the routes by class: routes leave out ways below 1e-4 of a pair's trips,
   * which is a fraction of a vehicle on any link.
   */
  private static double[] scales(HourRoutes routes, int link) {
    double[] told = new double[routes.hour().classes().size()];
    routes.over(link, (c, from, to, links, vehicles) -> told[c] += vehicles);
    double[] scale = new double[told.length];
    for (int c = 0; c < scale.length; c++) {
      scale[c] = told[c] > 0 ? routes.hour().volumeVehPerH()[c][link] / told[c] : 1;
    }
    return scale;
  }

  /** Vehicles per hour on the link, as assigned. */
  public double volume() {
    return volume;
  }

  public List<UserClass> classes() {
    return classes;
  }

  public double byClass(int classIdx) {
    return byClass[classIdx];
  }

  public String zoneId(int zone) {
    return zoneIds[zone];
  }

  public double byOrigin(int zone) {
    return byOrigin[zone];
  }

  public double byDestination(int zone) {
    return byDestination[zone];
  }

  /** Zones whose trips use the link, most vehicles first. */
  public int[] origins() {
    return sorted(byOrigin);
  }

  public int[] destinations() {
    return sorted(byDestination);
  }

  /** Routes over the link, most vehicles first. */
  public List<Way> ways() {
    return ways;
  }

  private static int[] sorted(double[] vehicles) {
    return IntStream.range(0, vehicles.length)
        .filter(z -> vehicles[z] > 0)
        .boxed()
        .sorted(Comparator.comparingDouble(z -> -vehicles[z]))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
