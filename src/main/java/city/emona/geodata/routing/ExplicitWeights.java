package city.emona.geodata.routing;

import city.emona.EmonaException;
import java.util.function.DoubleSupplier;

/** Distances given one by one, in the arrangements of TSPLIB 95. */
final class ExplicitWeights {
  private static final int MAX_WEIGHT = 1 << 24;

  private ExplicitWeights() {}

  static int[] read(String format, int nodes, DoubleSupplier number) {
    int[] w = new int[nodes * nodes];
    boolean lower = format.startsWith("LOWER");
    boolean diagonal = format.endsWith("DIAG_ROW");
    switch (format) {
      case "FULL_MATRIX" -> {
        for (int k = 0; k < w.length; k++) {
          w[k] = weight(number.getAsDouble());
        }
      }
      case "LOWER_ROW", "LOWER_DIAG_ROW", "UPPER_ROW", "UPPER_DIAG_ROW" -> {
        for (int a = 0; a < nodes; a++) {
          int from = lower ? 0 : diagonal ? a : a + 1;
          int to = lower ? diagonal ? a + 1 : a : nodes;
          for (int b = from; b < to; b++) {
            w[a * nodes + b] = weight(number.getAsDouble());
            w[b * nodes + a] = w[a * nodes + b];
          }
        }
      }
      default ->
          throw EmonaException.invalid(
              "Distances in the arrangement \"" + format + "\" are not read.",
              "EDGE_WEIGHT_FORMAT",
              "Use FULL_MATRIX, LOWER_ROW, LOWER_DIAG_ROW, UPPER_ROW or UPPER_DIAG_ROW, and put the"
                  + " key before EDGE_WEIGHT_SECTION.");
    }
    return w;
  }

  private static int weight(double value) {
    if (value != Math.rint(value) || value < 0 || value > MAX_WEIGHT) {
      throw EmonaException.invalid(
          value + " is not a distance.",
          "EDGE_WEIGHT_SECTION",
          "Give whole numbers from 0 to " + MAX_WEIGHT + ".");
    }
    return (int) value;
  }
}
