package city.emona.scenario.yaml;

import city.emona.EmonaException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The fields of one mapping of a YAML file. Works on nodes, not on constructed objects: nodes keep
 * line and column, plain {@code 07:00} and {@code on} stay the text that was written, and nothing
 * in a file can make an object. Every getter notes a problem and returns a harmless value where the
 * file is wrong, so that reading goes on; {@link #done} notes the keys that nobody asked for. Not
 * thread-safe.
 */
public final class YamlFields {
  private static final int MAX_TEXT = 4000;
  private static final int MAX_TABLE = 200_000;
  private static final String FILE_NAME = "[A-Za-z0-9_][A-Za-z0-9._ -]{0,99}";

  private final String file;
  private final String path;
  private final Node at;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, Node> keys = new LinkedHashMap<>();
  private final Set<String> asked = new LinkedHashSet<>();
  private final List<Problem> problems;
  private final UnaryOperator<String> beside;

  public YamlFields(Node node, String path, String file, List<Problem> problems) {
    this(node, path, file, problems, null);
  }

  /** {@code beside} gives the text of a file next to this one; null where there is no folder. */
  YamlFields(
      Node node, String path, String file, List<Problem> problems, UnaryOperator<String> beside) {
    this.beside = beside;
    this.at = node;
    this.path = path;
    this.file = file;
    this.problems = problems;
    if (node instanceof MappingNode map) {
      for (NodeTuple t : map.getValue()) {
        addTuple(t);
      }
    } else {
      note(node, path, "Fields are expected here, not a " + kind(node) + ".", "Write key: value.");
    }
  }

  private void addTuple(NodeTuple t) {
    if (!(t.getKeyNode() instanceof ScalarNode key)) {
      note(t.getKeyNode(), path, "A field name must be a plain word.", "Write key: value.");
      return;
    }
    Node first = keys.get(key.getValue());
    if (first != null) {
      note(
          key,
          child(key.getValue()),
          "The field stands twice; the first one is in line " + line(first) + ".",
          "Remove one of them.");
      return;
    }
    keys.put(key.getValue(), key);
    values.put(key.getValue(), t.getValueNode());
  }

  /** Whether the field is there with a value. */
  public boolean has(String key) {
    asked.add(key);
    Node n = values.get(key);
    return n != null && !n.getTag().equals(Tag.NULL);
  }

  /** The value of a field that is there. */
  public Node node(String key) {
    return values.get(key);
  }

  public int line() {
    return line(at);
  }

  private static int line(Node n) {
    Mark m = n.getStartMark();
    return m == null ? 0 : m.getLine() + 1;
  }

  public String child(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** Notes a problem at the value of a field, or at the mapping where it is missing. */
  public void wrong(String key, String what, String fix) {
    note(values.getOrDefault(key, at), child(key), what, fix);
  }

  private void note(Node n, String field, String what, String fix) {
    Mark m = n.getStartMark();
    int column = m == null ? 0 : m.getColumn() + 1;
    problems.add(new Problem(file, line(n), column, field, what, fix));
  }

  private static String kind(Node n) {
    return n instanceof SequenceNode ? "list" : n instanceof MappingNode ? "mapping" : "value";
  }

  /** Notes a missing field. */
  public boolean need(String key, String example) {
    if (has(key)) {
      return true;
    }
    note(at, child(key), "The field is missing.", "Add " + key + ": " + example + ".");
    return false;
  }

  private String scalar(String key) {
    return scalar(key, MAX_TEXT);
  }

  private String scalar(String key, int longest) {
    Node n = values.get(key);
    if (n instanceof ScalarNode s) {
      if (s.getValue().length() > longest) {
        wrong(key, "The text is longer than " + longest + " characters.", "Shorten it.");
        return null;
      }
      return s.getValue();
    }
    wrong(key, "A single value is expected, not a " + kind(n) + ".", "Write one value.");
    return null;
  }

  /** Text of a field, "" where it is not given. */
  public String text(String key) {
    String s = has(key) ? scalar(key) : null;
    return s == null ? "" : s.strip();
  }

  /** Text of a table, and what to call it in messages. */
  record TableText(String name, String text) {}

  /** A table: its text, or that of the file beside this one that is named; null where it fails. */
  TableText table(String key) {
    String s = has(key) ? scalar(key, MAX_TABLE) : null;
    if (s == null || s.strip().indexOf('\n') >= 0) {
      return s == null ? null : new TableText(key, s);
    }
    if (!s.matches(FILE_NAME) || beside == null) {
      wrong(
          key,
          beside == null ? "No file can be named here." : "\"" + shown(s) + "\" is no file name.",
          beside == null
              ? "Write the text of the table, after table: |"
              : "Name a file in the folder of the scenario, such as fleet.csv.");
      return null;
    }
    try {
      return new TableText(s, beside.apply(s));
    } catch (EmonaException e) {
      wrong(key, e.what() + " (" + e.where() + ")", e.fix());
      return null;
    }
  }

  /** A date, null where it is not given. */
  LocalDate date(String key) {
    String s = text(key);
    try {
      return s.isEmpty() ? null : LocalDate.parse(s);
    } catch (DateTimeParseException e) {
      wrong(key, "\"" + shown(s) + "\" is not a date.", "Write it as 2026-05-31.");
      return null;
    }
  }

  /** Text that must match a pattern, "" where it is not given. */
  public String text(String key, String pattern, String fix) {
    String s = text(key);
    if (has(key) && !s.matches(pattern)) {
      wrong(key, "\"" + shown(s) + "\" is not allowed here.", fix);
      return "";
    }
    return s;
  }

  /** One of the given words. */
  public String choice(String key, List<String> words, String ifAbsent) {
    String s = text(key);
    if (!has(key)) {
      return ifAbsent;
    }
    if (!words.contains(s)) {
      wrong(
          key,
          "\"" + shown(s) + "\" is not known here." + Names.didYouMean(s, words),
          "Use one of: " + String.join(", ", words) + ".");
      return ifAbsent;
    }
    return s;
  }

  public boolean flag(String key, boolean ifAbsent) {
    if (!has(key)) {
      return ifAbsent;
    }
    String s = scalar(key);
    if ("true".equals(s) || "false".equals(s)) {
      return s.equals("true");
    }
    wrong(key, "\"" + shown(s) + "\" is neither true nor false.", "Write true or false.");
    return ifAbsent;
  }

  /** A whole number in [min, max]. */
  public int integer(String key, int min, int max, int ifAbsent) {
    double v = number(key, min, max, ifAbsent);
    if (v != Math.rint(v)) {
      wrong(key, "A whole number is expected.", "Write a number from " + min + " to " + max + ".");
      return ifAbsent;
    }
    return (int) v;
  }

  /** A number in [min, max]; {@code ifAbsent} may be NaN. */
  public double real(String key, double min, double max, double ifAbsent) {
    return number(key, min, max, ifAbsent);
  }

  private double number(String key, double min, double max, double ifAbsent) {
    if (!has(key)) {
      return ifAbsent;
    }
    String s = scalar(key);
    Double v = s == null ? null : parse(s);
    String range = "Write a number from " + plain(min) + " to " + plain(max) + ".";
    if (s == null) {
      return ifAbsent;
    }
    if (v == null) {
      wrong(key, "\"" + shown(s) + "\" is not a number.", range);
      return ifAbsent;
    }
    if (v < 0 && min >= 0) {
      wrong(key, "The value is negative (" + plain(v) + ").", range);
      return ifAbsent;
    }
    if (!(v >= min && v <= max)) {
      wrong(key, plain(v) + " is out of range.", range);
      return ifAbsent;
    }
    return v;
  }

  private static Double parse(String s) {
    try {
      double v = Double.parseDouble(s.replace("_", ""));
      return Double.isFinite(v) ? v : null;
    } catch (NumberFormatException notANumber) {
      return null;
    }
  }

  static String plain(double v) {
    return v == Math.rint(v) && Math.abs(v) < 1e15
        ? String.format(Locale.ROOT, "%.0f", v)
        : Double.toString(v);
  }

  /** Minute of the day of {@code HH:mm}, 24:00 allowed; −1 where it is not given or wrong. */
  public int clock(String key) {
    if (!has(key)) {
      return -1;
    }
    String s = scalar(key);
    if (s != null && s.matches("([01]?\\d|2[0-3]):[0-5]\\d|24:00")) {
      int colon = s.indexOf(':');
      return Integer.parseInt(s.substring(0, colon)) * 60
          + Integer.parseInt(s.substring(colon + 1));
    }
    wrong(key, "\"" + shown(s) + "\" is not a time of day.", "Write local time as HH:mm.");
    return -1;
  }

  /** Texts of a list; a single value counts as a list of one. */
  public List<String> texts(String key, int max) {
    if (!has(key)) {
      return List.of();
    }
    if (values.get(key) instanceof ScalarNode) {
      return List.of(text(key));
    }
    List<String> out = new ArrayList<>();
    for (Node n : list(key, max)) {
      if (n instanceof ScalarNode s && s.getValue().length() <= MAX_TEXT) {
        out.add(s.getValue().strip());
      } else {
        note(n, child(key), "A text is expected, not a " + kind(n) + ".", "Write one value.");
      }
    }
    return out;
  }

  /** Bits of words in a list; {@code ifAbsent} where the field is not given. */
  public int bits(String key, List<String> words, int ifAbsent) {
    if (!has(key)) {
      return ifAbsent;
    }
    int bits = 0;
    for (String w : texts(key, words.size())) {
      int i = words.indexOf(w);
      if (i < 0) {
        wrong(
            key,
            "\"" + shown(w) + "\" is not known here." + Names.didYouMean(w, words),
            "Use some of: " + String.join(", ", words) + ".");
      } else {
        bits |= 1 << i;
      }
    }
    return bits;
  }

  /** Nodes of a list with at most {@code max} entries. */
  public List<Node> list(String key, int max) {
    if (!has(key)) {
      return List.of();
    }
    if (!(values.get(key) instanceof SequenceNode s)) {
      wrong(key, "A list is expected, not a " + kind(values.get(key)) + ".", "Begin with - or [.");
      return List.of();
    }
    if (s.getValue().size() > max) {
      wrong(key, "The list has more than " + max + " entries.", "Split or simplify it.");
      return List.of();
    }
    return s.getValue();
  }

  /** The fields of a nested mapping. */
  public YamlFields fields(String key) {
    asked.add(key);
    return new YamlFields(values.getOrDefault(key, at), child(key), file, problems, beside);
  }

  /** The fields of entry {@code i} of a list. */
  public YamlFields entry(Node n, String key, int i) {
    return new YamlFields(n, child(key) + "[" + i + "]", file, problems, beside);
  }

  /** Numbers of a nested list such as a position; null and a noted problem where it is none. */
  public double[] numbers(Node n, String field, int min, int max) {
    if (n instanceof SequenceNode s && s.getValue().size() >= min && s.getValue().size() <= max) {
      double[] out = new double[s.getValue().size()];
      for (int i = 0; i < out.length; i++) {
        Double v = s.getValue().get(i) instanceof ScalarNode t ? parse(t.getValue()) : null;
        if (v == null) {
          note(s.getValue().get(i), field, "A number is expected.", "Write [lon, lat] in degrees.");
          return null;
        }
        out[i] = v;
      }
      return out;
    }
    note(n, field, "A position is expected.", "Write [lon, lat] in degrees.");
    return null;
  }

  /** Notes every key that was not asked for. */
  public void done() {
    for (Map.Entry<String, Node> e : keys.entrySet()) {
      if (!asked.contains(e.getKey())) {
        note(
            e.getValue(),
            child(e.getKey()),
            "The field \""
                + shown(e.getKey())
                + "\" is not known here."
                + Names.didYouMean(e.getKey(), List.copyOf(asked)),
            asked.isEmpty() ? "Remove it." : "Use: " + String.join(", ", asked) + ".");
      }
    }
  }

  public static String shown(String s) {
    return s == null ? "" : s.length() > 80 ? s.substring(0, 80) + "…" : s;
  }
}
