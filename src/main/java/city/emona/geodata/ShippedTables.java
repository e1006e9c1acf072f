package city.emona.geodata;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The tables of {@code geodata/} as a whole: their content is part of every run key. */
public final class ShippedTables {
  static final List<String> FILES =
      List.of(
          "air_limits.csv",
          "air_quality_index.csv",
          "cold_start.csv",
          "emission_factors.csv",
          "emission_technologies.csv",
          "fleet.csv",
          "fuel_co2.csv",
          "health.csv",
          "mode_choice.csv",
          "mode_shares.csv",
          "wear.csv",
          "wear_speed.csv",
          "weather/inversion.csv",
          "weather/typical.csv",
          "weather/windy.csv",
          "weather_year.csv");

  private ShippedTables() {}

  /** First 12 digits of the SHA-256 of all files, in order. */
  public static String version() {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (String file : FILES) {
        try (InputStream in = ShippedTables.class.getResourceAsStream("/geodata/" + file)) {
          if (in == null) {
            throw new IllegalStateException("missing from the program: geodata/" + file);
          }
          sha.update(in.readAllBytes());
        }
      }
      return HexFormat.of().formatHex(sha.digest()).substring(0, 12);
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
