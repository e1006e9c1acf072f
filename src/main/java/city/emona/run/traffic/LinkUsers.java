package city.emona.run.traffic;

import city.emona.simulate.UserClass;
import city.emona.simulate.traffic.HourEstimate;
import city.emona.simulate.traffic.RouteSink;
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
 * same pair of alternatives split alike, wherever they come from and go to. Filled by one thread,
 * then read.
 */
public final class LinkUsers implements RouteSink {
  /** Vehicles of one route through the link, all classes together. */
  public record Way(int fromZone, int toZone, int[] links, double vehicles) {}

  private final int link;
  private final double[] byClass;
  private final double[] byOrigin;
  private final double[] byDestination;
  private final Map<IntBuffer, double[]> vehiclesOfWay = new HashMap<>();
  private List<Way> ways = List.of();
  private List<UserClass> classes = List.of();
  private String[] zoneIds = {};
  private double volume;

  LinkUsers(int link, int classCount, int zones) {
    this.link = link;
    byClass = new double[classCount];
    byOrigin = new double[zones];
    byDestination = new double[zones];
  }

  @Override
  public void route(
      int step, int classIdx, int fromZone, int toZone, int[] links, int count, double vehicles) {
    for (int i = 0; i < count; i++) {
      if (links[i] == link) {
        byClass[classIdx] += vehicles;
        byOrigin[fromZone] += vehicles;
        byDestination[toZone] += vehicles;
        int[] key = new int[count + 2];
        key[0] = fromZone;
        key[1] = toZone;
        System.arraycopy(links, 0, key, 2, count);
        vehiclesOfWay.computeIfAbsent(IntBuffer.wrap(key), k -> new double[1])[0] += vehicles;
        return;
      }
    }
  }

  @Override
  public boolean isProportional() {
    return true;
  }

  void finish(HourEstimate.Hour hour, String[] zones) {
    classes = hour.classes();
    zoneIds = zones;
    volume = hour.totalVehPerH()[link];
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
    ways = all;
    vehiclesOfWay.clear();
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
