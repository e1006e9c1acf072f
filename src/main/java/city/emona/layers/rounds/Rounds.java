package city.emona.layers.rounds;

import city.emona.EmonaException;
import city.emona.geo.PackedPoints;
import city.emona.layers.Snapshot;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.model.network.Network;
import city.emona.run.RunArchive;
import city.emona.run.RunRecord;
import city.emona.simulate.BinDecisions;
import city.emona.simulate.WasteDay;
import java.util.ArrayList;
import java.util.List;

/**
 * The rounds of a run's day as a crew reads them: where each truck halts, in order, when, for which
 * bins, and when it goes to disposal. A stored tour has its links with the minute at which each is
 * entered, and its bins in order; a halt is where the truck stays longer than its way there takes,
 * long enough for the bin (30 s and 60 s per 1,100 l). Times are when the truck drives on, real
 * minutes since local midnight. Immutable.
 */
public record Rounds(City city, RunRecord run, List<Round> rounds) {
  private static final double STOP_MIN = 0.5;
  private static final double EMPTY_MIN = 1;
  private static final double EMPTY_L = 1100;
  private static final double DISPOSAL_MIN = 20;
  private static final double SLACK_MIN = 0.02;
  private static final double CARRY_MM = 200_000;
  private static final double TRUCK_KMH = 80;

  /** What a truck halts for. */
  public enum Kind {
    BIN,
    DISPOSAL
  }

  /** One truck's day; {@code nodes} are the junctions along its way, depot first and last. */
  public record Round(
      String depot, int truck, WasteDay.Tour tour, int[] nodes, List<Halt> halts, String name) {}

  /**
   * A halt: junction, when the truck drives on, the street, and the bin's row with the filled share
   * that was expected in the morning (NaN = not known), or the disposal site's row.
   */
  public record Halt(
      Kind kind, int node, double leaveMinute, String street, int row, double fillShare) {}

  /** The rounds of a run; an error where it has none. */
  public static Rounds of(Snapshot snapshot, RunRecord run, RunArchive archive) {
    List<WasteDay.Tour> tours = archive.listTours(run.id());
    if (tours.isEmpty()) {
      throw EmonaException.notFound(
          "No truck is out on the day of the run " + run.id() + ".",
          "run",
          "Take a run on a day of collection in a city with a depot and a disposal site.");
    }
    BinDecisions why = archive.findDecisions(run.id()).map(RunArchive.Decisions::bins).orElse(null);
    return of(snapshot.city(), run, tours, why);
  }

  /** The same from tours at hand; {@code why} may be null. */
  static Rounds of(City city, RunRecord run, List<WasteDay.Tour> tours, BinDecisions why) {
    List<Round> rounds = new ArrayList<>();
    for (WasteDay.Tour tour : tours) {
      rounds.add(round(city, tour, why));
    }
    return new Rounds(city, run, List.copyOf(rounds));
  }

  private static Round round(City city, WasteDay.Tour tour, BinDecisions why) {
    Network net = city.network();
    int n = tour.links().length;
    int[] nodes = new int[n + 1];
    double[] stay = new double[n + 1];
    Table depots = city.table(Schema.DEPOTS);
    nodes[0] = n == 0 ? depots.ints("node")[tour.depot()] : net.fromNode()[tour.links()[0]];
    for (int k = 0; k < n; k++) {
      int link = tour.links()[k];
      nodes[k + 1] = net.toNode()[link];
      double kmh = Math.min(TRUCK_KMH, Math.max(1, net.freeSpeedKmh()[link]));
      double drive = net.lengthMm()[link] / 1e6 / kmh * 60;
      stay[k + 1] = k + 1 < n ? tour.enterMinute()[k + 1] - tour.enterMinute()[k] - drive : 0;
    }
    List<Halt> halts = new ArrayList<>();
    int at = 0;
    for (int b : tour.bins()) {
      int next = find(city, nodes, stay, at, b);
      disposals(city, tour, nodes, stay, at, next, halts);
      stay[next] -= work(city, b);
      float seen = why == null || b >= why.seenShare().length ? Float.NaN : why.seenShare()[b];
      halts.add(
          new Halt(Kind.BIN, nodes[next], leave(tour, next), street(city, tour, next), b, seen));
      at = next;
    }
    disposals(city, tour, nodes, stay, at, n + 1, halts);
    String depot = depots.texts("name")[tour.depot()];
    String name = (depot.isEmpty() ? depots.id(tour.depot()) : depot) + ", " + (tour.truck() + 1);
    return new Round(depots.id(tour.depot()), tour.truck(), tour, nodes, List.copyOf(halts), name);
  }

  private static double work(City city, int b) {
    return EMPTY_MIN
        * Math.max(1, Math.ceil(city.table(Schema.BINS).ints("capacity_l")[b] / EMPTY_L));
  }

  /**
   * Where on the way from {@code at} on the bin is emptied: at its junction, else at one in reach
   * of the crew; where no halt is long enough, at the next place that is near.
   */
  private static int find(City city, int[] nodes, double[] stay, int at, int b) {
    int home = city.table(Schema.BINS).ints("node")[b];
    int near = -1;
    int passing = -1;
    for (int k = at; k < nodes.length; k++) {
      boolean here = nodes[k] == home;
      if (!here && !isNear(city, nodes[k], home)) {
        continue;
      }
      boolean halts = k == 0 || k == at || stay[k] >= work(city, b) - SLACK_MIN;
      if (here && halts) {
        return k;
      }
      near = halts && near < 0 ? k : near;
      passing = passing < 0 || here && nodes[passing] != home ? k : passing;
    }
    return near >= 0 ? near : Math.max(at, passing);
  }

  private static boolean isNear(City city, int a, int b) {
    PackedPoints p = city.table(Schema.NODES).points();
    double dx = b < 0 ? CARRY_MM : (double) p.xMm()[a] - p.xMm()[b];
    double dy = b < 0 ? CARRY_MM : (double) p.yMm()[a] - p.yMm()[b];
    return dx * dx + dy * dy <= CARRY_MM * CARRY_MM;
  }

  /** Adds the stays at disposal sites on [from, to) of the way, less what bins there took. */
  private static void disposals(
      City city,
      WasteDay.Tour tour,
      int[] nodes,
      double[] stay,
      int from,
      int to,
      List<Halt> halts) {
    Table sites = city.table(Schema.DISPOSAL_SITES);
    int[] gates = sites.ints("node");
    for (int k = from; k < to; k++) {
      for (int s = 0; s < gates.length && stay[k] >= DISPOSAL_MIN - SLACK_MIN; s++) {
        if (gates[s] == nodes[k]) {
          String name = sites.texts("name")[s].isEmpty() ? sites.id(s) : sites.texts("name")[s];
          halts.add(new Halt(Kind.DISPOSAL, nodes[k], leave(tour, k), name, s, Double.NaN));
          stay[k] -= DISPOSAL_MIN;
          break;
        }
      }
    }
  }

  private static double leave(WasteDay.Tour tour, int k) {
    int n = tour.enterMinute().length;
    return n == 0 ? 0 : tour.enterMinute()[Math.min(k, n - 1)];
  }

  /** Name of the street by which the truck comes, else of the one by which it goes, or "". */
  private static String street(City city, WasteDay.Tour tour, int k) {
    String[] names = city.table(Schema.LINKS).texts("name");
    int[] links = tour.links();
    for (int i : new int[] {k - 1, k}) {
      if (i >= 0 && i < links.length && !names[links[i]].isEmpty()) {
        return names[links[i]];
      }
    }
    return "";
  }

  /** A minute of the day as a clock shows it. */
  String clock(double minute) {
    return run.steps()
        .date()
        .atStartOfDay(run.steps().zone())
        .plusSeconds(Math.round(minute * 60))
        .format(java.time.format.DateTimeFormatter.ofPattern("HH:mm"));
  }

  /** Id of the bin or of the disposal site of a halt. */
  String id(Halt h) {
    return city.table(h.kind() == Kind.BIN ? Schema.BINS : Schema.DISPOSAL_SITES).id(h.row());
  }

  /** Fraction of a bin. */
  String fraction(Halt h) {
    Table bins = city.table(Schema.BINS);
    return Schema.BINS
        .fields()
        .get(Schema.BINS.indexOf("fraction"))
        .labels()
        .get(bins.choices("fraction")[h.row()]);
  }

  /** Longitude and latitude of a junction. */
  double[] lonLat(int node) {
    PackedPoints p = city.table(Schema.NODES).points();
    double[] out = new double[2];
    city.info().frame().toLonLat(p.xMm()[node] / 1000.0, p.yMm()[node] / 1000.0, out, 0);
    return out;
  }
}
