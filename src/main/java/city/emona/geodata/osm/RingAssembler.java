package city.emona.geodata.osm;

import city.emona.geo.MultiPolygon;
import city.emona.geo.Polygons;
import city.emona.geodata.osm.file.OsmData;
import city.emona.geodata.osm.street.Ground;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Joins the ways of an area to closed rings by their end nodes (OSM wiki, "Relation:multipolygon"),
 * whatever their order and direction, and makes a valid multipolygon of them. Rings that stay open,
 * because the extract was cut, are counted and left out.
 */
final class RingAssembler {
  private final OsmData data;
  private final Ground ground;

  RingAssembler(OsmData data, Ground ground) {
    this.data = data;
    this.ground = ground;
  }

  /** The shape, how many chains stayed open or incomplete, and whether it had to be mended. */
  record Assembled(MultiPolygon shape, int openChains, boolean mended) {}

  /** A closed way by itself, or null where it is not closed or lacks nodes. */
  Assembled ofWay(int w) {
    int a = data.ways.firstRef()[w];
    int b = data.ways.firstRef()[w + 1];
    long[] refs = data.ways.refs();
    if (b - a < 4 || refs[a] != refs[b - 1]) {
      return null;
    }
    int[] nodes = new int[b - a - 1];
    for (int k = 0; k < nodes.length; k++) {
      nodes[k] = data.nodes.rows().get(refs[a + k]);
      if (nodes[k] < 0) {
        return null;
      }
    }
    Polygons.Mended m = Polygons.ofRings(List.of(xs(nodes)), List.of(ys(nodes)));
    return new Assembled(m.polygon(), 0, m.wasInvalid());
  }

  /** The outer and inner ways of a relation. */
  Assembled ofRelation(int r) {
    OsmData.Relations rel = data.relations;
    List<int[]> chains = new ArrayList<>();
    int missing = 0;
    for (int m = rel.firstMember()[r]; m < rel.firstMember()[r + 1]; m++) {
      String role = rel.roles()[m];
      boolean ring = role.isEmpty() || role.equals("outer") || role.equals("inner");
      if (rel.kinds()[m] != OsmData.WAY || !ring) {
        continue;
      }
      int w = data.wayRows.get(rel.refs()[m]);
      int[] nodes = w < 0 ? null : nodesOf(w);
      if (nodes == null) {
        missing++;
      } else if (nodes.length > 1) {
        chains.add(nodes);
      }
    }
    List<int[]> rings = join(chains);
    int open = chains.size();
    List<int[]> xs = new ArrayList<>();
    List<int[]> ys = new ArrayList<>();
    for (int[] ring : rings) {
      xs.add(xs(ring));
      ys.add(ys(ring));
    }
    if (rings.isEmpty()) {
      return new Assembled(MultiPolygon.EMPTY, Math.max(1, open + missing), false);
    }
    Polygons.Mended m = Polygons.ofRings(xs, ys);
    return new Assembled(m.polygon(), open + missing, m.wasInvalid());
  }

  private int[] nodesOf(int w) {
    int a = data.ways.firstRef()[w];
    int[] nodes = new int[data.ways.firstRef()[w + 1] - a];
    for (int k = 0; k < nodes.length; k++) {
      nodes[k] = data.nodes.rows().get(data.ways.refs()[a + k]);
      if (nodes[k] < 0) {
        return null;
      }
    }
    return nodes;
  }

  /** Takes closed rings (without the closing node) out of {@code chains}; what is left is open. */
  private static List<int[]> join(List<int[]> chains) {
    List<int[]> rings = new ArrayList<>();
    Map<Integer, List<Integer>> ends = new HashMap<>();
    boolean[] used = new boolean[chains.size()];
    for (int c = 0; c < chains.size(); c++) {
      int[] chain = chains.get(c);
      ends.computeIfAbsent(chain[0], k -> new ArrayList<>()).add(c);
      ends.computeIfAbsent(chain[chain.length - 1], k -> new ArrayList<>()).add(c);
    }
    List<int[]> open = new ArrayList<>();
    for (int c = 0; c < chains.size(); c++) {
      if (used[c]) {
        continue;
      }
      used[c] = true;
      int[] ring = chains.get(c);
      while (ring[0] != ring[ring.length - 1]) {
        int next = next(ends.get(ring[ring.length - 1]), used);
        if (next < 0) {
          break;
        }
        used[next] = true;
        ring = append(ring, chains.get(next));
      }
      if (ring[0] == ring[ring.length - 1] && ring.length > 3) {
        rings.add(Arrays.copyOf(ring, ring.length - 1));
      } else {
        open.add(ring);
      }
    }
    chains.clear();
    chains.addAll(open);
    return rings;
  }

  private static int next(List<Integer> candidates, boolean[] used) {
    for (int c : candidates) {
      if (!used[c]) {
        return c;
      }
    }
    return -1;
  }

  private static int[] append(int[] ring, int[] chain) {
    int[] all = Arrays.copyOf(ring, ring.length + chain.length - 1);
    boolean along = chain[0] == ring[ring.length - 1];
    for (int k = 1; k < chain.length; k++) {
      all[ring.length - 1 + k] = along ? chain[k] : chain[chain.length - 1 - k];
    }
    return all;
  }

  private int[] xs(int[] nodes) {
    int[] x = new int[nodes.length];
    Arrays.setAll(x, i -> ground.xMm()[nodes[i]]);
    return x;
  }

  private int[] ys(int[] nodes) {
    int[] y = new int[nodes.length];
    Arrays.setAll(y, i -> ground.yMm()[nodes[i]]);
    return y;
  }
}
