package city.emona.cli;

import static city.emona.cli.CommandRun.emona;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import city.emona.SharedData;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command route: answers recomputed from the two files, mistakes, VROOM's form. */
@Tag("oracle")
class RouteCommandTest {
  @TempDir private Path folder;

  /** Cost of the routes in a .sol file, read anew from the .vrp file; fails on a broken rule. */
  private static long recomputed(Path vrp, Path sol) throws IOException {
    int n = 0;
    int capacity = 0;
    int[][] row = null;
    String section = "";
    for (String line : Files.readAllLines(vrp)) {
      String[] w = line.trim().split("[\\s:]+");
      switch (w[0]) {
        case "DIMENSION" -> {
          n = Integer.parseInt(w[1]);
          row = new int[n + 1][3];
        }
        case "CAPACITY" -> capacity = Integer.parseInt(w[1]);
        case "NODE_COORD_SECTION", "DEMAND_SECTION", "DEPOT_SECTION" -> section = w[0];
        default -> {
          if (section.startsWith("NODE")) {
            row[Integer.parseInt(w[0])][0] = Integer.parseInt(w[1]);
            row[Integer.parseInt(w[0])][1] = Integer.parseInt(w[2]);
          } else if (section.startsWith("DEMAND")) {
            row[Integer.parseInt(w[0])][2] = Integer.parseInt(w[1]);
          }
        }
      }
    }
    long cost = 0;
    Set<Integer> seen = new HashSet<>();
    long said = -1;
    for (String line : Files.readAllLines(sol)) {
      if (line.startsWith("Cost ")) {
        said = Long.parseLong(line.substring(5));
        continue;
      }
      assertThat(line).startsWith("Route #" + line.replaceAll("\\D.*", ""));
      int at = 1;
      int load = 0;
      for (String word : line.substring(line.indexOf(':') + 1).trim().split(" ")) {
        int node = Integer.parseInt(word) + 1;
        assertThat(seen.add(node)).isTrue();
        load += row[node][2];
        cost += Math.round(Math.hypot(row[at][0] - row[node][0], row[at][1] - row[node][1]));
        at = node;
      }
      assertThat(load).isLessThanOrEqualTo(capacity);
      cost += Math.round(Math.hypot(row[at][0] - row[1][0], row[at][1] - row[1][1]));
    }
    assertThat(seen).hasSize(n - 1);
    assertThat(said).isEqualTo(cost);
    return cost;
  }

  private Path random(int n) throws IOException {
    Random random = new Random(n);
    StringBuilder s = new StringBuilder("NAME : r\nTYPE : CVRP\nDIMENSION : " + n);
    s.append("\nEDGE_WEIGHT_TYPE : EUC_2D\nCAPACITY : 50\nNODE_COORD_SECTION\n");
    for (int k = 1; k <= n; k++) {
      s.append(k + " " + random.nextInt(1000) + " " + random.nextInt(1000) + "\n");
    }
    s.append("DEMAND_SECTION\n");
    for (int k = 1; k <= n; k++) {
      s.append(k + " " + (k == 1 ? 0 : 1 + random.nextInt(20)) + "\n");
    }
    return Files.writeString(folder.resolve("r.vrp"), s + "DEPOT_SECTION\n1\n-1\nEOF\n");
  }

  @Test
  void theAnswerKeepsTheRulesAndRepeatsBitForBit() throws IOException {
    Path vrp = random(80);
    Path a = folder.resolve("a.sol");
    Path b = folder.resolve("b.sol");
    String[] words = {"route", vrp.toString(), "--iterations", "3000", "--seed", "5", "--json"};
    CommandRun o = emona(with(words, "--out", a.toString()));
    assertThat(o.code()).as(o.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(o.out());
    assertThat(json.get("cost").asLong()).isEqualTo(recomputed(vrp, a));
    assertThat(json.get("iterations").asLong()).isEqualTo(3000);
    assertThat(json.has("solveSeconds") && json.has("cpuSeconds")).isTrue();
    emona(with(words, "--out", b.toString(), "--threads", "2"));
    assertThat(b).hasSameBinaryContentAs(a);
  }

  private static String[] with(String[] words, String... more) {
    String[] all = java.util.Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return all;
  }

  /** X-n101-k25 (optimum 27591) to 0.3 % in 400,000 steps. */
  @Test
  void comesNearTheBestKnownAnswer() throws IOException {
    Path vrp = SharedData.need("cvrp", "X-n101-k25.vrp");
    Path sol = folder.resolve("x.sol");
    CommandRun o =
        emona("route", vrp.toString(), "--iterations", "400000", "--out", sol.toString(), "-q");
    assertThat(o.code()).as(o.err()).isZero();
    assertThat(recomputed(vrp, sol)).isBetween(27591L, (long) (27591 * 1.003));
  }

  @Test
  void readsDistancesGivenOneByOne() throws IOException {
    Path vrp =
        Files.writeString(
            folder.resolve("e.vrp"),
            """
            TYPE : ACVRP
            DIMENSION : 4
            CAPACITY : 10
            EDGE_WEIGHT_TYPE : EXPLICIT
            EDGE_WEIGHT_FORMAT : FULL_MATRIX
            EDGE_WEIGHT_SECTION
            0 1 9 9
            9 0 1 9
            9 9 0 1
            1 9 9 0
            DEMAND_SECTION
            1 0
            2 3
            3 3
            4 3
            DEPOT_SECTION
            1
            -1
            EOF
            """);
    CommandRun o = emona("route", vrp.toString(), "--iterations", "100", "--json", "-q");
    assertThat(o.code()).as(o.err()).isZero();
    assertThat(new ObjectMapper().readTree(o.out()).get("cost").asLong()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CAPACITY : 50 | CAPACITY : many | line 5",
        "CAPACITY : 50 | CAPACITY : 5 | demand of",
        "EUC_2D | GEO | line 4",
        "DIMENSION : 9 | DIMENSION : 12 | rows of",
        "DEMAND_SECTION | DEMANDS | line",
        "TYPE : CVRP | TYPE : TSP | line 2",
        "DEPOT_SECTION | EOF | DEPOT_SECTION is missing",
      })
  void namesTheLineOfAMistake(String right, String wrong, String said) throws IOException {
    Path vrp = random(9);
    Files.writeString(vrp, Files.readString(vrp).replaceFirst(right, wrong));
    CommandRun o = emona("route", vrp.toString(), "--iterations", "10");
    assertThat(o.code()).isEqualTo(2);
    assertThat(o.err()).contains(said).contains("fix:");
  }

  private static final String VROOM =
      """
      {"vehicles": [
        {"id": 7, "start_index": 0, "end_index": 0, "capacity": [2], "time_window": [0, 100]},
        {"id": 8, "start_index": 0, "end_index": 0, "capacity": [2], "skills": [3]}],
       "jobs": [
        {"id": 1, "location_index": 1, "delivery": [1], "service": 5},
        {"id": 2, "location_index": 2, "delivery": [1], "time_windows": [[30, 40]]},
        {"id": 3, "location_index": 3, "delivery": [1], "skills": [3]},
        {"id": 4, "location_index": 3, "delivery": [9]}],
       "matrices": {"car": {"durations": [[0,10,10,10],[10,0,10,20],[10,10,0,20],[10,20,20,0]]}}}
      """;

  /** 0-1-2-0 costs 30, 0-3-0 costs 20; job 4 is larger than any vehicle. */
  @Test
  void answersVroomInItsForm() throws IOException {
    Path file = Files.writeString(folder.resolve("v.json"), VROOM);
    Path out = folder.resolve("out.json");
    CommandRun o =
        emona("route", file.toString(), "--iterations", "500", "-q", "--out", out.toString());
    assertThat(o.code()).as(o.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(Files.readString(out));
    assertThat(json.at("/summary/cost").asInt()).isEqualTo(50);
    assertThat(json.at("/unassigned/0/id").asInt()).isEqualTo(4);
    assertThat(json.at("/unassigned/0/reason").asText()).isEqualTo("too_large");
    assertThat(json.get("routes")).hasSize(2);
    int seen = 0;
    for (JsonNode step : json.findParents("waiting_time")) {
      if (step.path("type").asText().equals("job") && step.get("id").asInt() == 2) {
        double begin = step.get("arrival").asDouble() + step.get("waiting_time").asDouble();
        assertThat(begin).isCloseTo(35, within(5.0));
        seen++;
      }
    }
    assertThat(seen).as("steps at job 2").isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"location_index\": 2 | \"location_index\": 20 | jobs[1].location_index",
        "\"service\": 5 | \"service\": -5 | jobs[0].service",
        "\\[\\[30, 40\\]\\] | [[40, 30]] | jobs[1].time_windows[0]",
        "\"jobs\" | \"shipments\" | problem.shipments",
        "\"id\": 7, | \"id\": 7 | line",
      })
  void namesTheFieldOfAMistake(String right, String wrong, String said) throws IOException {
    Path file = Files.writeString(folder.resolve("v.json"), VROOM.replaceFirst(right, wrong));
    CommandRun o = emona("route", file.toString(), "--iterations", "10");
    assertThat(o.code()).isEqualTo(2);
    assertThat(o.err()).contains(said).contains("fix:");
  }
}
