package city.emona.geodata.od;

import city.emona.geo.PackedLines;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where traffic is counted, in SensorThings words: a thing of the kind {@code traffic} that watches
 * a street, with a datastream {@code flow} in vehicles per hour. A street that is counted for the
 * first time gets a thing of its own halfway along it. Immutable.
 */
public final class CountSites {
  public static final String UNIT = "veh/h";
  private static final String FLOW = "flow";

  private final City city;
  private final Map<Integer, String> streamOf;

  private CountSites(City city, Map<Integer, String> streamOf) {
    this.city = city;
    this.streamOf = streamOf;
  }

  /** The sites that a city has. */
  public static CountSites of(City city) {
    Table streams = city.table(Schema.DATASTREAMS);
    int[] watched = city.table(Schema.SENSORS).ints("link");
    int[] sensor = streams.ints("sensor");
    Map<Integer, String> found = new LinkedHashMap<>();
    for (int d = 0; d < streams.size(); d++) {
      boolean flow = streams.texts("observed_property")[d].equals(FLOW) && sensor[d] >= 0;
      if (flow && watched[sensor[d]] >= 0 && streams.texts("unit")[d].equals(UNIT)) {
        found.putIfAbsent(watched[sensor[d]], streams.id(d));
      }
    }
    return new CountSites(city, found);
  }

  /** These sites, and new ones for the streets that have none. */
  public CountSites with(int[] links) {
    Table.Builder things = new Table.Builder(Schema.SENSORS);
    Table.Builder streams = new Table.Builder(Schema.DATASTREAMS);
    Map<Integer, String> all = new HashMap<>(streamOf);
    int first = city.table(Schema.SENSORS).size();
    PackedLines lines = city.network().lines();
    for (int link : links) {
      if (all.containsKey(link)) {
        continue;
      }
      String id = "count:" + city.network().linkIds()[link];
      int at = lines.first()[link];
      int middle = (at + lines.first()[link + 1] - 1) / 2;
      int next = Math.min(middle + 1, lines.first()[link + 1] - 1);
      things.row(id);
      things.set("name", id).set("kind", "traffic").set("siting", "kerbside").set("link", link);
      things.point(
          (lines.xMm()[middle] + lines.xMm()[next]) / 2,
          (lines.yMm()[middle] + lines.yMm()[next]) / 2);
      String stream = id + ":" + FLOW;
      streams.row(stream);
      streams.set("sensor", first + things.size() - 1);
      streams.set("observed_property", FLOW).set("unit", UNIT);
      all.put(link, stream);
    }
    if (things.size() == 0) {
      return this;
    }
    City changed =
        city.with(
            city.table(Schema.SENSORS).append(things.build()),
            city.table(Schema.DATASTREAMS).append(streams.build()));
    return new CountSites(changed, new LinkedHashMap<>(all));
  }

  /** The city with its sites. */
  public City city() {
    return city;
  }

  /** Datastream by street. */
  public Map<Integer, String> streams() {
    return streamOf;
  }
}
