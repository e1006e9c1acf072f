package city.emona.simulate.traffic;

import city.emona.model.StreetRules;
import city.emona.model.network.Network;
import city.emona.simulate.DaySteps;
import city.emona.simulate.UserClass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tolls of the day as charges: euros per link and group of vehicles in each step, times the seconds
 * that a euro is worth to it. A toll acts in every step that it touches. Not thread-safe.
 */
final class TollCharges implements Charges {
  private record Key(UserClass.Group group, List<Integer> tolls) {}

  private final Network network;
  private final List<StreetRules.Toll> tolls;
  private final DaySteps steps;
  private final List<UserClass> classes;
  private final Map<Key, double[]> euros = new HashMap<>();
  private final Map<Key, double[]> seconds = new HashMap<>();

  TollCharges(
      Network network, List<StreetRules.Toll> tolls, DaySteps steps, List<UserClass> classes) {
    this.network = network;
    this.tolls = tolls;
    this.steps = steps;
    this.classes = classes;
  }

  @Override
  public double[] seconds(int classIdx, int step) {
    Key key = key(classIdx, step);
    if (key.tolls.isEmpty()) {
      return null;
    }
    return seconds.computeIfAbsent(
        key,
        k -> {
          double[] s = eurosOf(k).clone();
          double perEuro = ValueOfTime.secondsPerEuro(k.group);
          for (int i = 0; i < s.length; i++) {
            s[i] *= perEuro;
          }
          return s;
        });
  }

  @Override
  public double[] euros(int classIdx, int step) {
    Key key = key(classIdx, step);
    return key.tolls.isEmpty() ? null : eurosOf(key);
  }

  private Key key(int classIdx, int step) {
    UserClass.Group group = classes.get(classIdx).group();
    int bit = group.ordinal() < StreetRules.VEHICLES.size() ? 1 << group.ordinal() : 0;
    int minute = steps.localMinute(step);
    List<Integer> acting = new ArrayList<>();
    for (int t = 0; t < tolls.size(); t++) {
      StreetRules.Toll toll = tolls.get(t);
      if ((toll.vehicles() & bit) != 0
          && toll.fromMinute() < minute + steps.stepMinutes()
          && toll.toMinute() > minute) {
        acting.add(t);
      }
    }
    return new Key(group, acting);
  }

  private double[] eurosOf(Key key) {
    return euros.computeIfAbsent(
        key,
        k -> {
          double[] sum = new double[network.linkCount()];
          int[] lengthMm = network.lengthMm();
          for (int t : k.tolls) {
            StreetRules.Toll toll = tolls.get(t);
            toll.links().stream()
                .forEach(i -> sum[i] += toll.eur() * (toll.perKm() ? lengthMm[i] / 1e6 : 1));
          }
          return sum;
        });
  }
}
