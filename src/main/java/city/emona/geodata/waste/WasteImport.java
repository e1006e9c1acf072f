package city.emona.geodata.waste;

import city.emona.EmonaException;
import city.emona.model.City;
import city.emona.model.CityInfo;
import city.emona.model.Schema;
import city.emona.model.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Puts a city's own bins, or the weekdays on which they are collected, into the city. Days are
 * given by fraction or by bin; a bin's own row goes before that of its fraction, wherever it
 * stands. Whatever cannot be used becomes an import issue with line and fix; the rest is taken.
 * Stateless.
 */
public final class WasteImport {
  static final List<String> FRACTIONS =
      Schema.BINS.fields().get(Schema.BINS.indexOf("fraction")).labels();
  private static final List<String> WEEKDAYS =
      List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");
  private static final Map<String, String> OTHER_WORDS =
      Map.of(
          "rest", "residual",
          "mixed", "residual",
          "cardboard", "paper",
          "plastic", "packaging",
          "recycling", "packaging",
          "bio", "organic",
          "biowaste", "organic");

  private WasteImport() {}

  /** The city with what the table gives. */
  public static City apply(City city, WasteTable file) {
    return file.calendar() ? days(city, file) : new BinRows(city, file).apply();
  }

  private static City days(City city, WasteTable file) {
    Table bins = city.table(Schema.BINS);
    WasteIssues issues = new WasteIssues("calendar_");
    Map<Integer, Integer> byFraction = new HashMap<>();
    Map<Integer, Integer> byBin = new HashMap<>();
    for (WasteTable.Row row : file.rows()) {
      int days = weekdays(row, issues);
      String bin = row.get("bin");
      String fraction = row.get("fraction");
      if (days == 0) {
        continue;
      }
      if (!bin.isEmpty()) {
        int b = bins.findRow(bin);
        if (b < 0) {
          issues.dropped(
              "unknown_bin",
              row.where(),
              "there is no bin " + bin + " in the city.",
              "import the bins first, or take an id of table bins.");
        } else {
          byBin.put(b, days);
        }
      } else if (fraction(fraction) < 0) {
        issues.dropped(
            "unknown_fraction", row.where(), unknown(fraction), "write one of " + FRACTIONS + ".");
      } else {
        byFraction.put(fraction(fraction), days);
      }
    }
    if (byBin.isEmpty() && byFraction.isEmpty()) {
      throw EmonaException.invalid(
          "No row of the file gives days to a bin or fraction of the city.",
          file.source(),
          "Write the columns fraction (or bin) and weekdays, for example: paper,tue fri");
    }
    int[] own = bins.ints("collection_days").clone();
    for (int b = 0; b < own.length; b++) {
      int ofFraction = byFraction.getOrDefault((int) bins.choices("fraction")[b], own[b]);
      own[b] = byBin.getOrDefault(b, ofFraction);
    }
    Table changed = bins.with("collection_days", own);
    Table noted = issues.in(city.table(Schema.IMPORT_ISSUES));
    return with(city.with(changed, noted), "collection days: ", file.source(), false);
  }

  /**
   * Bits of the weekdays in a row, Monday = 1; 0 with an issue where they cannot be read. Days are
   * names of three letters or more, or numbers from 1; a hyphen joins the first and the last of
   * some, over the week's end too.
   */
  static int weekdays(WasteTable.Row row, WasteIssues issues) {
    String text = row.get("weekdays");
    String words = text.toLowerCase(Locale.ROOT).replaceAll("\\s*[-–]\\s*", "-").trim();
    int days = 0;
    for (String word : words.split("[\\s;,/+|]+")) {
      String[] ends = word.split("-", -1);
      int first = weekday(ends[0]);
      int last = weekday(ends[ends.length - 1]);
      if (first < 0 || last < 0 || ends.length > 2) {
        issues.dropped(
            "weekdays",
            row.where(),
            text.isEmpty() ? "no weekdays." : "'" + word + "' is not a weekday.",
            "write for example: mon thu, or mon-fri");
        return 0;
      }
      for (int day = first; ; day = (day + 1) % WEEKDAYS.size()) {
        days |= 1 << day;
        if (day == last) {
          break;
        }
      }
    }
    return days;
  }

  private static int weekday(String word) {
    if (word.matches("[1-7]")) {
      return Integer.parseInt(word) - 1;
    }
    for (int d = 0; d < WEEKDAYS.size() && word.length() >= 3; d++) {
      if (WEEKDAYS.get(d).startsWith(word)) {
        return d;
      }
    }
    return -1;
  }

  /** Ordinal of a fraction, or −1. */
  static int fraction(String word) {
    String w = word.toLowerCase(Locale.ROOT);
    return FRACTIONS.indexOf(OTHER_WORDS.getOrDefault(w, w));
  }

  static String unknown(String fraction) {
    return fraction.isEmpty() ? "no fraction." : "'" + fraction + "' is not a fraction.";
  }

  /** The city with its source named; with bins of its own they are no estimate any more. */
  static City with(City city, String what, String source, boolean ownBins) {
    CityInfo i = city.info();
    List<String> sources = new ArrayList<>(i.sources());
    sources.removeIf(s -> s.startsWith(what));
    sources.add(what + source);
    List<String> estimates = new ArrayList<>(i.estimates());
    if (ownBins) {
      estimates.replaceAll(
          e -> e.startsWith("bins, depot") ? "depot, disposal site: assumed from residents" : e);
    }
    CityInfo info =
        new CityInfo(
            i.id(),
            i.name(),
            i.timeZone(),
            i.frame(),
            i.licence(),
            i.attribution(),
            sources,
            estimates,
            i.syntheticSeed());
    return new City(info, new ArrayList<>(city.tables()));
  }
}
