package city.emona.simulate.replay.city;

import city.emona.demand.FreeFlow;
import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.model.Schema;
import city.emona.model.StreetRules;
import city.emona.model.network.Network;
import city.emona.simulate.DaySteps;
import city.emona.simulate.replay.Closures;
import city.emona.simulate.replay.Plans;
import city.emona.simulate.replay.QueueNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A city's streets as queues. Where a link ends at a signal, its capacity is taken apart into
 * saturation flow and green share (half, or the scenario's timing), so that both models pass the
 * same flow, and {@link SignalPlan} coordinates the junctions; delays of other junctions are part
 * of the free-flow time, as in assignment. Stateless.
 */
public final class CityQueues {
  private static final int CARS = 1 << Plans.CAR | 1 << Plans.VAN;

  /**
   * The capacity of the tables is that of the assignment's delay function, the practical capacity
   * at which delay becomes felt: some 0.8 of what can pass (Branston 1976, Transportation Research
   * 10, 223-236) where no junction meters the flow, which is where nothing crosses and where others
   * have to give way.
   */
  private static final double PRACTICAL_SHARE = 0.8;

  private static final int CONTROL_PRIORITY = 1;

  private CityQueues() {}

  /** The streets of a day, with signals set for the vehicles that are to be played. */
  public static QueueNetwork network(City city, Conditions day, Plans plans) {
    Network s = city.network();
    int m = s.linkCount();
    double[] green = new double[m];
    double[] cycle = new double[m];
    Arrays.fill(cycle, StreetRules.USUAL_CYCLE_S);
    for (int i = 0; i < m; i++) {
      boolean signal = s.control()[s.toNode()[i]] == Network.CONTROL_SIGNAL;
      green[i] = signal ? StreetRules.USUAL_GREEN_SHARE : 1;
    }
    BitSet timed = new BitSet();
    for (StreetRules.SignalTiming t : day.streets().signals()) {
      timed.or(t.links());
      for (int i = t.links().nextSetBit(0); i >= 0; i = t.links().nextSetBit(i + 1)) {
        if (green[i] < 1) {
          green[i] = t.greenShare();
          cycle[i] = t.cycleS();
        }
      }
    }
    double[] free = FreeFlow.linkSeconds(s, day.streets().signals());
    double[] lengthM = new double[m];
    double[] lanes = new double[m];
    double[] speed = new double[m];
    double[] extra = new double[m];
    double[] capacity = new double[m];
    byte[] kinds = new byte[m];
    boolean[] givesWay = FreeFlow.givesWay(s);
    for (int i = 0; i < m; i++) {
      lengthM[i] = Math.max(0.1, s.lengthMm()[i] / 1000.0);
      lanes[i] = Math.max(1, s.lanes()[i]);
      speed[i] = Math.max(1, s.freeSpeedKmh()[i]) / 3.6;
      extra[i] = green[i] < 1 ? 0 : Math.max(0, free[i] - lengthM[i] / speed[i]);
      capacity[i] = Math.max(1, s.capacityVehPerH()[i]) / green[i];
      int control = s.control()[s.toNode()[i]];
      if (control == Network.CONTROL_NONE || control == CONTROL_PRIORITY && !givesWay[i]) {
        double possible =
            Math.min(
                capacity[i] / PRACTICAL_SHARE, lanes[i] * StreetRules.LANE_SATURATION_VEH_PER_H);
        capacity[i] = Math.max(capacity[i], possible);
      }
      kinds[i] = (byte) kinds(s.modes()[i]);
    }
    GreenSplit.apply(s, green, cycle, capacity, timed, plans);
    return new QueueNetwork(
        s.nodeCount(),
        s.fromNode(),
        s.toNode(),
        lengthM,
        lanes,
        speed,
        extra,
        capacity,
        green,
        cycle,
        SignalPlan.starts(s, green, cycle),
        kinds,
        s.turnBans().ints("from_link"),
        s.turnBans().ints("to_link"),
        rings(s));
  }

  /** Links of roundabouts: one-way between two nodes of a ring. */
  private static boolean[] rings(Network s) {
    Set<Long> ways = new HashSet<>();
    for (int i = 0; i < s.linkCount(); i++) {
      ways.add((long) s.fromNode()[i] << 32 | s.toNode()[i]);
    }
    boolean[] ring = new boolean[s.linkCount()];
    for (int i = 0; i < ring.length; i++) {
      int a = s.fromNode()[i];
      int b = s.toNode()[i];
      boolean on =
          s.control()[a] == Network.CONTROL_ROUNDABOUT
              && s.control()[b] == Network.CONTROL_ROUNDABOUT;
      ring[i] = on && !ways.contains((long) b << 32 | a);
    }
    return ring;
  }

  private static int kinds(int modes) {
    return ((modes & Schema.CAR) != 0 ? CARS : 0)
        | ((modes & Schema.TRUCK) != 0 ? 1 << Plans.TRUCK : 0)
        | ((modes & Schema.BUS) != 0 ? 1 << Plans.BUS : 0);
  }

  /** The closures of a part of the day, in seconds since its start. */
  public static Closures closures(Conditions day, DaySteps steps) {
    List<Closures.Closure> list = new ArrayList<>();
    for (Conditions.Closure c : day.closures()) {
      double from = seconds(steps, c.fromMinute());
      double to = seconds(steps, c.toMinute());
      if (to > from) {
        list.add(new Closures.Closure(c.links(), kinds(c.modes()), from, to));
      }
    }
    return new Closures(list);
  }

  /** Seconds since the start of the day at a time of the clock; right on days of clock changes. */
  static double seconds(DaySteps steps, int minute) {
    int n = steps.count();
    for (int s = 0; s < n; s++) {
      int past = minute - steps.localMinute(s);
      if (past >= 0 && past < steps.stepMinutes()) {
        return (s * (double) steps.stepMinutes() + past) * 60;
      }
    }
    return n * steps.stepMinutes() * 60.0;
  }
}
