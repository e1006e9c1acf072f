package city.emona.simulate.waste;

import city.emona.graph.ShortestPaths;
import city.emona.simulate.WasteDay;
import city.emona.simulate.routing.RoutingPlan;
import java.util.Arrays;

/**
 * Drives one truck's plan through the day: fastest paths at each departure's hour, loads as the
 * bins hold when the truck stands there. A bin that would not fit sends the truck to disposal
 * first, so the load never passes volume or payload; every part ends with disposal and the way
 * home. Not thread-safe; trucks are driven in order, as bins are theirs alone.
 */
final class TourDriver {
  private final TruckNetwork net;
  private final DayPlanner planner;
  private final DayPlanner.Fleet fleet;
  private final DayFill day;
  private final double[] capacityL;
  private final byte[] fraction;
  private final ShortestPaths[] searches;
  private final boolean[] target;

  private int[] links = new int[256];
  private float[] enter = new float[256];
  private int[] bins = new int[64];
  private int linkCount;
  private int binCount;
  private int node;
  private int disposals;
  private double minute;
  private double loadL;
  private double loadKg;
  private double collectedL;
  private double collectedKg;
  private double breakMinutes;
  private double fullShares;
  private int dumps;
  private int late;
  private double volumeL;
  private double payloadKg;

  TourDriver(
      TruckNetwork net,
      DayPlanner planner,
      DayFill day,
      double[] capacityL,
      byte[] fraction,
      int steps) {
    this.net = net;
    this.planner = planner;
    this.fleet = planner.fleet();
    this.day = day;
    this.capacityL = capacityL;
    this.fraction = fraction;
    searches = new ShortestPaths[steps];
    target = new boolean[net.nodeCount()];
  }

  /** Emptyings that began after the hours allowed, by all trucks so far. */
  int late() {
    return late;
  }

  /** Mean filled share of the trucks at disposal so far; the fuller of volume and payload. */
  double fullShare() {
    return dumps == 0 ? Double.NaN : fullShares / dumps;
  }

  /** The tour of truck {@code k} of the fleet, or null where it stays home. */
  WasteDay.Tour drive(int k, DayPlan plan, double startMinute) {
    linkCount = 0;
    binCount = 0;
    disposals = 0;
    minute = startMinute;
    loadL = 0;
    loadKg = 0;
    collectedL = 0;
    collectedKg = 0;
    breakMinutes = 0;
    volumeL = fleet.volumeL()[k];
    payloadKg = fleet.payloadKg()[k];
    node = fleet.gate()[k];
    boolean used = false;
    for (DayPlan.Part part : plan.parts()) {
      RoutingPlan.Route route = part.plan().routes().get(k);
      if (route.isUsed()) {
        used = true;
        drive(part, route);
        go(fleet.gate()[k]);
      }
    }
    return used ? tour(k, startMinute) : null;
  }

  private void drive(DayPlan.Part part, RoutingPlan.Route route) {
    for (RoutingPlan.Visit v : route.visits()) {
      switch (v.kind()) {
        case BREAK -> {
          double length = (v.leave_ds() - v.begin_ds()) / 600.0;
          breakMinutes += length;
          minute += length;
        }
        case FACILITY -> {
          if (loadL > 0) {
            dispose(planner.sites()[v.idx()]);
          }
        }
        case STOP -> serve(part.stops(), v.idx());
      }
    }
    if (loadL > 0) {
      dispose(planner.site(node, fleet.gate()[route.vehicle()], (int) (minute * 600)));
    }
  }

  private WasteDay.Tour tour(int k, double startMinute) {
    double metres = 0;
    for (int i = 0; i < linkCount; i++) {
      metres += net.lengthMm()[links[i]] / 1000.0;
    }
    return new WasteDay.Tour(
        fleet.depot()[k],
        fleet.number()[k],
        Arrays.copyOf(links, linkCount),
        Arrays.copyOf(enter, linkCount),
        Arrays.copyOf(bins, binCount),
        disposals,
        collectedL,
        collectedKg,
        metres / 1000,
        (minute - startMinute - breakMinutes) / 60);
  }

  private void serve(Stops stops, int s) {
    int stop = stops.node()[s];
    go(stop);
    minute = Math.max(minute, stops.openMinute()[s]);
    boolean isLate = stops.closeMinute()[s] < 1440 && minute > stops.closeMinute()[s];
    minute += WasteRules.STOP_SECONDS / 60;
    for (int b : stops.bins()[s]) {
      double seconds = Stops.serviceSeconds(capacityL[b]);
      double density = WasteRules.KG_PER_L[fraction[b]];
      double inside = day.insideL(b, minute + seconds / 60);
      boolean full = loadL + inside > volumeL || loadKg + inside * density > payloadKg;
      if (full && loadL > 0) {
        dispose(planner.site(node, stop, (int) (minute * 600)));
        go(stop);
        minute += WasteRules.STOP_SECONDS / 60;
      }
      minute += seconds / 60;
      late += isLate ? 1 : 0;
      double room = Math.min(volumeL - loadL, (payloadKg - loadKg) / density);
      double litres = day.empty(b, minute, Math.max(0, room));
      loadL += litres;
      loadKg += litres * density;
      if (loadL > volumeL + 1e-6 || loadKg > payloadKg + 1e-6) {
        throw new IllegalStateException("load " + loadL + " l, " + loadKg + " kg is too much");
      }
      if (binCount == bins.length) {
        bins = Arrays.copyOf(bins, binCount * 2);
      }
      bins[binCount++] = b;
    }
  }

  private void dispose(int site) {
    go(site);
    minute += WasteRules.DISPOSAL_SECONDS / 60;
    disposals++;
    dumps++;
    fullShares += Math.max(loadL / volumeL, loadKg / payloadKg);
    collectedL += loadL;
    collectedKg += loadKg;
    loadL = 0;
    loadKg = 0;
  }

  private void go(int to) {
    if (to == node) {
      return;
    }
    int step = net.step(minute);
    if (searches[step] == null) {
      searches[step] = net.search(step);
    }
    target[to] = true;
    searches[step].run(new int[] {node}, new double[] {0}, target, 1);
    target[to] = false;
    if (searches[step].cost(to) == Double.POSITIVE_INFINITY) {
      throw new IllegalStateException("no way from junction " + node + " to " + to);
    }
    for (int link : searches[step].pathTo(to)) {
      if (linkCount == links.length) {
        links = Arrays.copyOf(links, linkCount * 2);
        enter = Arrays.copyOf(enter, linkCount * 2);
      }
      links[linkCount] = link;
      enter[linkCount++] = (float) minute;
      minute += net.seconds(link, minute) / 60;
    }
    node = to;
  }
}
