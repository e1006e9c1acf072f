package city.emona.store.sql;

import city.emona.EmonaException;
import city.emona.geo.PackedLines;
import city.emona.geo.PackedPolygons;
import city.emona.model.City;
import city.emona.model.Field;
import city.emona.model.Table;
import java.util.HashSet;
import java.util.Set;

/**
 * Checks a city before anything is written, so that both stores refuse the same content with the
 * same words, and a bulk load never stops half way over a row. What is refused could not be read
 * back: ids that are empty or double, NUL characters, references and labels out of range, lines of
 * one vertex, rings of less than three, a hole without an outer ring.
 */
public final class CityCheck {
  private CityCheck() {}

  public static void check(City city) {
    for (Table t : city.tables()) {
      ids(t);
      for (int c = 0; c < t.schema().fields().size(); c++) {
        Field f = t.schema().fields().get(c);
        switch (f.kind()) {
          case TEXT -> texts(t, f, (String[]) t.column(c));
          case CHOICE -> labels(t, f, (byte[]) t.column(c));
          case REF -> references(city, t, f, (int[]) t.column(c));
          case INT, REAL -> {}
        }
      }
      if (t.shapes() instanceof PackedLines lines) {
        lines(t, lines);
      } else if (t.shapes() instanceof PackedPolygons polygons) {
        polygons(t, polygons);
      }
    }
  }

  private static void ids(Table t) {
    Set<String> seen = new HashSet<>(t.size() * 2);
    for (int i = 0; i < t.size(); i++) {
      String id = t.id(i);
      if (id == null || id.isEmpty()) {
        throw wrong(t, i, "id", "The row has no id.");
      }
      if (id.indexOf('\0') >= 0) {
        throw wrong(t, i, "id", "The id holds a NUL character.");
      }
      if (!seen.add(id)) {
        throw wrong(t, i, "id", "Two rows have this id.");
      }
    }
  }

  private static void texts(Table t, Field f, String[] values) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] == null || values[i].indexOf('\0') >= 0) {
        throw wrong(
            t, i, f.name(), values[i] == null ? "The text is null." : "It holds a NUL character.");
      }
    }
  }

  private static void labels(Table t, Field f, byte[] values) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] < 0 || values[i] >= f.labels().size()) {
        throw wrong(t, i, f.name(), "There is no label number " + values[i] + ".");
      }
    }
  }

  private static void references(City city, Table t, Field f, int[] values) {
    int limit = -1;
    for (Table to : city.tables()) {
      limit = to.schema().name().equals(f.refTable()) ? to.size() : limit;
    }
    for (int i = 0; i < values.length; i++) {
      if (values[i] < -1 || values[i] >= limit) {
        throw wrong(t, i, f.name(), "There is no row " + values[i] + " in " + f.refTable() + ".");
      }
    }
  }

  private static void lines(Table t, PackedLines lines) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.vertexCount(i) == 1) {
        throw wrong(t, i, "geom", "The line has a single vertex.");
      }
    }
  }

  private static void polygons(Table t, PackedPolygons p) {
    for (int i = 0; i < p.size(); i++) {
      for (int r = p.firstRing()[i]; r < p.firstRing()[i + 1]; r++) {
        if (p.firstVertex()[r + 1] - p.firstVertex()[r] < 3) {
          throw wrong(t, i, "geom", "A ring has less than three vertices.");
        }
        if (r == p.firstRing()[i] && p.hole()[r]) {
          throw wrong(t, i, "geom", "The first ring is a hole.");
        }
      }
    }
  }

  private static EmonaException wrong(Table t, int row, String field, String what) {
    return EmonaException.invalid(
        what,
        "table " + t.schema().name() + ", row " + row + ", id '" + t.id(row) + "', field " + field,
        "Correct the source of this row and import the city again; nothing was written.");
  }
}
