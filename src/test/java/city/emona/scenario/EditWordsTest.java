package city.emona.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import city.emona.scenario.words.EditWords;
import city.emona.scenario.yaml.EditReader;
import city.emona.scenario.yaml.ScenarioReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Edits read as English: no field names, braces or machine lists, for every type. */
@Tag("contract")
class EditWordsTest {
  @Test
  void everyTypeReadsAsASentence() {
    Map<String, String> words =
        Map.of(
            "close", "Close Old Bridge to car, 07:00-19:00",
            "oneWay", "Make High Street one-way eastbound for car",
            "lanes", "2 lanes in each direction of link bridge:f",
            "capacity", "Times 0.5 for each direction of district d-north",
            "speedLimit", "30 km/h on a drawn area, raising slower streets too",
            "newLink", "East Bridge from n5 to s2: primary, 2 lanes in each direction, 60 km/h",
            "removeBins", "Take away bins for paper waste in bins bin3 and bin8",
            "demand", "Car trips to and from district Northbank times 0.9, 06:00-10:00",
            "moveBins", "Bring bins for paper waste in bins bin3 and bin8 to one place");
    words.forEach((type, said) -> assertThat(words(Examples.EDITS.get(type))).isEqualTo(said));
    assertThat(words(Examples.EDITS.get("lowEmissionZone")))
        .isEqualTo(
            "Petrol from Euro 4, diesel from Euro 6 in the old town, 22:00-06:00; 50 % complies");
    assertThat(words(Examples.EDITS.get("toll")))
        .isEqualTo("Car and van pay 2.5 € for each kilometre in the old town, 07:00-19:00");
    assertThat(words(Examples.EDITS.get("busLane")))
        .isEqualTo("A bus lane on High Street, beside the general lanes");
    assertThat(words(Examples.EDITS.get("bikeLane")))
        .isEqualTo("A bicycle lane on High Street, beside the general lanes");
    assertThat(words(Examples.EDITS.get("signal")))
        .isEqualTo("Green for 60 % of a cycle of 80 s at the signals ahead of High Street");
    assertThat(words(Examples.EDITS.get("collectionPolicy")))
        .isEqualTo(
            "Empty bins that are forecast to run over (above 2 %) (residual and glass); Residual: Mon, Sat;"
                + " Glass: never; Trucks start at 05:30; Level sensors in 50 % of bins; An overflow costs"
                + " 50 EUR; No district worse than before; As few emptyings as keep the overflow of every"
                + " district as before");
    assertThat(words(Examples.EDITS.get("resizeBins")))
        .isEqualTo("Give bins for paper waste in bin bin3 660 l");
    assertThat(words(Examples.EDITS.get("wasteDemand")))
        .isEqualTo("Paper waste in district Northbank times 2, for 3 days");
    assertThat(words(Examples.EDITS.get("collectionHours")))
        .isEqualTo("Empty bins for paper waste in district Northbank only 05:00-10:00");
    assertThat(words(Examples.EDITS.get("depot")))
        .isEqualTo(
            "Depot North yard: at another place, 3 trucks, 60,000 l each, 8,000 kg payload, electric"
                + " trucks, batteries of 200 kWh, 1.8 kWh per km and 0.2 kWh per lift");
    assertThat(
            words(
                "{edit: fleet, year: 2035, electricCars: 0.4, electricVans: 0.3,"
                    + " electricTrucks: 0.1}"))
        .isEqualTo(
            "Vehicles of 2035; 40 % of cars, 30 % of vans and 10 % of trucks driven electrically");
    assertThat(words(Examples.EDITS.get("development")))
        .isEqualTo("600 residents and 100 jobs in the new district site");
    assertThat(words(Examples.EDITS.get("addBins")))
        .isEqualTo(
            "Bins of 660 l for paper waste every 60 m along the streets of Mill Lane, 90 l a day each");
  }

  @Test
  void noTypeAndNoShippedScenarioShowsFieldsOfTheFile() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("scenarios"))) {
      Stream<Edit> shipped =
          files
              .filter(f -> f.toString().endsWith(".yaml"))
              .flatMap(f -> ScenarioReader.read(text(f), f.toString()).edits().stream())
              .map(Scenario.Step::edit);
      Stream<Edit> every = Examples.EDITS.values().stream().map(EditWordsTest::edit);
      List<String> all = Stream.concat(shipped, every).map(EditWords::of).toList();
      assertThat(all)
          .hasSizeGreaterThan(EditReader.TYPES.size())
          .allSatisfy(said -> assertThat(said).matches("[A-Z0-9][^{}=\\[\\]]{9,299}"));
    }
  }

  @Test
  void aLongListIsCut() {
    assertThat(words("{edit: close, place: {links: [a, b, c, d, e, f]}, modes: [car, truck]}"))
        .isEqualTo("Close links a, b, c and 3 more to car and truck");
  }

  private static String words(String entry) {
    return EditWords.of(edit(entry));
  }

  private static Edit edit(String entry) {
    String file = "emona: 1\nid: a\ntitle: A\nedits:\n  - " + entry + "\n";
    return ScenarioReader.read(file, "test").edits().get(0).edit();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
