package city.emona.scenario;

import city.emona.EmonaException;
import city.emona.geo.PackedLines;
import city.emona.geo.PackedPoints;
import city.emona.geo.PackedPolygons;
import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.model.Schema;
import city.emona.model.Table;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Edits of land, people, sensors and the conditions of the day. New residents and workplaces are
 * shared out over the blocks of the site by area (largest remainders, so that sums are exact) and
 * added to the block, its zone and its district alike. Stateless.
 */
final class SiteEdits {
  private static final List<String> LAND_KINDS = labels(Schema.LAND_USE, "kind");

  /** Land on which a site is not built: it stays as it is within the site. */
  private static final Set<String> UNBUILT = Set.of("park", "forest", "water", "rail", "square");

  private SiteEdits() {}

  static List<String> labels(city.emona.model.TableSchema schema, String field) {
    return schema.fields().get(schema.indexOf(field)).labels();
  }

  /** Changes the vehicles on the streets of a place alone, or everywhere, on the days it is for. */
  static Situation fleet(Edit.Fleet e, Situation s, Areas areas) {
    Conditions c = s.conditions();
    boolean isBefore = e.from() != null && c.date().isBefore(e.from());
    if (isBefore || e.until() != null && !c.date().isBefore(e.until())) {
      return s;
    }
    BitSet here = e.place().isEmpty() ? null : areas.links(e.place());
    Conditions.Fleet city = here == null ? changed(c.fleet(), e) : c.fleet();
    List<Conditions.LocalFleet> local = new ArrayList<>();
    BitSet rest = here == null ? new BitSet() : (BitSet) here.clone();
    for (Conditions.LocalFleet l : c.localFleets()) {
      BitSet inside = (BitSet) l.links().clone();
      BitSet outside = (BitSet) l.links().clone();
      if (here == null) {
        outside.clear();
      } else {
        inside.and(here);
        outside.andNot(here);
        rest.andNot(l.links());
      }
      addFleet(local, outside, l.fleet());
      addFleet(local, inside, inside.isEmpty() ? l.fleet() : changed(l.fleet(), e));
    }
    addFleet(local, rest, rest.isEmpty() ? c.fleet() : changed(c.fleet(), e));
    return s.with(c.withFleet(city, local));
  }

  private static void addFleet(
      List<Conditions.LocalFleet> to, BitSet links, Conditions.Fleet fleet) {
    if (!links.isEmpty()) {
      to.add(new Conditions.LocalFleet(links, fleet));
    }
  }

  private static Conditions.Fleet changed(Conditions.Fleet f, Edit.Fleet e) {
    Conditions.Fleet now =
        new Conditions.Fleet(
            e.table() == null ? f.table() : e.table(),
            e.year() < 0 ? f.year() : e.year(),
            given(e.electricCars(), f.electricCarShare()),
            given(e.electricVans(), f.electricVanShare()),
            given(e.electricTrucks(), f.electricTruckShare()));
    if (now.table() != null) {
      now.table().checkYear(now.year());
    }
    return now;
  }

  private static double given(double value, double before) {
    return Double.isNaN(value) ? before : value;
  }

  static Situation demand(Edit.Demand e, Situation s, Areas areas) {
    BitSet zones = areas.zones(e.place());
    List<Conditions.DemandChange> changes = new ArrayList<>();
    for (Edit.Hours h : e.hours().spans()) {
      changes.add(new Conditions.DemandChange(zones, e.factor(), h.fromMinute(), h.toMinute()));
    }
    return s.with(s.conditions().andDemandChanges(changes));
  }

  static Situation development(Edit.Development e, Situation s, Areas areas) {
    Site site = site(e, s.city(), areas);
    int n = site.blocks.length;
    int[] people = shares(e.population(), site.areaM2);
    int[] jobs = shares(e.jobs(), site.areaM2);
    City city = site.city;
    Table land = city.table(Schema.LAND_USE);
    byte[] kind = land.choices("kind").clone();
    byte use = (byte) LAND_KINDS.indexOf(e.population() >= e.jobs() ? "residential" : "commercial");
    for (int b : site.blocks) {
      kind[b] = LAND_KINDS.get(kind[b]).equals("field") ? use : kind[b];
    }
    land = added(land.with("kind", kind), site.blocks, people, jobs);
    Table zones = added(city.table(Schema.ZONES), site.zones, people, jobs);
    Table districts = added(city.table(Schema.DISTRICTS), site.districts, people, jobs);
    Table access = city.table(Schema.ZONE_ACCESS);
    Set<Integer> done = new TreeSet<>();
    for (int i = 0; i < n; i++) {
      if (site.zones[i] >= 0 && done.add(site.zones[i])) {
        access = withAccess(access, site.zones[i], e.access(), site, i, areas);
      }
    }
    return s.with(city.with(land, zones, districts, access));
  }

  /** The blocks that take the newcomers, with area, zone, district and centroid of each. */
  private record Site(
      City city, int[] blocks, double[] areaM2, int[] zones, int[] districts, double[][] centre) {}

  private static Site site(Edit.Development e, City city, Areas areas) {
    Table land = city.table(Schema.LAND_USE);
    BitSet found = areas.blocks(e.place());
    byte[] kind = land.choices("kind");
    for (int b = found.nextSetBit(0); b >= 0; b = found.nextSetBit(b + 1)) {
      found.set(b, !UNBUILT.contains(LAND_KINDS.get(kind[b])) && land.polygons().areaM2(b) > 0);
    }
    if (found.isEmpty()) {
      PackedPolygons outline = areas.outline(e.place());
      if (outline == null) {
        throw EmonaException.notFound(
            "The site has no land that can be built on.",
            "place",
            "Give the site as a polygon, or choose a place with blocks or fields.");
      }
      land = land.append(block(outline, land));
      city = city.with(land);
      found.set(land.size() - 1);
    }
    int[] blocks = found.stream().toArray();
    int n = blocks.length;
    Site site = new Site(city, blocks, new double[n], new int[n], new int[n], new double[n][2]);
    for (int i = 0; i < n; i++) {
      int b = blocks[i];
      double[] xy = site.centre[i];
      Areas.centre(land, b, xy);
      site.areaM2[i] = land.polygons().areaM2(b);
      int zone = land.ints("zone")[b];
      site.zones[i] = zone >= 0 ? zone : areas.zoneAt(xy[0], xy[1]);
      int district =
          site.zones[i] >= 0
              ? city.table(Schema.ZONES).ints("district")[site.zones[i]]
              : land.ints("district")[b];
      site.districts[i] = district >= 0 ? district : areas.districtAt(xy[0], xy[1]);
    }
    return site;
  }

  private static Table block(PackedPolygons outline, Table land) {
    int n = 1;
    while (land.findRow("development:" + n) >= 0) {
      n++;
    }
    Table.Builder b = new Table.Builder(Schema.LAND_USE);
    b.row("development:" + n);
    b.set("kind", "field").set("fabric", "perimeter");
    for (int r = 0; r < outline.hole().length; r++) {
      int from = outline.firstVertex()[r];
      int to = outline.firstVertex()[r + 1];
      b.ring(
          java.util.Arrays.copyOfRange(outline.xMm(), from, to),
          java.util.Arrays.copyOfRange(outline.yMm(), from, to),
          outline.hole()[r]);
    }
    return b.endPolygon().build();
  }

  /** Whole numbers that add up to the total, in proportion to the weights. */
  static int[] shares(int total, double[] weights) {
    double sum = 0;
    for (double w : weights) {
      sum += w;
    }
    int[] out = new int[weights.length];
    double before = 0;
    long given = 0;
    for (int i = 0; i < out.length; i++) {
      before += weights[i];
      long upTo = i == out.length - 1 ? total : Math.round(total * (before / sum));
      out[i] = (int) (upTo - given);
      given = upTo;
    }
    return out;
  }

  private static Table added(Table t, int[] rows, int[] people, int[] jobs) {
    int[] population = t.ints("population").clone();
    int[] work = t.ints("jobs").clone();
    for (int i = 0; i < rows.length; i++) {
      if (rows[i] >= 0) {
        population[rows[i]] += people[i];
        work[rows[i]] += jobs[i];
      }
    }
    return t.with("population", population).with("jobs", work);
  }

  private static Table withAccess(
      Table access, int zone, List<String> wanted, Site site, int i, Areas areas) {
    Set<Integer> nodes = new TreeSet<>();
    wanted.forEach(id -> nodes.add(areas.row(Schema.NODES, id)));
    boolean has = false;
    for (int r = 0; r < access.size(); r++) {
      if (access.ints("zone")[r] == zone) {
        has = true;
        nodes.remove(access.ints("node")[r]);
      }
    }
    if (!has && nodes.isEmpty()) {
      nodes.add(areas.nearestNode(site.centre[i][0], site.centre[i][1], Schema.CAR));
    }
    Table.Builder b = new Table.Builder(Schema.ZONE_ACCESS);
    for (int node : nodes) {
      if (node >= 0) {
        b.row("development:" + zone + ":" + node);
        b.set("zone", zone).set("node", node);
      }
    }
    return b.size() == 0 ? access : access.append(b.build());
  }

  static Situation sensors(Edit.Sensors e, Situation s, Areas areas) {
    City city = s.city();
    if (!e.remove().isEmpty()) {
      BitSet gone = new BitSet();
      e.remove().forEach(id -> gone.set(areas.row(Schema.SENSORS, id)));
      city = withoutSensors(city, gone);
    }
    Table.Builder things = new Table.Builder(Schema.SENSORS);
    Table.Builder streams = new Table.Builder(Schema.DATASTREAMS);
    int first = city.table(Schema.SENSORS).size();
    for (Edit.Sensors.NewSensor n : e.add()) {
      if (city.table(Schema.SENSORS).findRow(n.id()) >= 0) {
        throw EmonaException.invalid(
            "A sensor \"" + n.id() + "\" exists.", "id", "Give the new sensor another id.");
      }
      int[] mm = areas.toLocal(n.at());
      things.row(n.id());
      things.set("name", n.name()).set("kind", n.kind()).set("siting", n.siting());
      things.point(mm[0], mm[1]);
      if (n.kind().equals("traffic")) {
        things.set("link", nearestLink(city.table(Schema.LINKS), mm));
      } else if (n.kind().equals("bin_level")) {
        things.set("bin", nearestBin(city.table(Schema.BINS).points(), mm));
      }
      addStreams(streams, first + things.size() - 1, n);
    }
    return s.with(
        city.with(
            city.table(Schema.SENSORS).append(things.build()),
            city.table(Schema.DATASTREAMS).append(streams.build())));
  }

  private static void addStreams(Table.Builder b, int sensor, Edit.Sensors.NewSensor n) {
    String[][] observed =
        switch (n.kind()) {
          case "traffic" -> new String[][] {{"flow", "veh/h"}, {"speed", "km/h"}};
          case "air" -> new String[][] {{"NO2", "µg/m³"}, {"PM2.5", "µg/m³"}, {"PM10", "µg/m³"}};
          case "noise" -> new String[][] {{"LAeq", "dB(A)"}};
          default -> new String[][] {{"fill", "%"}};
        };
    for (String[] o : observed) {
      b.row(n.id() + ":" + o[0]);
      b.set("sensor", sensor).set("observed_property", o[0]).set("unit", o[1]);
    }
  }

  /** Takes sensors and their datastreams away and renumbers the references to those that stay. */
  static City withoutSensors(City city, BitSet gone) {
    Table sensors = city.table(Schema.SENSORS);
    Table streams = city.table(Schema.DATASTREAMS);
    BitSet stay = new BitSet();
    stay.set(0, sensors.size());
    stay.andNot(gone);
    BitSet keep = new BitSet();
    int[] sensor = streams.ints("sensor");
    for (int i = 0; i < sensor.length; i++) {
      keep.set(i, sensor[i] >= 0 && stay.get(sensor[i]));
    }
    Table kept = streams.keep(keep);
    return city.with(
        sensors.keep(stay), kept.with("sensor", renumbered(kept.ints("sensor"), stay)));
  }

  /** References into a table of which only some rows stay; −1 where the row is gone. */
  static int[] renumbered(int[] refs, BitSet stay) {
    int[] now = new int[stay.length()];
    int n = 0;
    for (int i = stay.nextSetBit(0); i >= 0; i = stay.nextSetBit(i + 1)) {
      now[i] = n++;
    }
    int[] out = new int[refs.length];
    for (int i = 0; i < refs.length; i++) {
      out[i] = refs[i] >= 0 && stay.get(refs[i]) ? now[refs[i]] : -1;
    }
    return out;
  }

  private static int nearestBin(PackedPoints bins, int[] mm) {
    int best = -1;
    double bestD = Double.POSITIVE_INFINITY;
    for (int b = 0; b < bins.size(); b++) {
      double d =
          Areas.square(bins.xMm()[b] - (double) mm[0])
              + Areas.square(bins.yMm()[b] - (double) mm[1]);
      if (bins.hasPosition(b) && d < bestD) {
        bestD = d;
        best = b;
      }
    }
    return best;
  }

  private static int nearestLink(Table links, int[] mm) {
    PackedLines l = links.lines();
    int best = -1;
    double bestD = Double.POSITIVE_INFINITY;
    for (int i = 0; i < links.size(); i++) {
      for (int v = l.first()[i] + 1; v < l.first()[i + 1]; v++) {
        double d = segmentDistance2(l, v, mm);
        if (d < bestD) {
          bestD = d;
          best = i;
        }
      }
    }
    return best;
  }

  private static double segmentDistance2(PackedLines l, int v, int[] mm) {
    double ax = (double) l.xMm()[v - 1] - mm[0];
    double ay = (double) l.yMm()[v - 1] - mm[1];
    double dx = (double) l.xMm()[v] - l.xMm()[v - 1];
    double dy = (double) l.yMm()[v] - l.yMm()[v - 1];
    double length2 = dx * dx + dy * dy;
    double t = length2 == 0 ? 0 : Math.max(0, Math.min(1, -(ax * dx + ay * dy) / length2));
    return Areas.square(ax + t * dx) + Areas.square(ay + t * dy);
  }
}
