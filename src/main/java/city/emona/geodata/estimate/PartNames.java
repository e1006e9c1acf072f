package city.emona.geodata.estimate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Names of the parts of a partition: the first place (suburb, village…; most important first) whose
 * point lies in the part, else the direction from the centre of the network with a number.
 */
final class PartNames {
  private static final String[] DIRECTIONS = {
    "East", "North-East", "North", "North-West", "West", "South-West", "South", "South-East"
  };

  private PartNames() {}

  static List<String> of(Clusters clusters, CarStreets streets, List<Area> places) {
    String[] names = new String[clusters.count()];
    Set<String> taken = new HashSet<>();
    for (Area place : places) {
      int x = place.shape().xMm()[0][0];
      int y = place.shape().yMm()[0][0];
      int part = Clusters.nearest(clusters.centreX(), clusters.centreY(), x, y);
      if (names[part] == null && taken.add(place.name())) {
        names[part] = place.name();
      }
    }
    double sx = 0;
    double sy = 0;
    for (int i = 0; i < streets.size(); i++) {
      sx += streets.xMm[i];
      sy += streets.yMm[i];
    }
    sx /= streets.size();
    sy /= streets.size();
    int central = Clusters.nearest(clusters.centreX(), clusters.centreY(), (int) sx, (int) sy);
    List<String> all = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      if (names[i] == null) {
        double angle = StrictMath.atan2(clusters.centreY()[i] - sy, clusters.centreX()[i] - sx);
        int sector = (int) Math.floorMod(Math.round(angle / (Math.PI / 4)), 8L);
        String base = i == central ? "Centre" : DIRECTIONS[sector];
        String name = base;
        for (int n = 2; !taken.add(name); n++) {
          name = base + " " + n;
        }
        names[i] = name;
      }
      all.add(names[i]);
    }
    return all;
  }
}
