package city.emona.scenario;

import city.emona.model.FleetShares;
import city.emona.model.Schema;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * One change of a city, as data. The set is closed: every edit knows its type word in files, its
 * canonical fields (which are hashed and written, so each effective value is in them) and how to
 * map one situation to the next. NaN, −1 and "" mean "not given" as each record says; readers have
 * checked ranges before. Immutable.
 */
public sealed interface Edit
    permits Edit.Close,
        Edit.OneWay,
        Edit.Lanes,
        Edit.Capacity,
        Edit.SpeedLimit,
        Edit.NewLink,
        Edit.LowEmissionZone,
        Edit.Fleet,
        Edit.Demand,
        Edit.Development,
        Edit.Sensors,
        Edit.Weather,
        TrafficEdit,
        WasteEdit {
  /** Words of {@code modes}, in the order of their bits in {@code links.modes}. */
  List<String> MODES = List.of("car", "truck", "bus", "bike", "foot");

  List<String> WEEKDAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

  /** The word of the field {@code edit} in a file. */
  String type();

  /** Canonical fields besides {@code edit}, {@code on} and {@code note}. */
  Map<String, Object> fields();

  /** The situation after this edit; throws EmonaException where the city lacks what it names. */
  Situation apply(Situation before, UnaryOperator<String> aliases);

  /**
   * Local wall-clock minutes [from, to); from &gt; to runs over midnight, 0-1440 is the whole day.
   */
  record Hours(int fromMinute, int toMinute) {
    public static final Hours ALL_DAY = new Hours(0, 1440);

    /** The same as spans that do not cross midnight. */
    List<Hours> spans() {
      return fromMinute < toMinute
          ? List.of(this)
          : toMinute == 0
              ? List.of(new Hours(fromMinute, 1440))
              : List.of(new Hours(0, toMinute), new Hours(fromMinute, 1440));
    }

    public boolean isAllDay() {
      return equals(ALL_DAY);
    }

    public static String clock(int minute) {
      return String.format(Locale.ROOT, "%02d:%02d", minute / 60, minute % 60);
    }
  }

  /** Streets closed to some modes, all day or during hours. */
  record Close(Place place, int modes, Hours hours) implements Edit {
    @Override
    public String type() {
      return "close";
    }

    @Override
    public Map<String, Object> fields() {
      return new Tree().place(place).modes(modes).hours(hours).map;
    }

    @Override
    public Situation apply(Situation before, UnaryOperator<String> aliases) {
      return StreetEdits.close(this, before, new Areas(before.city(), aliases));
    }
  }

  /**
   * Streets made one-way: the chosen direction stays, its opposite is closed to {@code modes}.
   * {@code heading} (one of the eight compass points) picks the direction where the place names
   * both.
   */
  record OneWay(Place place, String heading, int modes) implements Edit {
    public static final List<String> HEADINGS =
        List.of(
            "east", "northeast", "north", "northwest", "west", "southwest", "south", "southeast");

    @Override
    public String type() {
      return "oneWay";
    }

    @Override
    public Map<String, Object> fields() {
      return new Tree().place(place).text("heading", heading).modes(modes).map;
    }

    @Override
    public Situation apply(Situation before, UnaryOperator<String> aliases) {
      return StreetEdits.oneWay(this, before, new Areas(before.city(), aliases));
    }
  }

  /** Lanes set to a number, or changed by one (−1 = not given); capacity follows in proportion. */
  record Lanes(Place place, int lanes, int change) implements Edit {
    @Override
    public String type() {
      return "lanes";
    }

    @Override
    public Map<String, Object> fields() {
      Tree t = new Tree().place(place);
      return (lanes >= 0 ? t.put("lanes", lanes) : t.put("change", change)).map;
    }

    @Override
    public Situation apply(Situation before, UnaryOperator<String> aliases) {
      return StreetEdits.lanes(this, before, new Areas(before.city(), aliases));
    }
  }

  /** Capacity per direction set (−1 = not given) or multiplied (NaN = not given). */
  record Capacity(Place place, int vehPerH, double factor) implements Edit {
    @Override
    public String type() {
      return "capacity";
    }

    @Override
    public Map<String, Object> fields() {
      Tree t = new Tree().place(place);
      return (vehPerH >= 0 ? t.put("vehPerH", vehPerH) : t.put("factor", factor)).map;
    }

    @Override
    public Situation apply(Situation before, UnaryOperator<String> aliases) {
      return StreetEdits.capacity(this, before, new Areas(before.city(), aliases));
    }
  }

  /** Posted limit; streets that are slower already stay so unless {@code raise}. */
  record SpeedLimit(Place place, int kmh, boolean raise) implements Edit {
    @Override
    public String type() {
      return "speedLimit";
    }

    @Override
    public Map<String, Object> fields() {
      return new Tree().place(place).put("kmh", kmh).put("raise", raise).map;
    }

    @Override
    public Situation apply(Situation before, UnaryOperator<String> aliases) {
      return StreetEdits.speedLimit(this, before, new Areas(before.city(), aliases));
    }
  }

  /**
   * A street between two junctions, given by id or as the two members of a site role, through
   * {@code via}. Capacity −1 = as the city's own streets of the class. {@code structure} "auto" is
   * a bridge where the line meets water.
   */
  record NewLink(
      String id,
      String from,
      String to,
      String role,
      List<Place.Position> via,
      boolean bothDirections,
      String name,
      String roadClass,
      int lanes,
      int kmh,
      int vehPerH,
      int modes,
      String structure)
      implements Edit {
    public NewLink {
      via = List.copyOf(via);
    }

    @Override
    public String type() {
      return "newLink";
    }

    @Override
    public Map<String, Object> fields() {
      Tree t = new Tree().put("id", id).text("from", from).text("to", to).text("role", role);
      if (!via.isEmpty()) {
        t.put("via", via.stream().map(Place.Position::toTree).toList());
      }
      t.put("bothDirections", bothDirections).text("name", name).put("class", roadClass);
      t.put("lanes", lanes).put("kmh", kmh);
      if (vehPerH >= 0) {
        t.put("vehPerH", vehPerH);
      }
      return t.modes(modes).put("structure", structure).map;
    }

    @Override
    public Situation apply(Situation before, UnaryOperator<String> aliases) {
      return StreetEdits.newLink(this, before, new Areas(before.city(), aliases));
    }
  }

  /** A zone that vehicles below these Euro standards may not enter. */
  record LowEmissionZone(
      Place place, int minEuroPetrol, int minEuroDiesel, double complianceShare, Hours hours)
      implements Edit {
    @Override
    public String type() {
      return "lowEmissionZone";
    }

    @Override
    public Map<String, Object> fields() {
      return new Tree()
          .place(place)
          .put("minEuroPetrol", minEuroPetrol)
          .put("minEuroDiesel", minEuroDiesel)
          .put("complianceShare", complianceShare)
          .hours(hours)
          .map;
    }

    @Override
    public Situation apply(Situation before, UnaryOperator<String> aliases) {
      return StreetEdits.lowEmissionZone(this, before, new Areas(before.city(), aliases));
    }
  }

  /**
   * Vehicles on the streets of a place (empty = the whole city): an own fleet table (null =
   * unchanged), its year (−1 = unchanged) and electric shares (NaN = unchanged). Acts on days from
   * {@code from} to the one before {@code until}; null = without limit.
   */
  record Fleet(
      Place place,
      LocalDate from,
      LocalDate until,
      FleetShares table,
      int year,
      double electricCars,
      double electricVans,
      double electricTrucks)
      implements Edit {
    @Override
    public String type() {
      return "fleet";
    }

    @Override
    public Map<String, Object> fields() {
      Tree t = new Tree().place(place).date("from", from).date("until", until);
      if (table != null) {
        t.put("table", table.text());
      }
      if (year >= 0) {
        t.put("year", year);
      }
      return t.real("electricCars", electricCars)
          .real("electricVans", electricVans)
          .real("electricTrucks", electricTrucks)
          .map;
    }

    @Override
    public Situation apply(Situation before, UnaryOperator<String> aliases) {
      return SiteEdits.fleet(this, before, new Areas(before.city(), aliases));
    }
  }

  /** Car trips to or from the zones of a place (empty = the whole city) times a factor. */
  record Demand(Place place, double factor, Hours hours) implements Edit {
    @Override
    public String type() {
      return "demand";
    }

    @Override
    public Map<String, Object> fields() {
      return new Tree().place(place).put("factor", factor).hours(hours).map;
    }

    @Override
    public Situation apply(Situation before, UnaryOperator<String> aliases) {
      return SiteEdits.demand(this, before, new Areas(before.city(), aliases));
    }
  }

  /** New residents and workplaces on a site; {@code access}: junctions where its trips enter. */
  record Development(Place place, int population, int jobs, List<String> access) implements Edit {
    public Development {
      access = List.copyOf(access);
    }

    @Override
    public String type() {
      return "development";
    }

    @Override
    public Map<String, Object> fields() {
      Tree t = new Tree().place(place).put("population", population).put("jobs", jobs);
      return (access.isEmpty() ? t : t.put("access", access)).map;
    }

    @Override
    public Situation apply(Situation before, UnaryOperator<String> aliases) {
      return SiteEdits.development(this, before, new Areas(before.city(), aliases));
    }
  }

  /** Sensors put up and taken down. */
  record Sensors(List<NewSensor> add, List<String> remove) implements Edit {
    public static final List<String> KINDS = SiteEdits.labels(Schema.SENSORS, "kind");
    public static final List<String> SITINGS = SiteEdits.labels(Schema.SENSORS, "siting");

    public Sensors {
      add = List.copyOf(add);
      remove = List.copyOf(remove);
    }

    /** A thing with the datastreams of its kind. */
    public record NewSensor(
        String id, String name, String kind, String siting, Place.Position at) {}

    @Override
    public String type() {
      return "sensors";
    }

    @Override
    public Map<String, Object> fields() {
      Tree t = new Tree();
      if (!add.isEmpty()) {
        t.put(
            "add",
            add.stream()
                .map(
                    s ->
                        new Tree()
                            .put("id", s.id)
                            .text("name", s.name)
                            .put("kind", s.kind)
                            .put("siting", s.siting)
                            .put("at", s.at.toTree())
                            .map)
                .toList());
      }
      return (remove.isEmpty() ? t : t.put("remove", remove)).map;
    }

    @Override
    public Situation apply(Situation before, UnaryOperator<String> aliases) {
      return SiteEdits.sensors(this, before, new Areas(before.city(), aliases));
    }
  }

  /** Another kind of weather for the day. */
  record Weather(String name) implements Edit {
    @Override
    public String type() {
      return "weather";
    }

    @Override
    public Map<String, Object> fields() {
      return new Tree().put("name", name).map;
    }

    @Override
    public Situation apply(Situation before, UnaryOperator<String> aliases) {
      return before.with(before.conditions().withWeather(name));
    }
  }

  /** Words of the bits that are set. */
  static List<String> words(List<String> words, int bits) {
    List<String> out = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      if ((bits >> i & 1) != 0) {
        out.add(words.get(i));
      }
    }
    return out;
  }

  /** Collects canonical fields, leaving out what was not given. */
  final class Tree {
    private final Map<String, Object> map = new LinkedHashMap<>();

    Map<String, Object> map() {
      return map;
    }

    Tree put(String key, Object value) {
      map.put(key, value);
      return this;
    }

    Tree text(String key, String value) {
      return value.isEmpty() ? this : put(key, value);
    }

    Tree date(String key, LocalDate date) {
      return date == null ? this : put(key, date.toString());
    }

    Tree real(String key, double value) {
      return Double.isNaN(value) ? this : put(key, value);
    }

    Tree place(Place place) {
      Map<String, Object> tree = place.toTree();
      return tree.isEmpty() ? this : put("place", tree);
    }

    Tree modes(int modes) {
      return put("modes", words(MODES, modes));
    }

    Tree hours(Hours hours) {
      return hours.isAllDay()
          ? this
          : put("from", Hours.clock(hours.fromMinute)).put("to", Hours.clock(hours.toMinute));
    }
  }
}
