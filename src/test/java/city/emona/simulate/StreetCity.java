package city.emona.simulate;

import city.emona.geo.LocalFrame;
import city.emona.model.City;
import city.emona.model.CityInfo;
import city.emona.model.DayType;
import city.emona.model.Schema;
import city.emona.model.Table;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** A lattice of streets, {@code n × n} blocks of {@code blockM} metres, one link per direction. */
public final class StreetCity {
  public static final UserClass CARS = new UserClass("car", UserClass.Group.CAR, false, 1);
  public static final UserClass OLD_CARS = new UserClass("car_old", UserClass.Group.CAR, true, 1);
  public static final UserClass TRUCKS = new UserClass("truck", UserClass.Group.TRUCK, false, 2);

  private StreetCity() {}

  public static City lattice(int n, int blockM) {
    Table.Builder nodes = new Table.Builder(Schema.NODES);
    Table.Builder links = new Table.Builder(Schema.LINKS);
    for (int i = 0; i <= n; i++) {
      for (int j = 0; j <= n; j++) {
        nodes.row("n" + (i * (n + 1) + j));
        nodes.set("control", "none");
        nodes.point(i * blockM * 1000, j * blockM * 1000);
      }
    }
    for (int i = 0; i <= n; i++) {
      for (int j = 0; j <= n; j++) {
        if (i < n) {
          street(links, n, i, j, i + 1, j, blockM);
        }
        if (j < n) {
          street(links, n, i, j, i, j + 1, blockM);
        }
      }
    }
    CityInfo info =
        new CityInfo(
            "lattice",
            "Lattice",
            ZoneId.of("Europe/Ljubljana"),
            new LocalFrame(14.5, 46.05),
            "CC0",
            "",
            List.of(),
            List.of(),
            1);
    return new City(info, List.of(nodes.build(), links.build()));
  }

  private static void street(Table.Builder links, int n, int i, int j, int k, int l, int blockM) {
    for (int d = 0; d < 2; d++) {
      int a = d == 0 ? i * (n + 1) + j : k * (n + 1) + l;
      int b = d == 0 ? k * (n + 1) + l : i * (n + 1) + j;
      links.row("l" + a + "-" + b);
      links.set("from_node", a);
      links.set("to_node", b);
      links.set("road_class", (i + j) % 5 == 0 ? "secondary" : "residential");
      links.set("length_mm", blockM * 1000);
      links.set("lanes", 1);
      links.set("free_speed_kmh", 50);
      links.set("capacity_veh_per_h", 800);
      links.set("modes", 31);
      links.set("structure", "ground");
      int m = blockM * 1000;
      links.line(
          d == 0 ? new int[] {i * m, k * m} : new int[] {k * m, i * m},
          d == 0 ? new int[] {j * m, l * m} : new int[] {l * m, j * m});
    }
  }

  /** Traffic that differs from link to link and hour to hour, at 30 to 50 km/h. */
  public static TrafficDay traffic(City city, List<UserClass> classes, double scale) {
    DaySteps steps = DaySteps.hourly(DayType.WEEKDAY.date(), city.info().timeZone());
    int links = city.network().linkCount();
    List<float[][]> volumes = new ArrayList<>();
    float[][] speed = new float[steps.count()][links];
    for (int c = 0; c < classes.size(); c++) {
      float[][] v = new float[steps.count()][links];
      for (int s = 0; s < steps.count(); s++) {
        for (int l = 0; l < links; l++) {
          v[s][l] = (float) (scale * (20 + (l * 37 + s * 11 + c * 5) % 300));
          speed[s][l] = 30 + (l * 13 + s) % 21;
        }
      }
      volumes.add(v);
    }
    return new TrafficDay(
        steps, classes, volumes.toArray(new float[0][][]), speed, new double[steps.count()]);
  }
}
