package city.emona.layers;

import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.run.RunRecord;
import city.emona.simulate.Quantity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The links whose daily traffic differs most between two runs: the list beside the difference map.
 * Vehicles per day = Σ over steps of veh/h × length of the step.
 */
public final class TopChanges {
  private TopChanges() {}

  /** A link with its vehicles per day in both runs. */
  public record Change(int element, String id, String name, double a, double b) {
    public double change() {
      return b - a;
    }
  }

  public static List<Change> of(Catalogue catalogue, RunRecord a, RunRecord b, int limit) {
    Table links = catalogue.snapshotOf(b).table(Schema.LINKS);
    Table others = catalogue.snapshotOf(a).table(Schema.LINKS);
    Table longer = links.size() >= others.size() ? links : others;
    double[] dayA = vehiclesPerDay(catalogue, a, longer.size());
    double[] dayB = vehiclesPerDay(catalogue, b, longer.size());
    List<Change> all = new ArrayList<>();
    String[] names = longer.texts("name");
    for (int i = 0; i < longer.size(); i++) {
      if (Math.abs(dayB[i] - dayA[i]) >= 1) {
        all.add(new Change(i, longer.id(i), names[i], dayA[i], dayB[i]));
      }
    }
    all.sort(
        Comparator.comparingDouble((Change c) -> -Math.abs(c.change()))
            .thenComparingInt(Change::element));
    return List.copyOf(all.subList(0, Math.min(limit, all.size())));
  }

  private static double[] vehiclesPerDay(Catalogue catalogue, RunRecord run, int links) {
    double[] sum = new double[links];
    double hours = run.steps().stepMinutes() / 60.0;
    for (int step = 0; step < run.steps().count(); step++) {
      float[] v = catalogue.values(run, Quantity.TRAFFIC_VOLUME, step);
      for (int i = 0; i < Math.min(links, v.length); i++) {
        if (v[i] > 0) {
          sum[i] += v[i] * hours;
        }
      }
    }
    return sum;
  }
}
