package city.emona.demand.mode;

/** Ways of going that travelers choose between; cars with their passengers. */
public enum Mode {
  CAR,
  BUS,
  BIKE,
  FOOT
}
