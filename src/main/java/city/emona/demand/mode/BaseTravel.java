package city.emona.demand.mode;

import city.emona.demand.DayDemand;
import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.simulate.ModeDay;
import city.emona.simulate.Progress;
import java.util.BitSet;

/**
 * Watches the base day and changes nothing: keeps the times that a scenario is compared with, and
 * in the end calibrates mode choice to them. Not thread-safe.
 */
public final class BaseTravel implements TravelResponse {
  private final City city;
  private final Conditions conditions;
  private final DayDemand demand;
  private final ModeParameters parameters;
  private final double carEurPerKm;
  private final Progress progress;
  private final ModeModel.Ways ways;
  private final BusRides rides;
  private final double[][] carSeconds;
  private final float[][] busMin;
  private float[] morning;

  /** {@code conditions} are those of an empty scenario on its day. */
  public BaseTravel(
      City city,
      Conditions conditions,
      DayDemand demand,
      ModeParameters parameters,
      double carEurPerKm,
      Progress progress) {
    this.city = city;
    this.conditions = conditions;
    this.demand = demand;
    this.parameters = parameters;
    this.carEurPerKm = carEurPerKm;
    this.progress = progress;
    ways = ModeModel.Ways.of(city, new BitSet(), parameters, progress);
    rides =
        new BusRides(
            city, city, conditions, demand.steps(), ways.lines(), ways.foot(), parameters.bus());
    int steps = demand.steps().count();
    carSeconds = new double[steps][];
    busMin = rides.isEmpty() ? null : new float[steps][];
  }

  @Override
  public void change(int step, int classIdx, double[] trips) {}

  @Override
  public boolean meets(int step, double[][] seconds, float[] speedKmh) {
    carSeconds[step] = seconds[0];
    if (busMin != null) {
      busMin[step] = rides.at(step, speedKmh).weightedMin();
    }
    if (demand.steps().localMinute(step) == JobAccess.MINUTE) {
      morning = speedKmh;
    }
    return false;
  }

  /** The calibrated model, once the day is over. */
  public ModeModel model() {
    ModeModel model =
        new ModeModel(city, parameters, ways, carEurPerKm, demand, carSeconds, busMin);
    model.calibrate(demand, progress);
    return model;
  }

  /** The base day itself under the calibrated model. */
  public ModeDay day(ModeModel model) {
    ModeShift shift = new ModeShift(model, ways, city, conditions, demand, carEurPerKm, progress);
    return shift.replay(carSeconds, busMin, morning);
  }
}
