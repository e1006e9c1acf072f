package city.emona.citygen;

import city.emona.geo.PackedLines;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Measures of the grain of a street plan by which made and real places are compared, over squares
 * of 1 km that hold at least 7 km of street: street lengths, straightness and bends, degrees, block
 * sizes (by filling a drawing with 4 m cells), shares of classes, and how much places differ.
 * Opposite links on one line count once.
 */
final class GrainStatistics {
  private static final double CELL_M = 1000;
  private static final double LEAST_M = 7000;

  private final Table links;
  private final PackedLines lines;
  private final List<Integer> streets = new ArrayList<>();
  private final Map<Long, double[]> cells = new HashMap<>();
  private final Map<String, Double> out = new java.util.LinkedHashMap<>();

  private GrainStatistics(City city) {
    links = city.table(Schema.LINKS);
    lines = links.lines();
    Set<String> seen = new HashSet<>();
    int[] from = links.ints("from_node");
    int[] to = links.ints("to_node");
    for (int l = 0; l < links.size(); l++) {
      long middle = 0;
      for (int v = lines.first()[l]; v < lines.first()[l + 1]; v++) {
        middle += 31L * lines.xMm()[v] + 17L * lines.yMm()[v];
      }
      String key = Math.min(from[l], to[l]) + "-" + Math.max(from[l], to[l]) + "-" + middle;
      if (seen.add(key)) {
        streets.add(l);
        cells.computeIfAbsent(cellOf(l, CELL_M), k -> new double[1])[0] += length(l);
      }
    }
    streets.removeIf(l -> cells.get(cellOf(l, CELL_M))[0] < LEAST_M);
    cells.values().removeIf(c -> c[0] < LEAST_M);
  }

  static Map<String, Double> of(City city) {
    GrainStatistics s = new GrainStatistics(city);
    s.degrees(city.table(Schema.NODES).size());
    s.lengths();
    s.shapes();
    s.classes();
    s.places();
    s.blocks();
    return s.out;
  }

  private double length(int l) {
    return links.ints("length_mm")[l] / 1000.0;
  }

  private long cellOf(int l, double size) {
    int v = (lines.first()[l] + lines.first()[l + 1]) / 2;
    return ((long) Math.floor(lines.xMm()[v] / 1000.0 / size) << 32)
        ^ ((long) Math.floor(lines.yMm()[v] / 1000.0 / size) & 0xFFFFFFFFL);
  }

  private void degrees(int nodes) {
    int[] degree = new int[nodes];
    for (int l : streets) {
      degree[links.ints("from_node")[l]]++;
      degree[links.ints("to_node")[l]]++;
    }
    double[] count = new double[7];
    double all = 0;
    for (int d : degree) {
      if (d == 1 || d > 2) {
        count[Math.min(6, d)]++;
        all++;
      }
    }
    out.put("dead ends", count[1] / all);
    out.put("three-way", count[3] / all);
    out.put("four-way", count[4] / all);
    out.put("five and more", (count[5] + count[6]) / all);
  }

  private void lengths() {
    double[] m = streets.stream().mapToDouble(this::length).sorted().toArray();
    for (int p : new int[] {10, 25, 50, 75, 90}) {
      out.put("street m, p" + p, m[m.length * p / 100]);
    }
  }

  private void shapes() {
    double total = 0;
    double chord = 0;
    int straight = 0;
    int bent = 0;
    double turning = 0;
    double hard = 0;
    double vertices = 0;
    double[] bins = new double[36];
    for (int l : streets) {
      int a = lines.first()[l];
      int b = lines.first()[l + 1] - 1;
      double d = distance(a, b);
      double off = 0;
      for (int v = a + 1; v < b; v++) {
        double turn = turn(v);
        turning += turn;
        hard += turn > Math.toRadians(35) ? 1 : 0;
        off = Math.max(off, offset(a, b, v, d));
      }
      vertices += b - a - 1;
      if (d < 1) {
        continue;
      }
      total += length(l);
      chord += d;
      straight += off < 0.01 * d + 0.3 ? 1 : 0;
      bent += length(l) > 1.1 * d ? 1 : 0;
      double bearing =
          Math.toDegrees(
                  Math.atan2(lines.xMm()[b] - lines.xMm()[a], lines.yMm()[b] - lines.yMm()[a]))
              + 365;
      bins[(int) (bearing / 10) % 36]++;
      bins[(int) ((bearing + 180) / 10) % 36]++;
    }
    double entropy = 0;
    for (double n : bins) {
      double p = n / (2 * streets.size());
      entropy -= p > 0 ? p * Math.log(p) : 0;
    }
    out.put("entropy", entropy);
    out.put("circuity", total / chord);
    out.put("straight streets", straight / (double) streets.size());
    out.put("streets over 1.1", bent / (double) streets.size());
    out.put("turning, rad/km", turning / total * 1000);
    out.put("hard bends per km", hard / total * 1000);
    out.put("inner vertices per km", vertices / total * 1000);
  }

  private double distance(int a, int b) {
    return Math.hypot(lines.xMm()[b] - lines.xMm()[a], lines.yMm()[b] - lines.yMm()[a]) / 1000;
  }

  private double offset(int a, int b, int v, double d) {
    double bx = lines.xMm()[b] - lines.xMm()[a];
    double by = lines.yMm()[b] - lines.yMm()[a];
    double px = lines.xMm()[v] - lines.xMm()[a];
    double py = lines.yMm()[v] - lines.yMm()[a];
    return d < 0.5 ? 99 : Math.abs(bx * py - by * px) / 1e6 / d;
  }

  private double turn(int v) {
    double ax = lines.xMm()[v] - lines.xMm()[v - 1];
    double ay = lines.yMm()[v] - lines.yMm()[v - 1];
    double bx = lines.xMm()[v + 1] - lines.xMm()[v];
    double by = lines.yMm()[v + 1] - lines.yMm()[v];
    return Math.abs(Math.atan2(ax * by - ay * bx, ax * bx + ay * by));
  }

  private void classes() {
    double all = 0;
    double[] sum = new double[10];
    double oneWay = 0;
    Map<Long, Integer> pairs = new HashMap<>();
    for (int l = 0; l < links.size(); l++) {
      long key =
          ((long) Math.min(links.ints("from_node")[l], links.ints("to_node")[l]) << 32)
              | Math.max(links.ints("from_node")[l], links.ints("to_node")[l]);
      pairs.merge(key, 1, Integer::sum);
    }
    for (int l : streets) {
      sum[links.choices("road_class")[l]] += length(l);
      all += length(l);
      long key =
          ((long) Math.min(links.ints("from_node")[l], links.ints("to_node")[l]) << 32)
              | Math.max(links.ints("from_node")[l], links.ints("to_node")[l]);
      oneWay += pairs.get(key) == 1 ? length(l) : 0;
    }
    for (int k = 0; k < sum.length; k++) {
      out.put("share " + Schema.ROAD_CLASSES.get(k), sum[k] / all);
    }
    out.put("share one-way", oneWay / all);
  }

  /** How much street the places have, and how much they differ. */
  private void places() {
    double[] m = cells.values().stream().mapToDouble(c -> c[0] / 1000).toArray();
    out.put("street km per km2", Arrays.stream(m).average().orElse(0));
    Map<Long, double[]> fine = new HashMap<>();
    for (int l : streets) {
      double[] c = fine.computeIfAbsent(cellOf(l, 250), k -> new double[2]);
      c[0] += length(l);
      c[1]++;
    }
    double[] km = fine.values().stream().mapToDouble(c -> c[0]).toArray();
    out.put("spread of street in 250 m", spread(km));
    double[] mean =
        fine.values().stream().filter(c -> c[1] > 3).mapToDouble(c -> c[0] / c[1]).toArray();
    out.put("spread of mean length", spread(mean));
  }

  private static double spread(double[] v) {
    double mean = Arrays.stream(v).average().orElse(0);
    double square = Arrays.stream(v).map(x -> (x - mean) * (x - mean)).average().orElse(0);
    return Math.sqrt(square) / mean;
  }

  /** Areas between streets inside each dense square, the ones that touch its edge left out. */
  private void blocks() {
    List<Double> areas = new ArrayList<>();
    int n = 250;
    Map<Long, List<Integer>> byCell = new HashMap<>();
    for (int l : streets) {
      byCell.computeIfAbsent(cellOf(l, CELL_M), k -> new ArrayList<>()).add(l);
    }
    for (var e : byCell.entrySet()) {
      boolean[] wall = new boolean[n * n];
      double x0 = (int) (e.getKey() >> 32) * CELL_M;
      double y0 = (int) (long) e.getKey() * CELL_M;
      for (int l : e.getValue()) {
        for (int v = lines.first()[l]; v + 1 < lines.first()[l + 1]; v++) {
          int steps = (int) (distance(v, v + 1) / 2) + 1;
          for (int s = 0; s <= steps; s++) {
            double t = s / (double) steps;
            double x = (lines.xMm()[v] * (1 - t) + lines.xMm()[v + 1] * t) / 1000 - x0;
            double y = (lines.yMm()[v] * (1 - t) + lines.yMm()[v + 1] * t) / 1000 - y0;
            if (x >= 0 && y >= 0 && x < CELL_M && y < CELL_M) {
              wall[(int) (y / 4) * n + (int) (x / 4)] = true;
            }
          }
        }
      }
      fill(wall, n, areas);
    }
    double[] a = areas.stream().mapToDouble(d -> d).sorted().toArray();
    for (int p : new int[] {10, 25, 50, 75, 90}) {
      out.put("block m2, p" + p, a[a.length * p / 100]);
    }
  }

  private static void fill(boolean[] wall, int n, List<Double> areas) {
    int[] stack = new int[n * n];
    for (int s = 0; s < wall.length; s++) {
      if (wall[s]) {
        continue;
      }
      int top = 0;
      stack[top++] = s;
      wall[s] = true;
      int count = 0;
      boolean edge = false;
      while (top > 0) {
        int c = stack[--top];
        count++;
        int x = c % n;
        int y = c / n;
        edge |= x == 0 || y == 0 || x == n - 1 || y == n - 1;
        int[] next = {x > 0 ? c - 1 : c, x < n - 1 ? c + 1 : c, y > 0 ? c - n : c, c + n};
        for (int d : next) {
          if (d < wall.length && !wall[d]) {
            wall[d] = true;
            stack[top++] = d;
          }
        }
      }
      if (!edge && count > 12) {
        areas.add(count * 16.0);
      }
    }
  }

  static String table(List<String> names, List<Map<String, Double>> columns) {
    StringBuilder s = new StringBuilder("| measure |");
    names.forEach(n -> s.append(' ').append(n).append(" |"));
    s.append("\n|---|").append("---|".repeat(names.size())).append('\n');
    for (String key : columns.get(0).keySet()) {
      s.append("| ").append(key).append(" |");
      for (Map<String, Double> c : columns) {
        double v = c.get(key);
        s.append(
            String.format(Locale.ROOT, v >= 100 ? " %,.0f |" : v >= 5 ? " %.1f |" : " %.3f |", v));
      }
      s.append('\n');
    }
    return s.toString();
  }
}
