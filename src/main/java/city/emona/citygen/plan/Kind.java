package city.emona.citygen.plan;

/** What runs along an edge of the plan, from nothing over barriers to streets by rank. */
public enum Kind {
  NONE(false, 0, ""),
  BOUNDARY(false, 0, ""),
  BANK(false, 0, ""),
  RAIL(false, 14, ""),
  STREAM(false, 8, ""),
  /** A limit of land without a street, such as a field boundary. */
  HEDGE(false, 0, ""),
  TRUNK(true, 22, "trunk"),
  PRIMARY(true, 20, "primary"),
  SECONDARY(true, 17, "secondary"),
  TERTIARY(true, 14, "tertiary"),
  RESIDENTIAL(true, 11, "residential"),
  LIVING(true, 8, "living_street"),
  SERVICE(true, 7, "service");

  public final boolean street;

  /** Width between the frontages' fences, metres. */
  public final double widthM;

  /** Label of {@code Schema.ROAD_CLASSES}. */
  public final String roadClass;

  Kind(boolean street, double widthM, String roadClass) {
    this.street = street;
    this.widthM = widthM;
    this.roadClass = roadClass;
  }

  public boolean isArterial() {
    return street && ordinal() <= TERTIARY.ordinal();
  }
}
