package city.emona.geodata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import city.emona.EmonaException;
import city.emona.model.FleetShares;
import city.emona.simulate.air.Weather;
import city.emona.simulate.emissions.EmissionTables;
import city.emona.simulate.emissions.FleetTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ShippedTablesTest {
  @Test
  void everyFileOfGeodataEntersTheVersion() throws IOException {
    Path folder = Path.of("geodata");
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.filter(Files::isRegularFile).map(f -> folder.relativize(f).toString()))
          .containsExactlyInAnyOrderElementsOf(ShippedTables.FILES);
    }
    assertThat(ShippedTables.version()).matches("[0-9a-f]{12}");
  }

  @Test
  void everyShippedDayOfWeatherReads() {
    for (String name : WeatherReader.names()) {
      Weather w = WeatherReader.named(name);
      assertThat(w.hours()).hasSize(24);
      assertThat(w.hours().get(0).globalRadiationWPerM2()).isZero();
      assertThat(w.hours().get(12).globalRadiationWPerM2()).isPositive();
    }
  }

  @Test
  void anUnknownWeatherIsRefusedWithTheList() {
    assertThatThrownBy(() -> WeatherReader.named("sunny"))
        .isInstanceOf(EmonaException.class)
        .hasMessageContaining("typical, inversion, windy");
  }

  @Test
  void aGapInTheWeatherIsRefusedWithItsLine() throws IOException {
    String text = resource("/geodata/weather/windy.csv");
    String without = text.replaceFirst("\n7,[^\n]*", "");
    assertThatThrownBy(() -> WeatherReader.parse("my.csv", without))
        .isInstanceOf(EmonaException.class)
        .hasMessageContaining("Hour 7 is missing")
        .hasMessageContaining("my.csv:11");
    assertThatThrownBy(
            () -> WeatherReader.parse("my.csv", text.replaceFirst("\n3,[0-9.]+", "\n3,")))
        .isInstanceOf(EmonaException.class)
        .hasMessageContaining("my.csv:7, column wind_m_s");
  }

  @Test
  void aFleetThatDoesNotAddUpIsRefused() throws IOException {
    EmissionTables tables = EmissionTablesReader.shipped();
    String text = resource("/geodata/fleet.csv");
    FleetShares shares = FleetShares.parse("fleet.csv", text, Map.of());
    assertThat(FleetTable.of(shares, tables.technologies()).years())
        .containsExactly(2020, 2025, 2030, 2035, 2040);
    String more = text.replaceFirst("car_petrol_e4,0.12", "car_petrol_e4,0.22");
    assertThatThrownBy(() -> FleetShares.parse("fleet.csv", more, Map.of()))
        .isInstanceOf(EmonaException.class)
        .hasMessageContaining("share_2020");
  }

  private static String resource(String path) throws IOException {
    try (var in = ShippedTablesTest.class.getResourceAsStream(path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
