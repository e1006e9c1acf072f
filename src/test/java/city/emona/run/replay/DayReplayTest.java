package city.emona.run.replay;

import static org.assertj.core.api.Assertions.assertThat;

import city.emona.citygen.CityGenerator;
import city.emona.geodata.EmissionTablesReader;
import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.model.DayType;
import city.emona.run.Runner;
import city.emona.scenario.Situation;
import city.emona.simulate.Progress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The played day of a made city: nobody is lost, volumes agree, chunks hold what they say. */
@Tag("invariant")
class DayReplayTest {
  @Test
  void aDayPlaysWithTheVolumesOfTheAssignment() {
    City city = CityGenerator.generate(7, 5000, 1, Progress.NONE);
    Situation s = new Situation(city, Conditions.base(DayType.WEEKDAY));
    Runner runner = new Runner(EmissionTablesReader.shipped(), 1);
    DayReplay day = DayReplay.play(runner, city, s, List.of(), 1, Progress.NONE);
    assertThat(day.result().arrived()).isEqualTo(day.result().departed());
    double trips = 0;
    for (int step = 0; step < day.traffic().steps().count(); step++) {
      trips += day.traffic().tally().loaded()[step];
    }
    double drawn = day.counts().sampled() + day.counts().withoutLinks();
    assertThat(drawn).isBetween(trips - 3, trips + 3);
    assertThat(day.counts().buses()).isPositive();
    assertThat(day.fit().gehBelow5Share()).isGreaterThan(0.99);
    assertThat(day.fit().r2()).isGreaterThan(0.98);
    assertThat(day.result().stuck()).isLessThan(day.result().departed() / 200);
    double slower = day.fit().playedMeanS() / day.fit().assignedMeanS();
    // Queues cost nothing below capacity, where the delay function of the assignment already does.
    assertThat(slower).as("played over assigned mean travel time").isBetween(0.9, 1.6);

    ByteBuffer chunk = ByteBuffer.wrap(day.chunks().bytes(96)).order(ByteOrder.LITTLE_ENDIAN);
    int vehicles = chunk.getInt(4);
    int rows = chunk.getInt(8);
    assertThat(chunk.getInt(0)).isEqualTo(1);
    assertThat(vehicles).isPositive();
    assertThat(chunk.getInt(12)).isEqualTo(96 * 300);
    assertThat(chunk.capacity()).isEqualTo(28 + 9 * vehicles + 13 * rows);
    int starts = 24 + 4 * vehicles;
    assertThat(chunk.getInt(starts + 4 * vehicles)).isEqualTo(rows);
    int enter = starts + 4 * (vehicles + 1) + 4 * rows;
    for (int r = 0; r < rows; r++) {
      assertThat(chunk.getFloat(enter + 4 * r)).isLessThan(300.1f);
      assertThat(chunk.getFloat(enter + 4 * (rows + r))).isGreaterThan(-0.1f);
    }
    assertThat(day.chunks().rowCount()).isEqualTo((int) day.result().linkEntries());
  }

  /** A city that locked before signals were set for their flows: 55,504 stuck, GEH 74 %. */
  @Test
  void aCityWithShortLinksBetweenFullSignalsPlaysToo() {
    City city = CityGenerator.generate(5, 5000, 1, Progress.NONE);
    Situation s = new Situation(city, Conditions.base(DayType.WEEKDAY));
    Runner runner = new Runner(EmissionTablesReader.shipped(), 1);
    DayReplay day = DayReplay.play(runner, city, s, List.of(), 1, Progress.NONE);
    assertThat(day.result().arrived()).isEqualTo(day.result().departed());
    assertThat(day.result().stuck()).isLessThan(day.result().departed() / 100);
    assertThat(day.fit().gehBelow5Share()).isGreaterThan(0.98);
  }
}
