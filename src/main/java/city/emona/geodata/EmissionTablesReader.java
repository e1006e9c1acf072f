package city.emona.geodata;

import city.emona.EmonaException;
import city.emona.model.FleetShares;
import city.emona.simulate.UserClass;
import city.emona.simulate.emissions.ColdStart;
import city.emona.simulate.emissions.EmissionCurve;
import city.emona.simulate.emissions.EmissionTables;
import city.emona.simulate.emissions.FleetTable;
import city.emona.simulate.emissions.Technology;
import city.emona.simulate.emissions.Technology.Exhaust;
import city.emona.simulate.emissions.Technology.Fuel;
import city.emona.simulate.emissions.Wear;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Reads the shipped emission tables of {@code geodata/}: technologies, hot curves, wear, cold
 * start, CO₂ of fuels and the default fleet. Each file carries its source and, row by row, how far
 * a number was checked.
 */
public final class EmissionTablesReader {
  private static final List<String> PROCESSES = List.of("tyre", "brake", "road");

  private EmissionTablesReader() {}

  /** The tables inside the program. */
  public static EmissionTables shipped() {
    List<Technology> technologies =
        technologies(
            ShippedTable.resource("/geodata/emission_technologies.csv"),
            curves(ShippedTable.resource("/geodata/emission_factors.csv")));
    return new EmissionTables(
        technologies,
        wear(
            ShippedTable.resource("/geodata/wear.csv"),
            speedLaws(ShippedTable.resource("/geodata/wear_speed.csv"))),
        coldStarts(ShippedTable.resource("/geodata/cold_start.csv")),
        co2(ShippedTable.resource("/geodata/fuel_co2.csv")),
        FleetTable.of(
            FleetShares.parse(
                "geodata/fleet.csv", ShippedTable.textOf("/geodata/fleet.csv"), Map.of()),
            technologies));
  }

  private static Map<String, EmissionCurve[]> curves(ShippedTable t) {
    Map<String, EmissionCurve[]> curves = new HashMap<>();
    for (int r = 0; r < t.size(); r++) {
      EmissionCurve[] of =
          curves.computeIfAbsent(
              t.text(r, "technology"), k -> new EmissionCurve[Exhaust.values().length]);
      of[Exhaust.valueOf(t.text(r, "pollutant")).ordinal()] =
          new EmissionCurve(
              t.real(r, "alpha"),
              t.real(r, "beta"),
              t.real(r, "gamma"),
              t.real(r, "delta"),
              t.real(r, "epsilon"),
              t.real(r, "zeta"),
              t.real(r, "eta"),
              t.real(r, "rf", -5, 1),
              t.real(r, "v_min_kmh", 1, 50),
              t.real(r, "v_max_kmh", 50, 200));
    }
    return curves;
  }

  private static List<Technology> technologies(
      ShippedTable t, Map<String, EmissionCurve[]> curves) {
    List<Technology> out = new ArrayList<>();
    for (int r = 0; r < t.size(); r++) {
      String id = t.text(r, "id");
      Fuel fuel = Fuel.valueOf(t.text(r, "fuel").toUpperCase(Locale.ROOT));
      EmissionCurve[] of = curves.get(id);
      if ((of == null) != (fuel == Fuel.ELECTRIC)) {
        throw EmonaException.invalid(
            "The technology '" + id + "' has no curves.", t.where(r), "add them");
      }
      out.add(
          new Technology(
              id,
              UserClass.Group.valueOf(t.text(r, "group").toUpperCase(Locale.ROOT)),
              fuel,
              (int) t.real(r, "euro", 0, 9),
              t.real(r, "no2_share", 0, 1),
              t.real(r, "exhaust_scale", 0, 1),
              t.text(r, "wear"),
              t.text(r, "cold"),
              of));
    }
    return List.copyOf(out);
  }

  private static Wear.SpeedLaw[] speedLaws(ShippedTable t) {
    Wear.SpeedLaw[] laws = new Wear.SpeedLaw[PROCESSES.size()];
    for (int p = 0; p < laws.length; p++) {
      List<double[]> pieces = new ArrayList<>();
      for (int r = 0; r < t.size(); r++) {
        if (t.text(r, "process").equals(PROCESSES.get(p))) {
          pieces.add(
              new double[] {
                t.real(r, "v_from_kmh"), t.real(r, "slope_per_kmh"), t.real(r, "intercept")
              });
        }
      }
      laws[p] =
          new Wear.SpeedLaw(
              pieces.stream().mapToDouble(x -> x[0]).toArray(),
              pieces.stream().mapToDouble(x -> x[1]).toArray(),
              pieces.stream().mapToDouble(x -> x[2]).toArray());
    }
    return laws;
  }

  private static Map<String, Wear> wear(ShippedTable t, Wear.SpeedLaw[] laws) {
    Map<String, Wear> out = new LinkedHashMap<>();
    for (int r = 0; r < t.size(); r++) {
      int n = PROCESSES.size();
      Wear w =
          out.computeIfAbsent(
              t.text(r, "wear"), k -> new Wear(new double[n], new double[n], new double[n], laws));
      int p = PROCESSES.indexOf(t.text(r, "process"));
      w.tspGPerKm()[p] = t.real(r, "tsp_g_per_km", 0, 10);
      w.pm10Share()[p] = t.real(r, "pm10_share", 0, 1);
      w.pm25Share()[p] = t.real(r, "pm25_share", 0, 1);
    }
    return Map.copyOf(out);
  }

  private static List<ColdStart> coldStarts(ShippedTable t) {
    List<ColdStart> out = new ArrayList<>();
    for (int r = 0; r < t.size(); r++) {
      String reference = t.text(r, "reference");
      out.add(
          new ColdStart(
              t.text(r, "cold"),
              Exhaust.valueOf(t.text(r, "pollutant")),
              reference.isEmpty() ? null : reference,
              new double[] {t.real(r, "a_low"), t.real(r, "b_low"), t.real(r, "c_low")},
              new double[] {t.real(r, "a_high"), t.real(r, "b_high"), t.real(r, "c_high")},
              t.real(r, "beta_factor", 0, 1),
              t.real(r, "share_constant", 0, 1),
              t.real(r, "share_per_km", -1, 1)));
    }
    return List.copyOf(out);
  }

  private static double[] co2(ShippedTable t) {
    double[] out = new double[Fuel.values().length];
    for (int r = 0; r < t.size(); r++) {
      Fuel fuel = Fuel.valueOf(t.text(r, "fuel").toUpperCase(Locale.ROOT));
      out[fuel.ordinal()] = t.real(r, "g_co2_per_mj", 0, 200);
    }
    return out;
  }
}
