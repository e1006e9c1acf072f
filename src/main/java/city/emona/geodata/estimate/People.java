package city.emona.geodata.estimate;

import city.emona.geo.PackedPolygons;
import city.emona.geo.SpatialIndex;
import city.emona.model.Schema;
import city.emona.model.Table;
import java.util.Arrays;

/**
 * Where people live and work, as an estimate. Where the map has buildings: floor area (footprint ×
 * storeys of 3 m) times an occupancy by use. Where it has streets only: length of local streets,
 * denser where the street net is denser. The total is the given population or the sum of the
 * estimate; whole numbers are dealt out to the single buildings or streets by largest remainders
 * and only then summed to blocks, zones and districts, so every sum is exact.
 *
 * <p>Occupancy: {@value #GROSS_M2_PER_RESIDENT} m² gross floor area per resident, about 45 m² of
 * dwelling each (Eurostat housing statistics, western Europe) at a net share of 0.65 with common
 * rooms and vacancies; {@value #STREET_M_PER_RESIDENT} m of residential street per resident (3-4 m
 * is usual in European towns). Jobs: {@value #JOBS_PER_RESIDENT} per resident (employment over
 * population in the EU, Eurostat), dealt out over non-residential floor area or main streets.
 */
final class People {
  static final double GROSS_M2_PER_RESIDENT = 70;
  static final double STREET_M_PER_RESIDENT = 4;
  static final double JOBS_PER_RESIDENT = 0.45;

  /** Below this share of what the streets suggest, the buildings of the map are incomplete. */
  private static final double MIN_BUILDING_SHARE = 0.25;

  private static final double STOREY_DM = 30;
  private static final double MIN_DWELLING_M2 = 40;
  private static final double MAX_UNTAGGED_DWELLING_M2 = 1500;

  /** Gross floor area per job in m² by building use (ordinals of buildings.use); 0 = none. */
  private static final double[] M2_PER_JOB = {0, 400, 35, 90, 70, 0};

  /** Weight of a metre of street for jobs, by road class. */
  private static final double[] JOBS_BY_CLASS = {0, 0, 2, 2, 1.5, 0.35, 0.5, 0.5, 0, 6};

  private static final int UNKNOWN = 0;
  private static final int RESIDENTIAL = 1;
  private static final int COMMERCIAL = 2;
  private static final int INDUSTRIAL = 3;
  private static final int CIVIC = 4;

  final boolean fromBuildings;
  final int population;
  final int jobs;
  final int[] unitX;
  final int[] unitY;

  /** Row of land_use that holds the unit, or −1. */
  final int[] unitBlock;

  final int[] residents;
  final int[] workplaces;

  People(CarStreets streets, Table landUse, Table buildings, int givenPopulation) {
    BuildingUnits b = new BuildingUnits(landUse, buildings);
    double byStreets = streets.residentialM / STREET_M_PER_RESIDENT;
    double byBuildings = sum(b.residentWeight) / GROSS_M2_PER_RESIDENT;
    fromBuildings = byBuildings > 0 && byBuildings >= MIN_BUILDING_SHARE * byStreets;
    double estimate = fromBuildings ? byBuildings : byStreets;
    population = givenPopulation >= 0 ? givenPopulation : (int) Math.round(estimate);
    jobs = (int) Math.round(population * JOBS_PER_RESIDENT);
    double[] residentWeight;
    double[] jobWeight;
    if (fromBuildings) {
      unitX = b.x;
      unitY = b.y;
      unitBlock = b.block;
      residentWeight = b.residentWeight;
      jobWeight = b.jobWeight;
    } else {
      int n = streets.links.size();
      unitX = new int[n];
      unitY = new int[n];
      unitBlock = new int[n];
      Arrays.fill(unitBlock, -1);
      residentWeight = new double[n];
      jobWeight = new double[n];
      byStreets(streets, residentWeight, jobWeight);
    }
    if (sum(residentWeight) == 0) {
      Arrays.fill(residentWeight, 1);
    }
    if (sum(jobWeight) == 0) {
      jobWeight = residentWeight;
    }
    residents = Shares.split(population, residentWeight);
    workplaces = Shares.split(jobs, jobWeight);
  }

  private static double sum(double[] a) {
    double s = 0;
    for (double v : a) {
      s += v;
    }
    return s;
  }

  private void byStreets(CarStreets s, double[] residentWeight, double[] jobWeight) {
    StreetDensity density = new StreetDensity(s);
    byte[] roadClass = s.links.choices("road_class");
    int[] modes = s.links.ints("modes");
    for (int i = 0; i < residentWeight.length; i++) {
      int[] middle = CarStreets.middle(s.links.lines(), i);
      unitX[i] = middle[0];
      unitY[i] = middle[1];
      if ((modes[i] & (Schema.CAR | Schema.FOOT)) == 0) {
        continue;
      }
      double m = s.onceM(i);
      double dense = density.relative(middle[0], middle[1]);
      int c = roadClass[i];
      if (c == CarStreets.RESIDENTIAL || c == CarStreets.LIVING) {
        residentWeight[i] = m * dense;
      } else if (c == CarStreets.TERTIARY) {
        residentWeight[i] = 0.5 * m * dense;
      }
      jobWeight[i] = JOBS_BY_CLASS[c] * m * dense * dense;
    }
  }

  /** Floor area of each building, weighed for residents (m²) and for jobs. */
  private static final class BuildingUnits {
    private final int[] x;
    private final int[] y;
    private final int[] block;
    private final double[] residentWeight;
    private final double[] jobWeight;

    BuildingUnits(Table landUse, Table buildings) {
      int n = buildings.size();
      x = new int[n];
      y = new int[n];
      block = new int[n];
      residentWeight = new double[n];
      jobWeight = new double[n];
      PackedPolygons shapes = buildings.polygons();
      SpatialIndex index = new SpatialIndex(landUse.shapes());
      byte[] kind = landUse.choices("kind");
      for (int i = 0; i < n; i++) {
        centre(shapes, i);
        block[i] = smallestHolding(landUse.polygons(), index, x[i], y[i]);
        double footprint = shapes.areaM2(i);
        double storeys = Math.max(1, Math.rint(buildings.ints("height_dm")[i] / STOREY_DM));
        int use = use(buildings.choices("use")[i], block[i] < 0 ? -1 : kind[block[i]], footprint);
        double floor = footprint * storeys;
        residentWeight[i] = use == RESIDENTIAL ? floor : 0;
        jobWeight[i] = M2_PER_JOB[use] > 0 ? floor / M2_PER_JOB[use] : 0;
      }
    }

    private void centre(PackedPolygons p, int i) {
      int ring = p.firstRing()[i];
      if (ring == p.firstRing()[i + 1]) {
        return;
      }
      long sx = 0;
      long sy = 0;
      int a = p.firstVertex()[ring];
      int b = p.firstVertex()[ring + 1];
      for (int v = a; v < b; v++) {
        sx += p.xMm()[v];
        sy += p.yMm()[v];
      }
      x[i] = (int) (sx / (b - a));
      y[i] = (int) (sy / (b - a));
    }

    private static int smallestHolding(PackedPolygons p, SpatialIndex index, int x, int y) {
      int best = -1;
      double bestArea = Double.POSITIVE_INFINITY;
      for (int i : index.find(new city.emona.geo.Bounds(x, y, x, y))) {
        if (p.contains(i, x, y)) {
          double area = p.areaM2(i);
          if (area < bestArea) {
            bestArea = area;
            best = i;
          }
        }
      }
      return best;
    }

    /** A building of unknown use takes the use of its block; a small one stands empty. */
    private static int use(int tagged, int blockKind, double footprint) {
      if (tagged != UNKNOWN) {
        return tagged;
      }
      BlockKind kindName = BlockKind.of(blockKind);
      if (footprint < MIN_DWELLING_M2) {
        return UNKNOWN;
      }
      return switch (kindName) {
        case COMMERCIAL -> COMMERCIAL;
        case INDUSTRIAL -> INDUSTRIAL;
        case CIVIC -> CIVIC;
        case OPEN -> UNKNOWN;
        case LIVED_IN -> footprint > MAX_UNTAGGED_DWELLING_M2 ? COMMERCIAL : RESIDENTIAL;
      };
    }
  }

  /** What the kind of a block says about the untagged buildings in it. */
  private enum BlockKind {
    LIVED_IN,
    COMMERCIAL,
    INDUSTRIAL,
    CIVIC,
    OPEN;

    static BlockKind of(int kind) {
      if (kind < 0) {
        return LIVED_IN;
      }
      var field = Schema.LAND_USE.fields().get(Schema.LAND_USE.indexOf("kind"));
      return switch (field.labels().get(kind)) {
        case "commercial" -> COMMERCIAL;
        case "industrial", "rail" -> INDUSTRIAL;
        case "civic" -> CIVIC;
        case "park", "water" -> OPEN;
        default -> LIVED_IN;
      };
    }
  }
}
