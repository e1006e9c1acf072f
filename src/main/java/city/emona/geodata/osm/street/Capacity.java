package city.emona.geodata.osm.street;

import city.emona.model.StreetRules;

/**
 * Practical capacity of a link in veh/h. Uninterrupted flow per lane by class as in the defaults of
 * MATSim's OSM network reader (motorway and trunk 2,000, primary 1,500, secondary 1,000, tertiary
 * and below 600, living street 300), which are of the order of HCM 2016 ch. 12-15 practical values.
 * At a signal: base saturation flow 1,900 veh/h and lane (HCM 2016, ch. 19) times the effective
 * green share of the class, and at the entry of a roundabout 1,130·exp(−0.001·300) = 837 veh/h and
 * lane (HCM 2010, eq. 21-1, at a circulating flow of 300 veh/h). The smaller value holds. Pure
 * functions.
 */
final class Capacity {
  private static final int ROUNDABOUT_ENTRY_VEH_PER_H = 837;
  private static final int TRUNK_RAMP_VEH_PER_H = 1500;
  private static final int[] PER_LANE = {2000, 2000, 1500, 1000, 600, 600, 300, 300, 1200, 100};
  private static final double[] GREEN_SHARE = {
    0.60, 0.55, 0.50, 0.45, 0.40, 0.35, 0.30, 0.30, 0.45, 0.30
  };

  /** A street on which both directions share one lane passes fewer vehicles in each. */
  private static final double SHARED_LANE = 0.6;

  private Capacity() {}

  static int uninterrupted(int roadClass, boolean highClassRamp, int lanes, boolean sharedLane) {
    int perLane = highClassRamp ? TRUNK_RAMP_VEH_PER_H : PER_LANE[roadClass];
    double all = (double) perLane * lanes * (sharedLane ? SHARED_LANE : 1);
    return (int) Math.round(all);
  }

  static int atSignal(int uninterrupted, int roadClass, int lanes) {
    return Math.min(
        uninterrupted,
        (int) Math.round(StreetRules.LANE_SATURATION_VEH_PER_H * lanes * GREEN_SHARE[roadClass]));
  }

  static int atRoundaboutEntry(int uninterrupted, int lanes) {
    return Math.min(uninterrupted, ROUNDABOUT_ENTRY_VEH_PER_H * lanes);
  }
}
