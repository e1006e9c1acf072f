package city.emona.run.air;

import city.emona.EmonaException;
import city.emona.simulate.Quantity;
import city.emona.simulate.air.Weather;
import java.util.Locale;

/**
 * What the air of a run is asked for, with the quantities that belong to it: the concentration, the
 * emission that causes it (NOx for NO2), and the shares of vehicle classes in that.
 */
public enum AirPollutant {
  NO2(Quantity.AIR_NO2, Quantity.EMISSIONS_NOX, Quantity.EMISSIONS_NOX_CLASSES),
  NOX(Quantity.AIR_NOX, Quantity.EMISSIONS_NOX, Quantity.EMISSIONS_NOX_CLASSES),
  PM25(Quantity.AIR_PM25, Quantity.EMISSIONS_PM25, Quantity.EMISSIONS_PM25_CLASSES),
  PM10(Quantity.AIR_PM10, Quantity.EMISSIONS_PM10, Quantity.EMISSIONS_PM10_CLASSES);

  private final Quantity quantity;
  private final Quantity emitted;
  private final Quantity classes;

  AirPollutant(Quantity quantity, Quantity emitted, Quantity classes) {
    this.quantity = quantity;
    this.emitted = emitted;
    this.classes = classes;
  }

  /** By id ("no2", "NO2", "PM2.5"); NO2 where none is given. */
  public static AirPollutant of(String id) {
    if (id == null || id.isEmpty()) {
      return NO2;
    }
    String plain = id.toUpperCase(Locale.ROOT).replace(".", "");
    for (AirPollutant p : values()) {
      if (p.name().equals(plain)) {
        return p;
      }
    }
    throw EmonaException.invalid(
        "The pollutant " + id + " is unknown.", "pollutant", "Give no2, nox, pm25 or pm10.");
  }

  /** The pollutant of a concentration. */
  public static AirPollutant of(Quantity quantity) {
    for (AirPollutant p : values()) {
      if (p.quantity == quantity) {
        return p;
      }
    }
    throw new IllegalArgumentException(quantity.id() + " is no concentration");
  }

  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  public Quantity quantity() {
    return quantity;
  }

  Quantity emitted() {
    return emitted;
  }

  Quantity classes() {
    return classes;
  }

  double background(Weather.Hour h) {
    return switch (this) {
      case NO2 -> h.no2UgM3();
      case NOX -> h.noxUgM3();
      case PM25 -> h.pm25UgM3();
      case PM10 -> h.pm10UgM3();
    };
  }
}
