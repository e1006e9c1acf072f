package city.emona.layers;

import city.emona.model.Field;
import city.emona.model.Table;
import city.emona.model.TableSchema;
import city.emona.simulate.Quantity;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * One entry of the catalogue: what a client can see, whatever the protocol. A base layer shows the
 * rows of a table (all, or those whose CHOICE column {@code filterField} has one of {@code
 * filterLabels}); a run layer shows a quantity of a run at a step; a diff layer the same quantity
 * of one run minus that of another. {@code table} is null for a grid, {@code quantity} is null for
 * a base layer. The first style is the default. Layers of the other {@link Source}s are worked out
 * when asked.
 */
public record Layer(
    String id,
    String title,
    String summary,
    Group group,
    Geometry geometry,
    TableSchema table,
    String filterField,
    Set<String> filterLabels,
    Quantity quantity,
    String unit,
    List<Style> styles,
    List<Field> fields,
    Source source) {
  /** Where a layer's values come from. */
  public enum Group {
    BASE,
    RUN,
    DIFF
  }

  /** What is drawn. */
  public enum Geometry {
    POINT,
    LINE,
    POLYGON,
    GRID
  }

  /** What its values or shapes are made from. */
  public enum Source {
    /** Rows of the stored city. */
    TABLE,
    /** Stored frames of the quantity. */
    FRAMES,
    /** Areas between the breaks of the style, from the quantity's grid. */
    CONTOURS,
    /** What each link adds to the quantity at a place. */
    CAUSES,
    /** The quantity at both sides of every street. */
    SIDES,
    /** What sensors of the quantity would read, and did read. */
    READINGS
  }

  /** A layer of rows, or of frames where it has a quantity. */
  public Layer(
      String id,
      String title,
      String summary,
      Group group,
      Geometry geometry,
      TableSchema table,
      String filterField,
      Set<String> filterLabels,
      Quantity quantity,
      String unit,
      List<Style> styles,
      List<Field> fields) {
    this(
        id,
        title,
        summary,
        group,
        geometry,
        table,
        filterField,
        filterLabels,
        quantity,
        unit,
        styles,
        fields,
        quantity == null ? Source.TABLE : Source.FRAMES);
  }

  public Layer {
    filterLabels = Set.copyOf(filterLabels);
    styles = List.copyOf(styles);
    fields = List.copyOf(fields);
  }

  public boolean isValueLayer() {
    return quantity != null;
  }

  /** A named style; the default for an empty name; null where there is none of that name. */
  public Style findStyle(String name) {
    if (name == null || name.isEmpty() || name.equals("default")) {
      return styles.get(0);
    }
    return styles.stream().filter(s -> s.id().equals(name)).findFirst().orElse(null);
  }

  /** Which rows of the table belong to this layer. */
  public IntPredicate rowFilter(Table rows) {
    if (filterField == null) {
      return r -> true;
    }
    List<String> labels = rows.schema().fields().get(rows.schema().indexOf(filterField)).labels();
    boolean[] keep = new boolean[labels.size()];
    for (int i = 0; i < keep.length; i++) {
      keep[i] = filterLabels.contains(labels.get(i));
    }
    byte[] values = rows.choices(filterField);
    return r -> keep[values[r]];
  }
}
