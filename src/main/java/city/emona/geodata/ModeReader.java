package city.emona.geodata;

import city.emona.EmonaException;
import city.emona.demand.Purpose;
import city.emona.demand.mode.Mode;
import city.emona.demand.mode.ModeParameters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads what mode choice is made with: {@code mode_shares.csv} and {@code mode_choice.csv}. */
public final class ModeReader {
  private ModeReader() {}

  public static ModeParameters shipped() {
    return read(
        ShippedTable.resource("/geodata/mode_shares.csv"),
        ShippedTable.resource("/geodata/mode_choice.csv"));
  }

  static ModeParameters read(ShippedTable shares, ShippedTable choice) {
    Map<String, Double> values = new HashMap<>();
    for (int r = 0; r < choice.size(); r++) {
      values.put(choice.text(r, "name"), choice.real(r, "value"));
    }
    Values v = new Values(values);
    List<ModeParameters.ByPurpose> purposes = new ArrayList<>();
    for (Purpose p : Purpose.values()) {
      String name = p.name().toLowerCase(Locale.ROOT);
      purposes.add(
          new ModeParameters.ByPurpose(
              share(shares, name),
              v.positive("scale_" + name),
              p.valueOfTimeEurPerH(),
              v.positive("occupancy_" + name)));
    }
    return new ModeParameters(
        purposes,
        v.positive("nest_active"),
        new ModeParameters.Ways(
            v.positive("walk_speed"),
            v.positive("bike_speed"),
            v.of("bike_access"),
            v.of("energy_cost_fuel"),
            v.of("energy_cost_electric")),
        new ModeParameters.Bus(
            v.of("walk_weight"),
            v.of("wait_weight"),
            v.of("transfer_penalty"),
            v.of("longest_walk_to_stop"),
            v.of("longest_walk_between_stops"),
            v.of("longest_wait"),
            v.of("stop_dwell"),
            v.of("bus_fare")));
  }

  private static double[] share(ShippedTable t, String purpose) {
    int row = -1;
    for (int r = 0; r < t.size(); r++) {
      String name = t.text(r, "purpose");
      if (name.equals(purpose) || row < 0 && name.equals("all")) {
        row = r;
      }
    }
    if (row < 0) {
      throw EmonaException.invalid(
          "No shares are given for the purpose '" + purpose + "'.",
          "mode_shares.csv",
          "add a row for it, or one for all");
    }
    double[] share = new double[Mode.values().length];
    double sum = 0;
    for (Mode m : Mode.values()) {
      share[m.ordinal()] = t.real(row, m.name().toLowerCase(Locale.ROOT), 0, 1);
      sum += share[m.ordinal()];
    }
    if (Math.abs(sum - 1) > 1e-6 || share[0] <= 0) {
      throw EmonaException.invalid(
          "The shares add to " + sum + ", or nobody drives.",
          t.where(row),
          "let them add to 1, with a share of cars above 0");
    }
    return share;
  }

  private record Values(Map<String, Double> byName) {
    double of(String name) {
      Double v = byName.get(name);
      if (v == null || v < 0) {
        throw EmonaException.invalid(
            "The parameter '" + name + "' is missing or negative.",
            "mode_choice.csv",
            "give it a value");
      }
      return v;
    }

    double positive(String name) {
      double v = of(name);
      if (v == 0) {
        throw EmonaException.invalid(
            "The parameter '" + name + "' is 0.", "mode_choice.csv", "give it a positive value");
      }
      return v;
    }
  }
}
