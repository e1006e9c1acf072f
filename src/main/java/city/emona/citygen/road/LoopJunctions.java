package city.emona.citygen.road;

import city.emona.citygen.road.Ramps.Arm;
import java.util.ArrayList;
import java.util.List;

/**
 * Junctions of an expressway whose ramps turn loops. A cloverleaf has one in each quadrant and a
 * ramp for right turns around it; the half of it has both in two opposite quadrants only, so that
 * one turns left where they meet the road. A trumpet joins a road that ends there: it passes over
 * the expressway, and one of its ways turns a loop beyond, with the other one around it. Traffic
 * keeps to the right. Metres.
 */
final class LoopJunctions {
  private final Roadway road;
  private final Interchanges ramps;

  LoopJunctions(Roadway road, Interchanges ramps) {
    this.road = road;
    this.ramps = ramps;
  }

  /** Distances of a size: where loops and right turns leave the arms. */
  private record Size(double radius, double near, double along, double across) {
    static Size of(double radius, double roadHalf) {
      double near = 20 + 0.25 * (radius - 46);
      return new Size(radius, near, 2 * radius + 140, 2 * radius + (roadHalf > 0 ? 105 : 85));
    }
  }

  private boolean isTooShort(int piece, double need) {
    return Roadway.length(road.pieces.get(piece).line) < need + 30;
  }

  /**
   * Tries a cloverleaf at a crossing.
   *
   * @param arms expressway back and ahead, road to the right and to the left
   * @param quadrants bits of the quadrants that get ramps, numbered 2 × expressway arm + road arm
   */
  boolean tryCloverleaf(int v, int[] arms, double radius, int quadrants) {
    Arm[] arm = ramps.arms(v, arms);
    Size size = Size.of(radius, arm[2].half());
    for (int k = 0; k < 4; k++) {
      if (isTooShort(arms[k], k < 2 ? size.along : size.across)) {
        return false;
      }
    }
    double[][][] loop = new double[4][][];
    double[][][] outer = new double[4][][];
    for (int q = 0; q < 4; q++) {
      if ((quadrants >> q & 1) == 1) {
        Ramps.Loop l = Ramps.loop(arm[q / 2], arm[2 + q % 2], radius, size.near);
        if (l == null || !ramps.isFree(l.line(), arms)) {
          return false;
        }
        loop[q] = l.line();
        outer[q] = Ramps.rightTurn(arm[q / 2], arm[2 + q % 2], size.along, size.across, l);
        if (!ramps.isFree(outer[q], arms) || Lines.gap(loop[q], outer[q]) < 7) {
          return false;
        }
      }
    }
    int under = road.addNode(road.x(v), road.y(v), false);
    int[] near = new int[4];
    int[] far = new int[4];
    for (int k = 0; k < 4; k++) {
      int start = k < 2 ? under : v;
      far[k] = ramps.split(arms[k], v, start, k < 2 ? size.along : size.across, false);
      near[k] = ramps.split(road.pieces.size() - 1, start, start, size.near, k >= 2);
    }
    boolean full = quadrants == 15;
    for (int q = 0; q < 4; q++) {
      if (loop[q] != null) {
        int street = road.pieces.get(arms[2 + q % 2]).street;
        boolean leaves = Interchanges.leaves(q);
        ramps.join(near[q / 2], near[2 + q % 2], loop[q], !leaves, street).merges = full;
        ramps.join(far[q / 2], far[2 + q % 2], outer[q], leaves, street).merges = full;
      }
    }
    return true;
  }

  /**
   * Tries a trumpet where a road ends at an expressway.
   *
   * @param arms the two arms of the expressway, then the road
   * @param ahead which arm of the expressway has the loop
   */
  boolean tryTrumpet(int v, int[] arms, double radius, int ahead) {
    Arm[] arm = ramps.arms(v, arms);
    Size size = Size.of(radius, arm[2].half());
    double along = size.along + 70;
    double across = Math.max(130, size.across - 30);
    if (isTooShort(arms[0], along) || isTooShort(arms[1], along) || isTooShort(arms[2], across)) {
      return false;
    }
    double[] w = Lines.unit(Lines.at(arm[2].line(), 60), road.place(v));
    double[] p = road.place(v);
    Arm beyond = new Arm(new double[][] {p, {p[0] + 400 * w[0], p[1] + 400 * w[1]}}, 0);
    Ramps.Loop loop = Ramps.loop(arm[ahead], beyond, radius, size.near);
    if (loop == null || !ramps.isFree(loop.line(), arms)) {
      return false;
    }
    List<double[][]> lines = new ArrayList<>();
    lines.add(Ramps.aroundLoop(arm[ahead], beyond, loop, along, size.near));
    lines.add(Ramps.rightTurn(arm[0], arm[2], along, across, null));
    lines.add(Ramps.rightTurn(arm[1], arm[2], along, across, null));
    double[][] around = lines.get(0);
    double[][] bell = Lines.part(around, 0, Roadway.length(around) - 45);
    for (double[][] line : lines) {
      if (!ramps.isFree(line, arms)) {
        return false;
      }
    }
    if (Lines.gap(bell, loop.line()) < 7) {
      return false;
    }
    placeTrumpet(v, arms, ahead, size.near, along, across, loop, lines, beyond);
    return true;
  }

  private void placeTrumpet(
      int v,
      int[] arms,
      int ahead,
      double near,
      double along,
      double across,
      Ramps.Loop loop,
      List<double[][]> lines,
      Arm beyond) {
    int street = road.pieces.get(arms[2]).street;
    // the side of the road decides who leaves where: on the left of the way from arm 0 to arm 1
    boolean left = Ramps.side(ramps.arms(v, arms)[1], ramps.arms(v, arms)[2]) > 0;
    int under = road.addNode(road.x(v), road.y(v), false);
    int[] far = new int[2];
    int inner = -1;
    for (int k = 0; k < 2; k++) {
      far[k] = ramps.split(arms[k], v, under, along, false);
      if (k == ahead) {
        inner = ramps.split(road.pieces.size() - 1, under, under, near, false);
      }
    }
    int joint = ramps.split(arms[2], v, v, across, false);
    ramps.split(road.pieces.size() - 1, v, v, Interchanges.DECK_M, true);
    double[] end = Lines.at(beyond.line(), near);
    int foot = road.addNode(end[0], end[1], false);
    Roadway.Piece deck =
        new Roadway.Piece(v, foot, new double[][] {road.place(v), end}, street, true, true);
    deck.bridge = true;
    deck.over = true;
    road.add(deck);
    // before the road for those who have it on their right, beyond it for the others
    boolean exits = (ahead == 0) == left;
    ramps.join(inner, foot, loop.line(), !exits, street).merges = true;
    ramps.join(far[ahead], foot, lines.get(0), exits, street).merges = true;
    ramps.join(far[0], joint, lines.get(1), !left, street).merges = true;
    ramps.join(far[1], joint, lines.get(2), left, street).merges = true;
  }
}
