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
 * bins, and when it goes to disposal, as the run stored it. Times are when the work is done, real
 * minutes since local midnight. Immutable.
 */
public record Rounds(City city, RunRecord run, List<Round> rounds) {
  /** What a truck halts for. */
  public enum Kind {
    BIN,
    DISPOSAL
  }

  /** One truck's day; {@code nodes} are the junctions along its way, depot first and last. */
  public record Round(
      String depot, int truck, WasteDay.Tour tour, int[] nodes, List<Halt> halts, String name) {}

  /**
   * A halt: junction, when the work there is done, the street, and the bin's row with the filled
   * share that was expected in the morning (NaN = not known), or the disposal site's row.
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
    if (tours.stream().allMatch(t -> t.halts().row().length == 0)) {
      throw EmonaException.notFound(
          "The run " + run.id() + " was stored by an older version, without halts.",
          "run",
          "Run the scenario again.");
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
    Table depots = city.table(Schema.DEPOTS);
    nodes[0] = n == 0 ? depots.ints("node")[tour.depot()] : net.fromNode()[tour.links()[0]];
    for (int k = 0; k < n; k++) {
      nodes[k + 1] = net.toNode()[tour.links()[k]];
    }
    List<Halt> halts = new ArrayList<>();
    WasteDay.Halts h = tour.halts();
    for (int k = 0; k < h.row().length; k++) {
      int at = h.linksBefore()[k];
      halts.add(
          h.row()[k] >= 0
              ? bin(why, h.row()[k], nodes[at], h.leaveMinute()[k], street(city, tour, at))
              : disposal(city, ~h.row()[k], nodes[at], h.leaveMinute()[k]));
    }
    String depot = depots.texts("name")[tour.depot()];
    String name = (depot.isEmpty() ? depots.id(tour.depot()) : depot) + ", " + (tour.truck() + 1);
    return new Round(depots.id(tour.depot()), tour.truck(), tour, nodes, List.copyOf(halts), name);
  }

  private static Halt bin(BinDecisions why, int row, int node, float minute, String street) {
    boolean known = why != null && row < why.seenShare().length;
    return new Halt(Kind.BIN, node, minute, street, row, known ? why.seenShare()[row] : Float.NaN);
  }

  private static Halt disposal(City city, int row, int node, float minute) {
    Table sites = city.table(Schema.DISPOSAL_SITES);
    String name = sites.texts("name")[row].isEmpty() ? sites.id(row) : sites.texts("name")[row];
    return new Halt(Kind.DISPOSAL, node, minute, name, row, Double.NaN);
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
