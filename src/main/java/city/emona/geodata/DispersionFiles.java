package city.emona.geodata;

import city.emona.EmonaException;
import city.emona.simulate.Progress;
import city.emona.simulate.air.Dispersion;
import city.emona.simulate.air.plume.DispersionConstants;
import city.emona.simulate.air.plume.LineSource;
import city.emona.simulate.air.plume.Meteorology;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The files of {@code ./emona disperse} (src/docs/models/air.md): segments, meteorology and
 * receptors as comma-separated text in, {@code hour,x_m,y_m,conc_ug_m3} out. Optional columns have
 * the defaults of that page; blank, −9, −99 and −999 mean missing. An hour without u*, L, wind or
 * direction has no rows in the result and is named in the warnings. A wrong value is refused with
 * file, line and column before anything is computed.
 */
public final class DispersionFiles {
  private static final double DEFAULT_G_PER_S_M = 1e-3;
  private static final double DEFAULT_SIGMA_Z0_M = 1.5;
  private static final double DEFAULT_HEIGHT_M = 0.5;
  private static final double DEFAULT_WIDTH_M = 10;
  private static final double DEFAULT_REFERENCE_M = 10;
  private static final double DEFAULT_ROUGHNESS_M = 0.3;

  /** Mixing height where none is given, m; only R-LINE 1.2's cap on σz reads it. */
  private static final double UNKNOWN_MIXING_M = 5000;

  private static final double FAR_M = 1e7;

  private DispersionFiles() {}

  /** A file's name, for messages, and its text. */
  public record TextFile(String name, String text) {}

  /** What to compute. */
  public record Request(
      TextFile segments,
      TextFile met,
      TextFile receptors,
      DispersionConstants constants,
      boolean isFast,
      boolean hasMeander) {}

  /** Sizes and what was left out. */
  public record Summary(int segments, int hours, int receptors, List<String> warnings) {}

  public static Summary run(Request request, int threads, Progress progress, Appendable out)
      throws IOException {
    List<LineSource> sources =
        sources(ShippedTable.parse(request.segments.name, request.segments.text));
    ShippedTable met = ShippedTable.parse(request.met.name, request.met.text);
    List<Dispersion.Receptor> receptors =
        receptors(ShippedTable.parse(request.receptors.name, request.receptors.text));
    List<String> warnings = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<Meteorology> hours = new ArrayList<>();
    for (int r = 0; r < met.size(); r++) {
      Meteorology m = meteorology(met, r);
      if (m == null) {
        warnings.add(
            met.where(r)
                + ": hour "
                + met.text(r, "hour")
                + " lacks u*, L, wind or direction and is left out");
      } else {
        names.add(met.text(r, "hour"));
        hours.add(m);
      }
    }
    double[][] c =
        request.isFast
            ? Dispersion.fast(
                sources, hours, receptors, request.constants, request.hasMeander, threads, progress)
            : Dispersion.exact(
                sources,
                hours,
                receptors,
                request.constants,
                request.hasMeander,
                threads,
                progress);
    out.append("hour,x_m,y_m,conc_ug_m3\n");
    String[] place = new String[receptors.size()];
    for (int r = 0; r < place.length; r++) {
      place[r] = "," + receptors.get(r).xM() + "," + receptors.get(r).yM() + ",";
    }
    for (int h = 0; h < c.length; h++) {
      for (int r = 0; r < c[h].length; r++) {
        out.append(names.get(h)).append(place[r]).append(Double.toString(c[h][r])).append('\n');
      }
    }
    return new Summary(sources.size(), hours.size(), receptors.size(), List.copyOf(warnings));
  }

  private static List<LineSource> sources(ShippedTable t) {
    List<LineSource> out = new ArrayList<>();
    for (int r = 0; r < t.size(); r++) {
      out.add(
          new LineSource(
              t.real(r, "x1", -FAR_M, FAR_M),
              t.real(r, "y1", -FAR_M, FAR_M),
              t.real(r, "x2", -FAR_M, FAR_M),
              t.real(r, "y2", -FAR_M, FAR_M),
              1e6 * optional(t, r, "q_g_s_m", DEFAULT_G_PER_S_M, 0, 1e6),
              optional(t, r, "height_m", DEFAULT_HEIGHT_M, 0, 500),
              optional(t, r, "sigma_z0_m", DEFAULT_SIGMA_Z0_M, 0, 500),
              optional(t, r, "width_m", DEFAULT_WIDTH_M, 0, 500)));
    }
    return out;
  }

  private static List<Dispersion.Receptor> receptors(ShippedTable t) {
    List<Dispersion.Receptor> out = new ArrayList<>();
    for (int r = 0; r < t.size(); r++) {
      out.add(
          new Dispersion.Receptor(
              t.real(r, "x_m", -FAR_M, FAR_M),
              t.real(r, "y_m", -FAR_M, FAR_M),
              optional(t, r, "z_m", 0, 0, 500)));
    }
    return out;
  }

  /** Null where the hour cannot be computed. */
  private static Meteorology meteorology(ShippedTable t, int r) {
    double ustar = value(t, r, "ustar", 0, 10);
    double l = obukhov(t, r);
    double wind = value(t, r, "u10", 0, 100);
    double direction = value(t, r, "wd", 0, 720);
    if (Double.isNaN(ustar + l + wind + direction) || ustar == 0) {
      return null;
    }
    double zim = value(t, r, "zim", 0, 20_000);
    double zic = l > 0 ? Double.NaN : value(t, r, "zic", 0, 20_000);
    double mixing = Double.isNaN(zim) ? zic : Double.isNaN(zic) ? zim : Math.max(zim, zic);
    double wstar = value(t, r, "wstar", 0, 20);
    double reference = optional(t, r, "zref_m", DEFAULT_REFERENCE_M, 0.1, 500);
    double z0 = optional(t, r, "z0_m", DEFAULT_ROUGHNESS_M, 1e-5, 10);
    return new Meteorology(
        ustar,
        Double.isNaN(wstar) ? 0 : wstar,
        l,
        mixing > 0 ? mixing : UNKNOWN_MIXING_M,
        wind,
        direction,
        reference,
        z0);
  }

  private static boolean isMissing(String text) {
    return text.isEmpty() || text.matches("-9{1,5}(\\.0*)?");
  }

  /** A number within the range, NaN where missing. */
  private static double value(ShippedTable t, int r, String column, double min, double max) {
    return isMissing(t.text(r, column)) ? Double.NaN : t.real(r, column, min, max);
  }

  /**
   * Obukhov length. In a convective hour −9 or −99 is an ordinary value, so it is taken as missing
   * only where the heat flux is not upward.
   */
  private static double obukhov(ShippedTable t, int r) {
    double heat = value(t, r, "H", -2000, 2000);
    String text = t.text(r, "L");
    if (text.isEmpty() || isMissing(text) && !(heat > 0)) {
      return Double.NaN;
    }
    double l = t.real(r, "L");
    return l != 0 ? l : heat > 0 ? -1 : 1;
  }

  private static double optional(
      ShippedTable t, int r, String column, double otherwise, double min, double max) {
    if (!t.columns().contains(column)) {
      return otherwise;
    }
    double v = value(t, r, column, min, max);
    return Double.isNaN(v) ? otherwise : v;
  }

  /** Constants by their name on the command line. */
  public static DispersionConstants constants(String id) {
    for (DispersionConstants c : DispersionConstants.values()) {
      if (c.id().equals(id)) {
        return c;
      }
    }
    throw EmonaException.invalid(
        "The constants '" + id + "' are unknown.", "--constants", "use aermod23132 or rline12");
  }
}
