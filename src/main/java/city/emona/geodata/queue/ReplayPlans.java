package city.emona.geodata.queue;

import city.emona.EmonaException;
import city.emona.simulate.replay.Plans;
import city.emona.simulate.replay.QueueNetwork;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The plans of {@code ./emona replay} (src/docs/models/replay.md): {@code vehicle,depart_s,links},
 * the links separated by blanks; columns in any order, others are passed over, fields may stand in
 * quotation marks, lines that begin with {@code #} are comments. Read as bytes, line by line, since
 * a million plans are 200 MB of text. Every mistake names file and line.
 */
public final class ReplayPlans {
  private static final List<String> COLUMNS = List.of("vehicle", "depart_s", "links");
  private static final double LAST_S = 1e6;

  private final String name;
  private final IdTable ids;
  private final QueueNetwork net;
  private final Plans.Builder plans = new Plans.Builder();
  private final List<String> vehicles;
  private int[] columnOf;
  private int columns;
  private byte[] line = new byte[1 << 16];
  private int length;
  private long number;
  private final int[] begin = new int[64];
  private final int[] end = new int[64];

  private ReplayPlans(String name, ReplayLinks links, boolean keepNames) {
    this.name = name;
    this.ids = links.ids();
    this.net = links.network();
    vehicles = keepNames ? new ArrayList<>() : null;
  }

  /** The plans, and the names of the vehicles where they were asked for (else null). */
  public record Read(Plans plans, List<String> vehicles) {}

  public static Read read(Path file, ReplayLinks links, boolean keepNames) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return read(file.toString(), in, links, keepNames);
    } catch (NoSuchFileException e) {
      throw TextFiles.missing(file, e);
    }
  }

  public static Read read(String name, InputStream in, ReplayLinks links, boolean keepNames)
      throws IOException {
    ReplayPlans p = new ReplayPlans(name, links, keepNames);
    byte[] block = new byte[1 << 18];
    for (int n = in.read(block); n > 0; n = in.read(block)) {
      int from = 0;
      for (int i = 0; i < n; i++) {
        if (block[i] == '\n') {
          p.append(block, from, i);
          p.line();
          from = i + 1;
        }
      }
      p.append(block, from, n);
    }
    if (p.length > 0) {
      p.line();
    }
    if (p.columnOf == null) {
      throw EmonaException.invalid(
          "The file is empty.", name, "begin with the line vehicle,depart_s,links");
    }
    return new Read(p.plans.build(), p.vehicles);
  }

  private void append(byte[] block, int from, int to) {
    if (length + to - from > line.length) {
      line = Arrays.copyOf(line, Math.max(line.length * 2, length + to - from));
    }
    System.arraycopy(block, from, line, length, to - from);
    length += to - from;
  }

  private void line() {
    number++;
    if (length > 0 && line[length - 1] == '\r') {
      length--;
    }
    boolean isBlank = true;
    for (int i = 0; i < length && isBlank; i++) {
      isBlank = isSpace(line[i]);
    }
    if (!isBlank && line[0] != '#') {
      int fields = split();
      if (columnOf == null) {
        header(fields);
      } else {
        plan(fields);
      }
    }
    length = 0;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t';
  }

  /** Finds the fields of the line; quotation marks around one are left out. */
  private int split() {
    int fields = 0;
    int i = number == 1 && length > 2 && line[0] == (byte) 0xEF ? 3 : 0; // byte-order mark
    while (i <= length) {
      int from = i;
      boolean quoted = i < length && line[i] == '"';
      if (quoted) {
        from = ++i;
        while (i < length && line[i] != '"') {
          i++;
        }
        if (i == length) {
          throw wrong("A quotation mark is not closed.", "close it on the same line");
        }
      } else {
        while (i < length && line[i] != ',') {
          i++;
        }
      }
      if (fields == begin.length) {
        throw wrong("The line has more than 64 fields.", "separate links by blanks, not commas");
      }
      begin[fields] = from;
      end[fields++] = i;
      while (i < length && line[i] != ',') {
        i++;
      }
      i++;
    }
    return fields;
  }

  private String text(int field) {
    return new String(line, begin[field], end[field] - begin[field], StandardCharsets.UTF_8).trim();
  }

  private void header(int fields) {
    columnOf = new int[COLUMNS.size()];
    columns = fields;
    Arrays.fill(columnOf, -1);
    for (int f = 0; f < fields; f++) {
      int c = COLUMNS.indexOf(text(f));
      if (c >= 0) {
        columnOf[c] = f;
      }
    }
    for (int c = 0; c < columnOf.length; c++) {
      if (columnOf[c] < 0) {
        throw wrong(
            "The column '" + COLUMNS.get(c) + "' is missing.",
            "begin the file with vehicle,depart_s,links");
      }
    }
  }

  private void plan(int fields) {
    if (fields != columns) {
      throw wrong(
          "The line has " + fields + " fields, the header " + columns + ".",
          "write vehicle,depart_s,links with blanks between the links");
    }
    double depart = depart();
    int f = columnOf[2];
    int i = begin[f];
    while (i < end[f]) {
      if (isSpace(line[i])) {
        i++;
        continue;
      }
      int from = i;
      while (i < end[f] && !isSpace(line[i])) {
        i++;
      }
      add(from, i);
    }
    if (plans.pendingLinks() == 0) {
      throw wrong("The plan has no links.", "name the links of the way, or leave the line out");
    }
    plans.vehicle(depart, Plans.CAR, 1);
    if (vehicles != null) {
      vehicles.add(text(columnOf[0]));
    }
  }

  private void add(int from, int to) {
    int link = ids.find(line, from, to);
    if (link < 0) {
      String id = new String(line, from, to - from, StandardCharsets.UTF_8);
      throw wrong(
          "There is no link '" + id + "' in the network.",
          "use ids of the column id of the file of links");
    }
    if (plans.pendingLinks() > 0 && net.to()[plans.lastLink()] != net.from()[link]) {
      throw wrong(
          "The link '"
              + ids.text(link)
              + "' does not start where '"
              + ids.text(plans.lastLink())
              + "' ends.",
          "name every link of the way in order");
    }
    plans.link(link);
  }

  /** Plain decimals by hand, since there are a million; anything else by the library. */
  private double depart() {
    int f = columnOf[1];
    long digits = 0;
    int decimals = -1;
    boolean plain = end[f] > begin[f] && end[f] - begin[f] < 17;
    for (int i = begin[f]; plain && i < end[f]; i++) {
      if (line[i] == '.' && decimals < 0) {
        decimals = 0;
      } else if (line[i] >= '0' && line[i] <= '9') {
        digits = digits * 10 + line[i] - '0';
        decimals += decimals >= 0 ? 1 : 0;
      } else {
        plain = false;
      }
    }
    double s;
    if (plain) {
      s = decimals > 0 ? digits / Math.pow(10, decimals) : digits;
    } else {
      try {
        s = Double.parseDouble(text(f));
      } catch (NumberFormatException e) {
        throw wrong("'" + text(f) + "' is not a number.", "give the departure in seconds");
      }
    }
    if (!(s >= 0 && s <= LAST_S)) {
      throw wrong(
          "The departure " + text(f) + " s is out of range.",
          "give seconds from 0 to 1000000, counted from the start of the day");
    }
    return s;
  }

  private EmonaException wrong(String what, String fix) {
    return EmonaException.invalid(what, name + ":" + number, fix);
  }
}
