package city.emona.geodata.od;

import city.emona.EmonaException;
import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.exceptions.HdfException;
import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads a matrix of an Open Matrix file (OMX 0.2, github.com/osPlanning/omx: HDF5 with square
 * tables in {@code /data} and names of zones in {@code /lookup}), through jhdf (decision record
 * 10). Where there is one lookup it names the zones; where there are several, one of that name must
 * be called "zone", "zones", "taz" or "id". Stateless.
 */
final class OmxReader {
  private static final List<String> LOOKUPS = List.of("zone", "zones", "taz", "zone number", "id");
  private static final int MAX_ZONES = 20_000;

  private OmxReader() {}

  static OdFile read(Path file, String matrix) {
    String name = file.getFileName().toString();
    try (HdfFile hdf = new HdfFile(file)) {
      if (!(hdf.getChild("data") instanceof Group data)) {
        throw EmonaException.invalid(
            "The file has no group \"data\".", name, "give an OMX file, or save the matrix as CSV");
      }
      Set<String> names = new TreeSet<>(data.getChildren().keySet());
      String wanted = matrix == null && names.size() == 1 ? names.iterator().next() : matrix;
      if (wanted == null || !names.contains(wanted)) {
        throw EmonaException.invalid(
            wanted == null
                ? "The file has " + names.size() + " matrices."
                : "The file has no matrix \"" + wanted + "\".",
            name,
            "name one of " + names + " with --matrix");
      }
      Node node = data.getChild(wanted);
      if (!(node instanceof Dataset table) || table.getDimensions().length != 2) {
        throw EmonaException.invalid(
            "\"" + wanted + "\" is not a table of two dimensions.", name, "name another matrix");
      }
      int[] size = table.getDimensions();
      if (size[0] != size[1] || size[0] > MAX_ZONES) {
        throw EmonaException.invalid(
            "\"" + wanted + "\" has " + size[0] + " rows and " + size[1] + " columns.",
            name,
            "give a square matrix of at most " + MAX_ZONES + " zones");
      }
      List<String> zones = zones(hdf, size[0]);
      boolean numbered = zones == null;
      return cells(
          name + ":" + wanted,
          numbered ? OdFile.numbers(size[0]) : zones,
          numbered,
          table.getDataFlat());
    } catch (HdfException e) {
      throw new EmonaException(
          EmonaException.Code.INVALID,
          "The file cannot be read as HDF5: " + e.getMessage(),
          name,
          "give an OMX file, or save the matrix as CSV",
          e);
    }
  }

  private static OdFile cells(String source, List<String> zones, boolean numbered, Object values) {
    int n = zones.size();
    int[] from = new int[Array.getLength(values)];
    int[] to = new int[from.length];
    double[] trips = new double[from.length];
    int count = 0;
    for (int c = 0; c < n * n; c++) {
      double v = ((Number) Array.get(values, c)).doubleValue();
      if (v < 0) {
        throw EmonaException.invalid(
            "The trips from zone "
                + zones.get(c / n)
                + " to "
                + zones.get(c % n)
                + " are "
                + v
                + ".",
            source,
            "correct them; trips are not negative");
      }
      if (v > 0 && v < Double.POSITIVE_INFINITY) {
        from[count] = c / n;
        to[count] = c % n;
        trips[count++] = v;
      }
    }
    return new OdFile(
        source,
        zones,
        numbered,
        Arrays.copyOf(from, count),
        Arrays.copyOf(to, count),
        Arrays.copyOf(trips, count));
  }

  /** Names from the lookup; null where the file has none that fits. */
  private static List<String> zones(HdfFile hdf, int n) {
    if (!(hdf.getChild("lookup") instanceof Group lookups)) {
      return null;
    }
    Dataset chosen = null;
    for (Node node : lookups.getChildren().values()) {
      if (node instanceof Dataset d
          && d.getDimensions().length == 1
          && d.getDimensions()[0] == n
          && (lookups.getChildren().size() == 1
              || LOOKUPS.contains(d.getName().toLowerCase(java.util.Locale.ROOT)))) {
        chosen = d;
      }
    }
    if (chosen == null) {
      return null;
    }
    Object values = chosen.getDataFlat();
    List<String> names = new ArrayList<>();
    for (int z = 0; z < n; z++) {
      names.add(String.valueOf(Array.get(values, z)).trim());
    }
    return names;
  }
}
