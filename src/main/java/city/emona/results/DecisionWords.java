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
                  : "Left: the detour would cost more than the risk it takes away.";
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
    float detour = d.detourMinutes()[bin];
    String way =
        Float.isNaN(detour) ? "" : String.format(Locale.ROOT, " The stop adds %.1f min.", detour);
    return reason + (Float.isNaN(d.seenShare()[bin]) ? "" : seen) + prize + way;
  }

  private static String emptied(boolean done, String reason) {
    return done
        ? "Emptied: " + reason + "."
        : "Due, as " + reason + ", but no shift had room for it.";
  }
}
