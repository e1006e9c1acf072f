package city.emona.simulate.waste;

import city.emona.graph.ShortestPaths;
import city.emona.simulate.WasteDay;
import city.emona.simulate.routing.RoutingPlan;
import java.util.Arrays;

/**
 * Drives one truck's plan through the day: fastest paths at each departure's hour, loads as the
 * bins hold when the truck stands there. A bin that would not fit sends the truck to disposal
 * first, so the load never passes volume or payload; every part ends with disposal and the way
 * home. Banned turns bind at halts in the street too; in the yards of depots and disposal sites a
 * truck turns as it likes. Not thread-safe; trucks are driven in order, as bins are theirs alone.
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
  private int[] haltAt = new int[64];
  private int[] haltRow = new int[64];
  private float[] haltLeave = new float[64];
  private int linkCount;
  private int binCount;
  private int haltCount;
  private int node;

  /** Where the truck may drive on from: the node, or the state in which it came. */
  private int state;

  private int disposals;
  private double minute;
  private double loadL;
  private double loadKg;
  private double collectedL;
  private double collectedKg;
  private double breakMinutes;
  private double liftHours;
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
    target = new boolean[net.stateCount()];
  }

  /** Emptyings that began after the hours allowed, by all trucks so far. */
  int late() {
    return late;
  }

  /** Mean filled share of the trucks at disposal so far; the fuller of volume and payload. */
  double fullShare() {
    return dumps == 0 ? Double.NaN : fullShares / dumps;
  }

  /** Hours at bins of the latest truck, for its battery. */
  double liftHours() {
    return liftHours;
  }

  /** The tour of truck {@code k} of the fleet, or null where it stays home. */
  WasteDay.Tour drive(int k, DayPlan plan, double startMinute) {
    linkCount = 0;
    binCount = 0;
    haltCount = 0;
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
    state = node;
    liftHours = 0;
    boolean used = false;
    for (DayPlan.Part part : plan.parts()) {
      RoutingPlan.Route route = part.route(k);
      if (route != null && route.isUsed()) {
        used = true;
        rest(part.rest_ds()[k] / 600.0);
        drive(part, route);
        go(fleet.gate()[k]);
        state = node;
      }
    }
    return used ? tour(k, startMinute) : null;
  }

  private void drive(DayPlan.Part part, RoutingPlan.Route route) {
    for (RoutingPlan.Visit v : route.visits()) {
      switch (v.kind()) {
        case BREAK -> rest((v.leave_ds() - v.begin_ds()) / 600.0);
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

  private void rest(double length) {
    breakMinutes += length;
    minute += length;
  }

  private void halt(int row) {
    if (haltCount == haltAt.length) {
      haltAt = Arrays.copyOf(haltAt, haltCount * 2);
      haltRow = Arrays.copyOf(haltRow, haltCount * 2);
      haltLeave = Arrays.copyOf(haltLeave, haltCount * 2);
    }
    haltAt[haltCount] = linkCount;
    haltRow[haltCount] = row;
    haltLeave[haltCount++] = (float) minute;
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
        (minute - startMinute - breakMinutes) / 60,
        new WasteDay.Halts(
            Arrays.copyOf(haltAt, haltCount),
            Arrays.copyOf(haltRow, haltCount),
            Arrays.copyOf(haltLeave, haltCount)));
  }

  private void serve(Stops stops, int s) {
    int stop = stops.node()[s];
    go(stop);
    minute = Math.max(minute, stops.openMinute()[s]);
    boolean isLate = stops.closeMinute()[s] < 1440 && minute > stops.closeMinute()[s];
    minute += WasteRules.STOP_SECONDS / 60;
    for (int b : stops.bins()[s]) {
      double seconds = Stops.serviceSeconds(capacityL[b]);
      double density = WasteDay.kgPerL(fraction[b]);
      double inside = day.insideL(b, minute + seconds / 60);
      boolean full = loadL + inside > volumeL || loadKg + inside * density > payloadKg;
      if (full && loadL > 0) {
        dispose(planner.site(node, stop, (int) (minute * 600)));
        go(stop);
        minute += WasteRules.STOP_SECONDS / 60;
      }
      minute += seconds / 60;
      liftHours += seconds / 3600;
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
      halt(b);
    }
  }

  private void dispose(int site) {
    go(site);
    state = node;
    minute += WasteRules.DISPOSAL_SECONDS / 60;
    halt(~planner.siteRow(site));
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
    int states = net.mark(to, target, true);
    searches[step].run(new int[] {state}, new double[] {0}, target, states);
    net.mark(to, target, false);
    int end = net.reached(searches[step], to);
    if (end < 0) {
      throw new IllegalStateException("no way from junction " + node + " to " + to);
    }
    for (int link : searches[step].pathTo(end)) {
      if (linkCount == links.length) {
        links = Arrays.copyOf(links, linkCount * 2);
        enter = Arrays.copyOf(enter, linkCount * 2);
      }
      links[linkCount] = link;
      enter[linkCount++] = (float) minute;
      minute += net.seconds(link, minute) / 60;
    }
    node = to;
    state = end;
  }
}
