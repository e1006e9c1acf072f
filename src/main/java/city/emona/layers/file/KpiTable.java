package city.emona.layers.file;

import city.emona.model.Field;
import city.emona.model.Table;
import city.emona.model.TableSchema;
import city.emona.results.Kpi;
import city.emona.results.KpiValue;
import city.emona.results.Kpis;
import city.emona.run.RunArchive;
import city.emona.run.RunRecord;
import java.util.List;

/** The indicators of runs as a table for files: city rows have an empty district. */
public final class KpiTable {
  private static final TableSchema SCHEMA =
      new TableSchema(
          "kpis",
          "Indicators of the runs",
          TableSchema.Geometry.NONE,
          Field.text("run", "Id of the run"),
          Field.text("scenario", "Id of its scenario"),
          Field.text("kpi", "Id of the indicator"),
          Field.text("title", "What it tells"),
          Field.text("district", "Id of the district; empty = the city"),
          Field.real("value", "", "Value"),
          Field.real("low", "", "Lower end of the interval that the inputs leave open"),
          Field.real("high", "", "Upper end"),
          Field.text("unit", "Unit of the value"));

  private KpiTable() {}

  /** All indicators of the runs, in the order that they are stored in. */
  public static Table of(List<RunRecord> of, RunArchive runs) {
    Table.Builder b = new Table.Builder(SCHEMA);
    for (RunRecord run : of) {
      for (KpiValue v : runs.listKpis(run.id())) {
        Kpi kpi = Kpis.find(v.kpiId());
        b.row(run.id() + "/" + v.kpiId() + "/" + v.districtId());
        b.set("run", run.id()).set("scenario", run.scenarioId()).set("kpi", v.kpiId());
        b.set("title", kpi == null ? "" : kpi.title()).set("unit", kpi == null ? "" : kpi.unit());
        b.set("district", v.districtId()).set("value", v.value());
        b.set("low", v.low()).set("high", v.high());
      }
    }
    return b.build();
  }
}
