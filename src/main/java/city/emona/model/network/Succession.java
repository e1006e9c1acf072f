package city.emona.model.network;

import city.emona.geo.Bounds;
import city.emona.geo.LocalFrame;
import city.emona.geo.PackedLines;
import city.emona.geo.PackedPoints;
import city.emona.geo.PackedPolygons;
import city.emona.geo.SpatialIndex;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What of a city's earlier version lives on when its map is read again. An id that is gone leads to
 * the street that now runs where the old one ran, in the same direction and for some of the same
 * modes (of several the one of the same name, then the nearest), to the nearest junction, or to the
 * district of the same name; within {@value #NEAR_M} m. Roles that a user set are of no map and are
 * taken along, their members under their present ids. Stateless.
 */
public final class Succession {
  private static final double NEAR_M = 15;
  private static final double SAME_DIRECTION = 0.8; // cosine, some 37 degrees
  private static final double FAR_DEG = 0.5;

  /** The newer city with the roles of the earlier one, and what could not be taken along. */
  public record Heir(City city, List<String> lost) {}

  private final City before;
  private final City after;
  private final LocalFrame from;
  private final LocalFrame to;
  private final double[] p = new double[2];

  private Succession(City before, City after) {
    this.before = before;
    this.after = after;
    this.from = before.info().frame();
    this.to = after.info().frame();
  }

  /** Present ids by ids that only the earlier version has, in the order of the alphabet. */
  public static Map<String, String> aliases(City before, City after) {
    Succession s = new Succession(before, after);
    Map<String, String> aliases = new TreeMap<>();
    boolean elsewhere =
        Math.abs(s.from.lon0Deg() - s.to.lon0Deg()) > FAR_DEG
            || Math.abs(s.from.lat0Deg() - s.to.lat0Deg()) > FAR_DEG;
    if (!elsewhere) {
      s.links(aliases);
      s.nodes(aliases);
      s.districts(aliases);
    }
    return aliases;
  }

  /** The newer city with the earlier one's roles, where it has none of its own. */
  public static Heir withRoles(City before, City after, Map<String, String> aliases) {
    boolean none = before.table(Schema.ROLES).size() == 0;
    if (none || after.table(Schema.ROLES).size() > 0) {
      return new Heir(after, List.of());
    }
    return new Succession(before, after).roles(aliases);
  }

  /** Turns metres of the earlier frame into millimetres of the newer one. */
  private void move(double xM, double yM) {
    from.toLonLat(xM, yM, p, 0);
    to.toLocal(p[0], p[1], p, 0);
    p[0] *= 1000;
    p[1] *= 1000;
  }

  private static Bounds around(double xMm, double yMm) {
    double r = NEAR_M * 1000;
    return new Bounds(xMm - r, yMm - r, xMm + r, yMm + r);
  }

  private void links(Map<String, String> aliases) {
    Table old = before.table(Schema.LINKS);
    Table now = after.table(Schema.LINKS);
    SpatialIndex index = null;
    for (int i = 0; i < old.size(); i++) {
      if (now.findRow(old.id(i)) < 0) {
        index = index == null ? new SpatialIndex(now.shapes()) : index;
        int heir = heirOfLink(old, i, now, index);
        if (heir >= 0) {
          aliases.put(old.id(i), now.id(heir));
        }
      }
    }
  }

  private int heirOfLink(Table old, int i, Table now, SpatialIndex index) {
    double[] middle = middle(old.lines(), i);
    move(middle[0] / 1000, middle[1] / 1000);
    double x = p[0];
    double y = p[1];
    int best = -1;
    double bestScore = Double.POSITIVE_INFINITY;
    for (int k : index.find(around(x, y))) {
      if ((now.ints("modes")[k] & old.ints("modes")[i]) == 0) {
        continue;
      }
      double d = distance(now.lines(), k, x, y, middle[2], middle[3]);
      String name = old.texts("name")[i];
      boolean sameName = !name.isEmpty() && name.equals(now.texts("name")[k]);
      double score = d + (sameName ? 0 : NEAR_M * 1000);
      if (d <= NEAR_M * 1000 && score < bestScore) {
        best = k;
        bestScore = score;
      }
    }
    return best;
  }

  /** Place at half the length of a line, and the direction there as a unit vector. */
  private static double[] middle(PackedLines lines, int i) {
    double left = lines.lengthM(i) * 500;
    double[] m = new double[4];
    for (int v = lines.first()[i]; v + 1 < lines.first()[i + 1]; v++) {
      double dx = (double) lines.xMm()[v + 1] - lines.xMm()[v];
      double dy = (double) lines.yMm()[v + 1] - lines.yMm()[v];
      double length = Math.sqrt(dx * dx + dy * dy);
      if (length > 0) {
        double f = Math.min(1, left / length);
        m[0] = lines.xMm()[v] + f * dx;
        m[1] = lines.yMm()[v] + f * dy;
        m[2] = dx / length;
        m[3] = dy / length;
        if (left <= length) {
          return m;
        }
        left -= length;
      }
    }
    return m;
  }

  /** Millimetres to the nearest stretch of a line that runs in the direction; else infinite. */
  private static double distance(
      PackedLines lines, int i, double x, double y, double ux, double uy) {
    double best = Double.POSITIVE_INFINITY;
    for (int v = lines.first()[i]; v + 1 < lines.first()[i + 1]; v++) {
      double ax = lines.xMm()[v];
      double ay = lines.yMm()[v];
      double dx = lines.xMm()[v + 1] - ax;
      double dy = lines.yMm()[v + 1] - ay;
      double square = dx * dx + dy * dy;
      if (square > 0 && dx * ux + dy * uy >= SAME_DIRECTION * Math.sqrt(square)) {
        double f = Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / square));
        best = Math.min(best, Math.hypot(ax + f * dx - x, ay + f * dy - y));
      }
    }
    return best;
  }

  private void nodes(Map<String, String> aliases) {
    Table old = before.table(Schema.NODES);
    Table now = after.table(Schema.NODES);
    SpatialIndex index = null;
    PackedPoints there = now.points();
    for (int i = 0; i < old.size(); i++) {
      if (now.findRow(old.id(i)) >= 0) {
        continue;
      }
      index = index == null ? new SpatialIndex(now.shapes()) : index;
      move(old.points().xMm()[i] / 1000.0, old.points().yMm()[i] / 1000.0);
      int best = -1;
      double bestD = NEAR_M * 1000;
      for (int k : index.find(around(p[0], p[1]))) {
        double d = Math.hypot(there.xMm()[k] - p[0], there.yMm()[k] - p[1]);
        if (d < bestD) {
          best = k;
          bestD = d;
        }
      }
      if (best >= 0) {
        aliases.put(old.id(i), now.id(best));
      }
    }
  }

  private void districts(Map<String, String> aliases) {
    Table old = before.table(Schema.DISTRICTS);
    Table now = after.table(Schema.DISTRICTS);
    for (int i = 0; i < old.size(); i++) {
      for (int k = 0; k < now.size() && now.findRow(old.id(i)) < 0; k++) {
        if (now.texts("name")[k].equals(old.texts("name")[i])) {
          aliases.put(old.id(i), now.id(k));
          break;
        }
      }
    }
  }

  private Heir roles(Map<String, String> aliases) {
    Table old = before.table(Schema.ROLES);
    Table oldMembers = before.table(Schema.ROLE_MEMBERS);
    Table.Builder roles = new Table.Builder(Schema.ROLES);
    Table.Builder members = new Table.Builder(Schema.ROLE_MEMBERS);
    List<String> lost = new ArrayList<>();
    for (int r = 0; r < old.size(); r++) {
      List<String> kept = new ArrayList<>();
      int had = 0;
      for (int m = 0; m < oldMembers.size(); m++) {
        if (oldMembers.ints("role")[m] == r) {
          had++;
          String id = present(oldMembers.texts("member")[m], aliases);
          if (!id.isEmpty() && !kept.contains(id)) {
            kept.add(id);
          }
        }
      }
      if (had > 0 && kept.isEmpty()) {
        lost.add(old.id(r));
        continue;
      }
      int row = roles.row(old.id(r));
      roles.set("kind", old.choices("kind")[r]);
      outline(old.polygons(), r, roles);
      for (String id : kept) {
        members.row(old.id(r) + ":" + members.size());
        members.set("role", row).set("member", id);
      }
    }
    return new Heir(after.with(roles.build(), members.build()), lost);
  }

  private String present(String id, Map<String, String> aliases) {
    String now = aliases.getOrDefault(id, id);
    boolean there =
        after.table(Schema.LINKS).findRow(now) >= 0
            || after.table(Schema.DISTRICTS).findRow(now) >= 0
            || after.table(Schema.NODES).findRow(now) >= 0;
    return there ? now : "";
  }

  private void outline(PackedPolygons shapes, int row, Table.Builder out) {
    for (int g = shapes.firstRing()[row]; g < shapes.firstRing()[row + 1]; g++) {
      int a = shapes.firstVertex()[g];
      int n = shapes.firstVertex()[g + 1] - a;
      int[] x = new int[n];
      int[] y = new int[n];
      for (int v = 0; v < n; v++) {
        move(shapes.xMm()[a + v] / 1000.0, shapes.yMm()[a + v] / 1000.0);
        x[v] = (int) Math.round(p[0]);
        y[v] = (int) Math.round(p[1]);
      }
      out.ring(x, y, shapes.hole()[g]);
    }
    out.endPolygon();
  }
}
