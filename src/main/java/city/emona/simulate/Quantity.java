package city.emona.simulate;

/**
 * What a frame holds: a stable id (also the layer id), the unit, the kind of element that the
 * values belong to, and how a value is packed into bytes: {@code value = offset + scale · stored},
 * with one stored number kept for "no data".
 */
public enum Quantity {
  TRAFFIC_VOLUME("traffic_volume", "veh/h", Element.LINK, Packing.UINT16, 0.2, 0),
  TRAFFIC_SPEED("traffic_speed", "km/h", Element.LINK, Packing.UINT16, 0.01, 0),
  TRAFFIC_VC("traffic_vc", "1", Element.LINK, Packing.UINT16, 0.0005, 0),
  EMISSIONS_NOX("emissions_nox", "g/(km·h)", Element.LINK, Packing.FLOAT32, 1, 0),
  EMISSIONS_PM25("emissions_pm25", "g/(km·h)", Element.LINK, Packing.FLOAT32, 1, 0),
  EMISSIONS_PM10("emissions_pm10", "g/(km·h)", Element.LINK, Packing.FLOAT32, 1, 0),
  EMISSIONS_CO2("emissions_co2", "kg/(km·h)", Element.LINK, Packing.FLOAT32, 1, 0),
  EMISSIONS_NO2("emissions_no2", "g/(km·h)", Element.LINK, Packing.FLOAT32, 1, 0),
  EMISSIONS_CO("emissions_co", "g/(km·h)", Element.LINK, Packing.FLOAT32, 1, 0),
  EMISSIONS_PM_EXHAUST("emissions_pm_exhaust", "g/(km·h)", Element.LINK, Packing.FLOAT32, 1, 0),
  TRAFFIC_STIRRING("traffic_stirring", "m²·km/h²", Element.LINK, Packing.FLOAT32, 1, 0),
  EMISSIONS_NOX_CLASSES("emissions_nox_classes", "1", Element.LINK_CLASS, Packing.UINT16, 2e-5, 0),
  EMISSIONS_PM25_CLASSES(
      "emissions_pm25_classes", "1", Element.LINK_CLASS, Packing.UINT16, 2e-5, 0),
  EMISSIONS_PM10_CLASSES(
      "emissions_pm10_classes", "1", Element.LINK_CLASS, Packing.UINT16, 2e-5, 0),
  EMISSIONS_CO2_CLASSES("emissions_co2_classes", "1", Element.LINK_CLASS, Packing.UINT16, 2e-5, 0),
  AIR_NOX("air_nox", "µg/m³", Element.CELL, Packing.UINT16, 0.02, 0),
  AIR_NO2("air_no2", "µg/m³", Element.CELL, Packing.UINT16, 0.01, 0),
  AIR_PM25("air_pm25", "µg/m³", Element.CELL, Packing.UINT16, 0.005, 0),
  AIR_PM10("air_pm10", "µg/m³", Element.CELL, Packing.UINT16, 0.005, 0),
  WASTE_FILL("waste_fill", "%", Element.BIN, Packing.UINT16, 0.01, 0),
  WASTE_ROUTES("waste_routes", "trucks/h", Element.LINK, Packing.UINT8, 1, 0);

  /**
   * What a value belongs to: a row of links or bins, a cell of the receptor grid, or a vehicle
   * class on a link (place {@code class · links + link}, by ordinal of {@link
   * EmissionDay.VehicleClass}).
   */
  public enum Element {
    LINK,
    CELL,
    BIN,
    LINK_CLASS
  }

  /** Little-endian storage; the largest unsigned number, or NaN, means "no data". */
  public enum Packing {
    UINT8("uint8", 1, 255),
    UINT16("uint16", 2, 65535),
    FLOAT32("float32", 4, Double.NaN);

    private final String dtype;
    private final int bytes;
    private final double nodata;

    Packing(String dtype, int bytes, double nodata) {
      this.dtype = dtype;
      this.bytes = bytes;
      this.nodata = nodata;
    }

    public String dtype() {
      return dtype;
    }

    public int bytes() {
      return bytes;
    }

    public double nodata() {
      return nodata;
    }
  }

  private final String id;
  private final String unit;
  private final Element element;
  private final Packing packing;
  private final double scale;
  private final double offset;

  Quantity(String id, String unit, Element element, Packing packing, double scale, double offset) {
    this.id = id;
    this.unit = unit;
    this.element = element;
    this.packing = packing;
    this.scale = scale;
    this.offset = offset;
  }

  public String id() {
    return id;
  }

  /** Whether it can be drawn as it is; shares of classes are for tables, stirring for canyons. */
  public boolean isLayer() {
    return element != Element.LINK_CLASS && this != TRAFFIC_STIRRING;
  }

  public String unit() {
    return unit;
  }

  public Element element() {
    return element;
  }

  public Packing packing() {
    return packing;
  }

  public double scale() {
    return scale;
  }

  public double offset() {
    return offset;
  }

  /** The quantity of an id, or null. */
  public static Quantity find(String id) {
    for (Quantity q : values()) {
      if (q.id.equals(id)) {
        return q;
      }
    }
    return null;
  }
}
