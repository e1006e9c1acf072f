package city.emona.layers.air;

import city.emona.model.City;
import city.emona.model.Field;
import city.emona.model.Schema;
import city.emona.model.Table;
import city.emona.model.TableSchema;
import city.emona.run.air.SensorStudies;
import java.util.Arrays;
import java.util.List;

/**
 * What sensors read in an hour, row by row as the city's sensors stand, so that a value belongs to
 * the sensor of the same number. Sensors without an instrument for the pollutant have {@code reads}
 * = no and are left out of the layer. Numbers that are not known are empty.
 */
final class ReadingTable {
  static final String READS = "reads";

  static final TableSchema SCHEMA =
      new TableSchema(
          "sensor_readings",
          "Readings of sensors",
          TableSchema.Geometry.POINT,
          Field.text("name", "Name of the sensor"),
          Field.choice(READS, "Whether it has an instrument", List.of("no", "yes")),
          Field.text("datastream", "Id of the datastream"),
          Field.real("observed", "µg/m³", "Mean of the usable observations of the hour"),
          Field.real("residual", "µg/m³", "Observed minus simulated"),
          Field.real("drift_per_day", "µg/m³", "Drift that was taken off the observations"));

  private ReadingTable() {}

  /** The rows of an hour. */
  static Table of(City city, List<SensorStudies.Series> series, int step) {
    Table sensors = city.table(Schema.SENSORS);
    SensorStudies.Series[] of = new SensorStudies.Series[sensors.size()];
    for (SensorStudies.Series s : series) {
      boolean isBetter = s.sensor() >= 0 && (of[s.sensor()] == null || hasAny(s));
      if (isBetter) {
        of[s.sensor()] = s;
      }
    }
    Table.Builder b = new Table.Builder(SCHEMA);
    for (int i = 0; i < of.length; i++) {
      b.row(sensors.id(i));
      b.set("name", sensors.texts("name")[i]).set(READS, of[i] == null ? "no" : "yes");
      SensorStudies.Series s = of[i];
      b.set("datastream", s == null ? "" : city.table(Schema.DATASTREAMS).id(s.datastream()));
      b.set("observed", s == null ? Double.NaN : s.observed()[step]);
      b.set("residual", s == null ? Double.NaN : s.observed()[step] - s.simulated()[step]);
      b.set("drift_per_day", s == null ? Double.NaN : s.driftPerDay());
      if (sensors.points().hasPosition(i)) {
        b.point(sensors.points().xMm()[i], sensors.points().yMm()[i]);
      }
    }
    return b.build();
  }

  private static boolean hasAny(SensorStudies.Series s) {
    return Arrays.stream(s.observed()).anyMatch(Double::isFinite);
  }

  /** Simulated readings by sensor, NaN where there is no instrument. */
  static float[] values(Table sensors, List<SensorStudies.Series> series, int step) {
    float[] out = new float[sensors.size()];
    Arrays.fill(out, Float.NaN);
    for (SensorStudies.Series s : series) {
      if (s.sensor() >= 0) {
        out[s.sensor()] = s.simulated()[step];
      }
    }
    return out;
  }
}
