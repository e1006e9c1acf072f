package city.emona.layers.air;

import city.emona.EmonaException;
import city.emona.layers.Catalogue;
import city.emona.layers.Layer;
import city.emona.layers.LayerView;
import city.emona.layers.Style;
import city.emona.model.City;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.run.air.AirPollutant;
import city.emona.run.air.AirStudies;
import city.emona.run.air.SensorStudies;
import city.emona.run.air.StreetSides;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Works out the layers of {@link AirLayers} from the frame that they start from. The last views are
 * kept, because a map asks for many tiles of one; {@link #forget} drops them where observations may
 * have changed. Thread-safe.
 */
public final class AirViews {
  private static final int KEPT = 16;

  private static final double FAR_DEG = 5;

  private final AirStudies air;
  private final SensorStudies sensors;
  private final StreetSides sides;
  private String lastHour = "";
  private StreetSides.Hour last;
  private final Map<String, LayerView> known = new LinkedHashMap<>(16, 0.75f, true);

  /** Each may be null where there is nobody to ask: its layers are then told to be missing. */
  public AirViews(AirStudies air, SensorStudies sensors, StreetSides sides) {
    this.sides = sides;
    this.air = air;
    this.sensors = sensors;
  }

  /** Drops what is kept. */
  public void forget() {
    synchronized (known) {
      known.clear();
    }
  }

  /**
   * The view of a layer.
   *
   * @param from run, step and values of the layer's quantity
   * @param place where causes are asked for; null = where the map is highest
   */
  public LayerView view(LayerView from, Catalogue.LonLat place) {
    double[] at = {0, 0};
    String key = from.key();
    if (from.layer().source() == Layer.Source.CAUSES) {
      at = place(from, place);
      key += String.format(Locale.ROOT, "%.1f %.1f", at[0], at[1]);
    }
    synchronized (known) {
      LayerView made = known.get(key);
      if (made != null && made.snapshot().city() == from.snapshot().city()) {
        return made;
      }
    }
    LayerView made =
        switch (from.layer().source()) {
          case CONTOURS -> contours(from);
          case CAUSES -> causes(from, at);
          case READINGS -> readings(from);
          case SIDES -> sides(from);
          default -> from;
        };
    synchronized (known) {
      known.put(key, made);
      var eldest = known.entrySet().iterator();
      while (known.size() > KEPT) {
        eldest.next();
        eldest.remove();
      }
    }
    return made;
  }

  private static LayerView contours(LayerView from) {
    Style.Ramp ramp = (Style.Ramp) from.layer().styles().get(0);
    if (from.run().grid() == null) {
      throw missing("The run " + from.run().id() + " has no grid.");
    }
    Table rows = ContourTable.of(from.layer().table(), from.run().grid(), from.values(), ramp);
    return with(from, rows, ContourTable.values(rows, ramp), "");
  }

  private static LayerView with(LayerView from, Table rows, float[] values, String variant) {
    return new LayerView(
        from.layer(),
        from.snapshot().with(rows),
        from.run(),
        from.base(),
        from.step(),
        null,
        values,
        variant);
  }

  /** The variant of the view is the place, longitude and latitude. */
  private LayerView causes(LayerView from, double[] at) {
    if (air == null) {
      throw missing("There is nobody to ask for causes here.");
    }
    AirStudies.Causes causes =
        air.attribute(
            from.run(), AirPollutant.of(from.layer().quantity()), from.step(), at[0], at[1]);
    float[] values = new float[causes.byLink().length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) causes.byLink()[i];
    }
    double[] p = new double[2];
    from.snapshot().city().info().frame().toLonLat(at[0], at[1], p, 0);
    String variant = String.format(Locale.ROOT, "%.6f,%.6f", p[0], p[1]);
    return new LayerView(
        from.layer(), from.snapshot(), from.run(), null, from.step(), null, values, variant);
  }

  private static double[] place(LayerView from, Catalogue.LonLat place) {
    double[] xy = new double[2];
    if (place != null) {
      var frame = from.snapshot().city().info().frame();
      if (!(Math.abs(place.lon() - frame.lon0Deg()) <= FAR_DEG)
          || !(Math.abs(place.lat() - frame.lat0Deg()) <= FAR_DEG)) {
        throw EmonaException.invalid(
            "The place lies far outside of the city.", "place", "Give lon,lat in the city.");
      }
      frame.toLocal(place.lon(), place.lat(), xy, 0);
      return xy;
    }
    if (from.run().grid() == null) {
      throw missing("The run " + from.run().id() + " has no grid.");
    }
    int most = 0;
    for (int c = 1; c < from.values().length; c++) {
      most = from.values()[c] > from.values()[most] ? c : most;
    }
    return new double[] {from.run().grid().xM(most), from.run().grid().yM(most)};
  }

  private LayerView sides(LayerView from) {
    if (sides == null || from.run().grid() == null) {
      throw missing("There are no sides of streets to tell of.");
    }
    StreetSides.Hour hour = hourOf(from);
    Table rows = SideTable.of(from.snapshot().city(), hour.exposure());
    int of =
        switch (AirPollutant.of(from.layer().quantity())) {
          case NOX -> 0;
          case NO2 -> 1;
          case PM25 -> 2;
          case PM10 -> 3;
        };
    return with(from, rows, hour.ugM3()[of], "");
  }

  /** All pollutants of an hour are made at once; the last hour is kept. */
  private synchronized StreetSides.Hour hourOf(LayerView from) {
    String key = from.run().id() + " " + from.step();
    if (!key.equals(lastHour)) {
      last = sides.of(from.run(), from.step());
      lastHour = key;
    }
    return last;
  }

  private LayerView readings(LayerView from) {
    if (sensors == null) {
      throw missing("There is nobody to ask for readings here.");
    }
    List<SensorStudies.Series> series =
        sensors.series(from.run(), AirPollutant.of(from.layer().quantity()));
    City city = from.snapshot().city();
    Table rows = ReadingTable.of(city, series, from.step());
    int observed = Arrays.hashCode(rows.reals("observed"));
    return with(
        from,
        rows,
        ReadingTable.values(city.table(Schema.SENSORS), series, from.step()),
        Integer.toHexString(observed));
  }

  private static EmonaException missing(String what) {
    return EmonaException.notFound(what, "layer", "Ask /api/v1/layers for other layers.");
  }
}
