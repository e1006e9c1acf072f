package city.emona.demand;

import city.emona.geo.PackedPoints;
import city.emona.geo.PackedPolygons;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;

/**
 * Where the trips of each zone enter the network: nodes of zone {@code z} are {@code node[first[z]]
 * .. node[first[z + 1] - 1]}, each with the time of the connector between the zone's centroid and
 * that node. The connector is the straight line times {@link #DETOUR} at {@link #SPEED_KMH}, the
 * usual centroid connector of zonal models (Ortúzar and Willumsen, "Modelling Transport", ch. 4):
 * it spreads the trips of a zone over its access nodes instead of letting them appear at the
 * cheapest one for nothing. Immutable.
 */
public record ZoneAccess(int[] first, int[] node, double[] connectorS) {
  /** Length of access streets over the straight line; an assumption within the range 1.2-1.4. */
  static final double DETOUR = 1.3;

  /** Mean speed on access streets, starting and parking included; an assumption. */
  public static final double SPEED_KMH = 20;

  public int zoneCount() {
    return first.length - 1;
  }

  /** The same nodes with connectors at another speed. */
  public ZoneAccess at(double kmh) {
    double[] seconds = connectorS.clone();
    for (int i = 0; i < seconds.length; i++) {
      seconds[i] *= SPEED_KMH / kmh;
    }
    return new ZoneAccess(first, node, seconds);
  }

  public static ZoneAccess of(City city) {
    Table access = city.table(Schema.ZONE_ACCESS);
    int[] zone = access.ints("zone");
    int[] at = access.ints("node");
    int zones = city.table(Schema.ZONES).size();
    int[] first = new int[zones + 1];
    for (int i = 0; i < zone.length; i++) {
      if (zone[i] >= 0 && at[i] >= 0) {
        first[zone[i] + 1]++;
      }
    }
    for (int z = 0; z < zones; z++) {
      first[z + 1] += first[z];
    }
    int[] node = new int[first[zones]];
    int[] next = first.clone();
    for (int i = 0; i < zone.length; i++) {
      if (zone[i] >= 0 && at[i] >= 0) {
        node[next[zone[i]]++] = at[i];
      }
    }
    return new ZoneAccess(first, node, connectors(city, first, node));
  }

  private static double[] connectors(City city, int[] first, int[] node) {
    PackedPoints points = city.network().nodePoints();
    PackedPolygons shapes = city.table(Schema.ZONES).polygons();
    double[] seconds = new double[node.length];
    for (int z = 0; z + 1 < first.length; z++) {
      double[] c = centroid(shapes, z);
      if (c == null) {
        continue;
      }
      for (int i = first[z]; i < first[z + 1]; i++) {
        double dx = points.xMm()[node[i]] - c[0];
        double dy = points.yMm()[node[i]] - c[1];
        double metres = Math.sqrt(dx * dx + dy * dy) / 1000 * DETOUR;
        seconds[i] = metres / (SPEED_KMH / 3.6);
      }
    }
    return seconds;
  }

  /** Centre of mass of the outer rings (local millimetres), or null without geometry. */
  private static double[] centroid(PackedPolygons shapes, int z) {
    double area = 0;
    double sx = 0;
    double sy = 0;
    for (int r = shapes.firstRing()[z]; r < shapes.firstRing()[z + 1]; r++) {
      int a = shapes.firstVertex()[r];
      int b = shapes.firstVertex()[r + 1];
      if (shapes.hole()[r] || b - a < 3) {
        continue;
      }
      double x0 = shapes.xMm()[a];
      double y0 = shapes.yMm()[a];
      for (int p = a + 1; p + 1 < b; p++) {
        double ux = shapes.xMm()[p] - x0;
        double uy = shapes.yMm()[p] - y0;
        double vx = shapes.xMm()[p + 1] - x0;
        double vy = shapes.yMm()[p + 1] - y0;
        double cross = ux * vy - uy * vx;
        area += cross;
        sx += cross * (x0 + (ux + vx) / 3);
        sy += cross * (y0 + (uy + vy) / 3);
      }
    }
    return area == 0 ? null : new double[] {sx / area, sy / area};
  }
}
