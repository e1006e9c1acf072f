package city.emona.model;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * What a scenario sets besides the city's own rows: the date, the weather, the fleet, who may drive
 * where, when and at what price, changes of demand and the collection calendar. Link, zone and bin
 * numbers are rows of the city the scenario was applied to. Immutable by agreement (bit sets are
 * not written to after construction).
 */
public record Conditions(
    LocalDate date,
    DayType dayType,
    String weather,
    Fleet fleet,
    List<LocalFleet> localFleets,
    List<Closure> closures,
    List<LowEmissionZone> lowEmissionZones,
    List<DemandChange> demandChanges,
    Collection collection,
    StreetRules streets) {

  /** The conditions of an empty scenario. */
  public static Conditions base(DayType day) {
    return new Conditions(
        day.date(),
        day,
        "typical",
        Fleet.BASE,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Collection.BASE,
        StreetRules.NONE);
  }

  // A copy with one part exchanged (with…) or lengthened (and…).

  public Conditions withDate(LocalDate date) {
    Parts p = new Parts(this);
    p.date = date;
    return p.together();
  }

  public Conditions withWeather(String weather) {
    Parts p = new Parts(this);
    p.weather = weather;
    return p.together();
  }

  /** Other vehicles in the whole city, and on some streets. */
  public Conditions withFleet(Fleet fleet, List<LocalFleet> local) {
    Parts p = new Parts(this);
    p.fleet = fleet;
    p.localFleets = List.copyOf(local);
    return p.together();
  }

  public Conditions withCollection(Collection collection) {
    Parts p = new Parts(this);
    p.collection = collection;
    return p.together();
  }

  public Conditions withStreets(StreetRules streets) {
    Parts p = new Parts(this);
    p.streets = streets;
    return p.together();
  }

  public Conditions andClosures(List<Closure> more) {
    Parts p = new Parts(this);
    p.closures = joined(closures, more);
    return p.together();
  }

  public Conditions andLowEmissionZones(List<LowEmissionZone> more) {
    Parts p = new Parts(this);
    p.lowEmissionZones = joined(lowEmissionZones, more);
    return p.together();
  }

  public Conditions andDemandChanges(List<DemandChange> more) {
    Parts p = new Parts(this);
    p.demandChanges = joined(demandChanges, more);
    return p.together();
  }

  /** The parts while a copy is made of them: the one place that lists them all again. */
  private static final class Parts {
    private LocalDate date;
    private final DayType dayType;
    private String weather;
    private Fleet fleet;
    private List<LocalFleet> localFleets;
    private List<Closure> closures;
    private List<LowEmissionZone> lowEmissionZones;
    private List<DemandChange> demandChanges;
    private Collection collection;
    private StreetRules streets;

    Parts(Conditions of) {
      date = of.date;
      dayType = of.dayType;
      weather = of.weather;
      fleet = of.fleet;
      localFleets = of.localFleets;
      closures = of.closures;
      lowEmissionZones = of.lowEmissionZones;
      demandChanges = of.demandChanges;
      collection = of.collection;
      streets = of.streets;
    }

    Conditions together() {
      return new Conditions(
          date,
          dayType,
          weather,
          fleet,
          localFleets,
          closures,
          lowEmissionZones,
          demandChanges,
          collection,
          streets);
    }
  }

  private static <T> List<T> joined(List<T> a, List<T> b) {
    List<T> all = new ArrayList<>(a);
    all.addAll(b);
    return List.copyOf(all);
  }

  /**
   * The vehicles on the road: the year of the fleet table ({@code table}, or the shipped one where
   * that is null), and shares of battery-electric vehicles (0..1) that override it; NaN = as in the
   * table.
   */
  public record Fleet(
      FleetShares table,
      int year,
      double electricCarShare,
      double electricVanShare,
      double electricTruckShare) {
    public static final Fleet BASE = new Fleet(2025, Double.NaN, Double.NaN, Double.NaN);

    /** Of the shipped table. */
    public Fleet(int year, double electricCars, double electricVans, double electricTrucks) {
      this(null, year, electricCars, electricVans, electricTrucks);
    }
  }

  /** Links on which another mix of vehicles drives. No link is in two of them. */
  public record LocalFleet(BitSet links, Fleet fleet) {}

  /**
   * Links closed to some modes during [fromMinute, toMinute) of the day. Whole-day closures change
   * the links instead.
   */
  public record Closure(BitSet links, int modes, int fromMinute, int toMinute) {}

  /**
   * Links that vehicles below a Euro standard may not use. {@code complianceShare} of the banned
   * vehicles are replaced by allowed ones, the rest drive around; both add to 1.
   */
  public record LowEmissionZone(
      BitSet links,
      int minEuroPetrol,
      int minEuroDiesel,
      double complianceShare,
      int fromMinute,
      int toMinute) {}

  /** Car trips to or from these zones times a factor during [fromMinute, toMinute). */
  public record DemandChange(BitSet zones, double factor, int fromMinute, int toMinute) {}

  /**
   * Collection calendar: weekdays on which each fraction (ordinal of {@code bins.fraction}) is
   * emptied, as bits Monday = 1 … Sunday = 64, in the order of the labels; for which fractions
   * (bits by ordinal) a bin's own days go before these; the start of the shift; and how bins are
   * chosen on those days.
   */
  public record Collection(
      List<Integer> daysByFraction, int ownDays, int shiftStartMinute, WastePolicy policy) {
    /** Bins of all fractions keep the days of their own that the city gives them. */
    public static final int OWN_DAYS = 31;

    /** Residual Mo-We-Fr, paper and packaging Tu, glass Th, organic Mo-Th; 06:00. */
    public static final Collection BASE = new Collection(List.of(21, 2, 8, 2, 9), 360);

    public Collection {
      daysByFraction = List.copyOf(daysByFraction);
    }

    /** Every bin of a fraction on each of its days. */
    public Collection(List<Integer> daysByFraction, int shiftStartMinute) {
      this(daysByFraction, OWN_DAYS, shiftStartMinute, WastePolicy.CALENDAR);
    }

    public Collection with(WastePolicy policy) {
      return new Collection(daysByFraction, ownDays, shiftStartMinute, policy);
    }

    /** Days of a bin of a fraction that has these days of its own, 0 = none. */
    public int days(int fraction, int own) {
      return own != 0 && (ownDays >> fraction & 1) != 0 ? own : daysByFraction.get(fraction);
    }
  }
}
