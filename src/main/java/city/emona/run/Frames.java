package city.emona.run;

import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.simulate.AirDay;
import city.emona.simulate.EmissionDay;
import city.emona.simulate.Frame;
import city.emona.simulate.FrameSink;
import city.emona.simulate.Pollutant;
import city.emona.simulate.Quantity;
import city.emona.simulate.TrafficDay;
import city.emona.simulate.WasteDay;
import java.util.Arrays;

/**
 * Turns the days that engines compute into the frames that are stored and shown: one array per
 * quantity and step. Elements keep the order of the base city, with what a scenario adds behind it
 * and "no data" for what it takes away, so that two runs of one city compare element by element.
 * Units as in {@link Quantity}; one gram per metre and second is 3.6·10⁶ g/(km·h).
 */
final class Frames {
  private static final double G_PER_KM_H = EmissionDay.G_PER_KM_H;

  private final City city;
  private final FrameSink sink;
  private final int[] binSlot;
  private final int binSlots;

  /** {@code base} as stored, {@code city} with the scenario's edits. */
  Frames(City base, City city, FrameSink sink) {
    this.city = city;
    this.sink = sink;
    this.binSlot = Elements.binSlots(base, city);
    int slots = base.table(Schema.BINS).size();
    for (int slot : binSlot) {
      slots = Math.max(slots, slot + 1);
    }
    this.binSlots = slots;
  }

  void traffic(TrafficDay day) {
    int[] capacity = city.network().capacityVehPerH();
    int links = capacity.length;
    for (int s = 0; s < day.steps().count(); s++) {
      float[] volume = new float[links];
      float[] vc = new float[links];
      for (int i = 0; i < links; i++) {
        double pcu = 0;
        for (int c = 0; c < day.classes().size(); c++) {
          pcu += day.volumeVehPerH()[c][s][i] * day.classes().get(c).pcu();
        }
        volume[i] = day.totalVehPerH(s, i);
        vc[i] = capacity[i] > 0 ? (float) (pcu / capacity[i]) : Float.NaN;
      }
      sink.accept(new Frame(Quantity.TRAFFIC_VOLUME, s, volume));
      sink.accept(new Frame(Quantity.TRAFFIC_SPEED, s, day.speedKmh()[s]));
      sink.accept(new Frame(Quantity.TRAFFIC_VC, s, vc));
    }
  }

  void emissions(EmissionDay day) {
    for (int s = 0; s < day.steps().count(); s++) {
      sink.accept(sum(Quantity.EMISSIONS_NOX, day, s, G_PER_KM_H, Pollutant.NOX));
      sink.accept(
          sum(
              Quantity.EMISSIONS_PM25,
              day,
              s,
              G_PER_KM_H,
              Pollutant.PM25_EXHAUST,
              Pollutant.PM25_WEAR));
      sink.accept(
          sum(
              Quantity.EMISSIONS_PM10,
              day,
              s,
              G_PER_KM_H,
              Pollutant.PM10_EXHAUST,
              Pollutant.PM10_WEAR));
      sink.accept(sum(Quantity.EMISSIONS_CO2, day, s, G_PER_KM_H / 1000, Pollutant.CO2));
      sink.accept(sum(Quantity.EMISSIONS_NO2, day, s, G_PER_KM_H, Pollutant.NO2_PRIMARY));
      sink.accept(sum(Quantity.EMISSIONS_CO, day, s, G_PER_KM_H, Pollutant.CO));
      sink.accept(sum(Quantity.EMISSIONS_PM_EXHAUST, day, s, G_PER_KM_H, Pollutant.PM25_EXHAUST));
      if (day.stirring() != null) {
        sink.accept(new Frame(Quantity.TRAFFIC_STIRRING, s, day.stirring()[s]));
      }
      if (day.shares() != null) {
        shares(Quantity.EMISSIONS_NOX_CLASSES, day, s, Pollutant.NOX);
        shares(
            Quantity.EMISSIONS_PM25_CLASSES, day, s, Pollutant.PM25_EXHAUST, Pollutant.PM25_WEAR);
        shares(
            Quantity.EMISSIONS_PM10_CLASSES, day, s, Pollutant.PM10_EXHAUST, Pollutant.PM10_WEAR);
        shares(Quantity.EMISSIONS_CO2_CLASSES, day, s, Pollutant.CO2);
      }
    }
  }

  private void shares(Quantity q, EmissionDay day, int step, Pollutant... parts) {
    sink.accept(new Frame(q, step, day.shares().of(step, parts)));
  }

  private static Frame sum(
      Quantity q, EmissionDay day, int step, double factor, Pollutant... parts) {
    float[] values = new float[day.gPerMPerS()[0][step].length];
    for (Pollutant p : parts) {
      float[] part = day.gPerMPerS()[p.ordinal()][step];
      for (int i = 0; i < values.length; i++) {
        values[i] += (float) (part[i] * factor);
      }
    }
    return new Frame(q, step, values);
  }

  void air(AirDay day) {
    for (int s = 0; s < day.steps().count(); s++) {
      sink.accept(new Frame(Quantity.AIR_NOX, s, day.nox()[s]));
      sink.accept(new Frame(Quantity.AIR_NO2, s, day.no2()[s]));
      sink.accept(new Frame(Quantity.AIR_PM25, s, day.pm25()[s]));
      sink.accept(new Frame(Quantity.AIR_PM10, s, day.pm10()[s]));
    }
  }

  void waste(WasteDay day) {
    int steps = day.steps().count();
    float[][] trucks = new float[steps][city.network().linkCount()];
    for (WasteDay.Tour tour : day.tours()) {
      for (int k = 0; k < tour.links().length; k++) {
        int step = (int) (tour.enterMinute()[k] / day.steps().stepMinutes());
        if (step >= 0 && step < steps) {
          trucks[step][tour.links()[k]]++;
        }
      }
    }
    for (int s = 0; s < steps; s++) {
      float[] fill = new float[binSlots];
      Arrays.fill(fill, Float.NaN);
      for (int b = 0; b < binSlot.length; b++) {
        fill[binSlot[b]] = day.fillPercent()[s][b];
      }
      sink.accept(new Frame(Quantity.WASTE_FILL, s, fill));
      sink.accept(new Frame(Quantity.WASTE_ROUTES, s, trucks[s]));
    }
  }
}
