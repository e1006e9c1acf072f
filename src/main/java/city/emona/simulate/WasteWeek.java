package city.emona.simulate;

/**
 * What collection does and costs in the week that ends with the date, all fractions: kilometres,
 * working hours (breaks not counted), those beyond the shift, days of trucks that went out, the
 * most trucks out on one day and those there are; visits to disposal, kilograms and loose litres
 * brought there and the filled share of the truck then (mean, 0..1); emptyings due that no truck
 * could make, and emptyings outside the hours allowed; bins with a working sensor; CO2 and NOx of
 * the trucks, euros of trucks, crews and sensors, and of clearing up overflows; and hours of the
 * date's plan when executed many times with chance travel times, services and fills (10th and 90th
 * percentile), with the share of those days that end in overtime.
 */
public record WasteWeek(
    double km,
    double hours,
    double overtimeHours,
    int truckDays,
    int mostTrucks,
    int trucks,
    int disposalTrips,
    double collectedKg,
    double collectedL,
    double truckFillShare,
    int missedEmptyings,
    int lateEmptyings,
    int sensors,
    double co2Kg,
    double noxKg,
    double collectionEur,
    double overflowEur,
    double hoursP10,
    double hoursP90,
    double overtimeShare) {}
