package city.emona.results;

import city.emona.simulate.BinDecisions;
import java.util.Locale;

/** Why a bin was emptied on the day, or not, in English sentences. Stateless. */
public final class DecisionWords {
  private DecisionWords() {}

  public static String of(BinDecisions d, int bin) {
    boolean emptied = d.tour()[bin] >= 0;
    String reason =
        switch (d.why()[bin]) {
          case OUT_OF_REACH -> "Not emptied: no street open to trucks is within reach.";
          case NO_TRUCKS_TODAY -> "Not emptied: trucks do not collect this fraction today.";
          case CALENDAR -> emptied(emptied, "it is the day of all bins of this fraction");
          case INTERVAL -> emptied(emptied, "its own interval has passed");
          case THRESHOLD -> emptied(emptied, "it is as full as the limit");
          case RISK ->
              emptied(emptied, "it is likelier than the limit to run over before the next chance");
          case OFFERED ->
              emptied
                  ? "Emptied on the way: the risk taken away was worth more than the detour."
                  : "Left: no tour passes by for what the risk taken away is worth.";
          case NOT_YET -> "Not emptied: it can wait for the next chance.";
        };
    String seen =
        String.format(
            Locale.ROOT,
            " %s %.0f %% full; probability of running over before the next chance %.1f %%.",
            d.sensor()[bin] ? "Its sensor told" : "It was reckoned to be",
            100 * d.seenShare()[bin],
            100 * d.overflowProbability()[bin]);
    String prize =
        d.prizeEur()[bin] > 0
            ? String.format(Locale.ROOT, " Prize %.2f €.", d.prizeEur()[bin])
            : "";
    return reason + (Float.isNaN(d.seenShare()[bin]) ? "" : seen) + prize + way(d.way(), bin);
  }

  /** What the stop costs its tour, or what stood against it. */
  private static String way(BinDecisions.Way w, int bin) {
    if (Float.isFinite(w.minutes()[bin])) {
      String more =
          Float.isFinite(w.km()[bin])
              ? String.format(Locale.ROOT, ", %.2f km and %.2f €", w.km()[bin], w.eur()[bin])
              : "";
      return String.format(Locale.ROOT, " The stop adds %.1f min", w.minutes()[bin]) + more + ".";
    }
    String obstacle =
        switch (w.leftOut()[bin]) {
          case NO -> "";
          case NO_TRUCK -> "No truck is fit for it.";
          case TOO_LARGE -> "It holds more than any truck.";
          case STOP_UNREACHABLE -> "No truck finds a way to it and back.";
          case FACILITY_UNREACHABLE -> "No truck finds a way to a disposal site from it.";
          case WINDOW_IMPOSSIBLE -> "No truck can be there within its hours.";
          case GATE_SHUT -> "Every disposal site is shut when a truck could be there.";
          case SHIFT_TOO_SHORT -> "The way alone is longer than a shift.";
          case RANGE_TOO_SHORT -> "It lies beyond what the batteries of the trucks hold.";
          case NO_ROOM_LEFT -> "Every truck is full, and none can empty in between.";
          case NO_TIME_LEFT ->
              "No truck has time left for it within hours and shift, nor, if electric, charge.";
          case NOT_WORTH_THE_WAY -> "The cheapest tour for it costs more than its prize.";
          case SEARCH_ENDED -> "There is room in a tour; a longer search would have used it.";
        };
    String least =
        Float.isFinite(w.leastEur()[bin])
            ? String.format(Locale.ROOT, " It would have cost %.2f €.", w.leastEur()[bin])
            : "";
    return obstacle.isEmpty() ? "" : " " + obstacle + least;
  }

  private static String emptied(boolean done, String reason) {
    return done ? "Emptied: " + reason + "." : "Due, as " + reason + ", but in no tour.";
  }
}
