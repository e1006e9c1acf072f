package city.emona.run.replay;

import city.emona.model.City;
import city.emona.model.Conditions;
import city.emona.run.Runner;
import city.emona.scenario.Situation;
import city.emona.simulate.Progress;
import city.emona.simulate.TrafficDay;
import city.emona.simulate.WasteDay;
import city.emona.simulate.replay.Guidance;
import city.emona.simulate.replay.Plans;
import city.emona.simulate.replay.QueueNetwork;
import city.emona.simulate.replay.QueueSimulation;
import city.emona.simulate.replay.ReplayResult;
import city.emona.simulate.replay.city.BusTimetable;
import city.emona.simulate.replay.city.CityQueues;
import city.emona.simulate.replay.city.TripSampler;
import city.emona.simulate.replay.city.VehicleChunks;
import city.emona.simulate.replay.city.VolumeFit;
import java.util.ArrayList;
import java.util.List;

/**
 * A played day: vehicles drawn from the routes of the assignment, buses by their timetables and the
 * collection trucks where their tours put them (those are told, not simulated); its rows, what
 * became of the vehicles, and the fit to the assignment. Immutable.
 */
public record DayReplay(
    TrafficDay traffic, ReplayResult result, VehicleChunks chunks, VolumeFit fit, Counts counts) {
  /** Rows that are kept at most; above, one vehicle in a power of two is told. */
  public static final int MOST_ROWS = 6_000_000;

  /** Vehicles by origin, and trips that need no street. */
  public record Counts(int sampled, int buses, int wasteTrucks, double withoutLinks) {}

  /** Plays the day of a situation; {@code base} is the stored city that it was made from. */
  public static DayReplay play(
      Runner runner,
      City base,
      Situation situation,
      List<WasteDay.Tour> tours,
      long seed,
      Progress progress) {
    return play(
        runner,
        base,
        situation,
        tours,
        seed,
        QueueSimulation.Options.STUCK_S,
        Guidance.USUAL,
        progress);
  }

  /** As above with another patience of the stuck rule, and drivers who avoid jams. */
  public static DayReplay play(
      Runner runner,
      City base,
      Situation situation,
      List<WasteDay.Tour> tours,
      long seed,
      double stuckS,
      Guidance guidance,
      Progress progress) {
    City city = situation.city();
    Conditions day = situation.conditions();
    TripSampler[] sampler = new TripSampler[1];
    TrafficDay traffic =
        runner.traffic(
            base,
            situation,
            (demand) -> {
              sampler[0] = new TripSampler(demand.steps(), demand.classes(), seed);
              return (step, classIdx, from, to, links, count, vehicles) ->
                  sampler[0].route(step, classIdx, links, count, vehicles);
            },
            progress);
    int sampled = sampler[0].plans().count();
    int buses = BusTimetable.add(city, traffic.steps(), runner.busDwellS(), sampler[0].plans());
    Plans plans = sampler[0].plans().build();
    QueueNetwork net = CityQueues.network(city, day, plans);
    int oneIn = oneIn(plans.first()[plans.count()], MOST_ROWS);
    double stepS = traffic.steps().stepMinutes() * 60.0;
    ReplayResult result =
        QueueSimulation.run(
            net,
            plans,
            CityQueues.closures(day, traffic.steps()),
            new QueueSimulation.Options(
                Double.POSITIVE_INFINITY, stuckS, Math.max(1, oneIn), stepS, guidance),
            progress);
    oneIn = Math.max(oneIn, oneIn(result.peakUnderWay(), VehicleChunks.MOST_UNDER_WAY));
    VolumeFit fit = VolumeFit.of(traffic, net.lengthM(), sampled, result, plans);
    return new DayReplay(
        traffic,
        result,
        new VehicleChunks(net, plans, result.entries(), oneIn, tours(tours, net)),
        fit,
        new Counts(sampled, buses, tours.size(), sampler[0].withoutLinks()));
  }

  /** The smallest power of two that brings a count down to a limit. */
  private static int oneIn(long count, long limit) {
    int n = 1;
    while (count > limit * n) {
      n *= 2;
    }
    return n;
  }

  private static List<VehicleChunks.Tour> tours(List<WasteDay.Tour> tours, QueueNetwork net) {
    List<VehicleChunks.Tour> out = new ArrayList<>();
    for (WasteDay.Tour t : tours) {
      int n = t.links().length;
      if (n == 0) {
        continue;
      }
      double[] enter = new double[n];
      for (int k = 0; k < n; k++) {
        enter[k] = t.enterMinute()[k] * 60.0;
      }
      int last = t.links()[n - 1];
      double drive = net.lengthM()[last] / net.speedMps()[last];
      out.add(new VehicleChunks.Tour(t.links(), enter, enter[n - 1] + drive));
    }
    return out;
  }
}
