package city.emona.geodata.routing;

import city.emona.EmonaException;
import city.emona.simulate.routing.RoutingPlan;
import city.emona.simulate.routing.RoutingProblem;
import city.emona.simulate.routing.RoutingProblem.Prices;
import city.emona.simulate.routing.RoutingProblem.Stop;
import city.emona.simulate.routing.RoutingProblem.Vehicle;
import city.emona.simulate.routing.TravelMatrices;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Problems and answers in the format of CVRPLIB (TSPLIB 95 with demands; Uchoa et al., European
 * Journal of Operational Research 257(3), 2017). Distances are EUC_2D rounded to the nearest whole
 * number as CVRPLIB does, CEIL_2D, or EXPLICIT. The depot is node 1, the number of trucks is not
 * limited. In an answer customers count from 1, which is node 2.
 */
public final class CvrpFile {
  private static final int MAX_NODES = 12_000;
  private static final int MAX_WEIGHT = 1 << 24;
  private static final Set<String> SILENT =
      Set.of("NAME", "COMMENT", "VEHICLES", "DISPLAY_DATA_TYPE", "NODE_COORD_TYPE");

  private final Path file;
  private final List<String> lines;
  private int at;
  private int nodes;
  private int capacity = -1;
  private String weightType = "";
  private String weightFormat = "";
  private double[] x;
  private double[] y;
  private int[] demand;
  private int[] weights;
  private boolean hasDepot;

  private CvrpFile(Path file, List<String> lines) {
    this.file = file;
    this.lines = lines;
  }

  public static RoutingProblem read(Path file) throws IOException {
    try {
      CvrpFile f = new CvrpFile(file, Files.readAllLines(file, StandardCharsets.UTF_8));
      return f.parse();
    } catch (NoSuchFileException e) {
      throw EmonaException.notFound(
          "There is no such file.", file.toString(), "Check the name and the folder.");
    } catch (MalformedInputException e) {
      throw EmonaException.invalid(
          "This is not a text file.", file.toString(), "Give a .vrp file in UTF-8.");
    }
  }

  /** Routes with customers from 1, and the cost. */
  public static String solution(RoutingPlan plan) {
    StringBuilder text = new StringBuilder();
    int n = 0;
    for (RoutingPlan.Route r : plan.routes()) {
      if (r.isUsed()) {
        text.append("Route #").append(++n).append(':');
        for (RoutingPlan.Visit v : r.visits()) {
          text.append(' ').append(v.idx() + 1);
        }
        text.append('\n');
      }
    }
    return text.append("Cost ").append(plan.cost()).append('\n').toString();
  }

  private RoutingProblem parse() {
    while (at < lines.size()) {
      String line = lines.get(at++).trim();
      if (line.equals("EOF")) {
        break;
      }
      if (!line.isEmpty()) {
        key(line);
      }
    }
    return problem();
  }

  private void key(String line) {
    int colon = line.indexOf(':');
    String key = (colon < 0 ? line : line.substring(0, colon)).trim().toUpperCase(Locale.ROOT);
    String value = colon < 0 ? "" : line.substring(colon + 1).trim();
    switch (key) {
      case "TYPE" -> {
        if (!value.equals("CVRP") && !value.equals("ACVRP")) {
          throw bad("The type \"" + value + "\" is not read.", "Give a file of TYPE : CVRP.");
        }
      }
      case "DIMENSION" -> dimension(value);
      case "CAPACITY" -> capacity = whole(value, "a capacity");
      case "EDGE_WEIGHT_TYPE" -> {
        weightType = value;
        if (!Set.of("EUC_2D", "CEIL_2D", "EXPLICIT").contains(value)) {
          throw bad(
              "Distances of type \"" + value + "\" are not read.",
              "Use EUC_2D, CEIL_2D or EXPLICIT.");
        }
      }
      case "EDGE_WEIGHT_FORMAT" -> weightFormat = value;
      case "NODE_COORD_SECTION" -> coordinates();
      case "DEMAND_SECTION" -> demands();
      case "EDGE_WEIGHT_SECTION" ->
          weights = ExplicitWeights.read(weightFormat, size(), this::number);
      case "DEPOT_SECTION" -> depots();
      case "DISTANCE", "SERVICE_TIME" ->
          throw bad(
              "Limits of a route's length (" + key + ") are not part of this command.",
              "Remove the line, or give the problem as VROOM JSON with time windows of vehicles.");
      default -> {
        if (!SILENT.contains(key)) {
          throw bad(
              "\"" + clip(line) + "\" is neither a key nor a section of the format.",
              "Correct or remove the line.");
        }
      }
    }
  }

  private void dimension(String value) {
    nodes = whole(value, "a number of nodes");
    if (nodes < 2) {
      throw bad("There are " + nodes + " nodes.", "A depot and one customer at least are needed.");
    }
    if (nodes > MAX_NODES) {
      throw new EmonaException(
          EmonaException.Code.TOO_LARGE,
          nodes + " nodes need a matrix too large for the memory.",
          where(),
          "Up to " + MAX_NODES + " nodes can be solved; split the problem.");
    }
  }

  private int size() {
    if (nodes == 0) {
      throw bad("The number of nodes is not known here.", "Put DIMENSION before the sections.");
    }
    return nodes;
  }

  private void coordinates() {
    x = new double[size()];
    y = new double[nodes];
    boolean[] given = new boolean[nodes];
    for (int k = 0; k < nodes; k++) {
      String[] word = row(3, "number x y", k, "NODE_COORD_SECTION");
      int node = node(word[0], given);
      x[node] = decimal(word[1]);
      y[node] = decimal(word[2]);
    }
  }

  private void demands() {
    demand = new int[size()];
    boolean[] given = new boolean[nodes];
    for (int k = 0; k < nodes; k++) {
      String[] word = row(2, "number demand", k, "DEMAND_SECTION");
      int node = node(word[0], given);
      demand[node] = whole(word[1], "a demand");
      if (node == 0 && demand[0] != 0) {
        throw bad("The depot has a demand of " + demand[0] + ".", "Node 1 is the depot: 0.");
      }
    }
  }

  private void depots() {
    List<Integer> ids = new ArrayList<>();
    while (true) {
      double id = number();
      if (id == -1) {
        break;
      }
      ids.add((int) id);
    }
    if (!ids.equals(List.of(1))) {
      throw bad("The depots are " + ids + ".", "Exactly one depot, node 1, is supported.");
    }
    hasDepot = true;
  }

  private String[] row(int words, String form, int k, String section) {
    String line = at < lines.size() ? lines.get(at++).trim() : "";
    String[] word = line.split("\\s+");
    if (word.length != words || word[0].matches("[A-Z_]+")) {
      throw bad(
          "\""
              + clip(line)
              + "\" is not a row \""
              + form
              + "\"; "
              + k
              + " of "
              + nodes
              + " rows of "
              + section
              + " were read.",
          "Give one row per node, as many as DIMENSION says.");
    }
    return word;
  }

  private int node(String word, boolean[] given) {
    int id = whole(word, "the number of a node");
    if (id < 1 || id > nodes) {
      throw bad("Node " + id + " is not one of 1 to " + nodes + ".", "Number nodes from 1.");
    }
    if (given[id - 1]) {
      throw bad("Node " + id + " is given twice.", "Remove one of the rows.");
    }
    given[id - 1] = true;
    return id - 1;
  }

  private String[] rest = {};
  private int used;

  /** The next number, over the ends of lines. */
  private double number() {
    while (used == rest.length) {
      if (at == lines.size()) {
        throw bad("The file ends inside a section.", "Give all its numbers.");
      }
      String line = lines.get(at++).trim();
      rest = line.isEmpty() ? new String[0] : line.split("\\s+");
      used = 0;
    }
    return decimal(rest[used++]);
  }

  private int whole(String word, String what) {
    double value = decimal(word);
    if (value != Math.rint(value) || value < 0 || value > 1_000_000_000) {
      throw bad(
          "\"" + clip(word) + "\" is not " + what + ".",
          "Give a whole number from 0 to 1,000,000,000.");
    }
    return (int) value;
  }

  private double decimal(String word) {
    double value;
    try {
      value = Double.parseDouble(word);
    } catch (NumberFormatException e) {
      value = Double.NaN;
    }
    if (!Double.isFinite(value)) {
      throw bad("\"" + clip(word) + "\" is not a number.", "Correct it.");
    }
    return value;
  }

  private RoutingProblem problem() {
    need(nodes > 0, "DIMENSION");
    need(capacity >= 0, "CAPACITY");
    need(demand != null, "DEMAND_SECTION");
    need(hasDepot, "DEPOT_SECTION");
    need(weights != null || x != null, "NODE_COORD_SECTION");
    need(weights != null || !weightType.equals("EXPLICIT"), "EDGE_WEIGHT_SECTION");
    List<Stop> stops = new ArrayList<>();
    for (int c = 1; c < nodes; c++) {
      if (demand[c] > capacity) {
        throw EmonaException.invalid(
            "Node "
                + (c + 1)
                + " has a demand of "
                + demand[c]
                + ", a truck holds "
                + capacity
                + ".",
            file.toString(),
            "Raise CAPACITY or split the demand over several nodes.");
      }
      stops.add(Stop.must(c, 0, demand[c], 0));
    }
    int[] length = weights != null && !weightType.endsWith("2D") ? weights : straight();
    Vehicle truck = Vehicle.at(0, capacity, 0, new Prices(0, 1, 0, 0));
    return new RoutingProblem(
        TravelMatrices.constant(nodes, length, length),
        stops,
        Collections.nCopies(stops.size(), truck),
        List.of());
  }

  private int[] straight() {
    int[] length = new int[nodes * nodes];
    boolean up = weightType.equals("CEIL_2D");
    for (int a = 0; a < nodes; a++) {
      for (int b = 0; b < nodes; b++) {
        double dx = x[a] - x[b];
        double dy = y[a] - y[b];
        double d = Math.sqrt(dx * dx + dy * dy);
        double rounded = up ? Math.ceil(d) : Math.floor(d + 0.5);
        if (rounded > MAX_WEIGHT) {
          throw EmonaException.invalid(
              "Nodes " + (a + 1) + " and " + (b + 1) + " are " + rounded + " apart.",
              file.toString(),
              "Scale the coordinates so that no distance is above " + MAX_WEIGHT + ".");
        }
        length[a * nodes + b] = (int) rounded;
      }
    }
    return length;
  }

  private void need(boolean given, String key) {
    if (!given) {
      throw EmonaException.invalid(
          key + " is missing.", file.toString(), "Add it; the format is that of CVRPLIB.");
    }
  }

  private String where() {
    return file + ", line " + at;
  }

  private EmonaException bad(String what, String fix) {
    return EmonaException.invalid(what, where(), fix);
  }

  private static String clip(String s) {
    return s.length() > 60 ? s.substring(0, 60) + "…" : s;
  }
}
