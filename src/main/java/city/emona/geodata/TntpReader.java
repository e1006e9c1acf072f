package city.emona.geodata;

import city.emona.EmonaException;
import city.emona.simulate.traffic.TntpAssignment;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringTokenizer;

/**
 * Reads networks and trip tables of the TNTP format (Transportation Networks for Research,
 * github.com/bstabler/TransportationNetworks): metadata tags, then rows that end in ";". Nodes are
 * numbered from 1 in the files and from 0 here. Of links with equal ends the first is kept and the
 * others are listed. Toll and distance weights are not part of the files.
 */
public final class TntpReader {
  private static final int LINK_FIELDS = 10;

  /** Volume at which every time must still be a number. */
  private static final double LARGE_VOLUME = 1e6;

  private static final int MAX_NODES = 5_000_000;

  private TntpReader() {}

  /** Columns by link; {@code firstThroughNode} is 0-based. */
  public record NetworkFile(
      int zones,
      int nodes,
      int firstThroughNode,
      int[] from,
      int[] to,
      double[] capacity,
      double[] length,
      double[] freeFlowTime,
      double[] b,
      double[] power,
      double[] toll,
      List<String> duplicates) {
    /**
     * The network with its trips as the engine takes it; toll and distance weights are the cost per
     * unit of toll and of length. Throws where the trips are for more zones than there are.
     */
    public TntpAssignment.Problem problem(
        TripsFile demand, double tollWeight, double distanceWeight) {
      if (demand.zones() > zones) {
        throw EmonaException.invalid(
            "The trips are for " + demand.zones() + " zones, the network has " + zones + ".",
            "trips",
            "Give the two files of one network.");
      }
      double[] fixed = new double[from.length];
      for (int i = 0; i < fixed.length; i++) {
        fixed[i] = tollWeight * toll[i] + distanceWeight * length[i];
      }
      return new TntpAssignment.Problem(
          zones,
          nodes,
          firstThroughNode,
          from,
          to,
          capacity,
          freeFlowTime,
          b,
          power,
          fixed,
          demand.from(),
          demand.to(),
          demand.trips());
    }
  }

  /**
   * Cells with trips, in the order of the file, zones 0-based; {@code total} as in the metadata.
   */
  public record TripsFile(int zones, int[] from, int[] to, double[] trips, double statedTotal) {}

  /** Reads a {@code _net.tntp} file. */
  public static NetworkFile readNetwork(Path file) {
    try (Lines lines = new Lines(file)) {
      return readNetwork(lines);
    }
  }

  private static NetworkFile readNetwork(Lines lines) {
    int zones = lines.number("NUMBER OF ZONES");
    int nodes = lines.number("NUMBER OF NODES");
    int stated = lines.number("NUMBER OF LINKS");
    int through =
        lines.metadata.containsKey("FIRST THRU NODE") ? lines.number("FIRST THRU NODE") : 1;
    if (zones > nodes || nodes > MAX_NODES || through < 1) {
      throw lines.bad(1, "zones, nodes and first through node do not fit together.");
    }
    List<double[]> rows = new ArrayList<>();
    List<String> duplicates = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    int read = 0;
    while (lines.next()) {
      int line = lines.line;
      StringTokenizer words = new StringTokenizer(lines.text, "; \t\n\u000B\f\r");
      int fields = words.countTokens();
      if (fields < LINK_FIELDS) {
        throw lines.bad(line, "a link has " + fields + " fields, not " + LINK_FIELDS + ".");
      }
      double[] row = new double[LINK_FIELDS];
      for (int c = 0; c < LINK_FIELDS; c++) {
        row[c] = lines.real(line, words.nextToken());
      }
      check(lines, line, row, nodes);
      read++;
      if (seen.add((long) row[0] * MAX_NODES * 2 + (long) row[1])) {
        rows.add(row);
      } else {
        duplicates.add("line " + line + ": link " + (int) row[0] + " to " + (int) row[1]);
      }
    }
    if (read != stated) {
      throw lines.bad(1, "NUMBER OF LINKS is " + stated + " but " + read + " links follow.");
    }
    return new NetworkFile(
        zones,
        nodes,
        through - 1,
        node(rows, 0),
        node(rows, 1),
        column(rows, 2),
        column(rows, 3),
        column(rows, 4),
        column(rows, 5),
        column(rows, 6),
        column(rows, 8),
        List.copyOf(duplicates));
  }

  private static void check(Lines lines, int line, double[] row, int nodes) {
    for (int c = 0; c < 2; c++) {
      if (row[c] != Math.rint(row[c]) || row[c] < 1 || row[c] > nodes) {
        throw lines.bad(line, "node " + row[c] + " is not a number from 1 to " + nodes + ".");
      }
    }
    String[] names = {"", "", "capacity", "length", "free flow time", "b", "power", "", "toll"};
    for (int c = 2; c < names.length; c++) {
      if (!names[c].isEmpty() && row[c] < 0) {
        throw lines.bad(line, names[c] + " is negative: " + row[c] + ".");
      }
    }
    if (row[2] == 0 && row[5] > 0 && row[4] > 0) {
      throw lines.bad(line, "capacity is 0 on a link whose time grows with its volume.");
    }
    if (row[4] > 0 && row[5] > 0) {
      double time = row[4] * row[5] * StrictMath.pow(LARGE_VOLUME / row[2], row[6]);
      if (!(time < Double.MAX_VALUE)) {
        throw lines.bad(
            line, "the time overflows at a million vehicles: see capacity, b and power.");
      }
    }
  }

  /** Reads a {@code _trips.tntp} file. */
  public static TripsFile readTrips(Path file) {
    try (Lines lines = new Lines(file)) {
      return readTrips(lines);
    }
  }

  private static TripsFile readTrips(Lines lines) {
    int zones = lines.number("NUMBER OF ZONES");
    double stated =
        lines.metadata.containsKey("TOTAL OD FLOW")
            ? lines.real(1, lines.metadata.get("TOTAL OD FLOW"))
            : Double.NaN;
    Cells cells = new Cells();
    int origin = -1;
    while (lines.next()) {
      String text = lines.text;
      if (text.regionMatches(true, 0, "origin", 0, 6)) {
        origin = zone(lines, lines.line, text.substring(6).trim(), zones);
        continue;
      }
      for (int begin = 0; begin < text.length(); ) {
        int end = text.indexOf(';', begin);
        end = end < 0 ? text.length() : end;
        String entry = text.substring(begin, end);
        begin = end + 1;
        if (entry.isBlank()) {
          continue;
        }
        int colon = entry.indexOf(':');
        if (colon < 0 || origin < 0) {
          throw lines.bad(
              lines.line, "\"" + entry.trim() + "\" is not \"zone : trips\" of an origin.");
        }
        double trips = lines.real(lines.line, entry.substring(colon + 1).trim());
        if (trips < 0) {
          throw lines.bad(lines.line, "trips are negative: " + trips + ".");
        }
        int to = zone(lines, lines.line, entry.substring(0, colon).trim(), zones);
        if (trips > 0) {
          cells.add(origin, to, trips);
        }
      }
    }
    return new TripsFile(
        zones,
        Arrays.copyOf(cells.from, cells.count),
        Arrays.copyOf(cells.to, cells.count),
        Arrays.copyOf(cells.trips, cells.count),
        stated);
  }

  /** Cells of a table as growing columns: there may be millions. */
  private static final class Cells {
    int count;
    int[] from = new int[1024];
    int[] to = new int[1024];
    double[] trips = new double[1024];

    void add(int i, int j, double t) {
      if (count == from.length) {
        int size = count + count / 2;
        from = Arrays.copyOf(from, size);
        to = Arrays.copyOf(to, size);
        trips = Arrays.copyOf(trips, size);
      }
      from[count] = i;
      to[count] = j;
      trips[count++] = t;
    }
  }

  private static int zone(Lines lines, int line, String word, int zones) {
    double z = lines.real(line, word);
    if (z != Math.rint(z) || z < 1 || z > zones) {
      throw lines.bad(line, "zone " + word + " is not a number from 1 to " + zones + ".");
    }
    return (int) z - 1;
  }

  private static int[] node(List<double[]> rows, int c) {
    int[] a = new int[rows.size()];
    for (int i = 0; i < a.length; i++) {
      a[i] = (int) rows.get(i)[c] - 1;
    }
    return a;
  }

  private static double[] column(List<double[]> rows, int c) {
    double[] a = new double[rows.size()];
    for (int i = 0; i < a.length; i++) {
      a[i] = rows.get(i)[c];
    }
    return a;
  }

  /**
   * Metadata by tag, then one line after the other without comments and blanks: trip tables are too
   * large to be held as text.
   */
  private static final class Lines implements AutoCloseable {
    private final Path file;
    private final BufferedReader reader;
    private boolean isFirst;
    final Map<String, String> metadata = new HashMap<>();

    /** The present line without blanks at its ends, and its number. */
    String text;

    int line;

    Lines(Path file) {
      this.file = file;
      try {
        reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw unreadable(e);
      }
      boolean body = false;
      while (!body && read()) {
        isFirst = !text.startsWith("<");
        if (isFirst) {
          return;
        }
        int close = text.indexOf('>');
        if (close < 0) {
          throw bad(line, "a metadata tag is not closed by \">\".");
        }
        String tag = text.substring(1, close).strip().toUpperCase(Locale.ROOT);
        body = tag.equals("END OF METADATA");
        metadata.putIfAbsent(tag, text.substring(close + 1).strip());
      }
    }

    /** Goes on to the next line after the metadata. */
    boolean next() {
      if (isFirst) {
        isFirst = false;
        return true;
      }
      return read();
    }

    private boolean read() {
      try {
        do {
          text = reader.readLine();
          if (text == null) {
            return false;
          }
          text = text.strip();
          line++;
        } while (text.isEmpty() || text.startsWith("~"));
        return true;
      } catch (MalformedInputException e) {
        throw new EmonaException(
            EmonaException.Code.INVALID,
            "it is not text.",
            file.toString(),
            "give a TNTP file.",
            e);
      } catch (IOException e) {
        throw unreadable(e);
      }
    }

    private EmonaException unreadable(IOException e) {
      return new EmonaException(
          EmonaException.Code.NOT_FOUND,
          "it cannot be read.",
          file.toString(),
          "check the path and your rights to it.",
          e);
    }

    @Override
    public void close() {
      try {
        reader.close();
      } catch (IOException e) {
        throw unreadable(e);
      }
    }

    int number(String tag) {
      String text = metadata.get(tag);
      if (text == null) {
        throw bad(1, "the tag <" + tag + "> is missing.");
      }
      double v = real(1, text.split("\\s+")[0]);
      if (v < 0 || v > Integer.MAX_VALUE || v != Math.rint(v)) {
        throw bad(1, "<" + tag + "> is not a whole number: " + text + ".");
      }
      return (int) v;
    }

    double real(int line, String word) {
      double v;
      try {
        v = Double.parseDouble(word);
      } catch (NumberFormatException e) {
        throw bad(line, "\"" + word + "\" is not a number.");
      }
      if (Double.isNaN(v) || Double.isInfinite(v)) {
        throw bad(line, "\"" + word + "\" is not a finite number.");
      }
      return v;
    }

    EmonaException bad(int line, String what) {
      return EmonaException.invalid(
          what, file + ":" + line, "correct this line, or fetch the file again.");
    }
  }
}
