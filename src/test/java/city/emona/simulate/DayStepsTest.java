package city.emona.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import city.emona.model.DayType;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

/** Days of 23, 24 and 25 hours, half-open steps, day types (src/docs/glossary.md). */
class DayStepsTest {
  private static final ZoneId ZONE = ZoneId.of("Europe/Ljubljana");

  @Test
  void anOrdinaryDayHas24HalfOpenHours() {
    DaySteps day = DaySteps.hourly(LocalDate.of(2026, 3, 17), ZONE);
    assertThat(day.count()).isEqualTo(24);
    assertThat(day.start(8)).isEqualTo(OffsetDateTime.parse("2026-03-17T08:00:00+01:00"));
    assertThat(day.start(24)).isEqualTo(OffsetDateTime.parse("2026-03-18T00:00:00+01:00"));
    assertThat(day.find(OffsetDateTime.parse("2026-03-17T08:00:00+01:00"))).isEqualTo(8);
    assertThat(day.find(OffsetDateTime.parse("2026-03-17T07:59:59+01:00"))).isEqualTo(7);
    assertThat(day.find(OffsetDateTime.parse("2026-03-17T07:00:00Z"))).isEqualTo(8);
    assertThat(day.find(OffsetDateTime.parse("2026-03-18T00:00:00+01:00"))).isEqualTo(-1);
    assertThat(day.find(OffsetDateTime.parse("2026-03-16T23:59:59+01:00"))).isEqualTo(-1);
  }

  @Test
  void summerTimeBeginsAndEnds() {
    DaySteps spring = DaySteps.hourly(LocalDate.of(2026, 3, 29), ZONE);
    assertThat(spring.count()).isEqualTo(23);
    assertThat(spring.localMinute(1)).isEqualTo(60);
    assertThat(spring.localMinute(2)).isEqualTo(180);
    DaySteps autumn = DaySteps.hourly(LocalDate.of(2026, 10, 25), ZONE);
    assertThat(autumn.count()).isEqualTo(25);
    assertThat(autumn.localMinute(2)).isEqualTo(autumn.localMinute(3)).isEqualTo(120);
    for (int s = 0; s < autumn.count(); s++) {
      assertThat(autumn.find(autumn.start(s))).isEqualTo(s);
    }
    assertThat(new DaySteps(LocalDate.of(2026, 10, 25), ZONE, 15).count()).isEqualTo(100);
  }

  @Test
  void dayTypesStandForDatesOfTheirKind() {
    for (DayType t : DayType.values()) {
      assertThat(DayType.of(t.date())).isEqualTo(t);
    }
    assertThat(DayType.of(LocalDate.of(2026, 11, 22))).isEqualTo(DayType.SUNDAY);
    assertThat(DayType.of(LocalDate.of(2026, 11, 23))).isEqualTo(DayType.WEEKDAY);
  }
}
