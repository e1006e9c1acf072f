package city.emona.layers.file;

import city.emona.layers.Attributes;
import city.emona.layers.Layer;
import city.emona.layers.LayerView;
import city.emona.layers.Style;
import city.emona.layers.air.ContourTable;
import city.emona.layers.feature.FeatureQuery;
import city.emona.model.Field;
import city.emona.model.Table;
import city.emona.model.TableSchema;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;

/**
 * A layer as a table of its own, for files that hold tables: the rows that the layer shows with
 * their value, and references as text ids, so that it stands without the rest of the city. A grid
 * becomes the contours of its style.
 */
public final class LayerTable {
  private LayerTable() {}

  /** The table of a view; {@code style} chooses the classes of contours, null = the first. */
  public static Table of(LayerView view, String style) {
    if (view.layer().geometry() == Layer.Geometry.GRID) {
      Style.Ramp ramp = LayerFile.ramp(view.layer(), style);
      return ContourTable.of(
          ContourTable.schema(view.layer().id()), view.grid(), view.values(), ramp);
    }
    Table from = view.table();
    BitSet kept = new BitSet();
    for (int row : new FeatureQuery(null, Map.of(), 0, Integer.MAX_VALUE).run(view).elements()) {
      kept.set(row);
    }
    Table rows = from.keep(kept);
    Attributes attributes = new Attributes(view.snapshot().city(), from);
    List<Field> fields = new ArrayList<>();
    List<Object> columns = new ArrayList<>();
    if (view.layer().isValueLayer()) {
      fields.add(Field.real("value", view.layer().unit(), view.layer().title()));
      columns.add(kept.stream().mapToDouble(view::value).toArray());
    }
    for (int c = 0; c < attributes.fieldCount(); c++) {
      Field f = attributes.field(c);
      if (f.kind() == Field.Kind.REF) {
        int column = c;
        fields.add(Field.text(f.name(), f.description() + ": id in " + f.refTable()));
        columns.add(
            kept.stream()
                .mapToObj(r -> attributes.value(r, column))
                .map(v -> v == null ? "" : v.toString())
                .toArray(String[]::new));
      } else {
        fields.add(f);
        columns.add(rows.column(c));
      }
    }
    TableSchema schema =
        new TableSchema(
            view.layer().id(), view.layer().title(), from.schema().geometry(), List.copyOf(fields));
    return Table.of(schema, rows.ids(), columns, rows.shapes());
  }
}
