package city.emona.simulate.traffic;

/**
 * Parameters of the volume-delay function {@code t = t0 (1 + b (v/c)^power)} by road class.
 * Motorways and their like: b 0.83, power 5.5; all other streets: b 0.71, power 2. These are the
 * freeway (60 mph) and multilane (50 mph) fits of Horowitz (1991, "Delay/Volume Relations for
 * Travel Forecasting", FHWA; reprinted in NCHRP Report 365, 1998), where v/c uses the ultimate
 * capacity; the second power is 2.1 there. A soft, early curve suits city streets, whose delays
 * grow with every vehicle at a junction long before capacity.
 */
final class DelayParameters {
  private static final int MOTORWAY = 0;
  private static final int TRUNK = 1;

  private DelayParameters() {}

  static double b(int roadClass) {
    return isFast(roadClass) ? 0.83 : 0.71;
  }

  static double power(int roadClass) {
    return isFast(roadClass) ? 5.5 : 2;
  }

  private static boolean isFast(int roadClass) {
    return roadClass == MOTORWAY || roadClass == TRUNK;
  }
}
