package city.emona.citygen;

import city.emona.citygen.plan.Dice.Stage;
import city.emona.citygen.plan.Fabric;
import city.emona.citygen.plan.Ints;
import city.emona.citygen.plan.Kind;
import city.emona.citygen.plan.Mosaic;
import city.emona.citygen.plan.Plan;
import city.emona.citygen.plan.Site;
import city.emona.citygen.road.Streets;
import city.emona.model.Schema;
import city.emona.model.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * Districts, zones with their access junctions, blocks of land use and the lines of rail and stream
 * as tables. Polygons are unions of faces, so they tile the land without gaps or overlaps.
 */
final class AreaTables {
  private static final int ACCESS_PER_ZONE = 5;

  private final Site site;
  private final Mosaic mosaic;
  private final Streets streets;
  private final Census census;
  private final Names names;
  private final String[] districtNames;

  AreaTables(Site site, Streets streets, Census census, Names names) {
    this.site = site;
    this.mosaic = streets.mosaic;
    this.streets = streets;
    this.census = census;
    this.names = names;
    this.districtNames = districtNames();
  }

  private String[] districtNames() {
    String[] out = new String[census.districts];
    int[][] members = Census.members(census.district, census.districts);
    double nearest = Double.MAX_VALUE;
    int centre = 0;
    for (int d = 0; d < out.length; d++) {
      out[d] = names.place(5000 + d);
      for (int f : members[d]) {
        double[] p = site.planOf(mosaic.centre(f));
        double away = Site.distance(p[0], p[1], site.coreX, site.coreY);
        if (away < nearest && census.peopleOfFace[f] > 0) {
          nearest = away;
          centre = d;
        }
      }
    }
    out[centre] = "Old Town";
    return out;
  }

  Table districts() {
    Table.Builder t = new Table.Builder(Schema.DISTRICTS);
    int[][] members = Census.members(census.district, census.districts);
    for (int d = 0; d < census.districts; d++) {
      int group = d;
      t.row("d" + d);
      t.set("name", districtNames[d]);
      t.set("population", census.sum(census.peopleOfFace, census.district, d));
      t.set("jobs", census.sum(census.jobsOfFace, census.district, d));
      mosaic.writePolygon(t, mosaic.union(members[d], f -> census.district[f] == group));
    }
    return t.build();
  }

  Table zones() {
    Table.Builder t = new Table.Builder(Schema.ZONES);
    int[][] members = Census.members(census.zone, census.zones);
    for (int z = 0; z < census.zones; z++) {
      int group = z;
      t.row("z" + z);
      t.set("district", census.district[members[z][0]]);
      t.set("population", census.sum(census.peopleOfFace, census.zone, z));
      t.set("jobs", census.sum(census.jobsOfFace, census.zone, z));
      mosaic.writePolygon(t, mosaic.union(members[z], f -> census.zone[f] == group));
    }
    return t.build();
  }

  /** Junctions of each zone: the one nearest to its weight, then the farthest from those taken. */
  Table zoneAccess() {
    Table.Builder t = new Table.Builder(Schema.ZONE_ACCESS);
    int[] nodeOf = new int[mosaic.plan.vertexCount()];
    java.util.Arrays.fill(nodeOf, -1);
    for (int v = 0; v < streets.nodeVertex.length; v++) {
      nodeOf[streets.nodeVertex[v]] = v;
    }
    int[][] members = Census.members(census.zone, census.zones);
    for (int z = 0; z < census.zones; z++) {
      double[] c = weightedCentre(members[z]);
      java.util.TreeSet<Integer> candidates = new java.util.TreeSet<>();
      for (int f : members[z]) {
        boolean lived = census.peopleOfFace[f] + census.jobsOfFace[f] > 0;
        for (int v : mosaic.plan.faces.get(f).vertex()) {
          if (nodeOf[v] >= 0 && (lived || members[z].length < 3)) {
            candidates.add(nodeOf[v]);
          }
        }
      }
      if (candidates.isEmpty()) {
        candidates.add(streets.nearestNode(c[0], c[1]));
      }
      int k = 0;
      for (int node : spread(new ArrayList<>(candidates), c)) {
        t.row("z" + z + "a" + k++);
        t.set("zone", z).set("node", node);
      }
    }
    return t.build();
  }

  private List<Integer> spread(List<Integer> candidates, double[] c) {
    List<Integer> taken = new ArrayList<>();
    while (taken.size() < Math.min(ACCESS_PER_ZONE, candidates.size())) {
      int best = -1;
      double score = -Double.MAX_VALUE;
      for (int v : candidates) {
        double s = -Site.distance(streets.x(v), streets.y(v), c[0], c[1]);
        if (!taken.isEmpty()) {
          double nearest = Double.MAX_VALUE;
          for (int w : taken) {
            nearest =
                Math.min(
                    nearest, Site.distance(streets.x(v), streets.y(v), streets.x(w), streets.y(w)));
          }
          s = nearest + 0.4 * s;
        }
        if (!taken.contains(v) && s > score) {
          score = s;
          best = v;
        }
      }
      taken.add(best);
    }
    return taken;
  }

  private double[] weightedCentre(int[] faces) {
    double sx = 0;
    double sy = 0;
    double sum = 0;
    for (int f : faces) {
      double w = census.peopleOfFace[f] + census.jobsOfFace[f] + 0.001;
      double[] c = mosaic.centre(f);
      sx += w * c[0];
      sy += w * c[1];
      sum += w;
    }
    return new double[] {sx / sum, sy / sum};
  }

  Table landUse() {
    Table.Builder t = new Table.Builder(Schema.LAND_USE);
    for (int f = 0; f < mosaic.plan.faces.size(); f++) {
      Plan.Face block = mosaic.plan.faces.get(f);
      int face = f;
      t.row("b" + f);
      t.set("kind", use(f)).set("fabric", block.fabric().label);
      t.set("name", block.fabric() == Fabric.PARK && big(f) ? names.place(9000 + f) + " Park" : "");
      t.set("population", census.peopleOfFace[f]).set("jobs", census.jobsOfFace[f]);
      t.set("district", census.district[f]).set("zone", census.zone[f]);
      mosaic.writePolygon(t, mosaic.union(new int[] {f}, g -> g == face));
    }
    return t.build();
  }

  private boolean big(int f) {
    return mosaic.plan.area(mosaic.plan.faces.get(f).vertex()) > 25_000;
  }

  private String use(int f) {
    Fabric fabric = mosaic.plan.faces.get(f).fabric();
    int people = census.peopleOfFace[f];
    int jobs = census.jobsOfFace[f];
    return switch (fabric) {
      case WATER -> "water";
      case PARK -> "park";
      case FOREST -> "forest";
      case FIELD -> "field";
      case INDUSTRY -> "industrial";
      default -> jobs > 3 * people ? "commercial" : jobs > 0.7 * people ? "mixed" : "residential";
    };
  }

  /** Railway and streams as chains of sides. */
  Table linework() {
    Table.Builder t = new Table.Builder(Schema.LINEWORK);
    String stream = names.place(7001);
    for (Kind kind : new Kind[] {Kind.RAIL, Kind.STREAM}) {
      boolean[] seen = new boolean[mosaic.sideCount()];
      int part = 0;
      for (int pass = 0; pass < 2; pass++) {
        for (int s = 0; s < seen.length; s++) {
          if (seen[s]
              || mosaic.kind(s) != kind
              || (pass == 0 && count(mosaic.start[s], kind) != 1)) {
            continue;
          }
          int[] line = follow(s, kind, seen);
          t.row((kind == Kind.RAIL ? "rail" : "stream") + part++);
          t.set("name", kind == Kind.RAIL ? "Main line" : stream + " Brook");
          t.set("kind", kind == Kind.RAIL ? "rail" : "stream");
          write(t, line);
        }
      }
    }
    return t.build();
  }

  private int count(int v, Kind kind) {
    int n = 0;
    for (int p = mosaic.firstOut[v]; p < mosaic.firstOut[v + 1]; p++) {
      n += mosaic.kind(mosaic.out[p]) == kind ? 1 : 0;
    }
    return n;
  }

  private int[] follow(int s, Kind kind, boolean[] seen) {
    Ints line = new Ints();
    line.add(mosaic.start[s]);
    int at = s;
    while (at >= 0) {
      seen[at] = true;
      if (mosaic.twin[at] >= 0) {
        seen[mosaic.twin[at]] = true;
      }
      int v = mosaic.end(at);
      line.add(v);
      at = -1;
      for (int p = mosaic.firstOut[v]; p < mosaic.firstOut[v + 1]; p++) {
        int next = mosaic.out[p];
        if (mosaic.kind(next) == kind && !seen[next]) {
          at = next;
        }
      }
    }
    return line.toArray();
  }

  private void write(Table.Builder t, int[] line) {
    int[] x = new int[line.length];
    int[] y = new int[line.length];
    for (int k = 0; k < line.length; k++) {
      x[k] = Mosaic.mm(mosaic.plan.x(line[k]));
      y[k] = Mosaic.mm(mosaic.plan.y(line[k]));
    }
    t.line(x, y);
  }

  /** Face that suits a new quarter: a field at the edge of town, large enough for 6,000 people. */
  int newDistrictFace() {
    int best = -1;
    double score = Double.MAX_VALUE;
    for (int f = 0; f < mosaic.plan.faces.size(); f++) {
      Plan.Face block = mosaic.plan.faces.get(f);
      if (block.fabric() != Fabric.FIELD) {
        continue;
      }
      double[] c = site.planOf(mosaic.centre(f));
      double area = mosaic.plan.area(block.vertex());
      double reach = site.reach(c[0], c[1]);
      double s =
          Math.abs(reach - 1.1)
              + (area < 180_000 ? 2 : area > 600_000 ? 0.5 : 0)
              + 0.2 * site.dice.unit(Stage.PLACES, f, 99);
      if (s < score) {
        score = s;
        best = f;
      }
    }
    return best;
  }
}
