package city.emona.geodata.routing;

import city.emona.EmonaException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** Reads fields of a VROOM problem; every complaint names the field by its path. */
final class VroomFields {
  private static final double MAX = 1e12;

  private final String file;

  VroomFields(String file) {
    this.file = file;
  }

  EmonaException bad(String path, String what, String fix) {
    return EmonaException.invalid(what, file + ", " + path, fix);
  }

  void refuse(JsonNode object, String path, Set<String> known) {
    if (!object.isObject()) {
      throw bad(path, "This is not an object.", "Give fields in braces.");
    }
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                throw bad(
                    path + "." + name,
                    "The field \"" + name + "\" is not supported.",
                    "Remove it; supported are " + String.join(", ", known) + ".");
              }
            });
  }

  JsonNode list(JsonNode object, String name, String path) {
    JsonNode value = object.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return com.fasterxml.jackson.databind.node.JsonNodeFactory.instance.arrayNode();
    }
    if (!value.isArray()) {
      throw bad(path + "." + name, "This is not a list.", "Give a list in brackets.");
    }
    return value;
  }

  double number(JsonNode object, String name, String path, double absent) {
    JsonNode value = object.path(name);
    return value.isMissingNode() ? absent : number(value, path + "." + name);
  }

  /** Finite, and neither negative nor absurd. */
  double number(JsonNode value, String path) {
    double v = value.isNumber() ? value.asDouble() : Double.NaN;
    if (!(v >= 0 && v <= MAX)) {
      throw bad(path, value + " is not a number from 0 on.", "Correct it.");
    }
    return v;
  }

  /** From and to in seconds, where there is one window at most; null where there is none. */
  double[] window(JsonNode pair, String path) {
    if (!pair.isArray() || pair.size() != 2) {
      throw bad(path, "A window is a pair of times.", "Give [from, to] in seconds.");
    }
    double[] w = {number(pair.get(0), path + "[0]"), number(pair.get(1), path + "[1]")};
    if (w[1] < w[0]) {
      throw bad(path, "The window ends before it begins.", "Give [from, to] with from ≤ to.");
    }
    return w;
  }

  double[] onlyWindow(JsonNode object, String path) {
    JsonNode windows = list(object, "time_windows", path);
    if (windows.size() > 1) {
      throw bad(
          path + ".time_windows",
          "Several windows of one task are not supported.",
          "Give the one that matters most.");
    }
    return windows.isEmpty() ? null : window(windows.get(0), path + ".time_windows[0]");
  }
}
