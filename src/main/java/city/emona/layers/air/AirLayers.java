package city.emona.layers.air;

import city.emona.layers.Layer;
import city.emona.layers.Layer.Geometry;
import city.emona.layers.Layer.Group;
import city.emona.layers.Layer.Source;
import city.emona.layers.Ramps;
import city.emona.layers.Style;
import city.emona.model.Field;
import city.emona.model.Schema;
import city.emona.model.TableSchema;
import city.emona.run.air.AirPollutant;
import city.emona.simulate.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Entries of the catalogue that are worked out from the air of a run when asked: contours as areas,
 * what sensors read, and which streets cause the concentration at a place.
 */
public final class AirLayers {
  private AirLayers() {}

  private static String name(AirPollutant p) {
    return switch (p) {
      case NO2 -> "NO2";
      case NOX -> "NOx";
      case PM25 -> "PM2.5";
      case PM10 -> "PM10";
    };
  }

  public static List<Layer> ofRun() {
    List<Layer> out = new ArrayList<>();
    for (AirPollutant p : AirPollutant.values()) {
      Quantity q = p.quantity();
      out.add(
          contours(
              q.id() + "_contours",
              name(p) + " contours",
              "Areas between the breaks of the " + name(p) + " map, one feature per class.",
              Group.RUN,
              q,
              List.of(Ramps.of(q).get(0))));
    }
    for (AirPollutant p : AirPollutant.values()) {
      out.add(
          layer(
              p.quantity().id() + "_sides",
              name(p) + " at both sides of streets",
              "Concentration at the kerbs of open streets and at the fronts of street canyons"
                  + " (unvalidated), mean along the street.",
              Group.RUN,
              Geometry.LINE,
              SideTable.SCHEMA,
              null,
              p.quantity(),
              Ramps.of(p.quantity()),
              Source.SIDES));
    }
    for (AirPollutant p : AirPollutant.values()) {
      out.add(causes(p));
    }
    for (AirPollutant p : AirPollutant.values()) {
      out.add(readings(p));
    }
    return out;
  }

  public static List<Layer> ofDifference() {
    List<Layer> out = new ArrayList<>();
    for (AirPollutant p : AirPollutant.values()) {
      out.add(
          contours(
              p.quantity().id() + "_contours_diff",
              name(p) + " contours, difference",
              "Areas of equal change of " + name(p) + ": one run minus another.",
              Group.DIFF,
              p.quantity(),
              List.of(Ramps.diffOf(p.quantity()))));
    }
    return out;
  }

  private static Layer contours(
      String id, String title, String text, Group group, Quantity q, List<Style> styles) {
    TableSchema schema = ContourTable.schema(id);
    return layer(
        id, title, text, group, Geometry.POLYGON, schema, null, q, styles, Source.CONTOURS);
  }

  private static Layer causes(AirPollutant p) {
    return layer(
        "causes_" + p.id(),
        "What causes " + name(p) + " at a place",
        "What the traffic of each street adds to the "
            + name(p)
            + " at a place. The parameter place gives it (lon,lat); else it is where the map is"
            + " highest at that hour.",
        Group.RUN,
        Geometry.LINE,
        Schema.LINKS,
        null,
        p.quantity(),
        List.of(Ramps.causesOf(p.quantity())),
        Source.CAUSES);
  }

  private static Layer readings(AirPollutant p) {
    return layer(
        "sensors_" + p.id(),
        name(p) + " at sensors",
        "What each "
            + name(p)
            + " sensor would read in the run; beside it what it did read, and the residual.",
        Group.RUN,
        Geometry.POINT,
        ReadingTable.SCHEMA,
        ReadingTable.READS,
        p.quantity(),
        Ramps.of(p.quantity()),
        Source.READINGS);
  }

  private static Layer layer(
      String id,
      String title,
      String text,
      Group group,
      Geometry geometry,
      TableSchema table,
      String filter,
      Quantity q,
      List<Style> styles,
      Source source) {
    List<Field> fields = new ArrayList<>();
    fields.add(Field.real("value", q.unit(), title));
    fields.addAll(table.fields());
    return new Layer(
        id,
        title,
        text,
        group,
        geometry,
        table,
        filter,
        filter == null ? Set.of() : Set.of("yes"),
        q,
        q.unit(),
        styles,
        fields,
        source);
  }
}
