package city.emona.simulate.replay.city;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import city.emona.citygen.CityGenerator;
import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.model.DayType;
import city.emona.model.StreetRules;
import city.emona.model.network.Network;
import city.emona.simulate.Progress;
import city.emona.simulate.replay.Plans;
import city.emona.simulate.replay.QueueNetwork;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Green shares of signals by the flows that they have to pass. */
@Tag("analytic")
class GreenSplitTest {
  @Test
  void greenMovesOnlyAsFarAsItIsNeeded() {
    assertThat(GreenSplit.mainShare(0.3, 0.2)).isEqualTo(0.5);
    assertThat(GreenSplit.mainShare(0.45, 0.45)).isEqualTo(0.5);
    // x = 0.54 / 0.6 = 0.9 on the main street
    assertThat(GreenSplit.mainShare(0.54, 0.2)).isCloseTo(0.6, within(1e-12));
    assertThat(GreenSplit.mainShare(0.2, 0.54)).isCloseTo(0.4, within(1e-12));
    // both together ask for more than there is: equal degrees of saturation (Webster)
    double share = GreenSplit.mainShare(0.7, 0.5);
    assertThat(0.7 / share).isCloseTo(0.5 / (1 - share), within(1e-12));
    assertThat(GreenSplit.mainShare(0.9, 0.0)).isEqualTo(0.85);
    assertThat(GreenSplit.mainShare(0, 0)).isEqualTo(0.5);
  }

  /** A city where one approach of a signal has 1.4 times what half the cycle passes. */
  @Test
  void theFullApproachOfACityGetsTheGreenAndATimedOneKeepsItsOwn() {
    City city = CityGenerator.generate(1, 2000, 1, Progress.NONE);
    Network net = city.network();
    int full = -1;
    for (int i = 0; i < net.linkCount() && full < 0; i++) {
      full = net.control()[net.toNode()[i]] == Network.CONTROL_SIGNAL ? i : -1;
    }
    assertThat(full).isNotNegative();
    Plans.Builder p = new Plans.Builder();
    int cars = (int) (1.4 * net.capacityVehPerH()[full]);
    for (int k = 0; k < cars; k++) {
      p.link(full).vehicle(8 * 3600, Plans.CAR, 1);
    }
    Plans plans = p.build();
    Conditions day = Conditions.base(DayType.WEEKDAY);
    QueueNetwork q = CityQueues.network(city, day, plans);
    double before = net.capacityVehPerH()[full];
    double after = q.capacityVehPerH()[full] * q.greenShare()[full];
    assertThat(after).isCloseTo(cars / 0.9, within(2.0)).isGreaterThan(1.5 * before);
    for (int i = 0; i < net.linkCount(); i++) {
      boolean same =
          net.toNode()[i] == net.toNode()[full] && q.greenShare()[i] != q.greenShare()[full];
      if (same) {
        assertThat(q.greenShare()[i] + q.greenShare()[full]).isCloseTo(1, within(1e-12));
      }
    }
    BitSet link = new BitSet();
    link.set(full);
    Conditions timed =
        day.withStreets(
            StreetRules.NONE.andSignals(List.of(new StreetRules.SignalTiming(link, 0.4, 60))));
    assertThat(CityQueues.network(city, timed, plans).greenShare()[full]).isEqualTo(0.4);
  }
}
