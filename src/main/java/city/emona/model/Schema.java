package city.emona.model;

import static city.emona.model.Field.choice;
import static city.emona.model.Field.integer;
import static city.emona.model.Field.real;
import static city.emona.model.Field.ref;
import static city.emona.model.Field.text;
import static city.emona.model.TableSchema.Geometry.LINE;
import static city.emona.model.TableSchema.Geometry.NONE;
import static city.emona.model.TableSchema.Geometry.POINT;
import static city.emona.model.TableSchema.Geometry.POLYGON;

import java.util.List;

/**
 * The tables of a city, in an order in which every reference points to an earlier table or to the
 * same one. Both stores, the layers and the content hash are driven by this list. A change here is
 * a schema migration.
 */
public final class Schema {
  /** Bits of {@code links.modes}. */
  public static final int CAR = 1;

  public static final int TRUCK = 2;
  public static final int BUS = 4;
  public static final int BIKE = 8;
  public static final int FOOT = 16;

  public static final List<String> ROAD_CLASSES =
      List.of(
          "motorway",
          "trunk",
          "primary",
          "secondary",
          "tertiary",
          "residential",
          "living_street",
          "service",
          "ramp",
          "pedestrian");

  public static final TableSchema DISTRICTS =
      new TableSchema(
          "districts",
          "Districts",
          POLYGON,
          text("name", "Name of the district"),
          integer("population", "people", "Residents"),
          integer("jobs", "jobs", "Workplaces"));
  public static final TableSchema NODES =
      new TableSchema(
          "nodes",
          "Junctions",
          POINT,
          choice(
              "control",
              "How the junction is controlled",
              List.of("none", "priority", "signal", "roundabout")));
  public static final TableSchema LINKS =
      new TableSchema(
          "links",
          "Streets (one row per direction)",
          LINE,
          text("name", "Street name"),
          ref("from_node", "nodes", "Start junction"),
          ref("to_node", "nodes", "End junction"),
          choice("road_class", "Functional class", ROAD_CLASSES),
          integer("length_mm", "mm", "Length along the geometry"),
          integer("lanes", "lanes", "Lanes in this direction"),
          integer("free_speed_kmh", "km/h", "Free-flow speed (the posted limit)"),
          integer(
              "capacity_veh_per_h",
              "veh/h",
              "Capacity in this direction, signals taken into account"),
          integer("modes", "", "Who may use it, bits: 1 car, 2 truck, 4 bus, 8 bike, 16 foot"),
          choice("structure", "What carries the street", List.of("ground", "bridge", "tunnel")),
          ref("district", "districts", "District of the link's middle"));
  public static final TableSchema TURN_BANS =
      new TableSchema(
          "turn_bans",
          "Banned turns",
          NONE,
          ref("from_link", "links", "Link that the turn leaves"),
          ref("to_link", "links", "Link that may not be entered from it"));
  public static final TableSchema ZONES =
      new TableSchema(
          "zones",
          "Traffic zones",
          POLYGON,
          ref("district", "districts", "District of the zone"),
          integer("population", "people", "Residents"),
          integer("jobs", "jobs", "Workplaces"));
  public static final TableSchema ZONE_ACCESS =
      new TableSchema(
          "zone_access",
          "Where trips of a zone enter the network",
          NONE,
          ref("zone", "zones", "Zone"),
          ref("node", "nodes", "Junction on the car network"));
  public static final TableSchema LAND_USE =
      new TableSchema(
          "land_use",
          "Land use and blocks",
          POLYGON,
          text("name", "Name, where it has one"),
          choice(
              "kind",
              "Use",
              List.of(
                  "residential",
                  "mixed",
                  "commercial",
                  "industrial",
                  "civic",
                  "park",
                  "forest",
                  "field",
                  "water",
                  "rail",
                  "square")),
          choice(
              "fabric",
              "Urban fabric",
              List.of(
                  "none",
                  "medieval",
                  "perimeter",
                  "garden_suburb",
                  "slab_estate",
                  "villa",
                  "industry",
                  "village")),
          integer("population", "people", "Residents of the block"),
          integer("jobs", "jobs", "Workplaces in the block"),
          ref("district", "districts", "District"),
          ref("zone", "zones", "Traffic zone"));
  public static final TableSchema BUILDINGS =
      new TableSchema(
          "buildings",
          "Buildings",
          POLYGON,
          integer("height_dm", "dm", "Height of the eaves above ground"),
          choice(
              "use",
              "Main use",
              List.of(
                  "unknown", "residential", "commercial", "industrial", "civic", "outbuilding")));
  public static final TableSchema LINEWORK =
      new TableSchema(
          "linework",
          "Railways and streams",
          LINE,
          text("name", "Name, where it has one"),
          choice("kind", "What it is", List.of("rail", "stream")));
  public static final TableSchema PLACES =
      new TableSchema(
          "places",
          "Places of interest",
          POINT,
          text("name", "Name"),
          choice(
              "kind",
              "What it is",
              List.of(
                  "town_hall",
                  "school",
                  "university",
                  "clinic",
                  "hospital",
                  "shop",
                  "station",
                  "stadium",
                  "castle",
                  "other")));
  public static final TableSchema BUS_LINES =
      new TableSchema(
          "bus_lines",
          "Bus lines",
          NONE,
          text("name", "Number or name"),
          integer("headway_peak_min", "min", "Headway 06:30-09:00 and 15:00-18:00"),
          integer("headway_day_min", "min", "Headway between the peaks"),
          integer(
              "headway_evening_min",
              "min",
              "Headway before 06:30 and after 18:00; none 23:00-05:00"));
  public static final TableSchema BUS_LINE_LINKS =
      new TableSchema(
          "bus_line_links",
          "Links of bus lines, in order",
          NONE,
          ref("line", "bus_lines", "Line"),
          integer("seq", "", "Order along the line, from 0"),
          ref("link", "links", "Link"));
  public static final TableSchema BUS_STOPS =
      new TableSchema(
          "bus_stops",
          "Bus stops",
          POINT,
          text("name", "Name"),
          ref("line", "bus_lines", "Line"),
          integer("seq", "", "Order along the line, from 0"),
          ref("node", "nodes", "Junction nearest to the stop"));
  public static final TableSchema DEPOTS =
      new TableSchema(
          "depots",
          "Depots of collection trucks",
          POINT,
          text("name", "Name"),
          ref("node", "nodes", "Junction at the gate"),
          integer("trucks", "trucks", "Trucks stationed here"),
          integer("truck_volume_l", "l", "Uncompacted waste that one truck holds"),
          integer("truck_payload_kg", "kg", "Payload of one truck"));
  public static final TableSchema DISPOSAL_SITES =
      new TableSchema(
          "disposal_sites",
          "Disposal and transfer sites",
          POINT,
          text("name", "Name"),
          ref("node", "nodes", "Junction at the gate"));
  public static final TableSchema BINS =
      new TableSchema(
          "bins",
          "Waste bins",
          POINT,
          choice(
              "fraction",
              "Fraction",
              List.of("residual", "paper", "glass", "packaging", "organic")),
          integer("capacity_l", "l", "Volume"),
          real("mean_fill_l_per_day", "l/day", "Mean waste put in on an average day"),
          integer(
              "collection_days",
              "",
              "Weekdays of its own calendar, bits: 1 Monday … 64 Sunday; 0 = those of its fraction"),
          ref("node", "nodes", "Junction from which a truck serves it"),
          ref("district", "districts", "District"));
  public static final TableSchema SENSORS =
      new TableSchema(
          "sensors",
          "Sensors (things)",
          POINT,
          text("name", "Name"),
          choice("kind", "What it observes", List.of("traffic", "air", "noise", "bin_level")),
          choice("siting", "Where it stands", List.of("kerbside", "background", "bin")),
          ref("link", "links", "Link that it watches"),
          ref("bin", "bins", "Bin that it watches"));
  public static final TableSchema DATASTREAMS =
      new TableSchema(
          "datastreams",
          "Datastreams of the sensors",
          NONE,
          ref("sensor", "sensors", "Thing"),
          text("observed_property", "What is observed, for example NO2"),
          text("unit", "Unit of the result"),
          choice(
              "quality",
              "Known state of the instrument",
              List.of("good", "gaps", "drift", "dead")));
  public static final TableSchema ROLES =
      new TableSchema(
          "roles",
          "Named roles that scenarios refer to",
          POLYGON,
          choice("kind", "What its members are", List.of("links", "districts", "area")));
  public static final TableSchema ROLE_MEMBERS =
      new TableSchema(
          "role_members",
          "Members of roles",
          NONE,
          ref("role", "roles", "Role"),
          text("member", "Id of the link or district"));
  public static final TableSchema OD =
      new TableSchema(
          "od",
          "Car trips of an average weekday between zones",
          NONE,
          ref("from_zone", "zones", "Origin"),
          ref("to_zone", "zones", "Destination"),
          real("car_trips_per_day", "trips/day", "Car trips"));
  public static final TableSchema IMPORT_ISSUES =
      new TableSchema(
          "import_issues",
          "What an import dropped or repaired",
          POINT,
          text("reason", "Stable code of the reason"),
          choice("action", "What was done", List.of("dropped", "repaired", "assumed", "noted")),
          text("source", "Element of the source, for example way 4711"),
          text("message", "What was found, in words"),
          integer("count", "", "How many elements this row stands for"));

  /** Every table, referenced tables first. */
  public static final List<TableSchema> TABLES =
      List.of(
          DISTRICTS,
          NODES,
          LINKS,
          TURN_BANS,
          ZONES,
          ZONE_ACCESS,
          LAND_USE,
          BUILDINGS,
          LINEWORK,
          PLACES,
          BUS_LINES,
          BUS_LINE_LINKS,
          BUS_STOPS,
          DEPOTS,
          DISPOSAL_SITES,
          BINS,
          SENSORS,
          DATASTREAMS,
          ROLES,
          ROLE_MEMBERS,
          OD,
          IMPORT_ISSUES);

  private Schema() {}
}
