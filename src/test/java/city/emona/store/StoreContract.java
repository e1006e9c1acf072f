package city.emona.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import city.emona.EmonaException;
import city.emona.geo.PackedLines;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.results.KpiValue;
import city.emona.run.CityArchive.Observation;
import city.emona.run.CityArchive.VersionRecord;
import city.emona.run.RunArchive;
import city.emona.run.RunRecord;
import city.emona.simulate.DaySteps;
import city.emona.simulate.Frame;
import city.emona.simulate.Progress;
import city.emona.simulate.Quantity;
import city.emona.simulate.ReceptorGrid;
import city.emona.simulate.WasteDay;
import city.emona.store.sql.Handle;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What every store promises; run on both. Each test has an empty store of its own. */
@Tag("store")
abstract class StoreContract {
  static final Instant NOON = Instant.parse("2026-03-17T11:00:00Z");

  Store store;

  /** Name of a store that no other test uses; the same name until the next test. */
  abstract String name();

  Store open() {
    return Stores.open(name(), true);
  }

  @BeforeEach
  void openStore() {
    store = open();
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  void reopen() {
    store.close();
    store = open();
  }

  void save(City city) {
    store.cities().saveCity(city, Map.of(), "ana", Progress.NONE);
  }

  static RunRecord run(String id, String cityVersion, Instant finished, ReceptorGrid grid) {
    return new RunRecord(
        id,
        "close-old-bridge",
        "Zapri stari most",
        "5ce7a",
        "emona: 1\nid: close-old-bridge\n",
        cityVersion,
        Map.of("traffic", "1", "air", "2"),
        -5_000_000_000L,
        new DaySteps(LocalDate.of(2026, 3, 29), ZoneId.of("Europe/Ljubljana"), 15),
        grid,
        "ana",
        finished,
        12.75);
  }

  static void store(Store store, RunRecord run, Frame... frames) {
    try (RunArchive.Writer w = store.runs().newRun()) {
      for (Frame f : frames) {
        w.frame(f);
      }
      w.kpis(
          List.of(
              new KpiValue("traffic.vehicle_km", "", 1e6 / 3, 3e5, 4e5),
              new KpiValue("traffic.vehicle_km", "districts/1", Double.NaN)));
      w.tours(
          List.of(
              new WasteDay.Tour(
                  0,
                  1,
                  new int[] {3, 2, 1},
                  new float[] {360f, 361.5f, Float.NaN},
                  new int[0],
                  2,
                  10.5,
                  20.25,
                  30.125,
                  1.0 / 3)));
      w.commit(run);
    }
  }

  @Test
  void emptyStoreHasNothing() {
    assertThat(store.cities().findCity()).isEmpty();
    assertThat(store.cities().findVersion()).isEmpty();
    assertThat(store.cities().listVersions()).isEmpty();
    assertThat(store.cities().resolveAlias("x")).isEqualTo("x");
    assertThat(store.runs().listRuns()).isEmpty();
    assertThat(store.runs().findRun("x")).isEmpty();
    assertThat(store.runs().findFrame("x", Quantity.AIR_NO2, 0)).isEmpty();
  }

  @Test
  void richCityComesBackWithTheSameVersion() {
    City city = RichCity.make(1, 60);
    save(city);
    reopen();
    City read = store.cities().findCity().orElseThrow();
    assertThat(read.info()).usingRecursiveComparison().isEqualTo(city.info());
    for (Table t : city.tables()) {
      Table back = read.table(t.schema());
      assertThat(back.ids()).as(t.schema().name()).isEqualTo(t.ids());
      for (int c = 0; c < t.schema().fields().size(); c++) {
        if (!(t.column(c) instanceof double[])) {
          assertThat(back.column(c)).as("%s %d", t.schema().name(), c).isEqualTo(t.column(c));
        }
      }
      assertThat(back.shapes())
          .as(t.schema().name())
          .usingRecursiveComparison()
          .isEqualTo(t.shapes());
    }
    assertThat(read.version()).isEqualTo(city.version());
    assertThat(store.cities().findVersion()).contains(city.version());
  }

  @Test
  void emptyCityComesBack() {
    City city = new City(RichCity.make(1, 1).info(), List.of());
    save(city);
    assertThat(store.cities().findCity().orElseThrow().version()).isEqualTo(city.version());
  }

  @Test
  void savingReplacesTheCityAndKeepsTheHistory() {
    City one = RichCity.make(1, 9);
    City two = RichCity.make(2, 5);
    save(one);
    store.cities().saveCity(two, Map.of(), "bor", Progress.NONE);
    store.cities().saveCity(two, Map.of(), "cene", Progress.NONE); // no new version
    assertThat(store.cities().findCity().orElseThrow().version()).isEqualTo(two.version());
    assertThat(store.cities().listVersions())
        .extracting(VersionRecord::version, VersionRecord::principal)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(one.version(), "ana"),
            org.assertj.core.groups.Tuple.tuple(two.version(), "bor"));
  }

  @Test
  void aliasesFollowThroughVersions() {
    City one = RichCity.make(1, 3);
    store.cities().saveCity(one, Map.of("way/1", "way/2"), "ana", Progress.NONE);
    store.cities().saveCity(one, Map.of("way/2", "way/3"), "ana", Progress.NONE);
    assertThat(store.cities().resolveAlias("way/1")).isEqualTo("way/3");
    store.cities().saveCity(one, Map.of("way/3", "way/1"), "ana", Progress.NONE); // it came back
    assertThat(store.cities().resolveAlias("way/1")).isEqualTo("way/1");
    assertThat(store.cities().resolveAlias("way/2")).isEqualTo("way/1");
    store.cities().saveCity(one, Map.of("a", "b", "b", "a"), "ana", Progress.NONE);
    assertThat(store.cities().resolveAlias("a")).isIn("a", "b"); // ends
  }

  @Test
  void badCityIsRefusedAndChangesNothing() {
    City good = RichCity.make(1, 9);
    save(good);
    Table links = good.table(Schema.LINKS);
    int[] lost = links.ints("to_node").clone();
    lost[2] = 4711;
    refused(good.with(links.with("to_node", lost)), "no row 4711 in nodes", "links/2");
    byte[] odd = links.choices("road_class").clone();
    odd[3] = 99;
    refused(good.with(links.with("road_class", odd)), "no label number 99", "road_class");
    String[] nul = links.texts("name").clone();
    nul[1] = "a\0b";
    refused(good.with(links.with("name", nul)), "NUL", "links/1");
    refused(good.with(links.append(links)), "Two rows have this id", "links/0");
    PackedLines single = new PackedLines.Builder().line(new int[] {1}, new int[] {1}).build();
    refused(
        good.with(
            Table.of(
                Schema.LINEWORK,
                new String[] {"dot"},
                List.of(new String[] {"x"}, new byte[] {0}),
                single)),
        "single vertex",
        "dot");
    assertThat(store.cities().findCity().orElseThrow().version()).isEqualTo(good.version());
    assertThat(store.cities().listVersions()).hasSize(1);
  }

  private void refused(City city, String what, String where) {
    assertThatThrownBy(() -> save(city))
        .isInstanceOfSatisfying(
            EmonaException.class,
            e -> {
              assertThat(e.code()).isEqualTo(EmonaException.Code.INVALID);
              assertThat(e.what()).contains(what);
              assertThat(e.where()).contains(where);
            });
  }

  @Test
  void cancelledSaveChangesNothing() {
    City good = RichCity.make(1, 9);
    save(good);
    AtomicInteger calls = new AtomicInteger();
    Progress cancelling =
        new Progress() {
          @Override
          public void report(String stage, double share) {
            assertThat(stage).isEqualTo("store");
            assertThat(share).isBetween(0.0, 1.0);
          }

          @Override
          public boolean isCancelled() {
            return calls.incrementAndGet() > 10;
          }
        };
    assertThatThrownBy(
            () -> store.cities().saveCity(RichCity.make(2, 9), Map.of(), "ana", cancelling))
        .isInstanceOf(Progress.Cancelled.class);
    assertThat(store.cities().findCity().orElseThrow().version()).isEqualTo(good.version());
  }

  @Test
  void observationsAreReplacedByTimeAndReadByRange() {
    store
        .cities()
        .saveObservations(
            List.of(
                new Observation("ds/1", NOON, NOON.plusSeconds(5), 41.5, "µg/m³", "good"),
                new Observation("ds/1", NOON.plusSeconds(60), NOON, Double.NaN, "µg/m³", "gaps"),
                new Observation("ds/2", NOON, NOON, 1, "veh/h", "good")),
            "probe");
    store
        .cities()
        .saveObservations(
            List.of(new Observation("ds/1", NOON, NOON.plusSeconds(9), 42, "µg/m³", "good")),
            "probe");
    assertThat(store.cities().listObservations("ds/1", NOON, NOON.plusSeconds(61)))
        .containsExactly(
            new Observation("ds/1", NOON, NOON.plusSeconds(9), 42, "µg/m³", "good"),
            new Observation("ds/1", NOON.plusSeconds(60), NOON, Double.NaN, "µg/m³", "gaps"));
    assertThat(store.cities().listObservations("ds/1", NOON, NOON.plusSeconds(60))).hasSize(1);
    assertThat(store.cities().listObservations("ds/2", Instant.MIN, Instant.MAX)).hasSize(1);
    assertThat(store.cities().listObservations("ds/3", Instant.MIN, Instant.MAX)).isEmpty();
  }

  @Test
  void runsComeBackWhole() {
    City city = RichCity.make(1, 9);
    save(city);
    ReceptorGrid grid = new ReceptorGrid(-1000.5, 2000.25, 50, 7, 11);
    RunRecord with = run("k2", city.version(), NOON.plusMillis(1), grid);
    RunRecord without = run("k1", city.version(), NOON, null);
    Frame fill = new Frame(Quantity.WASTE_FILL, 0, new float[] {0, 50.5f, 100, Float.NaN});
    Frame late = new Frame(Quantity.EMISSIONS_NOX, 23, new float[] {1f / 3, Float.NaN});
    Frame none = new Frame(Quantity.AIR_NO2, 3, new float[0]);
    store(store, with, fill, late, none);
    store(store, without);
    reopen();
    assertThat(store.runs().listRuns()).containsExactly(without, with);
    assertThat(store.runs().findRun("k2")).contains(with);
    assertThat(store.runs().listQuantities("k2"))
        .containsExactly(Quantity.EMISSIONS_NOX, Quantity.AIR_NO2, Quantity.WASTE_FILL);
    assertThat(store.runs().listQuantities("k1")).isEmpty();
    for (Frame f : List.of(fill, late, none)) {
      assertThat(store.runs().findFrame("k2", f.quantity(), f.step()).orElseThrow())
          .isEqualTo(f.pack());
    }
    assertThat(store.runs().findFrame("k2", Quantity.WASTE_FILL, 1)).isEmpty();
    assertThat(store.runs().listKpis("k2"))
        .containsExactly(
            new KpiValue("traffic.vehicle_km", "", 1e6 / 3, 3e5, 4e5),
            new KpiValue("traffic.vehicle_km", "districts/1", Double.NaN));
    WasteDay.Tour tour = store.runs().listTours("k2").get(0);
    assertThat(tour.links()).containsExactly(3, 2, 1);
    assertThat(tour.enterMinute()).containsExactly(360f, 361.5f, Float.NaN);
    assertThat(tour.bins()).isEmpty();
    assertThat(tour.hours()).isEqualTo(1.0 / 3);
    assertThat(List.of(tour.depot(), tour.truck(), tour.disposalTrips())).containsExactly(0, 1, 2);
  }

  @Test
  void runsOutliveTheirCityAndAreDeletedAlone() {
    City city = RichCity.make(1, 9);
    save(city);
    RunRecord a = run("a", city.version(), NOON, null);
    RunRecord b = run("b", city.version(), NOON.plusSeconds(1), null);
    Frame f = new Frame(Quantity.TRAFFIC_VOLUME, 0, new float[] {1, 2, 3});
    store(store, a, f);
    store(store, b, f);
    save(RichCity.make(2, 9));
    assertThat(store.runs().listRuns()).containsExactly(a, b);
    store.runs().deleteRun("a", "ana");
    assertThat(store.runs().listRuns()).containsExactly(b);
    assertThat(store.runs().findFrame("a", Quantity.TRAFFIC_VOLUME, 0)).isEmpty();
    assertThat(store.runs().findFrame("b", Quantity.TRAFFIC_VOLUME, 0)).isPresent();
    assertThatThrownBy(() -> store.runs().deleteRun("a", "ana"))
        .isInstanceOfSatisfying(
            EmonaException.class,
            e -> assertThat(e.code()).isEqualTo(EmonaException.Code.NOT_FOUND));
  }

  @Test
  void runIsReplacedByTheSameKeyAndLostWithoutCommit() {
    Frame f = new Frame(Quantity.TRAFFIC_VOLUME, 0, new float[] {1, 2, 3});
    RunRecord a = run("a", "v", NOON, null);
    store(store, a, f);
    store(store, a, f);
    assertThat(store.runs().listRuns()).containsExactly(a);
    try (RunArchive.Writer w = store.runs().newRun()) {
      w.frame(f);
    }
    assertThat(store.runs().listRuns()).hasSize(1);
  }

  @Test
  void secondWriterIsToldWhoHoldsTheLock() {
    City city = RichCity.make(1, 3);
    save(city);
    try (Store other = open()) {
      try (Handle held = other.holdWriter("maja", "imports porto.osm.pbf")) {
        assertThatThrownBy(() -> save(RichCity.make(2, 3)))
            .isInstanceOfSatisfying(
                EmonaException.class,
                e -> {
                  assertThat(e.code()).isEqualTo(EmonaException.Code.CONFLICT);
                  assertThat(e.what())
                      .contains("maja")
                      .contains("imports porto")
                      .contains(String.valueOf(ProcessHandle.current().pid()));
                });
        assertThatThrownBy(() -> store.holdWriter("ana", "too"))
            .isInstanceOf(EmonaException.class)
            .hasMessageContaining("maja");
        // readers go on, and the holder itself writes under its lock
        assertThat(store.cities().findCity().orElseThrow().version()).isEqualTo(city.version());
        other.cities().saveCity(RichCity.make(3, 3), Map.of(), "maja", Progress.NONE);
      }
      save(RichCity.make(4, 3));
      assertThat(other.cities().findVersion()).contains(RichCity.make(4, 3).version());
    }
  }

  @Test
  void readersGoOnWhileAWriterWrites() throws Exception {
    City one = RichCity.make(1, 40);
    City two = RichCity.make(2, 40);
    save(one);
    AtomicBoolean stop = new AtomicBoolean();
    AtomicInteger reads = new AtomicInteger();
    AtomicInteger wrong = new AtomicInteger();
    Thread[] readers = new Thread[3];
    try (Store other = open()) {
      for (int i = 0; i < readers.length; i++) {
        Store mine = i == 0 ? other : store;
        readers[i] =
            new Thread(
                () -> {
                  while (!stop.get()) {
                    String v = mine.cities().findCity().orElseThrow().version();
                    if (!v.equals(one.version()) && !v.equals(two.version())) {
                      wrong.incrementAndGet();
                    }
                    reads.incrementAndGet();
                  }
                });
        readers[i].start();
      }
      for (int k = 0; k < 6; k++) {
        save(k % 2 == 0 ? two : one);
      }
      stop.set(true);
      for (Thread t : readers) {
        t.join(20_000);
        assertThat(t.isAlive()).isFalse();
      }
    }
    assertThat(wrong).hasValue(0);
    assertThat(reads.get()).isGreaterThanOrEqualTo(3);
  }

  @Test
  void writersOfSeveralStoresQueueAndLoseNothing() throws Exception {
    Thread[] writers = new Thread[4];
    AtomicInteger failed = new AtomicInteger();
    for (int w = 0; w < writers.length; w++) {
      String stream = "ds/" + w % 2;
      int first = 1000 * w;
      writers[w] =
          new Thread(
              () -> {
                try (Store mine = open()) {
                  for (int i = 0; i < 10; i++) {
                    Instant t = NOON.plusSeconds(first + i);
                    mine.cities()
                        .saveObservations(List.of(new Observation(stream, t, t, i, "1", "")), "w");
                  }
                } catch (RuntimeException e) {
                  failed.incrementAndGet();
                  throw e;
                }
              });
      writers[w].start();
    }
    for (Thread t : writers) {
      t.join(60_000);
    }
    assertThat(failed).hasValue(0);
    assertThat(store.cities().listObservations("ds/0", Instant.MIN, Instant.MAX)).hasSize(20);
    assertThat(store.cities().listObservations("ds/1", Instant.MIN, Instant.MAX)).hasSize(20);
  }

  @Test
  void listenersHearOfChangesByOthers() throws Exception {
    CountDownLatch heard = new CountDownLatch(1);
    AtomicInteger after = new AtomicInteger();
    try (Store other = open()) {
      try (Handle h = store.onChange(heard::countDown)) {
        other.cities().saveCity(RichCity.make(1, 2), Map.of(), "ana", Progress.NONE);
        assertThat(heard.await(10, TimeUnit.SECONDS)).isTrue();
      }
      Handle closed = store.onChange(after::incrementAndGet);
      closed.close();
      CountDownLatch again = new CountDownLatch(1);
      try (Handle h = store.onChange(again::countDown)) {
        store(other, run("a", "v", NOON, null));
        assertThat(again.await(10, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(after).hasValue(0);
    }
  }
}
