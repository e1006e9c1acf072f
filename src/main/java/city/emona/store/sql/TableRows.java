package city.emona.store.sql;

import city.emona.EmonaException;
import city.emona.geo.LocalFrame;
import city.emona.model.Field;
import city.emona.model.Table;
import city.emona.model.TableSchema;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Collects the rows of one stored city table into columns. Labels become ordinals at once;
 * references are text until {@link #build}, which looks them up in the tables read before. A GIS
 * program may have edited the store, so whatever does not fit is an {@code EmonaException} that
 * names table, row and column. Not thread-safe.
 */
public final class TableRows {
  private final TableSchema schema;
  private final String store;
  private final ShapeRows shapes;
  private final List<String> ids = new ArrayList<>();
  private final Object[] columns;
  private final List<Map<String, Byte>> ordinals = new ArrayList<>();
  private int row = -1;

  public TableRows(TableSchema schema, LocalFrame frame, String store) {
    this.schema = schema;
    this.store = store;
    this.shapes =
        schema.geometry() == TableSchema.Geometry.NONE
            ? null
            : new ShapeRows(schema.geometry(), frame);
    this.columns = new Object[schema.fields().size()];
    for (int c = 0; c < columns.length; c++) {
      Field f = schema.fields().get(c);
      Map<String, Byte> labels = new HashMap<>();
      for (int i = 0; i < f.labels().size(); i++) {
        labels.put(f.labels().get(i), (byte) i);
      }
      ordinals.add(labels);
      columns[c] =
          switch (f.kind()) {
            case TEXT, REF -> new String[64];
            case INT -> new int[64];
            case REAL -> new double[64];
            case CHOICE -> new byte[64];
          };
    }
  }

  public void start(String id) {
    ids.add(id);
    row++;
  }

  /** A value of a TEXT, REF or CHOICE column; null where the cell is NULL. */
  public void text(int column, String value) {
    if (columns[column] instanceof byte[] labels) {
      Byte ordinal = ordinals.get(column).get(value);
      if (ordinal == null) {
        throw wrong(
            row,
            schema.fields().get(column).name(),
            "'" + value + "' is not one of " + schema.fields().get(column).labels() + ".");
      }
      if (row == labels.length) {
        labels = Arrays.copyOf(labels, row * 2);
        columns[column] = labels;
      }
      labels[row] = ordinal;
    } else {
      String[] texts = (String[]) columns[column];
      if (row == texts.length) {
        texts = Arrays.copyOf(texts, row * 2);
        columns[column] = texts;
      }
      texts[row] = value;
    }
  }

  public void integer(int column, int value) {
    int[] ints = (int[]) columns[column];
    if (row == ints.length) {
      ints = Arrays.copyOf(ints, row * 2);
      columns[column] = ints;
    }
    ints[row] = value;
  }

  public void real(int column, double value) {
    double[] reals = (double[]) columns[column];
    if (row == reals.length) {
      reals = Arrays.copyOf(reals, row * 2);
      columns[column] = reals;
    }
    reals[row] = value;
  }

  /** The geometry of the row; null where it has none. */
  public void geometry(Supplier<ByteBuffer> wkb) {
    try {
      shapes.add(wkb.get());
    } catch (IllegalArgumentException | ArithmeticException | BufferUnderflowException e) {
      throw wrong(row, "geom", "The geometry cannot be used: " + e.getMessage() + ".");
    }
  }

  public Table build(Map<String, Table> earlier) {
    int n = ids.size();
    String[] idColumn = ids.toArray(new String[0]);
    List<Object> cut = new ArrayList<>();
    Table self = null;
    for (int c = 0; c < columns.length; c++) {
      Field f = schema.fields().get(c);
      switch (f.kind()) {
        case TEXT -> cut.add(texts(c, n));
        case INT -> cut.add(Arrays.copyOf((int[]) columns[c], n));
        case REAL -> cut.add(Arrays.copyOf((double[]) columns[c], n));
        case CHOICE -> cut.add(Arrays.copyOf((byte[]) columns[c], n));
        case REF -> {
          Table to = earlier.get(f.refTable());
          if (to == null) {
            self = self == null ? idsOnly(idColumn) : self;
            to = self;
          }
          cut.add(resolve(f, (String[]) columns[c], n, to));
        }
      }
    }
    return Table.of(schema, idColumn, cut, shapes == null ? null : shapes.build());
  }

  private String[] texts(int column, int n) {
    String[] texts = Arrays.copyOf((String[]) columns[column], n);
    for (int i = 0; i < n; i++) {
      texts[i] = texts[i] == null ? "" : texts[i];
    }
    return texts;
  }

  private int[] resolve(Field f, String[] texts, int n, Table to) {
    int[] rows = new int[n];
    for (int i = 0; i < n; i++) {
      rows[i] = texts[i] == null ? -1 : to.findRow(texts[i]);
      if (texts[i] != null && rows[i] < 0) {
        throw wrong(i, f.name(), "'" + texts[i] + "' is not in " + f.refTable() + ".");
      }
    }
    return rows;
  }

  private Table idsOnly(String[] idColumn) {
    TableSchema bare =
        new TableSchema(schema.name(), schema.title(), TableSchema.Geometry.NONE, List.of());
    return Table.of(bare, idColumn, List.of(), null);
  }

  private EmonaException wrong(int at, String field, String what) {
    return EmonaException.invalid(
        what,
        store + ", table " + schema.name() + ", id '" + ids.get(at) + "', column " + field,
        "Correct the value, or import the city again.");
  }
}
