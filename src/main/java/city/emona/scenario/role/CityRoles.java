package city.emona.scenario.role;

import city.emona.EmonaException;
import city.emona.geo.PackedPolygons;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.scenario.Areas;
import city.emona.scenario.Place;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Gives a city the roles that scenarios speak of (contracts §0): the old bridge, the old town. A
 * place that has a polygon makes an area, districts make districts, anything else the links that it
 * names now. Stateless.
 */
public final class CityRoles {
  private CityRoles() {}

  /**
   * The city with a role set anew; {@code junctions} are ids of nodes (the two ends of a missing
   * bridge, where the trips of a new district enter), which may stand alone.
   */
  public static City set(City city, String name, Place place, List<String> junctions) {
    Areas areas = new Areas(city, UnaryOperator.identity());
    City others = remove(city, name);
    int role = others.table(Schema.ROLES).size();
    Table.Builder roles = new Table.Builder(Schema.ROLES);
    Table.Builder members = new Table.Builder(Schema.ROLE_MEMBERS);
    roles.row(name);
    List<String> ids = new ArrayList<>();
    if (!place.polygon().isEmpty()) {
      roles.set("kind", "area");
      write(areas.outline(place), roles);
    } else if (!place.districts().isEmpty()) {
      roles.set("kind", "districts").endPolygon();
      place.districts().forEach(d -> ids.add(areas.districtId(d)));
    } else if (place.isEmpty()) {
      roles.set("kind", "area").endPolygon();
    } else {
      roles.set("kind", "links").endPolygon();
      BitSet links = areas.links(place);
      links.stream().forEach(i -> ids.add(city.table(Schema.LINKS).id(i)));
    }
    for (String junction : junctions) {
      areas.row(Schema.NODES, junction);
      ids.add(junction);
    }
    if (ids.isEmpty() && place.isEmpty()) {
      throw EmonaException.invalid(
          "The role \"" + name + "\" would name nothing.",
          "--place",
          "Give --place '{ streets: Old Bridge }' or --nodes with ids of junctions.");
    }
    for (String id : ids) {
      members.row(name + ":" + members.size());
      members.set("role", role).set("member", id);
    }
    return others.with(
        others.table(Schema.ROLES).append(roles.build()),
        others.table(Schema.ROLE_MEMBERS).append(members.build()));
  }

  /** The city without a role; itself where it has none of that name. */
  public static City remove(City city, String name) {
    Table roles = city.table(Schema.ROLES);
    Table members = city.table(Schema.ROLE_MEMBERS);
    int gone = roles.findRow(name);
    if (gone < 0) {
      return city;
    }
    BitSet others = new BitSet();
    others.set(0, roles.size());
    others.clear(gone);
    BitSet theirs = new BitSet();
    for (int m = 0; m < members.size(); m++) {
      theirs.set(m, members.ints("role")[m] != gone);
    }
    Table kept = members.keep(theirs);
    int[] role = kept.ints("role").clone();
    for (int m = 0; m < role.length; m++) {
      role[m] -= role[m] > gone ? 1 : 0;
    }
    return city.with(roles.keep(others), kept.with("role", role));
  }

  private static void write(PackedPolygons p, Table.Builder out) {
    for (int ring = p.firstRing()[0]; ring < p.firstRing()[1]; ring++) {
      int from = p.firstVertex()[ring];
      int n = p.firstVertex()[ring + 1] - from;
      int[] x = new int[n];
      int[] y = new int[n];
      for (int v = 0; v < n; v++) {
        x[v] = p.xMm()[from + v];
        y[v] = p.yMm()[from + v];
      }
      out.ring(x, y, ring > p.firstRing()[0]);
    }
    out.endPolygon();
  }
}
