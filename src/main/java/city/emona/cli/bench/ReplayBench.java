package city.emona.cli.bench;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * Inputs of {@code emona replay} on a square grid like SUMO's {@code netgenerate}: blocks of 150 m,
 * two lanes, 50 km/h, a signal at every junction with 0.45 of the cycle green (two phases, the rest
 * is yellow), saturation flow 1,800 vehicles an hour and lane. Ways are shortest ones with turns by
 * chance. Always the same.
 */
final class ReplayBench {
  private final int side;
  private final Random random = new Random(42);

  ReplayBench(int side) {
    this.side = side;
  }

  void writeLinks(Path file) throws IOException {
    try (Writer out = Files.newBufferedWriter(file)) {
      out.write("id,from,to,length_m,lanes,speed_mps,capacity_vehph,green_share,cycle_s\n");
      for (int v = 0; v < side * side; v++) {
        int x = v % side;
        int y = v / side;
        street(out, v, x + 1 < side ? v + 1 : -1);
        street(out, v, x > 0 ? v - 1 : -1);
        street(out, v, y + 1 < side ? v + side : -1);
        street(out, v, y > 0 ? v - side : -1);
      }
    }
  }

  private static void street(Writer out, int a, int b) throws IOException {
    if (b >= 0) {
      out.write(a + "-" + b + "," + a + "," + b + ",150,2,13.89,3600,0.45,90\n");
    }
  }

  /** Trips of at least 600 m; those that begin or end at the rim count twice. */
  void writeTrips(Path file, int trips, double everyS) throws IOException {
    try (Writer out = Files.newBufferedWriter(file)) {
      out.write("vehicle,depart_s,links\n");
      for (int k = 0; k < trips; ) {
        int a = place();
        int b = place();
        int dx = b % side - a % side;
        int dy = b / side - a / side;
        if (dx * dx + dy * dy >= 16) {
          way(out, k, k * everyS, a, dx, dy);
          k++;
        }
      }
    }
  }

  /** Trips of exactly so many links. */
  void writeTripsOf(int links, Path file, int trips, double everyS) throws IOException {
    try (Writer out = Files.newBufferedWriter(file)) {
      out.write("vehicle,depart_s,links\n");
      for (int k = 0; k < trips; ) {
        int a = random.nextInt(side * side);
        int along = random.nextInt(links + 1);
        int dx = random.nextBoolean() ? along : -along;
        int dy = random.nextBoolean() ? links - along : along - links;
        int x = a % side + dx;
        int y = a / side + dy;
        if (x >= 0 && x < side && y >= 0 && y < side) {
          way(out, k, k * everyS, a, dx, dy);
          k++;
        }
      }
    }
  }

  private int place() {
    while (true) {
      int v = random.nextInt(side * side);
      int x = v % side;
      int y = v / side;
      boolean rim = x == 0 || y == 0 || x == side - 1 || y == side - 1;
      if (rim || random.nextBoolean()) {
        return v;
      }
    }
  }

  private void way(Writer out, int vehicle, double departS, int from, int dx, int dy)
      throws IOException {
    StringBuilder line = new StringBuilder().append('v').append(vehicle).append(',');
    line.append(Math.round(departS * 1000) / 1000.0).append(',');
    int restX = Math.abs(dx);
    int restY = Math.abs(dy);
    int at = from;
    while (restX + restY > 0) {
      boolean alongX = random.nextInt(restX + restY) < restX;
      int next = at + (alongX ? Integer.signum(dx) : side * Integer.signum(dy));
      restX -= alongX ? 1 : 0;
      restY -= alongX ? 0 : 1;
      line.append(at).append('-').append(next).append(' ');
      at = next;
    }
    line.setLength(line.length() - 1);
    out.append(line.append('\n'));
  }
}
