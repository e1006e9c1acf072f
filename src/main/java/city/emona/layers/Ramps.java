package city.emona.layers;

import city.emona.geodata.AirQualityIndex;
import city.emona.simulate.Quantity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Colours and breaks of every quantity, fixed so that a legend never moves with the data. Sources:
 * ColorBrewer 2 (Brewer 2003) YlGnBu, YlOrRd, YlOrBr, PuOr, Purples; cividis (Nuñez et al. 2018);
 * magma (van der Walt and Smith 2015); bands of the European Air Quality Index from {@link
 * AirQualityIndex}. Break values keep the quantity's unit.
 */
public final class Ramps {
  /** Without the two palest of nine, which cannot be seen on light ground. */
  private static final List<String> YL_GN_BU =
      List.of("#c7e9b4", "#7fcdbb", "#41b6c4", "#1d91c0", "#225ea8", "#253494", "#081d58");

  private static final List<String> YL_OR_RD =
      List.of("#ffffb2", "#fed976", "#feb24c", "#fd8d3c", "#f03b20", "#bd0026");
  private static final List<String> YL_OR_BR =
      List.of("#ffffd4", "#fee391", "#fec44f", "#fe9929", "#ec7014", "#cc4c02", "#8c2d04");
  private static final List<String> CIVIDIS =
      List.of("#00204d", "#213d6b", "#555b6c", "#7b7a77", "#a59c74", "#d3c064", "#ffe945");
  private static final List<String> MAGMA =
      List.of("#fcfdbf", "#feca8d", "#fd9668", "#f1605d", "#b63679", "#721f81", "#2d1160");
  private static final List<String> PURPLES =
      List.of("#f2f0f7", "#dadaeb", "#bcbddc", "#9e9ac8", "#756bb1", "#54278f");

  /**
   * On dark ground the low end sinks into the ground and the high end shines; a plain reversal
   * would paint every quiet street in the most saturated colour of the ramp.
   */
  private static final Map<List<String>, List<String>> ON_DARK =
      Map.of(
          YL_GN_BU,
          List.of("#24303f", "#264a75", "#225ea8", "#1d91c0", "#41b6c4", "#9adcc0", "#f0fbd0"),
          YL_OR_RD,
          List.of("#35302b", "#5f4226", "#965520", "#d0702a", "#ffa552", "#ffe3b0"),
          YL_OR_BR,
          List.of("#35302b", "#57402a", "#7f5224", "#ad6a22", "#dc8a2c", "#fdb64e", "#ffe9b8"),
          PURPLES,
          List.of("#3a3647", "#4f4770", "#6b5d9c", "#8f80c6", "#bbafe4", "#f0eaff"),
          MAGMA,
          reversed(MAGMA));

  private static final AirQualityIndex INDEX = AirQualityIndex.inForce();

  /** Purple = less, orange = more; the middle is the ground itself. */
  private static final List<String> DIFF =
      List.of("#542788", "#998ec3", "#d8daeb", "#d9d8d4", "#fee0b6", "#f1a340", "#b35806");

  private static final List<String> DIFF_DARK =
      List.of("#c2a5f0", "#8a7cc0", "#574f80", "#3a3f45", "#7a5a2c", "#c8832c", "#ffb95e");

  private Ramps() {}

  /** Styles of a quantity, the default first. */
  public static List<Style> of(Quantity q) {
    return switch (q) {
      case TRAFFIC_VOLUME ->
          List.of(ramp("volume", "Volume", YL_GN_BU, "sqrt", 25, 75, 150, 300, 600, 1200));
      case TRAFFIC_SPEED -> List.of(speed());
      case TRAFFIC_VC ->
          List.of(ramp("vc", "Volume to capacity", YL_OR_RD, "fixed", 0.3, 0.5, 0.7, 0.85, 1.0));
      case EMISSIONS_NOX ->
          List.of(ramp("nox", "NOx emitted", YL_OR_BR, "sqrt", 20, 50, 100, 200, 400, 800));
      case EMISSIONS_PM25 ->
          List.of(ramp("pm25", "PM2.5 emitted", YL_OR_BR, "sqrt", 1, 3, 6, 12, 25, 50));
      case EMISSIONS_PM10 ->
          List.of(ramp("pm10", "PM10 emitted", YL_OR_BR, "sqrt", 2, 5, 10, 20, 40, 80));
      case EMISSIONS_CO2 ->
          List.of(ramp("co2", "CO2 emitted", YL_OR_BR, "sqrt", 10, 25, 50, 100, 200, 400));
      case EMISSIONS_NO2 ->
          List.of(ramp("no2", "NO2 emitted", YL_OR_BR, "sqrt", 5, 12, 25, 50, 100, 200));
      case EMISSIONS_CO ->
          List.of(ramp("co", "CO emitted", YL_OR_BR, "sqrt", 20, 50, 100, 200, 400, 800));
      case EMISSIONS_PM_EXHAUST ->
          List.of(ramp("pm", "Exhaust particles", YL_OR_BR, "sqrt", 0.2, 0.5, 1, 2, 5, 10));
      case EMISSIONS_NOX_CLASSES,
          EMISSIONS_PM25_CLASSES,
          EMISSIONS_PM10_CLASSES,
          EMISSIONS_CO2_CLASSES,
          TRAFFIC_STIRRING ->
          throw new IllegalArgumentException(q.id() + " is not drawn");
      case AIR_NOX ->
          List.of(ramp("magma", "Concentration", MAGMA, null, 10, 20, 40, 60, 100, 200));
      case AIR_NO2 ->
          List.of(eaqi("NO2"), ramp("magma", "Accessible", MAGMA, null, 8, 12, 16, 20, 30, 40));
      case AIR_PM25 ->
          List.of(eaqi("PM2.5"), ramp("magma", "Accessible", MAGMA, null, 5, 7.5, 10, 12, 15, 20));
      case AIR_PM10 ->
          List.of(eaqi("PM10"), ramp("magma", "Accessible", MAGMA, null, 10, 13, 16, 20, 30, 45));
      case WASTE_FILL -> List.of(ramp("fill", "Fill", PURPLES, null, 25, 50, 75, 90, 100));
      case WASTE_ROUTES -> List.of(routes());
    };
  }

  /** Style of what single streets add to a concentration. */
  public static Style causesOf(Quantity q) {
    double unit = q == Quantity.AIR_NO2 || q == Quantity.AIR_NOX ? 1 : 0.2;
    return ramp(
        "causes",
        "Part of a street",
        YL_OR_RD,
        "sqrt",
        0.005 * unit,
        0.02 * unit,
        0.1 * unit,
        0.5 * unit,
        2 * unit);
  }

  /** Style of the difference of a quantity between two runs: symmetric about zero. */
  public static Style.Ramp diffOf(Quantity q) {
    double[] b =
        switch (q) {
          case TRAFFIC_VOLUME -> new double[] {10, 50, 200};
          case TRAFFIC_SPEED -> new double[] {0.5, 2, 8};
          case TRAFFIC_VC -> new double[] {0.02, 0.1, 0.3};
          case EMISSIONS_NOX -> new double[] {5, 25, 100};
          case EMISSIONS_PM25 -> new double[] {0.25, 1, 5};
          case EMISSIONS_PM10 -> new double[] {0.5, 2, 10};
          case EMISSIONS_CO2 -> new double[] {2, 10, 50};
          case EMISSIONS_NO2 -> new double[] {1, 5, 25};
          case EMISSIONS_CO -> new double[] {5, 25, 100};
          case EMISSIONS_PM_EXHAUST -> new double[] {0.05, 0.2, 1};
          case EMISSIONS_NOX_CLASSES,
              EMISSIONS_PM25_CLASSES,
              EMISSIONS_PM10_CLASSES,
              EMISSIONS_CO2_CLASSES,
              TRAFFIC_STIRRING ->
              throw new IllegalArgumentException(q.id() + " is not drawn");
          case AIR_NOX -> new double[] {0.5, 2, 8};
          case AIR_NO2 -> new double[] {0.25, 1, 4};
          case AIR_PM25, AIR_PM10 -> new double[] {0.05, 0.2, 1};
          case WASTE_FILL -> new double[] {2, 10, 40};
          case WASTE_ROUTES -> new double[] {0.5, 1.5, 3.5};
        };
    double[] breaks = {-b[2], -b[1], -b[0], b[0], b[1], b[2]};
    return new Style.Ramp("diff", "Difference", breaks, DIFF, DIFF_DARK, List.of(), lineWidth(q));
  }

  private static String lineWidth(Quantity q) {
    return q.element() == Quantity.Element.LINK ? "fixed" : null;
  }

  private static Style.Ramp ramp(
      String id, String title, List<String> colors, String width, double... breaks) {
    return new Style.Ramp(id, title, breaks, colors, ON_DARK.get(colors), List.of(), width);
  }

  private static Style.Ramp speed() {
    // Low is dark on both grounds: slow streets are what a planner looks for.
    return new Style.Ramp(
        "speed",
        "Speed",
        new double[] {10, 20, 30, 40, 60, 80},
        CIVIDIS,
        CIVIDIS,
        List.of(),
        "fixed");
  }

  private static Style.Ramp routes() {
    List<String> light = List.of("#e3e1dc", "#cc79a7", "#a8437c", "#6b1f4d");
    List<String> dark = List.of("#2a2f36", "#8f5474", "#cc79a7", "#f4b6d8");
    List<String> labels = List.of("0", "1", "2", "3 or more");
    double[] breaks = {0.5, 1.5, 2.5};
    return new Style.Ramp("routes", "Collection trucks", breaks, light, dark, labels, "fixed");
  }

  private static Style.Ramp eaqi(String pollutant) {
    return new Style.Ramp(
        "eaqi",
        "European Air Quality Index, bands valid from " + INDEX.validFromYear(),
        INDEX.bounds().get(pollutant),
        AirQualityIndex.COLORS,
        AirQualityIndex.COLORS,
        AirQualityIndex.BANDS,
        null);
  }

  private static List<String> reversed(List<String> colors) {
    List<String> r = new ArrayList<>(colors);
    Collections.reverse(r);
    return List.copyOf(r);
  }
}
