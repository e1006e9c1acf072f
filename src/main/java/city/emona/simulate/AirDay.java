package city.emona.simulate;

/** Concentrations over a day in µg/m³, background included: {@code [step][cell]} of the grid. */
public record AirDay(
    DaySteps steps,
    ReceptorGrid grid,
    float[][] nox,
    float[][] no2,
    float[][] pm25,
    float[][] pm10) {}
