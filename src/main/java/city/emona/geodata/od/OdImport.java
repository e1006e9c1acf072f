package city.emona.geodata.od;

import city.emona.EmonaException;
import city.emona.geo.PackedPoints;
import city.emona.model.City;
import city.emona.model.CityInfo;
import city.emona.model.Schema;
import city.emona.model.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Puts a matrix into a city: its zones are matched by id, or by place where the file numbers its
 * zones from 1 and has as many as the city. Trips of a zone that the city does not have are left
 * out; every such zone becomes an import issue with its trips and the fix. Stateless.
 */
public final class OdImport {
  private static final String UNKNOWN = "od_zone_unknown";
  private static final String BY_PLACE = "od_zones_by_place";
  private static final int SHOWN = 5;

  private OdImport() {}

  /** The city with the trips of the file in place of its own. */
  public static City apply(City city, OdFile file) {
    Table zones = city.table(Schema.ZONES);
    int[] row = new int[file.zones().size()];
    Arrays.setAll(row, z -> zones.findRow(file.zones().get(z)));
    boolean byPlace =
        Arrays.stream(row).allMatch(r -> r < 0) && file.numbered() && row.length == zones.size();
    if (byPlace) {
      Arrays.setAll(row, z -> z);
    }
    if (Arrays.stream(row).allMatch(r -> r < 0)) {
      throw EmonaException.invalid(
          "None of the "
              + row.length
              + " zones of the file is a zone of the city: it has "
              + some(file.zones())
              + ", the city "
              + some(List.of(zones.ids()))
              + ".",
          file.source(),
          "write the ids of the city's zones (table zones) into the file");
    }
    int n = zones.size();
    double[] cells = new double[n * n];
    double[] lost = new double[row.length];
    int[] lostCells = new int[row.length];
    for (int c = 0; c < file.trips().length; c++) {
      int i = row[file.from()[c]];
      int j = row[file.to()[c]];
      if (i >= 0 && j >= 0) {
        cells[i * n + j] += file.trips()[c];
      } else {
        int unknown = i < 0 ? file.from()[c] : file.to()[c];
        lost[unknown] += file.trips()[c];
        lostCells[unknown]++;
      }
    }
    return with(city, table(zones, cells), issues(city, file, row, lost, lostCells, byPlace), file);
  }

  private static String some(List<String> ids) {
    return ids.stream().limit(SHOWN).collect(Collectors.joining(", "))
        + (ids.size() > SHOWN ? ", …" : "");
  }

  private static Table table(Table zones, double[] cells) {
    int n = zones.size();
    Table.Builder od = new Table.Builder(Schema.OD);
    for (int c = 0; c < cells.length; c++) {
      if (cells[c] > 0) {
        od.row(zones.id(c / n) + "-" + zones.id(c % n));
        od.set("from_zone", c / n).set("to_zone", c % n).set("car_trips_per_day", cells[c]);
      }
    }
    return od.build();
  }

  private static Table issues(
      City city, OdFile file, int[] row, double[] lost, int[] lostCells, boolean byPlace) {
    Table before = city.table(Schema.IMPORT_ISSUES);
    BitSet others = new BitSet();
    for (int r = 0; r < before.size(); r++) {
      others.set(r, !before.texts("reason")[r].startsWith("od_zone"));
    }
    Table.Builder found = new Table.Builder(Schema.IMPORT_ISSUES);
    if (byPlace) {
      issue(
          found,
          BY_PLACE,
          "assumed",
          file,
          "zones are numbered; zone 1 was taken for "
              + city.table(Schema.ZONES).id(0)
              + ", the first of the city, and so on. Fix: give the zones the city's ids",
          row.length);
    }
    for (int z = 0; z < row.length; z++) {
      if (row[z] < 0) {
        issue(
            found,
            UNKNOWN,
            "dropped",
            file,
            "zone "
                + file.zones().get(z)
                + " is not a zone of the city; "
                + Math.round(lost[z])
                + " trips a day left out. Fix: rename it to an id of table zones",
            lostCells[z]);
      }
    }
    return before.keep(others).append(found.build());
  }

  private static void issue(
      Table.Builder b, String reason, String action, OdFile file, String message, int count) {
    b.row("od" + b.size());
    b.set("reason", reason).set("action", action).set("source", file.source());
    b.set("message", message).set("count", Math.max(1, count));
    b.point(PackedPoints.NONE, PackedPoints.NONE);
  }

  private static City with(City city, Table od, Table issues, OdFile file) {
    CityInfo i = city.info();
    List<String> sources = new ArrayList<>(i.sources());
    sources.removeIf(s -> s.startsWith("car trips: "));
    sources.add("car trips: " + file.source());
    CityInfo info =
        new CityInfo(
            i.id(),
            i.name(),
            i.timeZone(),
            i.frame(),
            i.licence(),
            i.attribution(),
            sources,
            i.estimates(),
            i.syntheticSeed());
    List<Table> tables = new ArrayList<>(city.with(od, issues).tables());
    return new City(info, tables);
  }
}
