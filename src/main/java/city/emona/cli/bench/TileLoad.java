package city.emona.cli.bench;

import city.emona.geo.Bounds;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Fetches every tile over a box once, so that no answer comes from a cache, and keeps the times.
 */
final class TileLoad {
  static final int CONNECTIONS = 4;

  private final int port;
  private final Bounds lonLat;

  TileLoad(int port, Bounds lonLat) {
    this.port = port;
    this.lonLat = lonLat;
  }

  record Result(long[] sortedNanos, long bytes) {
    int tiles() {
      return sortedNanos.length;
    }

    double percentileMs(int p) {
      return tiles() == 0
          ? Double.NaN
          : sortedNanos[Math.min(tiles() - 1, tiles() * p / 100)] / 1e6;
    }

    long meanBytes() {
      return tiles() == 0 ? 0 : bytes / tiles();
    }
  }

  Result run(List<String> layers, int minZoom, int maxZoom) throws Exception {
    List<String> paths = new ArrayList<>();
    for (int z = minZoom; z <= maxZoom; z++) {
      double n = Math.pow(2, z);
      int x0 = (int) ((lonLat.minX() + 180) / 360 * n);
      int x1 = (int) ((lonLat.maxX() + 180) / 360 * n);
      int y0 = row(lonLat.maxY(), n);
      int y1 = row(lonLat.minY(), n);
      for (int x = x0; x <= x1; x++) {
        for (int y = y0; y <= y1; y++) {
          for (String layer : layers) {
            paths.add("/tiles/" + layer + "/" + z + "/" + x + "/" + y + ".mvt");
          }
        }
      }
    }
    long[] nanos = new long[paths.size()];
    AtomicInteger next = new AtomicInteger();
    AtomicLong bytes = new AtomicLong();
    ExecutorService pool = Executors.newFixedThreadPool(CONNECTIONS);
    try {
      List<Future<?>> workers = new ArrayList<>();
      for (int c = 0; c < CONNECTIONS; c++) {
        workers.add(pool.submit(() -> fetch(paths, nanos, next, bytes)));
      }
      for (Future<?> w : workers) {
        w.get();
      }
    } finally {
      pool.shutdown();
    }
    Arrays.sort(nanos);
    return new Result(nanos, bytes.get());
  }

  private Void fetch(List<String> paths, long[] nanos, AtomicInteger next, AtomicLong bytes)
      throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    for (int i = next.getAndIncrement(); i < nanos.length; i = next.getAndIncrement()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + paths.get(i))).build();
      long began = System.nanoTime();
      HttpResponse<byte[]> r = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      nanos[i] = System.nanoTime() - began;
      if (r.statusCode() >= 400) {
        throw new IllegalStateException(paths.get(i) + ": status " + r.statusCode());
      }
      bytes.addAndGet(r.body().length);
    }
    return null;
  }

  private static int row(double latDeg, double n) {
    double lat = Math.toRadians(latDeg);
    return (int) ((1 - Math.log(Math.tan(lat) + 1 / Math.cos(lat)) / Math.PI) / 2 * n);
  }
}
