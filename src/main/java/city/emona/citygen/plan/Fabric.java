package city.emona.citygen.plan;

/**
 * How a neighbourhood is built: the age ring shows in its blocks, crossings, bends and houses.
 * Block area in m², depth of a block (short side) in m, largest length over depth, jitter of angles
 * and bend of streets 0..1, share of a crossing street that continues straight over, share of
 * blocks that may hold a cul-de-sac, residents relative to the density of the place, and the label
 * of {@code land_use.fabric}.
 */
public enum Fabric {
  MEDIEVAL("medieval", 4300, 46, 2.6, 0.5, 0.8, 0.2, 0, 1.0),
  PERIMETER("perimeter", 8200, 70, 2.2, 0.09, 0.2, 0.75, 0, 1.1),
  GARDEN("garden_suburb", 12_500, 70, 3.2, 0.22, 0.6, 0.42, 0.5, 0.85),
  SLAB("slab_estate", 26_000, 118, 2.4, 0.12, 0.45, 0.5, 0.8, 1.5),
  VILLA("villa", 14_500, 76, 3.0, 0.34, 0.75, 0.3, 0.6, 0.7),
  INDUSTRY("industry", 42_000, 150, 2.4, 0.07, 0.1, 0.5, 0.3, 0.04),
  VILLAGE("village", 13_000, 66, 2.8, 0.5, 0.8, 0.2, 0.6, 1.0),
  PARK("none", 220_000, 200, 3, 0.4, 0.8, 0.2, 0, 0),
  FIELD("none", 420_000, 520, 3, 0.3, 0.8, 0.15, 0, 0.004),
  FOREST("none", 700_000, 700, 3, 0.4, 0.7, 0.15, 0, 0),
  WATER("none", 0, 0, 1, 0, 0, 0, 0, 0);

  public final String label;
  public final double blockM2;
  public final double depthM;
  public final double slender;
  public final double jitter;
  public final double bend;
  public final double through;
  public final double stubs;
  public final double people;

  Fabric(
      String label,
      double blockM2,
      double depthM,
      double slender,
      double jitter,
      double bend,
      double through,
      double stubs,
      double people) {
    this.label = label;
    this.blockM2 = blockM2;
    this.depthM = depthM;
    this.slender = slender;
    this.jitter = jitter;
    this.bend = bend;
    this.through = through;
    this.stubs = stubs;
    this.people = people;
  }

  public boolean isUrban() {
    return ordinal() <= VILLAGE.ordinal();
  }

  public boolean isOpen() {
    return this == FIELD || this == FOREST;
  }
}
