package city.emona.simulate.routing;

import java.util.List;

/**
 * What trucks have to do on one day: stops to serve or to leave out, trucks with their shifts, and
 * sites where they empty. Places are rows of the matrices, times are tenths of seconds since local
 * midnight, loads are whole litres and grams, and money is a whole number of any small unit, the
 * same everywhere (cost of a plan = what trucks cost + prizes of the stops left out). Immutable.
 *
 * @param facilities where trucks empty; with none, a truck makes one trip within its limits
 */
public record RoutingProblem(
    TravelMatrices travel, List<Stop> stops, List<Vehicle> vehicles, List<Facility> facilities) {
  /** Later than any time of a plan. */
  public static final int ALWAYS_DS = 1 << 27;

  /** The prize of a stop that must be served if there is any way to do so. */
  public static final long MUST = 1L << 40;

  public RoutingProblem {
    stops = List.copyOf(stops);
    vehicles = List.copyOf(vehicles);
    facilities = List.copyOf(facilities);
  }

  /**
   * A place to serve once, or not at all for the loss of its prize.
   *
   * @param open_ds the service begins at {@code open_ds} at the earliest; a truck waits for it
   * @param close_ds and at {@code close_ds} at the latest
   * @param skills bits that a truck must have, all of them
   */
  public record Stop(
      int place,
      int service_ds,
      int litres,
      int grams,
      int open_ds,
      int close_ds,
      long prize,
      long skills) {
    /** To be served at any time. */
    public static Stop must(int place, int service_ds, int litres, int grams) {
      return new Stop(place, service_ds, litres, grams, 0, ALWAYS_DS, MUST, 0);
    }

    public Stop withWindow(int from_ds, int to_ds) {
      return new Stop(place, service_ds, litres, grams, from_ds, to_ds, prize, skills);
    }

    public Stop withPrize(long loss) {
      return new Stop(place, service_ds, litres, grams, open_ds, close_ds, loss, skills);
    }

    public Stop withSkills(long bits) {
      return new Stop(place, service_ds, litres, grams, open_ds, close_ds, prize, bits);
    }
  }

  /** A pause that begins between the two times; none is due when the truck is home before. */
  public record Break(int earliest_ds, int latest_ds, int duration_ds) {}

  /**
   * @param end_ds from here on, overtime is paid
   * @param latestEnd_ds the truck must be home by then
   */
  public record Shift(int start_ds, int end_ds, int latestEnd_ds, List<Break> breaks) {
    /** All day, without breaks. */
    public static final Shift ALL_DAY = new Shift(0, ALWAYS_DS, ALWAYS_DS, List.of());

    public Shift {
      breaks = List.copyOf(breaks);
    }
  }

  /**
   * What a truck costs: once where it goes out, per metre, per tenth of a second from leaving to
   * coming home (driving, service, waiting and breaks), and on top per tenth of a second of
   * overtime.
   */
  public record Prices(long fixed, long perMetre, long perDs, long overtimePerDs) {}

  /**
   * What a truck has in its battery when it leaves, and what it takes out per metre and per tenth
   * of a second of service at stops (lifting and pressing); in any small unit, the same in all
   * three.
   */
  public record Range(long limit, long perMetre, long perServiceDs) {
    /** It never runs out. */
    public static final Range NONE = new Range(Long.MAX_VALUE, 0, 0);
  }

  /**
   * @param emptyBeforeHome the last visit is a facility where anything was loaded
   * @param frozen keeps its route of the warm plan as it is
   * @param range how much it may drive and lift until it is home
   */
  public record Vehicle(
      int startPlace,
      int endPlace,
      int maxLitres,
      int maxGrams,
      Shift shift,
      Prices prices,
      long skills,
      boolean emptyBeforeHome,
      boolean frozen,
      Range range) {
    /** Without a limit of range. */
    public Vehicle(
        int startPlace,
        int endPlace,
        int maxLitres,
        int maxGrams,
        Shift shift,
        Prices prices,
        long skills,
        boolean emptyBeforeHome,
        boolean frozen) {
      this(
          startPlace,
          endPlace,
          maxLitres,
          maxGrams,
          shift,
          prices,
          skills,
          emptyBeforeHome,
          frozen,
          Range.NONE);
    }

    /** From the depot and back, all day, paid by {@code prices}. */
    public static Vehicle at(int depot, int maxLitres, int maxGrams, Prices prices) {
      return new Vehicle(depot, depot, maxLitres, maxGrams, Shift.ALL_DAY, prices, 0, true, false);
    }

    public Vehicle withShift(Shift s) {
      return new Vehicle(
          startPlace,
          endPlace,
          maxLitres,
          maxGrams,
          s,
          prices,
          skills,
          emptyBeforeHome,
          frozen,
          range);
    }

    public Vehicle withSkills(long bits) {
      return new Vehicle(
          startPlace,
          endPlace,
          maxLitres,
          maxGrams,
          shift,
          prices,
          bits,
          emptyBeforeHome,
          frozen,
          range);
    }

    public Vehicle withFrozen(boolean f) {
      return new Vehicle(
          startPlace,
          endPlace,
          maxLitres,
          maxGrams,
          shift,
          prices,
          skills,
          emptyBeforeHome,
          f,
          range);
    }

    public Vehicle withRange(Range r) {
      return new Vehicle(
          startPlace,
          endPlace,
          maxLitres,
          maxGrams,
          shift,
          prices,
          skills,
          emptyBeforeHome,
          frozen,
          r);
    }
  }

  /**
   * Where a truck empties all that it carries.
   *
   * @param open_ds gate times for the beginning of unloading
   * @param fee paid per visit
   * @param serves a truck with any of these skill bits; 0 = every truck
   */
  public record Facility(
      int place, int service_ds, int open_ds, int close_ds, long fee, long serves) {
    /** Open all day, for every truck. */
    public static Facility at(int place, int service_ds) {
      return new Facility(place, service_ds, 0, ALWAYS_DS, 0, 0);
    }
  }
}
