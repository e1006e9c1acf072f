package city.emona.geodata.osm.street;

import city.emona.EmonaException;
import city.emona.geodata.osm.file.ImportIssues;
import city.emona.geodata.osm.file.ImportIssues.Action;
import city.emona.graph.Csr;
import city.emona.graph.StrongComponents;
import city.emona.model.Schema;
import java.util.Arrays;

/**
 * Keeps the part of the network on which everybody gets everywhere. First cars: of the links that
 * cars may use, those stay open to cars (and trucks) that reach each other by legal turns, found as
 * the largest strongly connected component of the graph of turns, so banned turns count (turning
 * round is allowed at every node). Then all: links that are not strongly connected to that car
 * network by any mode are dropped. Both losses are counted by street.
 */
final class ReachableStreets {
  private final StreetLinks links;
  private final ImportIssues issues;

  ReachableStreets(StreetLinks links, ImportIssues issues) {
    this.links = links;
    this.issues = issues;
  }

  /** Narrows {@code links.modes} and tells which links stay. */
  boolean[] keep(int[][] bans, String where) {
    StrongComponents turns = carComponents(bans);
    int main = largestCar(turns);
    if (main < 0) {
      throw EmonaException.invalid(
          "The file holds no street that a car may use.",
          where,
          "Give an extract with roads of class residential or above.");
    }
    int anchor = -1;
    for (int i = 0; i < links.count; i++) {
      if (links.isCar(i) && turns.component(i) != main) {
        links.modes[i] &= ~(Schema.CAR | Schema.TRUCK);
        if (links.modes[i] != 0) {
          links.at(
              issues,
              "car_cannot_come_and_go",
              Action.REPAIRED,
              i,
              "Cars cannot reach it and leave it again; closed to cars and trucks.");
        }
      } else if (links.isCar(i) && anchor < 0) {
        anchor = links.from[i];
      }
    }
    boolean[] keep = connected(anchor);
    for (boolean kept : keep) {
      if (kept) {
        return keep;
      }
    }
    throw EmonaException.invalid(
        "No street of the file can be reached and left again.",
        where,
        "Give an extract with more streets around, or check the tags oneway.");
  }

  private boolean[] connected(int anchor) {
    boolean[] keep = new boolean[links.count];
    for (int i = 0; i < links.count; i++) {
      keep[i] = links.modes[i] != 0;
    }
    int nodes = links.data.nodes.size();
    StrongComponents all = new StrongComponents(Csr.of(nodes, links.from, links.to, keep));
    int main = all.component(anchor);
    for (int i = 0; i < links.count; i++) {
      boolean in =
          keep[i] && all.component(links.from[i]) == main && all.component(links.to[i]) == main;
      if (!in) {
        links.at(
            issues,
            "not_connected",
            Action.DROPPED,
            i,
            "Not connected to the street network in both directions.");
      }
      keep[i] = in;
    }
    return keep;
  }

  /** Components of the graph whose nodes are car links and whose links are legal turns. */
  private StrongComponents carComponents(int[][] bans) {
    int nodes = links.data.nodes.size();
    boolean[] car = new boolean[links.count];
    for (int i = 0; i < car.length; i++) {
      car[i] = links.isCar(i);
    }
    Csr out = Csr.of(nodes, links.from, links.to, car);
    int[] from = new int[links.count * 3 + 16];
    int[] to = new int[from.length];
    int n = 0;
    int b = 0;
    for (int i = 0; i < links.count; i++) {
      int firstBan = b;
      while (b < bans.length && bans[b][0] == i) {
        b++;
      }
      if (!car[i]) {
        continue;
      }
      for (int k = out.first()[links.to[i]]; k < out.first()[links.to[i] + 1]; k++) {
        if (isBanned(bans, firstBan, b, out.link()[k])) {
          continue;
        }
        if (n == from.length) {
          from = Arrays.copyOf(from, n * 2);
          to = Arrays.copyOf(to, n * 2);
        }
        from[n] = i;
        to[n++] = out.link()[k];
      }
    }
    return new StrongComponents(
        Csr.of(links.count, Arrays.copyOf(from, n), Arrays.copyOf(to, n), null));
  }

  private static boolean isBanned(int[][] bans, int first, int end, int to) {
    for (int b = first; b < end; b++) {
      if (bans[b][1] == to) {
        return true;
      }
    }
    return false;
  }

  private int largestCar(StrongComponents turns) {
    int best = -1;
    for (int i = 0; i < links.count; i++) {
      if (links.isCar(i)) {
        int c = turns.component(i);
        if (best < 0 || turns.size(c) > turns.size(best)) {
          best = c;
        }
      }
    }
    return best;
  }
}
