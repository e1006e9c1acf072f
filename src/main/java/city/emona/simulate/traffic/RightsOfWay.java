package city.emona.simulate.traffic;

import city.emona.model.Conditions;
import city.emona.model.Schema;
import city.emona.model.network.Network;
import city.emona.simulate.DaySteps;
import city.emona.simulate.UserClass;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which links each user class may use in each step: the modes of the link, less the closures and,
 * for restricted vehicles, the low-emission zones that act at any time of the step. Classes with
 * equal rights and equal {@link Charges} all day are one routing class: they share searches and
 * paths, and their volumes are told apart afterwards. Immutable.
 */
final class RightsOfWay {
  private final Network network;
  private final Conditions conditions;
  private final DaySteps steps;
  private final int[] routingOfClass;
  private final int[] modeOfRouting;
  private final int[] firstOfRouting;
  private final boolean[] isRestricted;
  private final int routingCount;

  RightsOfWay(
      Network network,
      Conditions conditions,
      DaySteps steps,
      List<UserClass> classes,
      Charges charges) {
    this.network = network;
    this.conditions = conditions;
    this.steps = steps;
    routingOfClass = new int[classes.size()];
    modeOfRouting = new int[classes.size()];
    firstOfRouting = new int[classes.size()];
    isRestricted = new boolean[classes.size()];
    int count = 0;
    for (int c = 0; c < routingOfClass.length; c++) {
      int mode = classes.get(c).group() == UserClass.Group.TRUCK ? Schema.TRUCK : Schema.CAR;
      boolean restricted = classes.get(c).restricted();
      int same = -1;
      for (int r = 0; r < count && same < 0; r++) {
        if (isRestricted[r] == restricted
            && isSame(modeOfRouting[r], mode)
            && charges.isSame(firstOfRouting[r], c, steps.count())) {
          same = r;
        }
      }
      if (same < 0) {
        same = count++;
        modeOfRouting[same] = mode;
        firstOfRouting[same] = c;
        isRestricted[same] = restricted;
      }
      routingOfClass[c] = same;
    }
    routingCount = count;
  }

  private boolean isSame(int modeA, int modeB) {
    boolean same = true;
    for (int m : network.modes()) {
      same &= (m & modeA) != 0 == ((m & modeB) != 0);
    }
    for (Conditions.Closure c : conditions.closures()) {
      same &= (c.modes() & modeA) != 0 == ((c.modes() & modeB) != 0);
    }
    return same;
  }

  int routingCount() {
    return routingCount;
  }

  int routing(int classIdx) {
    return routingOfClass[classIdx];
  }

  /** A user class of a routing class; the others have the same rights and charges. */
  int classOf(int routing) {
    return firstOfRouting[routing];
  }

  boolean isRestricted(int routing) {
    return isRestricted[routing];
  }

  /** Links open to a routing class in a step. */
  boolean[] open(int routing, int step) {
    int[] modes = network.modes();
    boolean[] open = new boolean[modes.length];
    for (int i = 0; i < open.length; i++) {
      open[i] = (modes[i] & modeOfRouting[routing]) != 0;
    }
    for (Conditions.Closure c : conditions.closures()) {
      if ((c.modes() & modeOfRouting[routing]) != 0 && acts(step, c.fromMinute(), c.toMinute())) {
        close(open, c.links());
      }
    }
    for (Conditions.LowEmissionZone z : conditions.lowEmissionZones()) {
      if (isRestricted[routing] && acts(step, z.fromMinute(), z.toMinute())) {
        close(open, z.links());
      }
    }
    return open;
  }

  private static void close(boolean[] open, BitSet links) {
    for (int i = links.nextSetBit(0); i >= 0; i = links.nextSetBit(i + 1)) {
      open[i] = false;
    }
  }

  private boolean acts(int step, int fromMinute, int toMinute) {
    int minute = steps.localMinute(step);
    return fromMinute < minute + steps.stepMinutes() && toMinute > minute;
  }

  /**
   * A number per link that is equal only for links open to the same users at the same times, and
   * with the same buses.
   */
  int[] accessKeys(List<BitSet> busLines) {
    int[] key = new int[network.linkCount()];
    int[] modes = network.modes();
    for (int i = 0; i < key.length; i++) {
      key[i] = modes[i] & (Schema.CAR | Schema.TRUCK);
    }
    for (Conditions.Closure c : conditions.closures()) {
      split(key, c.links());
    }
    for (Conditions.LowEmissionZone z : conditions.lowEmissionZones()) {
      split(key, z.links());
    }
    for (BitSet line : busLines) {
      split(key, line);
    }
    return key;
  }

  private static void split(int[] key, BitSet links) {
    Map<Integer, Integer> inside = new HashMap<>();
    int next = Arrays.stream(key).max().orElse(0) + 1;
    for (int i = links.nextSetBit(0); i >= 0; i = links.nextSetBit(i + 1)) {
      Integer known = inside.putIfAbsent(key[i], next);
      if (known == null) {
        key[i] = next++;
      } else {
        key[i] = known;
      }
    }
  }
}
