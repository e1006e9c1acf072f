package city.emona.scenario;

import city.emona.scenario.yaml.ScenarioWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Identity of content and of runs. {@link #actingHash} is the SHA-256 of the canonical JSON of what
 * acts in a chain of scenarios: the day, the weather and the switched-on edits, parents first; not
 * titles, goals, notes or cost. {@link #of} adds the city version, every engine's version and the
 * seed: equal key, equal result (contracts §0).
 */
public final class RunKey {
  private static final int ID_DIGITS = 24;

  private RunKey() {}

  /** Hash of what acts, 64 hexadecimal digits. {@code chain}: parents first, the scenario last. */
  public static String actingHash(List<Scenario> chain) {
    return sha256(ScenarioWriter.json(acting(chain)));
  }

  /** Key of a run, {@value #ID_DIGITS} hexadecimal digits. */
  public static String of(
      String actingHash, String cityVersion, Map<String, String> engineVersions, long seed) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("scenario", actingHash);
    tree.put("city", cityVersion);
    tree.put("engines", new TreeMap<>(engineVersions));
    tree.put("seed", seed);
    return sha256(ScenarioWriter.json(tree)).substring(0, ID_DIGITS);
  }

  private static Map<String, Object> acting(List<Scenario> chain) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("emona", 1);
    tree.put("day", day(chain).text());
    tree.put("weather", weather(chain));
    List<Object> edits = new ArrayList<>();
    for (Scenario s : chain) {
      for (Scenario.Step step : s.edits()) {
        if (step.on()) {
          Map<String, Object> edit = new LinkedHashMap<>();
          edit.put("edit", step.edit().type());
          edit.putAll(step.edit().fields());
          edits.add(edit);
        }
      }
    }
    tree.put("edits", edits);
    return tree;
  }

  /** The day of the last scenario in the chain that gives one; an ordinary weekday otherwise. */
  static Scenario.Day day(List<Scenario> chain) {
    Scenario.Day day = Scenario.Day.WEEKDAY;
    for (Scenario s : chain) {
      day = s.day() == null ? day : s.day();
    }
    return day;
  }

  /** The weather of the last scenario in the chain that gives one. */
  static String weather(List<Scenario> chain) {
    String weather = "typical";
    for (Scenario s : chain) {
      weather = s.weather().isEmpty() ? weather : s.weather();
    }
    return weather;
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
