package city.emona.scenario;

import city.emona.model.StreetRules;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Edits of how streets are run: tolls, lanes for buses and bicycles, signals. As {@link Edit}:
 * canonical fields, readers have checked ranges before. Immutable.
 */
public sealed interface TrafficEdit extends Edit {
  /**
   * Money for driving, in euros: paid once at each entry into the place ({@code cordon}), on each
   * street of the place that is entered ({@code street}), or per kilometre on them ({@code
   * distance}). {@code vehicles} = bits of {@link StreetRules#VEHICLES}.
   */
  record Toll(Place place, String paid, double eur, int vehicles, Hours hours)
      implements TrafficEdit {
    @Override
    public String type() {
      return "toll";
    }

    @Override
    public Map<String, Object> fields() {
      return new Tree()
          .place(place)
          .put("paid", paid)
          .put("eur", eur)
          .put("vehicles", Edit.words(StreetRules.VEHICLES, vehicles))
          .hours(hours)
          .map();
    }

    @Override
    public Situation apply(Situation before, UnaryOperator<String> aliases) {
      return TrafficEdits.toll(this, before, new Areas(before.city(), aliases));
    }
  }

  /** A lane for buses alone; it takes one of the general lanes, or is built beside them. */
  record BusLane(Place place, boolean takesLane) implements TrafficEdit {
    @Override
    public String type() {
      return "busLane";
    }

    @Override
    public Map<String, Object> fields() {
      return new Tree().place(place).put("takesLane", takesLane).map();
    }

    @Override
    public Situation apply(Situation before, UnaryOperator<String> aliases) {
      return TrafficEdits.busLane(this, before, new Areas(before.city(), aliases));
    }
  }

  /** A lane for bicycles, built beside the general lanes or taking one of them. */
  record BikeLane(Place place, boolean takesLane) implements TrafficEdit {
    @Override
    public String type() {
      return "bikeLane";
    }

    @Override
    public Map<String, Object> fields() {
      return new Tree().place(place).put("takesLane", takesLane).map();
    }

    @Override
    public Situation apply(Situation before, UnaryOperator<String> aliases) {
      return TrafficEdits.bikeLane(this, before, new Areas(before.city(), aliases));
    }
  }

  /**
   * Timing of the signals at the end of these streets: their share of green, and the cycle in
   * seconds. The other approaches of the same junctions get the rest of the green.
   */
  record Signal(Place place, double greenShare, int cycleS) implements TrafficEdit {
    @Override
    public String type() {
      return "signal";
    }

    @Override
    public Map<String, Object> fields() {
      return new Tree().place(place).put("greenShare", greenShare).put("cycleS", cycleS).map();
    }

    @Override
    public Situation apply(Situation before, UnaryOperator<String> aliases) {
      return TrafficEdits.signal(this, before, new Areas(before.city(), aliases));
    }
  }
}
