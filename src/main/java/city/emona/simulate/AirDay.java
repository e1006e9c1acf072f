package city.emona.simulate;

/**
 * Concentrations over a day in µg/m³, background included: {@code [step][cell]} of the grid; and
 * the background alone by step, null where it is not known.
 */
public record AirDay(
    DaySteps steps,
    ReceptorGrid grid,
    float[][] nox,
    float[][] no2,
    float[][] pm25,
    float[][] pm10,
    Background background) {

  /** Without knowledge of the background. */
  public AirDay(
      DaySteps steps,
      ReceptorGrid grid,
      float[][] nox,
      float[][] no2,
      float[][] pm25,
      float[][] pm10) {
    this(steps, grid, nox, no2, pm25, pm10, null);
  }

  /** What comes from outside the city's own traffic, µg/m³ by step, the same everywhere. */
  public record Background(float[] nox, float[] no2, float[] pm25, float[] pm10) {}
}
