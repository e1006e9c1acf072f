package city.emona.citygen;

import city.emona.citygen.plan.Mosaic;
import city.emona.citygen.plan.skeleton.Outline;
import city.emona.citygen.plan.skeleton.Skeleton;
import city.emona.citygen.road.Streets;
import city.emona.model.Schema;
import city.emona.model.Table;
import java.util.List;

/**
 * The places that shipped scenarios refer to by role: the old bridge (links of both directions),
 * the areas inside the inner ring and the old town, the site of a missing bridge with the two
 * junctions it would join, and a field at the edge of town that suits a new quarter.
 */
final class Roles {
  private final Skeleton skeleton;
  private final Outline outline;
  private final Streets streets;
  private final LinkTables links;
  private final AreaTables areas;
  private final Census census;
  private final Table.Builder roles = new Table.Builder(Schema.ROLES);
  private final Table.Builder members = new Table.Builder(Schema.ROLE_MEMBERS);

  Roles(
      Skeleton skeleton,
      Outline outline,
      Streets streets,
      LinkTables links,
      AreaTables areas,
      Census census) {
    this.skeleton = skeleton;
    this.outline = outline;
    this.streets = streets;
    this.links = links;
    this.areas = areas;
    this.census = census;
  }

  /** {@code bridgeEnds}: the two junctions that the missing bridge would join. */
  Table[] tables(int[] bridgeEnds) {
    Mosaic mosaic = streets.mosaic;
    int role = roles.row("old-bridge");
    roles.set("kind", "links").endPolygon();
    for (int i = 0; i < streets.count(); i++) {
      if (streets.bridge[i] && isOldBridge(i)) {
        member(role, links.links.id(links.forwardLink[i]));
        member(role, links.links.id(links.backwardLink[i]));
      }
    }
    area("inner-ring", outline.verticesAlong(skeleton.innerRing, true));
    area("old-town", outline.verticesAlong(skeleton.oldTown, true));
    newBridge(bridgeEnds);
    int face = areas.newDistrictFace();
    role = roles.row("new-district-site");
    roles.set("kind", "area");
    mosaic.writePolygon(roles, mosaic.union(new int[] {face}, f -> f == face));
    member(role, "z" + census.zone[face]);
    return new Table[] {roles.build(), members.build()};
  }

  private boolean isOldBridge(int i) {
    Skeleton.Bridge old = skeleton.oldBridge();
    int a = streets.nodeVertex[streets.from[i]];
    int b = streets.nodeVertex[streets.to[i]];
    int south = outline.vertexOf(old.south());
    int north = outline.vertexOf(old.north());
    return (a == south && b == north) || (a == north && b == south);
  }

  private void member(int role, String id) {
    members.row("m" + members.size());
    members.set("role", role).set("member", id);
  }

  private void area(String id, int[] ring) {
    roles.row(id);
    roles.set("kind", "area");
    streets.mosaic.writePolygon(roles, List.of(counterClockwise(ring)));
  }

  private int[] counterClockwise(int[] ring) {
    if (streets.mosaic.plan.area(ring) > 0) {
      return ring;
    }
    int[] back = new int[ring.length];
    for (int k = 0; k < ring.length; k++) {
      back[k] = ring[ring.length - 1 - k];
    }
    return back;
  }

  /** A strip across the river that holds the ends of the missing bridge. */
  private void newBridge(int[] ends) {
    double ax = streets.x(ends[0]);
    double ay = streets.y(ends[0]);
    double dx = streets.x(ends[1]) - ax;
    double dy = streets.y(ends[1]) - ay;
    double n = Math.sqrt(dx * dx + dy * dy);
    int[] x = new int[4];
    int[] y = new int[4];
    for (int k = 0; k < 4; k++) {
      double along = (k < 2 ? -60 : n + 60) / n;
      double across = (k == 0 || k == 3 ? -45 : 45) / n;
      x[k] = Mosaic.mm(ax + along * dx + across * dy);
      y[k] = Mosaic.mm(ay + along * dy - across * dx);
    }
    int role = roles.row("new-bridge-site");
    roles.set("kind", "area").ring(x, y, false).endPolygon();
    member(role, "n" + ends[0]);
    member(role, "n" + ends[1]);
  }
}
