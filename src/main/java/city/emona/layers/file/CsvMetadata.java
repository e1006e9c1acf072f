package city.emona.layers.file;

import city.emona.geo.Crs;
import city.emona.layers.Attributes;
import city.emona.layers.Layer;
import city.emona.layers.LayerView;
import city.emona.model.CityInfo;
import city.emona.model.Field;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;

/**
 * The description that stands beside a CSV file as {@code FILE-metadata.json}, by W3C's "Model for
 * Tabular Data and Metadata on the Web" (2015, 5.2): a CSV itself has no room for licence,
 * attribution, system of coordinates, units and the run that it is of.
 */
public final class CsvMetadata {
  private CsvMetadata() {}

  public static void write(LayerView view, String file, Crs crs, OutputStream out)
      throws IOException {
    Crs places = crs == null ? Crs.CRS84 : crs;
    CityInfo info = view.snapshot().city().info();
    Layer layer = view.layer();
    try (JsonGenerator j = new JsonFactory().createGenerator(out).useDefaultPrettyPrinter()) {
      j.writeStartObject();
      j.writeStringField("@context", "http://www.w3.org/ns/csvw");
      j.writeStringField("url", file);
      j.writeStringField("dc:title", layer.title());
      j.writeStringField("dc:description", layer.summary());
      j.writeStringField("dc:license", info.licence());
      j.writeStringField("dc:rights", info.attribution());
      j.writeStringField("dc:source", String.join("; ", info.sources()));
      j.writeStringField("dc:coverage", places.code());
      if (view.run() != null) {
        j.writeStringField("dc:identifier", view.run().id());
        j.writeStringField("dc:temporal", view.run().steps().start(view.step()).toString());
      }
      j.writeObjectFieldStart("tableSchema");
      j.writeArrayFieldStart("columns");
      columns(view, places, j);
      j.writeEndArray();
      j.writeEndObject();
      j.writeEndObject();
    }
  }

  private static void columns(LayerView view, Crs crs, JsonGenerator j) throws IOException {
    boolean grid = view.layer().geometry() == Layer.Geometry.GRID;
    column(j, grid ? "cell" : "id", grid ? "Number of the cell" : "Text id", "");
    String unit = crs.isInDegrees() ? "degrees" : "";
    for (String name : LayerFile.placeColumns(crs).split(",")) {
      column(j, name, "Place in " + crs.code(), unit);
    }
    if (grid) {
      column(j, "x_m", "East in the city's own metre system", "m");
      column(j, "y_m", "North in the city's own metre system", "m");
    }
    if (grid || view.layer().isValueLayer()) {
      column(j, "value", view.layer().title(), view.layer().unit());
    }
    if (!grid) {
      Attributes attributes = new Attributes(view.snapshot().city(), view.table());
      for (int c = 0; c < attributes.fieldCount(); c++) {
        Field f = attributes.field(c);
        column(j, f.name(), f.description(), f.unit());
      }
    }
  }

  private static void column(JsonGenerator j, String name, String description, String unit)
      throws IOException {
    j.writeStartObject();
    j.writeStringField("name", name);
    j.writeStringField("titles", name);
    j.writeStringField(
        "dc:description", unit.isEmpty() ? description : description + " [" + unit + "]");
    j.writeEndObject();
  }
}
