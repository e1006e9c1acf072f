package city.emona.citygen.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * The growing plan of a city: vertices in metres rounded to the millimetre, ways (what runs along
 * edges), and faces. A face is a ring of vertices with the way of each side, the face to the left
 * of every side, so that neighbours and unions of faces follow from the rings alone. Confined to
 * one thread while it grows.
 */
public final class Plan {
  /** A ring: side k runs from {@code vertex[k]} to the next vertex along {@code way[k]}. */
  public record Face(
      int[] vertex,
      int[] way,
      byte[] attach,
      boolean water,
      boolean urban,
      Fabric fabric,
      int hood,
      int part) {
    /** Values of {@code attach}: nothing may join, a street joins, a street ends short of it. */
    public static final byte CLOSED = 0;

    public static final byte STREET = 1;
    public static final byte BARRIER = 2;
  }

  private double[] x = new double[1024];
  private double[] y = new double[1024];
  private int vertices;

  public final List<Kind> wayKind = new ArrayList<>();
  public final Ints wayStreet = new Ints();

  /** Whether the way crosses the river. */
  public final List<Boolean> wayBridge = new ArrayList<>();

  /** Ways that were drawn with a ruler: no later step takes, cuts or bends them by hand. */
  public final BitSet ruled = new BitSet();

  public final List<Face> faces = new ArrayList<>();

  /** A copy that grows on its own. */
  public Plan copy() {
    Plan p = new Plan();
    p.x = x.clone();
    p.y = y.clone();
    p.vertices = vertices;
    p.wayKind.addAll(wayKind);
    for (int k = 0; k < wayStreet.size(); k++) {
      p.wayStreet.add(wayStreet.get(k));
    }
    p.wayBridge.addAll(wayBridge);
    p.ruled.or(ruled);
    p.faces.addAll(faces);
    return p;
  }

  public int addVertex(double px, double py) {
    if (vertices == x.length) {
      x = Arrays.copyOf(x, vertices * 2);
      y = Arrays.copyOf(y, vertices * 2);
    }
    x[vertices] = Math.rint(px * 1000) / 1000;
    y[vertices] = Math.rint(py * 1000) / 1000;
    return vertices++;
  }

  public int addWay(Kind kind, int street, boolean bridge) {
    wayKind.add(kind);
    wayStreet.add(street);
    wayBridge.add(bridge);
    return wayKind.size() - 1;
  }

  public int vertexCount() {
    return vertices;
  }

  public double x(int v) {
    return x[v];
  }

  public double y(int v) {
    return y[v];
  }

  public void move(int v, double px, double py) {
    x[v] = Math.rint(px * 1000) / 1000;
    y[v] = Math.rint(py * 1000) / 1000;
  }

  /** Signed area of a ring in m², positive when counter-clockwise. */
  public double area(int[] ring) {
    double sum = 0;
    for (int k = 0, p = ring.length - 1; k < ring.length; p = k++) {
      sum += x[ring[p]] * y[ring[k]] - x[ring[k]] * y[ring[p]];
    }
    return sum / 2;
  }
}
