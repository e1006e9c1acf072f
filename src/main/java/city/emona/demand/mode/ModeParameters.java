package city.emona.demand.mode;

import java.util.List;

/**
 * What the choice of mode is made with: by purpose (ordinal of {@link city.emona.demand.Purpose})
 * the shares aimed at by mode, the utility of a generalised minute, the value of time and the
 * persons per car; the rest is common to all. Values and sources: {@code geodata/mode_shares.csv}
 * and {@code geodata/mode_choice.csv}. Immutable by agreement.
 */
public record ModeParameters(List<ByPurpose> purposes, double nestActive, Ways ways, Bus bus) {
  /** {@code share[mode]} adds to 1; {@code scalePerMin} is positive. */
  public record ByPurpose(
      double[] share, double scalePerMin, double valueOfTimeEurPerH, double personsPerCar) {
    /** Generalised minutes that stand for an amount of money. */
    double minutes(double eur) {
      return 60 * eur / valueOfTimeEurPerH;
    }
  }

  /** On foot and by bicycle, and what a kilometre by car costs. */
  public record Ways(
      double walkKmh,
      double bikeKmh,
      double bikeAccessMin,
      double fuelEurPerKm,
      double electricEurPerKm) {
    /** Energy of a car kilometre where this share of them is driven electrically. */
    public double carEurPerKm(double electricShare) {
      return fuelEurPerKm + (electricEurPerKm - fuelEurPerKm) * electricShare;
    }
  }

  /** Weights of time outside of the bus, and the service besides its lines. */
  public record Bus(
      double walkWeight,
      double waitWeight,
      double transferPenaltyMin,
      double longestWalkM,
      double longestTransferM,
      double longestWaitMin,
      double dwellS,
      double fareEur) {}

  public ModeParameters {
    purposes = List.copyOf(purposes);
    if (!(nestActive > 0 && nestActive <= 1)) {
      throw new IllegalArgumentException("the logsum parameter of a nest lies in (0, 1]");
    }
  }
}
