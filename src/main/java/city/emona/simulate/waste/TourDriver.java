package city.emona.simulate.waste;

import city.emona.graph.ShortestPaths;
import city.emona.simulate.WasteDay;
import java.util.Arrays;
import java.util.List;

/**
 * Drives one truck's trips through the day: fastest paths at each departure's hour, loads as the
 * bins hold when the truck stands there. A bin that would not fit sends the truck to disposal
 * first, so the load never passes volume or payload; every day ends with disposal and the way home.
 * Not thread-safe; trucks are driven in order, as bins are theirs alone.
 */
final class TourDriver {
  private final TruckNetwork net;
  private final Rounds rounds;
  private final Rounds.Fleet fleet;
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

  TourDriver(
      TruckNetwork net,
      Rounds rounds,
      Rounds.Fleet fleet,
      DayFill day,
      double[] capacityL,
      byte[] fraction,
      int steps) {
    this.net = net;
    this.rounds = rounds;
    this.fleet = fleet;
    this.day = day;
    this.capacityL = capacityL;
    this.fraction = fraction;
    searches = new ShortestPaths[steps];
    target = new boolean[net.nodeCount()];
  }

  /** The tour of truck {@code k} of the fleet, which is number {@code truck} of its depot. */
  WasteDay.Tour drive(int k, int truck, List<Rounds.Trip> trips, double startMinute) {
    linkCount = 0;
    binCount = 0;
    disposals = 0;
    minute = startMinute;
    loadL = 0;
    loadKg = 0;
    collectedL = 0;
    collectedKg = 0;
    node = fleet.gate()[k];
    for (int t = 0; t < trips.size(); t++) {
      Rounds.Trip trip = trips.get(t);
      for (int s = 0; s < trip.node().length; s++) {
        serve(trip.node()[s], trip.bins()[s]);
      }
      int next = t + 1 < trips.size() ? trips.get(t + 1).node()[0] : fleet.gate()[k];
      dispose(next);
    }
    go(fleet.gate()[k]);
    double metres = 0;
    for (int i = 0; i < linkCount; i++) {
      metres += net.lengthMm()[links[i]] / 1000.0;
    }
    return new WasteDay.Tour(
        fleet.depot()[k],
        truck,
        Arrays.copyOf(links, linkCount),
        Arrays.copyOf(enter, linkCount),
        Arrays.copyOf(bins, binCount),
        disposals,
        collectedL,
        collectedKg,
        metres / 1000,
        (minute - startMinute) / 60);
  }

  private void serve(int stop, int[] stopBins) {
    go(stop);
    minute += WasteRules.STOP_SECONDS / 60;
    for (int b : stopBins) {
      double seconds = Stops.serviceSeconds(capacityL[b]);
      double density = WasteRules.KG_PER_L[fraction[b]];
      double inside = day.insideL(b, minute + seconds / 60);
      boolean full =
          loadL + inside > fleet.volumeL() || loadKg + inside * density > fleet.payloadKg();
      if (full && loadL > 0) {
        dispose(stop);
        go(stop);
        minute += WasteRules.STOP_SECONDS / 60;
      }
      minute += seconds / 60;
      double room = Math.min(fleet.volumeL() - loadL, (fleet.payloadKg() - loadKg) / density);
      double litres = day.empty(b, minute, Math.max(0, room));
      loadL += litres;
      loadKg += litres * density;
      if (loadL > fleet.volumeL() + 1e-6 || loadKg > fleet.payloadKg() + 1e-6) {
        throw new IllegalStateException("load " + loadL + " l, " + loadKg + " kg is too much");
      }
      if (binCount == bins.length) {
        bins = Arrays.copyOf(bins, binCount * 2);
      }
      bins[binCount++] = b;
    }
  }

  private void dispose(int next) {
    go(rounds.site(node, next));
    minute += WasteRules.DISPOSAL_SECONDS / 60;
    disposals++;
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
