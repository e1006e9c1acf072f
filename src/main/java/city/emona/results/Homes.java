package city.emona.results;

import city.emona.geo.PackedPolygons;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Where people live: residents, district and place of every inhabited block, of every zone where a
 * city has no blocks or nobody in them, in row order. The place is the middle of the block's box, m
 * of the city's own system, the same in every scenario. Not written to after it was made.
 */
record Homes(int[] people, int[] district, double[] xM, double[] yM) {
  static Homes of(City city) {
    Table blocks = city.table(Schema.LAND_USE);
    if (Arrays.stream(blocks.ints("population")).allMatch(p -> p <= 0)) {
      blocks = city.table(Schema.ZONES);
    }
    int[] population = blocks.ints("population");
    int[] districts = blocks.ints("district");
    int[] rows = IntStream.range(0, blocks.size()).filter(b -> population[b] > 0).toArray();
    Homes homes =
        new Homes(
            new int[rows.length],
            new int[rows.length],
            new double[rows.length],
            new double[rows.length]);
    for (int h = 0; h < rows.length; h++) {
      var box = ((PackedPolygons) blocks.shapes()).bounds(rows[h]);
      homes.people[h] = population[rows[h]];
      homes.district[h] = districts[rows[h]];
      homes.xM[h] = (box.minX() + box.maxX()) / 2000;
      homes.yM[h] = (box.minY() + box.maxY()) / 2000;
    }
    return homes;
  }

  int size() {
    return people.length;
  }
}
