package city.emona.simulate.waste;

import city.emona.model.Conditions;
import city.emona.model.DayType;
import city.emona.simulate.DaySteps;
import java.util.Arrays;

/**
 * The scenario's date, hour by hour: a bin fills with the day's draw spread over the local hours
 * ({@link WasteRules#HOUR}) and is emptied when the truck stands there. Levels count what lies
 * beside the bin since its last emptying, so they may pass 100 %. Minutes are real minutes since
 * local midnight. Not thread-safe.
 */
final class DayFill {
  private final BinFill fill;
  private final DaySteps steps;
  private final double[] share;
  private final double[] drawL;
  private final double[] beforeL;
  private final double[] emptiedAt;
  private final double[] leftL;
  private final boolean[] over;

  DayFill(BinFill fill, DaySteps steps, Conditions conditions) {
    this.fill = fill;
    this.steps = steps;
    int n = fill.count();
    share = new double[steps.count() + 1];
    for (int s = 0; s < steps.count(); s++) {
      share[s + 1] = share[s] + WasteRules.HOUR[steps.localMinute(s) / 60];
    }
    double all = share[steps.count()];
    for (int s = 0; s < share.length; s++) {
      share[s] /= all;
    }
    drawL = new double[n];
    beforeL = new double[n];
    emptiedAt = new double[n];
    leftL = new double[n];
    over = new boolean[n];
    Arrays.fill(emptiedAt, Double.POSITIVE_INFINITY);
    for (int b = 0; b < n; b++) {
      drawL[b] = fill.drawL(b, conditions.date(), conditions.dayType() == DayType.HOLIDAY);
      beforeL[b] = fill.levelL(b) + fill.besideL(b);
    }
  }

  /** Share of the day's fill that has come by a minute of the day. */
  double shareBy(double minute) {
    double at = Math.max(0, Math.min(steps.count(), minute / steps.stepMinutes()));
    int s = (int) Math.min(steps.count() - 1, at);
    return share[s] + (share[s + 1] - share[s]) * (at - s);
  }

  /** Litres inside a bin at a minute, if nobody empties it before. */
  double insideL(int b, double minute) {
    return Math.min(fill.capacityL(b), fill.levelL(b) + drawL[b] * shareBy(minute));
  }

  /** Empties a bin at a minute, at most {@code maxL}; each bin at most once a day. */
  double empty(int b, double minute, double maxL) {
    if (emptiedAt[b] != Double.POSITIVE_INFINITY) {
      throw new IllegalStateException("bin " + b + " is emptied twice");
    }
    over[b] |= fill.fill(b, drawL[b] * shareBy(minute));
    double litres = fill.empty(b, maxL);
    emptiedAt[b] = minute;
    leftL[b] = fill.levelL(b);
    return litres;
  }

  /** Fills every bin to the end of the day and counts overflows. */
  void end() {
    for (int b = 0; b < drawL.length; b++) {
      boolean never = emptiedAt[b] == Double.POSITIVE_INFINITY;
      over[b] |= fill.fill(b, drawL[b] * (never ? 1 : 1 - shareBy(emptiedAt[b])));
      if (over[b]) {
        fill.countOverflow(b);
      }
    }
  }

  /** Per cent of the volume at the end of each step: {@code [step][bin]}. */
  float[][] percent() {
    float[][] out = new float[steps.count()][drawL.length];
    for (int s = 0; s < out.length; s++) {
      double minute = (s + 1.0) * steps.stepMinutes();
      for (int b = 0; b < drawL.length; b++) {
        double litres =
            minute < emptiedAt[b]
                ? beforeL[b] + drawL[b] * shareBy(minute)
                : leftL[b] + drawL[b] * (shareBy(minute) - shareBy(emptiedAt[b]));
        out[s][b] = (float) (100 * litres / fill.capacityL(b));
      }
    }
    return out;
  }
}
