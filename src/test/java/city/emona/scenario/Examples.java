package city.emona.scenario;

import java.util.List;
import java.util.Map;

/** One entry of each type with all its fields, for a city like {@link RiverTown}. */
final class Examples {
  /** A fleet table with one or two technologies of each group. */
  static final String SMALL_FLEET =
      "# my town\n"
          + "group,technology,share_2030,share_2035,source\n"
          + "car,car_petrol_e6d,0.75,0.5,register\n"
          + "car,car_electric,0.25,0.5,register\n"
          + "van,van_diesel_e6d,0.9,0.8,register\n"
          + "van,van_electric,0.1,0.2,register\n"
          + "truck,truck_diesel_e6,0.95,0.9,register\n"
          + "truck,truck_electric,0.05,0.1,register\n"
          + "bus,bus_diesel_e6,1,1,register\n";

  private static final Place.Position A = RiverTown.position(350, 50);
  private static final Place.Position B = RiverTown.position(450, 50);
  private static final Place.Position C = RiverTown.position(450, 350);

  static final String POLYGON =
      "{type: Polygon, coordinates: [[%s, %s, %s, %s]]}"
          .formatted(text(A), text(B), text(C), text(A));

  static final Map<String, String> EDITS =
      Map.ofEntries(
          Map.entry(
              "close",
              "{edit: close, place: {streets: Old Bridge}, modes: [car], from: 7:00, to: '19:00'}"),
          Map.entry(
              "oneWay", "{edit: oneWay, place: {streets: High Street}, heading: east, modes: car}"),
          Map.entry("lanes", "{edit: lanes, place: {links: ['bridge:f']}, lanes: 2}"),
          Map.entry("capacity", "{edit: capacity, place: {districts: d-north}, factor: 0.5}"),
          Map.entry(
              "speedLimit",
              "{edit: speedLimit, place: {polygon: " + POLYGON + "}, kmh: 30, raise: true}"),
          Map.entry(
              "newLink",
              "{edit: newLink, id: east, from: n5, to: s2, via: ["
                  + text(B)
                  + "],"
                  + " bothDirections: true, name: East Bridge, class: primary, lanes: 2, kmh: 60,"
                  + " vehPerH: 1500, modes: [car, bus], structure: bridge}"),
          Map.entry(
              "lowEmissionZone",
              "{edit: lowEmissionZone, place: {role: old-town}, minEuroPetrol: 4,"
                  + " minEuroDiesel: 6, complianceShare: 0.5, from: '22:00', to: '06:00'}"),
          Map.entry(
              "toll",
              "{edit: toll, place: {role: old-town}, paid: distance, eur: 2.5, vehicles: [car,"
                  + " van], from: '07:00', to: '19:00'}"),
          Map.entry("busLane", "{edit: busLane, place: {streets: High Street}, takesLane: false}"),
          Map.entry(
              "bikeLane", "{edit: bikeLane, place: {streets: High Street}, takesLane: false}"),
          Map.entry(
              "signal",
              "{edit: signal, place: {streets: High Street}, greenShare: 0.6, cycleS: 80}"),
          Map.entry(
              "fleet",
              "{edit: fleet, place: {streets: High Street}, from: '2026-01-01', until:"
                  + " '2040-01-01', table: \""
                  + SMALL_FLEET.replace("\n", "\\n")
                  + "\", year: 2035, electricCars: 0.4, electricVans: 0.3, electricTrucks: 0.1}"),
          Map.entry(
              "demand",
              "{edit: demand, place: {districts: Northbank}, factor: 0.9, from: '06:00', to:"
                  + " '10:00'}"),
          Map.entry(
              "development",
              "{edit: development, place: {role: new-district-site}, population: 600, jobs: 100,"
                  + " access: [n5]}"),
          Map.entry(
              "collectionPolicy",
              "{edit: collectionPolicy, policy: predictive, fractions: [residual, glass],"
                  + " limitPercent: 2, overflowCostEur: 50, sensors: {share: 0.5, failureShare:"
                  + " 0.05, noiseShare: 0.05, latencyH: 3}, noDistrictWorse: true, sameService: true, calendar:"
                  + " {residual: [mon, sat], glass: []}, shiftStart: '05:30'}"),
          Map.entry(
              "moveBins",
              "{edit: moveBins, place: {bins: [bin3, bin8]}, fraction: paper, to: "
                  + text(A)
                  + "}"),
          Map.entry(
              "resizeBins",
              "{edit: resizeBins, place: {bins: [bin3]}, fraction: paper, capacityL: 660}"),
          Map.entry(
              "wasteDemand",
              "{edit: wasteDemand, place: {districts: Northbank}, fraction: paper, factor: 2, days: 3}"),
          Map.entry(
              "collectionHours",
              "{edit: collectionHours, place: {districts: Northbank}, fraction: paper, from: '05:00', to:"
                  + " '10:00'}"),
          Map.entry(
              "depot",
              "{edit: depot, id: depot2, name: North yard, at: "
                  + text(A)
                  + ", trucks: 3, truckVolumeL: 60000, truckPayloadKg: 8000, drive: electric,"
                  + " batteryKwh: 200, kwhPerKm: 1.8, kwhPerLift: 0.2}"),
          Map.entry(
              "addBins",
              "{edit: addBins, place: {streets: Mill Lane}, spacingM: 60, layout: streets, fraction: paper,"
                  + " capacityL: 660, meanFillLPerDay: 90}"),
          Map.entry(
              "removeBins", "{edit: removeBins, place: {bins: [bin3, bin8]}, fraction: paper}"),
          Map.entry(
              "sensors",
              "{edit: sensors, add: [{id: air-1, name: Quay, kind: air, siting: kerbside, at: "
                  + text(A)
                  + "}], remove: [level-3]}"),
          Map.entry("weather", "{edit: weather, name: inversion}"));

  /** Fields that exclude one of the example. */
  static final Map<String, List<String>> ALTERNATIVES =
      Map.of(
          "lanes", List.of("change"),
          "capacity", List.of("vehPerH"),
          "newLink", List.of("role"),
          "addBins", List.of("points", "totalFillLPerDay"),
          "resizeBins", List.of("factor"));

  private Examples() {}

  static String text(Place.Position p) {
    return "[" + p.lon() + ", " + p.lat() + "]";
  }
}
