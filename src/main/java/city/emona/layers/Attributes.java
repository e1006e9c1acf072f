package city.emona.layers;

import city.emona.model.City;
import city.emona.model.Field;
import city.emona.model.Table;

/**
 * Column values as the outside sees them: text, number, the label of a choice, the text id of a
 * reference; null where a reference points nowhere.
 */
public final class Attributes {
  private final Table table;
  private final Field[] fields;
  private final Table[] refs;

  /** Of a table of the city, or of one that was worked out beside it. */
  public Attributes(City city, Table table) {
    this.table = table;
    this.fields = table.schema().fields().toArray(new Field[0]);
    this.refs = new Table[fields.length];
    for (int c = 0; c < fields.length; c++) {
      if (fields[c].kind() == Field.Kind.REF) {
        refs[c] = tableOf(city, fields[c].refTable());
      }
    }
  }

  private static Table tableOf(City city, String name) {
    for (Table t : city.tables()) {
      if (t.schema().name().equals(name)) {
        return t;
      }
    }
    throw new IllegalArgumentException("no table " + name);
  }

  public Table table() {
    return table;
  }

  public int fieldCount() {
    return fields.length;
  }

  public Field field(int column) {
    return fields[column];
  }

  /** A String, an Integer, a finite Double, or null. */
  public Object value(int row, int column) {
    return switch (fields[column].kind()) {
      case TEXT -> ((String[]) table.column(column))[row];
      case INT -> ((int[]) table.column(column))[row];
      case REAL -> finite(((double[]) table.column(column))[row]);
      case CHOICE -> fields[column].labels().get(((byte[]) table.column(column))[row]);
      case REF -> {
        int to = ((int[]) table.column(column))[row];
        yield to < 0 ? null : refs[column].id(to);
      }
    };
  }

  private static Double finite(double v) {
    return Double.isFinite(v) ? v : null;
  }
}
