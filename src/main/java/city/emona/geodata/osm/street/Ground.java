package city.emona.geodata.osm.street;

import city.emona.EmonaException;
import city.emona.geo.LocalFrame;
import city.emona.geodata.osm.file.ImportIssues;
import city.emona.geodata.osm.file.OsmData;

/**
 * The positions of all nodes in the metre system of the city, in millimetres, row by row as in
 * {@link OsmData.Positions}. The origin is the middle of the bounding box of the street nodes,
 * rounded to 0.001 degrees so that a small change of the extract does not move every coordinate.
 * Immutable by agreement.
 */
public record Ground(LocalFrame frame, int[] xMm, int[] yMm) {
  /** Beyond this the flat metre system of one city is no longer true to scale. */
  private static final double MAX_EXTENT_DEG = 4;

  public static Ground of(OsmData data, String where) {
    int lonMin = Integer.MAX_VALUE;
    int lonMax = Integer.MIN_VALUE;
    int latMin = Integer.MAX_VALUE;
    int latMax = Integer.MIN_VALUE;
    for (int w = 0; w < data.ways.size(); w++) {
      if (StreetRules.roadClass(data.ways.tags()[w]) < 0) {
        continue;
      }
      for (int k = data.ways.firstRef()[w]; k < data.ways.firstRef()[w + 1]; k++) {
        int n = data.nodes.rows().get(data.ways.refs()[k]);
        if (n >= 0) {
          lonMin = Math.min(lonMin, data.nodes.lonE7()[n]);
          lonMax = Math.max(lonMax, data.nodes.lonE7()[n]);
          latMin = Math.min(latMin, data.nodes.latE7()[n]);
          latMax = Math.max(latMax, data.nodes.latE7()[n]);
        }
      }
    }
    if (lonMin > lonMax) {
      throw EmonaException.invalid(
          "The file holds no streets (no way with a highway tag and node positions).",
          where,
          "Give an extract with roads, for example one from a regional OpenStreetMap mirror.");
    }
    if (lonMax / 1e7 - lonMin / 1e7 > MAX_EXTENT_DEG
        || latMax / 1e7 - latMin / 1e7 > MAX_EXTENT_DEG) {
      throw new EmonaException(
          EmonaException.Code.TOO_LARGE,
          "The streets span more than " + (int) MAX_EXTENT_DEG + " degrees, more than one city.",
          where,
          "Cut the city out first: osmium extract -b west,south,east,north FILE -o city.osm.pbf");
    }
    LocalFrame frame =
        new LocalFrame(
            Math.round(((double) lonMin + lonMax) / 2e4) / 1e3,
            Math.round(((double) latMin + latMax) / 2e4) / 1e3);
    int n = data.nodes.size();
    int[] x = new int[n];
    int[] y = new int[n];
    double[] xy = new double[2];
    for (int i = 0; i < n; i++) {
      toMm(frame, data.nodes.lonE7()[i], data.nodes.latE7()[i], xy);
      x[i] = (int) xy[0];
      y[i] = (int) xy[1];
    }
    return new Ground(frame, x, y);
  }

  /** Whole millimetres as doubles; far strays are held at the edge of the int range. */
  private static void toMm(LocalFrame frame, int lonE7, int latE7, double[] xy) {
    frame.toLocal(lonE7 / 1e7, latE7 / 1e7, xy, 0);
    xy[0] = Math.max(-2e9, Math.min(2e9, Math.rint(xy[0] * 1000)));
    xy[1] = Math.max(-2e9, Math.min(2e9, Math.rint(xy[1] * 1000)));
  }

  public int[] mm(int lonE7, int latE7) {
    double[] xy = new double[2];
    toMm(frame, lonE7, latE7, xy);
    return new int[] {(int) xy[0], (int) xy[1]};
  }

  /** Row of a node in the middle of a way, or −1 where the file holds none of its nodes. */
  public static int nodeOfWay(OsmData data, int way) {
    int a = data.ways.firstRef()[way];
    int n = data.ways.firstRef()[way + 1] - a;
    for (int k = 0; k < n; k++) {
      int row = data.nodes.rows().get(data.ways.refs()[a + (n / 2 + k) % n]);
      if (row >= 0) {
        return row;
      }
    }
    return -1;
  }

  /** Row of a node of a relation's first known member, or −1 where the file holds none. */
  public static int nodeOfRelation(OsmData data, int relation) {
    OsmData.Relations rel = data.relations;
    for (int m = rel.firstMember()[relation]; m < rel.firstMember()[relation + 1]; m++) {
      int row = -1;
      if (rel.kinds()[m] == OsmData.NODE) {
        row = data.nodes.rows().get(rel.refs()[m]);
      } else if (rel.kinds()[m] == OsmData.WAY && data.wayRows.get(rel.refs()[m]) >= 0) {
        row = nodeOfWay(data, data.wayRows.get(rel.refs()[m]));
      }
      if (row >= 0) {
        return row;
      }
    }
    return -1;
  }

  /** Tells of one element, at a node where one is known (else −1). */
  public void tell(
      ImportIssues issues,
      String reason,
      ImportIssues.Action action,
      String source,
      String message,
      int node) {
    if (node < 0) {
      issues.total(reason, action, source, message, 1);
    } else {
      issues.at(reason, action, source, message, 1, xMm[node], yMm[node]);
    }
  }

  double distanceM(int a, int b) {
    double dx = (double) xMm[a] - xMm[b];
    double dy = (double) yMm[a] - yMm[b];
    return Math.sqrt(dx * dx + dy * dy) / 1000;
  }
}
