package city.emona.scenario.yaml;

import city.emona.EmonaException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Messages about names that are not known, with the nearest known ones: up to three within a third
 * of the word's length in Levenshtein distance. Stateless.
 */
public final class Names {
  private Names() {}

  public static EmonaException unknown(String word, String name, Collection<String> known) {
    return EmonaException.notFound(
        "There is no " + word + " \"" + YamlFields.shown(name) + "\"." + didYouMean(name, known),
        word,
        "Write the " + word + " as the city's data has it.");
  }

  /** " Did you mean …?" with up to three near names, or "". */
  public static String didYouMean(String name, Collection<String> known) {
    String wanted = name.toLowerCase(Locale.ROOT);
    int limit = Math.max(2, wanted.length() / 3);
    record Near(String name, int distance) {}
    List<Near> near = new ArrayList<>();
    for (String k : known) {
      if (Math.abs(k.length() - wanted.length()) <= limit && wanted.length() <= 100) {
        int d = editDistance(wanted, k.toLowerCase(Locale.ROOT));
        if (d <= limit) {
          near.add(new Near(k, d));
        }
      }
    }
    near.sort(Comparator.comparingInt(Near::distance).thenComparing(Near::name));
    return near.isEmpty()
        ? ""
        : " Did you mean "
            + String.join(", ", near.stream().limit(3).map(x -> "\"" + x.name + "\"").toList())
            + "?";
  }

  /** Levenshtein distance. */
  static int editDistance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
