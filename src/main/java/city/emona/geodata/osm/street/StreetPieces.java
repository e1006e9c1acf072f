package city.emona.geodata.osm.street;

import city.emona.geodata.osm.file.ImportIssues;
import city.emona.geodata.osm.file.ImportIssues.Action;
import city.emona.geodata.osm.file.OsmData;
import city.emona.geodata.osm.file.Tags;
import java.util.Arrays;

/**
 * The ways that are streets, cut at junctions: nodes where two street ways meet, where a way meets
 * itself, and way ends. Other nodes stay vertices. Piece {@code p} runs over the node rows {@code
 * vertex[first[p]] .. vertex[first[p + 1] - 1]} and starts at node pair {@code ordinal[p]} of its
 * way, which with the way id is the stable name of the piece. A closed piece is cut once more at
 * its middle vertex, so that no link starts and ends at the same node. Where nodes are missing from
 * the file the way is cut and the gap left open.
 */
final class StreetPieces {
  final StreetRules.Street[] streets;
  int count;
  int[] way = new int[1024];
  int[] ordinal = new int[1024];
  int[] first = new int[1025];
  int[] vertex = new int[8192];

  private final OsmData data;
  private final Ground ground;
  private final ImportIssues issues;
  private int vertices;

  StreetPieces(OsmData data, Ground ground, ImportIssues issues) {
    this.data = data;
    this.ground = ground;
    this.issues = issues;
    streets = new StreetRules.Street[data.ways.size()];
    byte[] uses = new byte[data.nodes.size()];
    for (int w = 0; w < streets.length; w++) {
      Tags tags = data.ways.tags()[w];
      int roadClass = StreetRules.roadClass(tags);
      if (roadClass >= 0) {
        StreetRules.Street street = StreetRules.of(tags, roadClass);
        if ((street.forward().modes() | street.backward().modes()) != 0) {
          streets[w] = street;
          countUses(w, uses);
        }
      }
    }
    for (int w = 0; w < streets.length; w++) {
      if (streets[w] != null) {
        cut(w, uses);
      }
    }
  }

  int from(int piece) {
    return vertex[first[piece]];
  }

  int to(int piece) {
    return vertex[first[piece + 1] - 1];
  }

  private void countUses(int w, byte[] uses) {
    int a = data.ways.firstRef()[w];
    int b = data.ways.firstRef()[w + 1];
    int before = -1;
    for (int k = a; k < b; k++) {
      int n = data.nodes.rows().get(data.ways.refs()[k]);
      if (n >= 0 && n != before) {
        uses[n] = (byte) Math.min(2, uses[n] + (k == a || k == b - 1 ? 2 : 1));
      }
      before = n;
    }
  }

  private void cut(int w, byte[] uses) {
    int a = data.ways.firstRef()[w];
    int b = data.ways.firstRef()[w + 1];
    int start = vertices;
    int startOrdinal = 0;
    int missing = 0;
    int before = count;
    for (int k = a; k < b; k++) {
      int n = data.nodes.rows().get(data.ways.refs()[k]);
      if (n < 0) {
        missing++;
        end(w, start, startOrdinal);
        start = vertices;
        startOrdinal = k - a + 1;
        continue;
      }
      if (vertices > start && vertex[vertices - 1] == n) {
        continue;
      }
      add(n);
      if (uses[n] >= 2 && vertices - start >= 2) {
        end(w, start, startOrdinal);
        start = vertices;
        startOrdinal = k - a;
        add(n);
      } else if (vertices - start == 1) {
        startOrdinal = k - a;
      }
    }
    end(w, start, startOrdinal);
    if (missing > 0) {
      report(w, missing);
    } else if (count == before) {
      ground.tell(
          issues,
          "street_without_length",
          Action.DROPPED,
          "way " + data.ways.ids()[w],
          "The file holds fewer than two different nodes of it.",
          Ground.nodeOfWay(data, w));
    }
  }

  private void report(int w, int missing) {
    String source = "way " + data.ways.ids()[w];
    String message = "The way refers to nodes that the file does not hold; it is cut there.";
    for (int k = data.ways.firstRef()[w]; k < data.ways.firstRef()[w + 1]; k++) {
      int n = data.nodes.rows().get(data.ways.refs()[k]);
      if (n >= 0) {
        issues.at(
            "street_node_missing",
            Action.REPAIRED,
            source,
            message,
            missing,
            ground.xMm()[n],
            ground.yMm()[n]);
        return;
      }
    }
    issues.total("street_without_nodes", Action.DROPPED, source, message, 1);
  }

  private void add(int node) {
    if (vertices == vertex.length) {
      vertex = Arrays.copyOf(vertex, vertices * 2);
    }
    vertex[vertices++] = node;
  }

  /** Closes the piece that began at {@code start}; one of fewer than two vertices is taken back. */
  private void end(int w, int start, int startOrdinal) {
    int n = vertices - start;
    if (n < 2) {
      vertices = start;
      return;
    }
    if (vertex[start] != vertex[vertices - 1]) {
      close(w, startOrdinal, vertices);
      return;
    }
    if (n < 3) {
      vertices = start;
      return;
    }
    int middle = n / 2;
    int[] whole = Arrays.copyOfRange(vertex, start, vertices);
    vertices = start + middle + 1;
    close(w, startOrdinal, vertices);
    for (int k = middle; k < n; k++) {
      add(whole[k]);
    }
    close(w, startOrdinal + middle, vertices);
  }

  private void close(int w, int startOrdinal, int end) {
    if (count == way.length) {
      way = Arrays.copyOf(way, count * 2);
      ordinal = Arrays.copyOf(ordinal, count * 2);
      first = Arrays.copyOf(first, count * 2 + 1);
    }
    way[count] = w;
    ordinal[count++] = startOrdinal;
    first[count] = end;
  }
}
