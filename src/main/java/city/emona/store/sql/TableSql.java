package city.emona.store.sql;

import city.emona.model.Field;
import java.util.stream.Collectors;

/** The words about a city table that both databases share. */
public final class TableSql {
  private TableSql() {}

  /** A column in words, with its unit, labels or target: the documentation inside the store. */
  public static String description(Field f) {
    return switch (f.kind()) {
      case REF -> f.description() + ": id in " + f.refTable();
      case CHOICE -> f.description() + ": " + String.join(", ", f.labels());
      default -> f.unit().isEmpty() ? f.description() : f.description() + " [" + f.unit() + "]";
    };
  }

  /** Default and check of a CHOICE column. */
  public static String choice(Field f) {
    return "NOT NULL DEFAULT %s CHECK (%s IN (%s))"
        .formatted(
            quote(f.labels().get(0)),
            f.name(),
            f.labels().stream().map(TableSql::quote).collect(Collectors.joining(", ")));
  }

  public static String quote(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
