package city.emona.scenario.yaml;

import city.emona.scenario.Scenario;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/**
 * Writes a scenario in canonical form: every effective value of every edit, fields in the order of
 * the documentation, defaults spelt out. Reading what was written gives an equal scenario. JSON has
 * no blanks and numbers as Java prints them, so equal content is equal bytes (the input of {@link
 * RunKey}).
 */
public final class ScenarioWriter {
  private ScenarioWriter() {}

  public static String toYaml(Scenario scenario) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.AUTO);
    options.setIndent(4);
    options.setIndicatorIndent(2);
    options.setWidth(100);
    options.setLineBreak(DumperOptions.LineBreak.UNIX);
    return new Yaml(options).dump(scenario.toTree());
  }

  /** Canonical JSON of a tree of maps, lists, texts and numbers. */
  public static String json(Object tree) {
    StringBuilder out = new StringBuilder();
    write(tree, out);
    return out.toString();
  }

  private static void write(Object value, StringBuilder out) {
    if (value instanceof Map<?, ?> map) {
      String separator = "{";
      for (Map.Entry<?, ?> e : map.entrySet()) {
        out.append(separator);
        writeText((String) e.getKey(), out);
        out.append(':');
        write(e.getValue(), out);
        separator = ",";
      }
      out.append(map.isEmpty() ? "{}" : "}");
    } else if (value instanceof List<?> list) {
      String separator = "[";
      for (Object o : list) {
        out.append(separator);
        write(o, out);
        separator = ",";
      }
      out.append(list.isEmpty() ? "[]" : "]");
    } else if (value instanceof String s) {
      writeText(s, out);
    } else {
      out.append(value);
    }
  }

  private static void writeText(String s, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20) {
        out.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
