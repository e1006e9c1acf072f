package city.emona.layers;

import city.emona.geo.Bounds;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.model.TableSchema;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Finds streets, districts and places by name: every word of the question must begin a word of the
 * name, accents and case aside. The links of one street are one hit. Immutable; made once per
 * snapshot.
 */
public final class NameSearch {
  /** A hit; bounds in degrees. */
  public record Hit(String name, String kind, Bounds lonLat) {}

  private record Entry(Hit hit, String folded) {}

  private final List<Entry> entries = new ArrayList<>();

  public NameSearch(Snapshot s) {
    add(s, Schema.DISTRICTS, "district");
    add(s, Schema.PLACES, "place");
    add(s, Schema.LINKS, "street");
  }

  private void add(Snapshot s, TableSchema schema, String kind) {
    Table t = s.table(schema);
    String[] names = t.texts("name");
    Map<String, Bounds> byName = new LinkedHashMap<>();
    for (int i = 0; i < names.length; i++) {
      if (!names[i].isBlank()) {
        byName.merge(names[i], t.shapes().bounds(i), Bounds::union);
      }
    }
    byName.forEach(
        (name, box) -> {
          if (!box.isEmpty()) {
            entries.add(new Entry(new Hit(name, kind, s.lonLatOf(box)), ' ' + fold(name)));
          }
        });
  }

  /** Hits, names that begin with the question first. */
  public List<Hit> find(String question, int limit) {
    String q = fold(question);
    List<Hit> first = new ArrayList<>();
    List<Hit> then = new ArrayList<>();
    if (q.isEmpty()) {
      return first;
    }
    for (Entry e : entries) {
      if (e.folded.startsWith(' ' + q)) {
        first.add(e.hit);
      } else if (matches(e.folded, q)) {
        then.add(e.hit);
      }
    }
    first.addAll(then);
    return List.copyOf(first.subList(0, Math.min(limit, first.size())));
  }

  private static boolean matches(String name, String question) {
    for (String word : question.split(" ")) {
      if (!name.contains(' ' + word)) {
        return false;
      }
    }
    return true;
  }

  private static String fold(String s) {
    String plain = Normalizer.normalize(s, Normalizer.Form.NFD).replaceAll("\\p{M}+", "");
    return plain.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ").trim();
  }
}
