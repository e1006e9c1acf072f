package city.emona.app;

import static org.assertj.core.api.Assertions.assertThat;

import city.emona.scenario.Scenario;
import city.emona.scenario.Scenario.Direction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Targets as people say them: what nobody wants for itself is a bound. */
class ShelfTest {
  @ParameterizedTest
  @CsvSource({
    "traffic.vehicle_hours,HIGHER,2,NaN,at most +2 %",
    "traffic.vehicle_km,HIGHER,10,NaN,at most +10 %",
    "emissions.co2_t,LOWER,-30,NaN,-30 %",
    "mobility.share_bus,HIGHER,2.5,NaN,+2.5 %",
    "traffic.mean_speed,LOWER,-5,NaN,at least -5 %",
    "air.no2.population_above_eu2030,LOWER,NaN,0,at most 0",
    "waste.fill_when_emptied,HIGHER,NaN,60,at least 60",
    "traffic.delay_hours,LOWER,NaN,NaN,lower",
    "traffic.toll_eur,HIGHER,NaN,NaN,higher",
    "no.such_figure,HIGHER,1,NaN,at most +1 %"
  })
  void targetIsInWords(String kpi, Direction way, double change, double target, String words) {
    assertThat(Shelf.target(new Scenario.Goal(kpi, "", way, change, target, 2030)))
        .isEqualTo(words);
  }
}
