package city.emona.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import city.emona.EmonaException;
import city.emona.citygen.CityGenerator;
import city.emona.geodata.od.CountSites;
import city.emona.geodata.od.CountsReader;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.simulate.Progress;
import city.emona.simulate.traffic.OdAdjustment;
import city.emona.store.Store;
import city.emona.store.Stores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counts of a file go into the store as observations and come back as the mean weekday. */
@Tag("store")
class StoredCountsTest {
  @TempDir Path folder;

  @Test
  void countsComeBackAsTheMeanOfTheWeekdays() throws Exception {
    City city = CityGenerator.generate(3, 2000, 1, Progress.NONE);
    String a = city.network().linkIds()[5];
    String b = city.network().linkIds()[9];
    Path file = folder.resolve("counts.csv");
    Files.writeString(
        file, "link,hour,vehicles\n" + a + ",8,400\n" + a + ",17,500\n" + b + ",8,90\nnone,8,1\n");
    assertThat(CountsReader.isMeant(file)).isTrue();
    CountsReader.Read read = CountsReader.read(file, city);
    assertThat(read.unmatched()).hasSize(1);
    CountSites sites = CountSites.of(city).with(StoredCounts.links(read.counts()));
    int before = city.table(Schema.SENSORS).size();
    assertThat(sites.city().table(Schema.SENSORS).size()).isBetween(before, before + 2);
    assertThat(sites.with(StoredCounts.links(read.counts())).city()).isSameAs(sites.city());

    try (Store store = Stores.open(folder.resolve("c.gpkg").toString(), true)) {
      store.cities().saveCity(sites.city(), Map.of(), "test", Progress.NONE);
      City stored = store.cities().findCity().orElseThrow();
      assertThatThrownBy(() -> StoredCounts.read(store.cities(), stored))
          .isInstanceOf(EmonaException.class)
          .hasMessageContaining("no traffic counts");
      LocalDate tuesday = LocalDate.of(2026, 3, 17);
      store.cities().saveObservations(StoredCounts.observations(read, sites, tuesday), "test");
      OdAdjustment.Counts half =
          new OdAdjustment.Counts(
              read.counts().link(), read.counts().hour(), new double[] {200, 300, 90});
      CountsReader.Read other = new CountsReader.Read(half, java.util.List.of());
      store
          .cities()
          .saveObservations(StoredCounts.observations(other, sites, tuesday.plusDays(1)), "test");
      // A Saturday does not count.
      store
          .cities()
          .saveObservations(StoredCounts.observations(other, sites, tuesday.plusDays(4)), "test");
      OdAdjustment.Counts back = StoredCounts.read(store.cities(), stored);
      assertThat(back.link()).containsExactly(5, 5, 9);
      assertThat(back.hour()).containsExactly(8, 17, 8);
      assertThat(back.vehPerH()).containsExactly(300, 400, 90);
    }
  }
}
