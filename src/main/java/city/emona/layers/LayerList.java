package city.emona.layers;

import city.emona.layers.Layer.Geometry;
import city.emona.layers.Layer.Group;
import city.emona.layers.air.AirLayers;
import city.emona.model.Field;
import city.emona.model.Schema;
import city.emona.model.TableSchema;
import city.emona.simulate.Quantity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The fixed entries of the catalogue, in drawing order from the ground up. A new base layer is one
 * line here; a new quantity gets its run layer and its difference by being a {@link Quantity} with
 * a ramp in {@link Ramps} and its words in {@link #words}.
 */
final class LayerList {
  private LayerList() {}

  static List<Layer> layers() {
    List<Layer> out = new ArrayList<>();
    addLand(out);
    addNetwork(out);
    addPlaces(out);
    List<Quantity> shown = Arrays.stream(Quantity.values()).filter(Quantity::isLayer).toList();
    shown.forEach(q -> out.add(run(q)));
    out.addAll(AirLayers.ofRun());
    shown.forEach(q -> out.add(diff(q)));
    out.addAll(AirLayers.ofDifference());
    return List.copyOf(out);
  }

  private static void addLand(List<Layer> out) {
    out.add(
        base(
            "land_use",
            "Land use",
            "Blocks by use, with residents and workplaces.",
            Schema.LAND_USE,
            landUseStyle()));
    out.add(
        part(
            "parks",
            "Parks and woods",
            "Public green: parks and forest.",
            Schema.LAND_USE,
            "kind",
            Set.of("park", "forest"),
            fixed("#e4ebdd", "#182019")));
    out.add(
        part(
            "water",
            "Water",
            "Rivers and lakes as areas.",
            Schema.LAND_USE,
            "kind",
            Set.of("water"),
            fixed("#cfdde6", "#1c2730")));
    out.add(
        base(
            "buildings",
            "Buildings",
            "Footprints with height and main use.",
            Schema.BUILDINGS,
            fixed("#dedad3", "#262b31")));
    out.add(
        base(
            "districts",
            "Districts",
            "Districts with residents and workplaces.",
            Schema.DISTRICTS,
            fixed("#8a8f98", "#6b717a")));
    out.add(
        base(
            "zones",
            "Traffic zones",
            "Zones between which trips are counted.",
            Schema.ZONES,
            fixed("#b5a58f", "#6e624f")));
  }

  private static void addNetwork(List<Layer> out) {
    out.add(
        part(
            "streams",
            "Streams",
            "Small watercourses as lines.",
            Schema.LINEWORK,
            "kind",
            Set.of("stream"),
            fixed("#b7cfdc", "#22313d")));
    out.add(
        part(
            "railways",
            "Railways",
            "Railway tracks.",
            Schema.LINEWORK,
            "kind",
            Set.of("rail"),
            fixed("#a7a29b", "#4a4f56")));
    out.add(
        base(
            "streets",
            "Streets",
            "The street network, one feature per direction, with class, lanes, free speed and"
                + " capacity.",
            Schema.LINKS,
            streetStyle()));
    out.add(
        base(
            "nodes",
            "Junctions",
            "Where streets meet, and how the junction is controlled.",
            Schema.NODES,
            choice(
                "control",
                "none",
                "#9a958d",
                "priority",
                "#6f8f6a",
                "signal",
                "#d55e00",
                "roundabout",
                "#0072b2")));
  }

  private static void addPlaces(List<Layer> out) {
    out.add(
        base(
            "places", "Places", "Places of interest.", Schema.PLACES, fixed("#5b5f66", "#9aa3ad")));
    out.add(
        base(
            "bus_stops",
            "Bus stops",
            "Stops of the bus lines.",
            Schema.BUS_STOPS,
            fixed("#0072b2", "#56b4e9")));
    out.add(
        base(
            "bins",
            "Waste bins",
            "Bins by fraction, with volume and mean daily filling.",
            Schema.BINS,
            choice(
                "fraction",
                "residual",
                "#4d4d4d",
                "paper",
                "#0072b2",
                "glass",
                "#009e73",
                "packaging",
                "#e69f00",
                "organic",
                "#8c5a2b")));
    out.add(
        base(
            "depots",
            "Truck depots",
            "Where collection trucks start and end.",
            Schema.DEPOTS,
            fixed("#cc79a7", "#e3a3c6")));
    out.add(
        base(
            "disposal_sites",
            "Disposal sites",
            "Where collection trucks unload.",
            Schema.DISPOSAL_SITES,
            fixed("#7b4173", "#b57bab")));
    out.add(
        base(
            "sensors",
            "Sensors",
            "Instruments (things, in the words of SensorThings).",
            Schema.SENSORS,
            choice(
                "kind",
                "traffic",
                "#0072b2",
                "air",
                "#009e73",
                "noise",
                "#e69f00",
                "bin_level",
                "#cc79a7")));
    out.add(
        base(
            "import_issues",
            "Import issues",
            "What an import dropped, repaired or assumed, at its place.",
            Schema.IMPORT_ISSUES,
            choice(
                "action",
                "dropped",
                "#d55e00",
                "repaired",
                "#e69f00",
                "assumed",
                "#56b4e9",
                "noted",
                "#999999")));
  }

  private static Layer base(
      String id, String title, String summary, TableSchema table, Style style) {
    return part(id, title, summary, table, null, Set.of(), style);
  }

  private static Layer part(
      String id,
      String title,
      String summary,
      TableSchema table,
      String field,
      Set<String> labels,
      Style style) {
    return new Layer(
        id,
        title,
        summary,
        Group.BASE,
        geometryOf(table),
        table,
        field,
        labels,
        null,
        "",
        List.of(style),
        table.fields());
  }

  private static Geometry geometryOf(TableSchema table) {
    return switch (table.geometry()) {
      case POINT -> Geometry.POINT;
      case LINE -> Geometry.LINE;
      case POLYGON -> Geometry.POLYGON;
      case NONE -> throw new IllegalArgumentException(table.name() + " has no geometry");
    };
  }

  private static Layer run(Quantity q) {
    String[] w = words(q);
    return valueLayer(q, q.id(), w[0], w[1], Group.RUN, Ramps.of(q), w[0]);
  }

  private static Layer diff(Quantity q) {
    String[] w = words(q);
    return valueLayer(
        q,
        q.id() + "_diff",
        w[0] + ", difference",
        w[1] + " One run minus another; the base run where no other is named.",
        Group.DIFF,
        List.of(Ramps.diffOf(q)),
        w[0] + ", first run minus second");
  }

  private static Layer valueLayer(
      Quantity q,
      String id,
      String title,
      String text,
      Group group,
      List<Style> styles,
      String of) {
    TableSchema table =
        switch (q.element()) {
          case LINK -> Schema.LINKS;
          case BIN -> Schema.BINS;
          case CELL -> null;
          case LINK_CLASS -> throw new IllegalArgumentException(q.id() + " is not drawn");
        };
    List<Field> fields = new ArrayList<>();
    fields.add(Field.real("value", q.unit(), of));
    if (table != null) {
      fields.addAll(table.fields());
    }
    return new Layer(
        id,
        title,
        text,
        group,
        table == null ? Geometry.GRID : geometryOf(table),
        table,
        null,
        Set.of(),
        q,
        q.unit(),
        styles,
        fields);
  }

  /** Title and abstract of a quantity. */
  private static String[] words(Quantity q) {
    return switch (q) {
      case TRAFFIC_VOLUME ->
          words("Traffic volume", "Vehicles of all kinds per hour on each link.");
      case TRAFFIC_SPEED ->
          words("Traffic speed", "Mean speed along each link, delays at junctions included.");
      case TRAFFIC_VC ->
          words("Volume to capacity", "Share of the capacity that is used; above 1 a queue grows.");
      case EMISSIONS_NOX -> words("NOx emitted", "Nitrogen oxides emitted per kilometre and hour.");
      case EMISSIONS_PM25 ->
          words(
              "PM2.5 emitted", "Fine particles emitted, exhaust and wear, per kilometre and hour.");
      case EMISSIONS_PM10 ->
          words("PM10 emitted", "Particles emitted, exhaust and wear, per kilometre and hour.");
      case EMISSIONS_CO2 -> words("CO2 emitted", "Carbon dioxide emitted per kilometre and hour.");
      case EMISSIONS_NO2 ->
          words("NO2 emitted", "Nitrogen dioxide that leaves the exhaust, per kilometre and hour.");
      case EMISSIONS_CO -> words("CO emitted", "Carbon monoxide emitted per kilometre and hour.");
      case EMISSIONS_PM_EXHAUST ->
          words(
              "Exhaust particles emitted",
              "Particles of the exhaust, all below 2.5 µm, per kilometre and hour.");
      case EMISSIONS_NOX_CLASSES,
          EMISSIONS_PM25_CLASSES,
          EMISSIONS_PM10_CLASSES,
          EMISSIONS_CO2_CLASSES,
          TRAFFIC_STIRRING ->
          throw new IllegalArgumentException(q.id() + " is not drawn");
      case AIR_NOX -> words("NOx in the air", "Hourly concentration, background included.");
      case AIR_NO2 -> words("NO2 in the air", "Hourly concentration, background included.");
      case AIR_PM25 -> words("PM2.5 in the air", "Hourly concentration, background included.");
      case AIR_PM10 -> words("PM10 in the air", "Hourly concentration, background included.");
      case WASTE_FILL -> words("Bin fill", "Fill of each bin in per cent of its volume.");
      case WASTE_ROUTES ->
          words("Collection routes", "Passages of collection trucks per hour on each link.");
    };
  }

  private static String[] words(String title, String text) {
    return new String[] {title, text};
  }

  private static Style fixed(String light, String dark) {
    return new Style.Fixed("default", "Default", light, dark);
  }

  private static Style choice(String field, String... labelThenColor) {
    Map<String, String> colors = new LinkedHashMap<>();
    for (int i = 0; i < labelThenColor.length; i += 2) {
      colors.put(labelThenColor[i], labelThenColor[i + 1]);
    }
    return new Style.Choice("default", "By " + field, field, colors);
  }

  private static Style landUseStyle() {
    return choice(
        "kind",
        "residential",
        "#efece6",
        "mixed",
        "#ece4d8",
        "commercial",
        "#e9dde0",
        "industrial",
        "#e2e0e6",
        "civic",
        "#e9e6d3",
        "park",
        "#dbe6d2",
        "forest",
        "#cfdcc6",
        "field",
        "#f1eedf",
        "water",
        "#cfdde6",
        "rail",
        "#dddad6",
        "square",
        "#f0ebe4");
  }

  private static Style streetStyle() {
    return choice(
        "road_class",
        "motorway",
        "#d9a066",
        "trunk",
        "#dfb27f",
        "primary",
        "#e6c48f",
        "secondary",
        "#ecd9ad",
        "tertiary",
        "#f2e8cc",
        "residential",
        "#ffffff",
        "living_street",
        "#f7f5f1",
        "service",
        "#ffffff",
        "ramp",
        "#dfb27f",
        "pedestrian",
        "#e9e4ee");
  }
}
