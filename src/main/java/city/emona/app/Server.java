package city.emona.app;

import city.emona.api.ApiContext;
import city.emona.api.ApiServer;
import city.emona.api.ServerOptions;
import city.emona.layers.Catalogue;
import city.emona.layers.Snapshot;
import city.emona.model.City;
import city.emona.run.RunQueue;
import city.emona.run.RunRecord;
import city.emona.run.air.AirStudies;
import city.emona.run.air.SensorData;
import city.emona.run.air.SensorStudies;
import city.emona.run.traffic.TrafficStudies;
import city.emona.scenario.Situation;
import city.emona.store.sql.Handle;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The running server: one immutable snapshot of the city, swapped when the store says that it
 * changed, and everything that HTTP stands on, wired in one constructor. Closing it stops
 * listening, cancels runs and leaves the workbench open.
 */
public final class Server implements AutoCloseable {
  private static final int QUEUE_BOUND = 16;

  private final Workbench bench;
  private final AtomicReference<Snapshot> snapshot;
  private final Catalogue catalogue;
  private final RunQueue queue;
  private final ApiServer api;
  private final Handle watch;

  public Server(Workbench bench, ServerOptions options) {
    this.bench = bench;
    this.snapshot = new AtomicReference<>(new Snapshot(bench.city()));
    this.queue = new RunQueue(QUEUE_BOUND);
    this.catalogue = bench.catalogue(snapshot::get);
    TrafficStudies traffic = bench.traffic(this::city);
    this.api =
        ApiServer.start(
            new ApiContext(
                catalogue,
                bench.store().runs(),
                new RunService(bench, this::city, queue, traffic),
                new Shelf(bench, this::city),
                new AirStudies(bench.store().runs(), this::situationOf, bench.threads()),
                new SensorStudies(
                    bench.store().runs(),
                    new SensorData(bench.store().cities()),
                    this::situationOf),
                traffic,
                bench.replays(this::situationOf, this::city)),
            options);
    this.watch = bench.store().onChange(this::refresh);
  }

  public int port() {
    return api.port();
  }

  private City city() {
    return snapshot.get().city();
  }

  /** The city and conditions that a run was computed on, where the city is still the same. */
  private Situation situationOf(RunRecord run) {
    return bench.situationOf(run, city());
  }

  /** Drops what was worked out from the store as it was. */
  void forget() {
    catalogue.forget();
  }

  private void refresh() {
    forget();
    Optional<String> stored = bench.store().cities().findVersion();
    if (stored.isPresent() && !stored.get().equals(snapshot.get().version())) {
      snapshot.set(new Snapshot(bench.city()));
    }
  }

  @Override
  public void close() {
    watch.close();
    queue.close();
    api.stop();
  }
}
