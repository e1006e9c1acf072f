package city.emona.geodata;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The assumed clock of cities whose time zone is known. */
class CityZoneTest {
  @ParameterizedTest
  @CsvSource({
    "-8.61, 41.15, Europe/Lisbon",
    "-9.14, 38.72, Europe/Lisbon",
    "7.42, 43.73, Europe/Monaco",
    "9.52, 47.14, Europe/Vaduz",
    "14.51, 46.05, Europe/Ljubljana",
    "-3.70, 40.42, Europe/Madrid",
    "2.35, 48.86, Europe/Paris",
    "-0.13, 51.51, Europe/London",
    "-6.26, 53.35, Europe/Dublin",
    "13.40, 52.52, Europe/Berlin",
    "12.50, 41.90, Europe/Rome",
    "26.10, 44.43, Europe/Bucharest",
    "23.73, 37.98, Europe/Athens",
    "24.94, 60.17, Europe/Helsinki",
    "-74.0, 40.7, Etc/GMT+5",
    "139.7, 35.7, Etc/GMT-9",
    "0.2, 5.6, Etc/GMT"
  })
  void knownCities(double lon, double lat, String zone) {
    assertThat(CityZone.of(lon, lat).getId()).isEqualTo(zone);
  }
}
