package city.emona.store;

import city.emona.EmonaException;
import city.emona.model.City;
import city.emona.run.RunArchive;
import city.emona.run.RunRecord;
import city.emona.simulate.Frame;
import city.emona.simulate.Progress;
import city.emona.simulate.Quantity;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The victim of {@link StoreKillTest}, a process of its own: writes city after city and run after
 * run, and says after each that it is stored. Arguments: store, first number.
 */
final class KilledWriter {
  static final int FRAMES = 12;

  private KilledWriter() {}

  public static void main(String[] args) throws InterruptedException {
    System.out.println("open");
    try (Store store = Stores.open(args[0], true)) {
      for (int k = Integer.parseInt(args[1]); ; k++) {
        City city = city(k);
        int number = k;
        patiently(() -> store.cities().saveCity(city, Map.of(), "victim", Progress.NONE));
        System.out.println("city " + k);
        patiently(() -> writeRun(store, number));
        System.out.println("run " + k);
      }
    }
  }

  static City city(int k) {
    return RichCity.make(k, 60 + 40 * (k % 3));
  }

  static RunRecord run(int k) {
    return StoreContract.run("run" + k, city(k).version(), StoreContract.NOON.plusSeconds(k), null);
  }

  static Frame frame(int k, int step) {
    float[] values = new float[5000];
    IntStream.range(0, values.length).forEach(i -> values[i] = (i * 31 + k * 7 + step) % 1000);
    return new Frame(Quantity.TRAFFIC_VOLUME, step, values);
  }

  private static void writeRun(Store store, int k) {
    try (RunArchive.Writer w = store.runs().newRun()) {
      for (int step = 0; step < FRAMES; step++) {
        w.frame(frame(k, step));
      }
      w.commit(run(k));
    }
  }

  /** A server may take a moment to notice that the process killed before is gone. */
  private static void patiently(Runnable write) throws InterruptedException {
    for (int attempt = 0; ; attempt++) {
      try {
        write.run();
        return;
      } catch (EmonaException e) {
        if (e.code() != EmonaException.Code.CONFLICT || attempt == 400) {
          throw e;
        }
        System.out.println("conflict");
        Thread.sleep(25);
      }
    }
  }
}
