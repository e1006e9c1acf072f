package city.emona.scenario.words;

import city.emona.scenario.Edit;
import city.emona.scenario.WasteEdit;
import java.util.ArrayList;
import java.util.List;

/** The edits of waste collection in one English sentence each. Stateless. */
final class WasteWords {
  private WasteWords() {}

  static String of(WasteEdit edit) {
    if (edit instanceof WasteEdit.CollectionPolicy e) {
      return collection(e);
    } else if (edit instanceof WasteEdit.AddBins e) {
      return addBins(e);
    } else if (edit instanceof WasteEdit.RemoveBins e) {
      return "Take away " + bins(e.fraction()) + " in " + EditWords.place(e.place());
    } else if (edit instanceof WasteEdit.MoveBins e) {
      return "Bring %s in %s to one place"
          .formatted(bins(e.fraction()), EditWords.place(e.place()));
    } else if (edit instanceof WasteEdit.ResizeBins e) {
      String size =
          e.capacityL() >= 0
              ? EditWords.grouped(e.capacityL()) + " l"
              : EditWords.real(e.factor()) + " times the volume";
      return "Give %s in %s %s".formatted(bins(e.fraction()), EditWords.place(e.place()), size);
    } else if (edit instanceof WasteEdit.WasteDemand e) {
      String what = e.fraction().isEmpty() ? "Waste" : EditWords.title(e.fraction()) + " waste";
      String where = e.place().isEmpty() ? "the whole city" : EditWords.place(e.place());
      String when = e.days() > 0 ? ", for " + EditWords.count(e.days(), "day") : "";
      return "%s in %s times %s%s".formatted(what, where, EditWords.real(e.factor()), when);
    } else if (edit instanceof WasteEdit.CollectionHours e) {
      return "Empty %s in %s only%s"
          .formatted(
              bins(e.fraction()),
              EditWords.place(e.place()),
              EditWords.hours(e.hours()).replace(",", ""));
    } else if (edit instanceof WasteEdit.Depot e) {
      return depot(e);
    }
    throw new IllegalArgumentException("no words for the edit " + edit.type());
  }

  private static String bins(String fraction) {
    return fraction.isEmpty() ? "all bins" : "bins for " + fraction + " waste";
  }

  private static String collection(WasteEdit.CollectionPolicy e) {
    List<String> parts = new ArrayList<>();
    if (!e.policy().isEmpty()) {
      parts.add(policy(e));
    }
    for (int f = 0; f < e.daysByFraction().size(); f++) {
      int bits = e.daysByFraction().get(f);
      if (bits >= 0) {
        List<String> days = Edit.words(Edit.WEEKDAYS, bits).stream().map(EditWords::title).toList();
        String fraction = WasteEdit.FRACTIONS.get(f);
        parts.add(
            EditWords.title(fraction)
                + ": "
                + (days.isEmpty() ? "never" : String.join(", ", days)));
      }
    }
    if (e.shiftStartMinute() >= 0) {
      parts.add("Trucks start at " + Edit.Hours.clock(e.shiftStartMinute()));
    }
    if (e.sensors() != null) {
      parts.add(sensors(e));
    }
    if (!Double.isNaN(e.overflowCostEur())) {
      parts.add("An overflow costs " + EditWords.real(e.overflowCostEur()) + " EUR");
    }
    if (e.noDistrictWorse()) {
      parts.add("No district worse than before");
    }
    if (e.sameService()) {
      parts.add("As few emptyings as keep the overflow of every district as before");
    }
    return String.join("; ", parts);
  }

  private static String policy(WasteEdit.CollectionPolicy e) {
    String limit = Double.isNaN(e.limitPercent()) ? "" : EditWords.real(e.limitPercent()) + " % ";
    String rule =
        switch (e.policy()) {
          case "interval" -> "Empty each bin at an interval of its own";
          case "threshold" -> "Empty bins once they are " + (limit.isEmpty() ? "" : limit) + "full";
          case "predictive" ->
              "Empty bins that are forecast to run over"
                  + (limit.isEmpty() ? "" : " (above " + limit.trim() + ")");
          default -> "Empty every bin on its day";
        };
    return e.fractions().isEmpty() ? rule : rule + " (" + EditWords.join(e.fractions()) + ")";
  }

  private static String sensors(WasteEdit.CollectionPolicy e) {
    double share = e.sensors().share();
    return share == 0
        ? "No level sensors"
        : Double.isNaN(share)
            ? "Level sensors as they are"
            : "Level sensors in " + EditWords.percent(share) + " of bins";
  }

  private static String addBins(WasteEdit.AddBins e) {
    String where =
        e.points().isEmpty()
            ? "every %s m %s %s"
                .formatted(
                    EditWords.real(e.spacingM()),
                    e.layout().equals("grid") ? "on a grid in" : "along the streets of",
                    EditWords.place(e.place()))
            : "at " + EditWords.count(e.points().size(), "point");
    String fill =
        !Double.isNaN(e.meanFillLPerDay())
            ? ", " + EditWords.real(e.meanFillLPerDay()) + " l a day each"
            : !Double.isNaN(e.totalFillLPerDay())
                ? ", " + EditWords.real(e.totalFillLPerDay()) + " l a day together"
                : "";
    return "Bins of %s l for %s waste %s%s"
        .formatted(EditWords.grouped(e.capacityL()), e.fraction(), where, fill);
  }

  private static String depot(WasteEdit.Depot e) {
    List<String> parts = new ArrayList<>();
    if (e.at() != null) {
      parts.add("at another place");
    }
    if (e.trucks() >= 0) {
      parts.add(EditWords.count(e.trucks(), "truck"));
    }
    if (e.truckVolumeL() >= 0) {
      parts.add(EditWords.grouped(e.truckVolumeL()) + " l each");
    }
    if (e.truckPayloadKg() >= 0) {
      parts.add(EditWords.grouped(e.truckPayloadKg()) + " kg payload");
    }
    if (!e.drive().isEmpty()) {
      parts.add(e.drive() + " trucks");
    }
    if (!Double.isNaN(e.batteryKwh())) {
      parts.add("batteries of " + EditWords.real(e.batteryKwh()) + " kWh");
    }
    if (!Double.isNaN(e.kwhPerKm())) {
      parts.add(EditWords.real(e.kwhPerKm()) + " kWh per km");
    }
    if (!Double.isNaN(e.kwhPerLift())) {
      parts.add(EditWords.real(e.kwhPerLift()) + " kWh per lift");
    }
    String name = e.name().isEmpty() ? e.id() : e.name();
    return "Depot " + name + (parts.isEmpty() ? "" : ": " + EditWords.join(parts));
  }
}
