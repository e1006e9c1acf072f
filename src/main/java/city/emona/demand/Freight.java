package city.emona.demand;

import city.emona.model.DayType;

/**
 * When trucks drive: a plateau in working hours with its top before noon and little at the weekend,
 * the shape of urban lorry counts (an assumption of this model in round figures; compare the lorry
 * profiles of the Department for Transport's table TRA0308).
 */
final class Freight {
  private static final double[] PER_MILLE = {
    8, 8, 10, 15, 25, 45, 65, 78, 80, 82, 84, 82, 76, 74, 70, 62, 48, 32, 20, 12, 9, 7, 5, 3
  };

  private Freight() {}

  static double hourShare(int hour) {
    return PER_MILLE[hour] / 1000;
  }

  static double dayLevel(DayType day) {
    return switch (day) {
      case WEEKDAY -> 1;
      case SATURDAY -> 0.35;
      case SUNDAY, HOLIDAY -> 0.1;
    };
  }
}
