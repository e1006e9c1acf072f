package city.emona.simulate.air;

import city.emona.geo.PackedLines;
import city.emona.model.City;
import city.emona.simulate.Chunks;
import city.emona.simulate.DaySteps;
import city.emona.simulate.Progress;
import city.emona.simulate.ReceptorGrid;
import city.emona.simulate.air.canyon.CanyonFlow;
import city.emona.simulate.air.canyon.StreetCanyons;
import city.emona.simulate.air.plume.DispersionConstants;
import city.emona.simulate.air.plume.LineIntegral;
import city.emona.simulate.air.plume.Meteorology;
import city.emona.simulate.air.plume.PointKernel;
import city.emona.simulate.air.weather.SurfaceWeather;
import java.util.Arrays;

/**
 * Which streets cause the concentration at a place: the row of the transfer matrix that belongs to
 * one receptor, from the exact line integrals of the city's own kernel. Concentration is linear in
 * emission, so a link's part is its weight here times its emission, and the parts add up to the
 * traffic's part of the concentration. The kerb rule is that of {@link NearField}: a place in the
 * traffic gets the mix of both kerbs, one in a street canyon that of both fronts. Stateless,
 * thread-safe.
 */
public final class Attribution {
  private static final DispersionConstants CONSTANTS = DispersionConstants.AERMOD23132;
  private static final int LINKS_PER_CHUNK = 512;

  private Attribution() {}

  /**
   * µg/m³ at a place per g/(m s) of each link at a step of a day; the place in the city's metres.
   *
   * @param stirring of the step by link ({@code EmissionDay.stirring}), null where it is not known
   */
  public static double[] weights(
      City city,
      Weather weather,
      DaySteps steps,
      int step,
      double xM,
      double yM,
      float[] stirring,
      int threads,
      Progress progress) {
    Meteorology met =
        SurfaceWeather.hours(weather, AirEngine.population(city), CitySource.ROUGHNESS_M)
            .get(AirEngine.hour(steps, step));
    PackedLines lines = city.network().lines();
    double[] out = new double[lines.size()];
    int chunks = (lines.size() + LINKS_PER_CHUNK - 1) / LINKS_PER_CHUNK;
    PointKernel kernel = CitySource.kernel(met, CONSTANTS);
    StreetCanyons canyons = AirEngine.canyons(city);
    Chunks.run(
        chunks,
        threads,
        "attribution",
        progress,
        i -> {
          Place place = new Place(kernel, met, canyons, new Stirring(lines, stirring), xM, yM);
          int from = i * LINKS_PER_CHUNK;
          for (int link = from; link < Math.min(lines.size(), from + LINKS_PER_CHUNK); link++) {
            for (int v = lines.first()[link]; v + 1 < lines.first()[link + 1]; v++) {
              out[link] += 1e6 * place.piece(lines.xMm(), lines.yMm(), v);
            }
          }
        });
    return out;
  }

  /** NO₂ at a place in µg/m³, background included, from local NOx and primary NO₂ in µg/m³. */
  public static double no2(
      City city,
      Weather weather,
      DaySteps steps,
      int step,
      double xM,
      double yM,
      float[] stirring,
      double localNox,
      double localPrimaryNo2) {
    int hour = AirEngine.hour(steps, step);
    No2Chemistry chemistry = new No2Chemistry(weather.hours().get(hour));
    // The cell of the place alone, with the canyons as the map has them.
    ReceptorGrid here = new ReceptorGrid(xM - 5, yM - 5, 10, 1, 1);
    StreetPieces pieces = StreetPieces.of(city.network().lines(), here, AirEngine.canyons(city));
    Meteorology met =
        SurfaceWeather.hours(weather, AirEngine.population(city), CitySource.ROUGHNESS_M).get(hour);
    double[] ofPiece = new double[pieces.size()];
    Arrays.fill(ofPiece, CanyonFlow.USUAL_STIRRING);
    double[] stay =
        NearField.city(pieces, here)
            .exchangeS(met, stirring == null ? ofPiece : pieces.sumOverLinks(stirring));
    boolean isCanyon = stay != null && !Double.isNaN(stay[0]);
    return (isCanyon ? chemistry.exchanging(stay[0]) : chemistry).no2(localNox, localPrimaryNo2);
  }

  /** The weather and background of a step. */
  public static Weather.Hour hour(Weather weather, DaySteps steps, int step) {
    return weather.hours().get(AirEngine.hour(steps, step));
  }

  /** What stirs the air between two points, by all links that run there. */
  private record Stirring(PackedLines lines, float[] ofLink) {
    double of(int v) {
      if (ofLink == null) {
        return CanyonFlow.USUAL_STIRRING;
      }
      double sum = 0;
      for (int link = 0; link < lines.size(); link++) {
        for (int w = lines.first()[link]; w + 1 < lines.first()[link + 1]; w++) {
          boolean isSame = isSame(v, w) && isSame(v + 1, w + 1);
          sum += isSame || isSame(v, w + 1) && isSame(v + 1, w) ? ofLink[link] : 0;
        }
      }
      return sum;
    }

    private boolean isSame(int v, int w) {
      return lines.xMm()[v] == lines.xMm()[w] && lines.yMm()[v] == lines.yMm()[w];
    }
  }

  /** One receptor in one hour; not thread-safe. */
  private static final class Place {
    private final PointKernel kernel;
    private final double windX;
    private final double windY;
    private final double xM;
    private final double yM;
    private final Meteorology met;
    private final StreetCanyons canyons;
    private final Stirring stirring;
    private final LineIntegral integral = new LineIntegral();
    private final double[] cuts = new double[3];

    Place(
        PointKernel kernel,
        Meteorology met,
        StreetCanyons canyons,
        Stirring stirring,
        double xM,
        double yM) {
      this.stirring = stirring;
      this.met = met;
      this.canyons = canyons;
      this.kernel = kernel;
      double from = Math.toRadians(met.windFromDeg());
      this.windX = -StrictMath.sin(from);
      this.windY = -StrictMath.cos(from);
      this.xM = xM;
      this.yM = yM;
    }

    /** Concentration for unit strength of the piece between two vertices. */
    double piece(int[] xMm, int[] yMm, int v) {
      double x1 = xMm[v] / 1000.0;
      double y1 = yMm[v] / 1000.0;
      double dx = xMm[v + 1] / 1000.0 - x1;
      double dy = yMm[v + 1] / 1000.0 - y1;
      double length = Math.hypot(dx, dy);
      if (!(length > 0)) {
        return 0;
      }
      double dirX = dx / length;
      double dirY = dy / length;
      double along = (xM - x1) * dirX + (yM - y1) * dirY;
      double off = (yM - y1) * dirX - (xM - x1) * dirY;
      if (Math.abs(off) < StreetCanyons.REACH_M && along >= 0 && along <= length) {
        var canyon = canyons.of(x1, y1, x1 + dx, y1 + dy);
        double half = 0.5 * canyon.widthM();
        if (Math.abs(off) < half) {
          double[] sides =
              new CanyonFlow(canyon, length, met.windFromDeg(), met.windMPerS(), stirring.of(v))
                  .sides(dirX, dirY, CitySource.RECEPTOR_M);
          return ((half + off) * sides[0] + (half - off) * sides[1]) / (2 * half);
        }
      }
      double kerb = CitySource.KERB_M;
      boolean onRoad = Math.abs(off) < kerb && along > -kerb && along < length + kerb;
      if (!onRoad) {
        return line(length, dirX, dirY, along, off);
      }
      double left = line(length, dirX, dirY, along, kerb);
      double right = line(length, dirX, dirY, along, -kerb);
      return ((kerb + off) * left + (kerb - off) * right) / (2 * kerb);
    }

    private double line(double length, double dirX, double dirY, double along, double off) {
      double windAlong = dirX * windX + dirY * windY;
      double windCross = dirX * windY - dirY * windX;
      double down0 = along * windAlong + off * windCross;
      double side0 = off * windAlong - along * windCross;
      cuts[0] = along;
      cuts[1] = windAlong == 0 ? 0 : down0 / windAlong;
      cuts[2] = windCross == 0 ? 0 : -side0 / windCross;
      return integral.over(
          length, cuts, t -> kernel.at(down0 - t * windAlong, side0 + t * windCross, 0));
    }
  }
}
