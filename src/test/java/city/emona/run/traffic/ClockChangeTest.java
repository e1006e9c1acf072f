package city.emona.run.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import city.emona.EmonaException;
import city.emona.citygen.CityGenerator;
import city.emona.geodata.EmissionTablesReader;
import city.emona.model.City;
import city.emona.run.Question;
import city.emona.run.Runner;
import city.emona.scenario.ScenarioLibrary;
import city.emona.scenario.yaml.ScenarioReader;
import city.emona.simulate.Progress;
import city.emona.simulate.TrafficDay;
import city.emona.simulate.traffic.RouteSink;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Days of 23 and 25 hours: runs, and estimates beside a base day of 24. */
@Tag("invariant")
class ClockChangeTest {
  private static City city;
  private static Runner runner;
  private static int link;

  @BeforeAll
  static void make() {
    city = CityGenerator.generate(3, 2000, 2, Progress.NONE);
    runner = new Runner(EmissionTablesReader.shipped(), 2);
    TrafficDay base = day(ask("day: weekday\n"));
    for (int l = 0; l < city.network().linkCount(); l++) {
      link = base.totalVehPerH(8, l) > base.totalVehPerH(8, link) ? l : link;
    }
  }

  private static Question ask(String lines) {
    ScenarioLibrary library = ScenarioLibrary.shipped();
    var scenario = ScenarioReader.read("emona: 1\nid: t\ntitle: T\nparent: base\n" + lines, "test");
    return Question.ask(library.with(scenario).chain(scenario), city, x -> x, Runner.SEED);
  }

  /** The busiest street is closed to cars and trucks from 8 to 9 by the clock. */
  private static Question closed(String date) {
    return ask(
        "day: "
            + date
            + "\nedits:\n  - edit: close\n    place: { links: ["
            + city.network().linkIds()[link]
            + "] }\n    modes: [car, truck]\n    from: '08:00'\n    to: '09:00'\n");
  }

  private static TrafficDay day(Question q) {
    return runner.traffic(city, q.situation(), d -> RouteSink.NONE, Progress.NONE);
  }

  private static TrafficStudies studies() {
    ScenarioLibrary library = ScenarioLibrary.shipped();
    return new TrafficStudies(
        () -> city,
        () -> Question.ask(library.chain(library.get("base")), city, x -> x, Runner.SEED),
        run -> null,
        runner,
        2);
  }

  /** Where the clocks go forward 8 o'clock is step 7; where they go back, step 9. */
  @Test
  void eightOClockIsWhereTheClockSaysSo() {
    String[] dates = {"2026-03-29", "2026-03-30", "2026-10-25"};
    int[] steps = {23, 24, 25};
    int[] eight = {7, 8, 9};
    TrafficStudies studies = studies();
    for (int k = 0; k < dates.length; k++) {
      Question q = closed(dates[k]);
      TrafficDay day = day(q);
      assertThat(day.steps().count()).isEqualTo(steps[k]);
      for (int step = 0; step < steps[k]; step++) {
        double volume = day.totalVehPerH(step, link);
        assertThat(volume == 0).as(dates[k] + " step " + step).isEqualTo(step == eight[k]);
      }
      for (int off = -1; off <= 1; off++) {
        int step = eight[k] + off;
        TrafficStudies.Estimate e = studies.estimate(q, step);
        assertThat(e.step()).isEqualTo(step);
        assertThat(e.after().hour().step()).isEqualTo(step);
        assertThat(e.before().hour().step()).isEqualTo(8 + off);
        assertThat(e.before().vehPerH()[link]).isGreaterThan(100);
        assertThat(e.after().vehPerH()[link] == 0).isEqualTo(off == 0);
        double run = 0;
        double estimate = 0;
        for (int l = 0; l < city.network().linkCount(); l++) {
          run += day.totalVehPerH(step, l) * city.network().lengthMm()[l];
          estimate += (double) e.after().vehPerH()[l] * city.network().lengthMm()[l];
        }
        assertThat(estimate).as(dates[k] + " step " + step).isCloseTo(run, within(0.02 * run));
        LinkUsers users = studies.users(q, link, step);
        assertThat(users.volume()).isEqualTo(e.after().vehPerH()[link]);
      }
    }
  }

  /** The last hour of either day is 23 o'clock; two hours of the long one begin at 2. */
  @Test
  void theFirstAndLastHoursOfShortAndLongDaysHaveTheirCounterpart() {
    TrafficStudies studies = studies();
    Question shortDay = closed("2026-03-29");
    Question longDay = closed("2026-10-25");
    assertThat(studies.estimate(shortDay, 22).before().hour().step()).isEqualTo(23);
    assertThat(studies.estimate(longDay, 24).before().hour().step()).isEqualTo(23);
    assertThat(studies.estimate(shortDay, 2).before().hour().step()).isEqualTo(3);
    TrafficStudies.Estimate once = studies.estimate(longDay, 2);
    TrafficStudies.Estimate again = studies.estimate(longDay, 3);
    assertThat(once.before().hour().step()).isEqualTo(2);
    assertThat(again.before().hour().step()).isEqualTo(2);
    assertThat(again.after().vehicleKm())
        .isCloseTo(once.after().vehicleKm(), within(1e-3 * once.after().vehicleKm()));
    assertThatThrownBy(() -> studies.estimate(shortDay, 23))
        .isInstanceOf(EmonaException.class)
        .hasMessageContaining("no hour 23");
    assertThatThrownBy(() -> studies.estimate(longDay, 25)).isInstanceOf(EmonaException.class);
  }
}
