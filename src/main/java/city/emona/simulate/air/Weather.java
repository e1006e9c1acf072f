package city.emona.simulate.air;

import java.util.List;

/**
 * A day of weather at one station, an entry per local hour 0..23: wind at 10 m, air temperature,
 * cloud, global radiation, and the urban background in µg/m³ (NOx counted as NO₂), which must not
 * hold the city's own streets. A day with a clock change reads the hour of its wall clock.
 */
public record Weather(String name, List<Hour> hours) {
  /** One hour; wind direction is where it blows from, degrees clockwise from north. */
  public record Hour(
      double windMPerS,
      double windFromDeg,
      double temperatureC,
      double cloudShare,
      double globalRadiationWPerM2,
      double noxUgM3,
      double no2UgM3,
      double o3UgM3,
      double pm25UgM3,
      double pm10UgM3) {}

  public double meanTemperatureC() {
    double sum = 0;
    for (Hour h : hours) {
      sum += h.temperatureC();
    }
    return sum / hours.size();
  }
}
