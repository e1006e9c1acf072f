package city.emona.api.v1;

import city.emona.EmonaException;
import city.emona.api.ApiContext;
import city.emona.api.Route;
import city.emona.geo.Bounds;
import city.emona.geo.LocalFrame;
import city.emona.layers.Catalogue;
import city.emona.run.RunRecord;
import city.emona.simulate.Quantity;
import city.emona.simulate.ReceptorGrid;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;

/** Value frames and day series of stored runs: the numbers without the shapes (ADR 0006). */
public final class FrameRoutes {
  private static final String FRAMES = "/api/v1/runs/{run}/frames";

  private final ApiContext api;

  public FrameRoutes(ApiContext api) {
    this.api = api;
  }

  public List<Route> routes() {
    return List.of(
        Route.get(FRAMES, "Frames", "Frame descriptions of a run", this::list)
            .answer(200, "application/json", "One description per quantity"),
        Route.get(FRAMES + "/{quantity}", "Frames", "How to read a quantity's frames", this::one)
            .answer(200, "application/json", "Steps, count, dtype, scale, offset, no data"),
        Route.get(FRAMES + "/{quantity}/{step}", "Frames", "One frame", this::frame)
            .answer(200, "application/octet-stream", "Little-endian array in element order"),
        Route.get(
                "/api/v1/runs/{run}/series/{quantity}",
                "Frames",
                "Values of one element over the day",
                this::series)
            .param("element", "integer", "Element index")
            .answer(200, "application/json", "One value per step, null = no data"));
  }

  private void list(Context ctx) {
    RunRecord run = api.catalogue().getRun(ctx.pathParam("run"));
    ArrayNode items = Route.array();
    for (Quantity q : api.runs().listQuantities(run.id())) {
      items.add(describe(run, q));
    }
    Route.json(ctx, Route.items(items));
  }

  private void one(Context ctx) {
    RunRecord run = api.catalogue().getRun(ctx.pathParam("run"));
    Quantity q = quantity(ctx);
    if (Route.isKnown(ctx, "describe" + run.id() + q.id(), true)) {
      return;
    }
    Route.json(ctx, describe(run, q));
  }

  private static Quantity quantity(Context ctx) {
    String id = ctx.pathParam("quantity");
    Quantity q = Quantity.find(id);
    if (q == null) {
      throw EmonaException.notFound(
          "There is no quantity " + id + ".", "quantity", "Ask /api/v1/layers for the quantities.");
    }
    return q;
  }

  private ObjectNode describe(RunRecord run, Quantity q) {
    Quantity.Packing p = q.packing();
    ObjectNode o = Route.object();
    o.put("quantity", q.id()).put("unit", q.unit());
    o.put("element", q.element().name().toLowerCase(Locale.ROOT));
    o.put("steps", run.steps().count());
    o.put("count", api.catalogue().values(run, q, 0).length);
    o.put("dtype", p.dtype()).put("scale", q.scale()).put("offset", q.offset());
    if (Double.isNaN(p.nodata())) {
      o.put("nodata", "NaN");
    } else {
      o.put("nodata", (int) p.nodata());
    }
    o.put("start", run.steps().start(0).toString());
    o.put("stepMinutes", run.steps().stepMinutes());
    boolean cells = q.element() == Quantity.Element.CELL && run.grid() != null;
    o.set("grid", cells ? grid(run.grid()) : null);
    return o;
  }

  private ObjectNode grid(ReceptorGrid g) {
    ObjectNode o = Route.object();
    o.put("cols", g.cols()).put("rows", g.rows()).put("cellM", g.cellM());
    Bounds b = Catalogue.gridBounds(g);
    double[][] corners = {
      {b.minX(), b.minY()}, {b.maxX(), b.minY()}, {b.maxX(), b.maxY()}, {b.minX(), b.maxY()}
    };
    LocalFrame frame = api.catalogue().snapshot().city().info().frame();
    ArrayNode out = o.putArray("corners");
    double[] p = new double[2];
    for (double[] c : corners) {
      frame.toLonLat(c[0] / 1000, c[1] / 1000, p, 0);
      out.addArray().add(CityRoutes.round7(p[0])).add(CityRoutes.round7(p[1]));
    }
    return o;
  }

  private void frame(Context ctx) {
    String id = ctx.pathParam("run");
    Quantity q = quantity(ctx);
    int step = Route.integer("step", ctx.pathParam("step"), 0, 10_000, 0);
    byte[] bytes = api.runs().findFrame(id, q, step).orElseThrow(() -> missing(id, q, step));
    // The run key names the content, so the bytes under this address can never be others.
    if (!Route.isKnown(ctx, "frame" + id + q.id() + step, true)) {
      ctx.result(bytes).contentType("application/octet-stream");
    }
  }

  private EmonaException missing(String id, Quantity q, int step) {
    RunRecord run = api.catalogue().getRun(id);
    return EmonaException.notFound(
        "The run has no values of " + q.id() + " at step " + step + ".",
        "step",
        "Give a step from 0 to "
            + (run.steps().count() - 1)
            + " and a quantity that was computed.");
  }

  private void series(Context ctx) {
    RunRecord run = api.catalogue().getRun(ctx.pathParam("run"));
    Quantity q = quantity(ctx);
    String text = ctx.queryParam("element");
    int element = Route.integer("element", text, 0, Integer.MAX_VALUE, -1);
    ObjectNode o = Route.object();
    o.put("element", element);
    ArrayNode values = o.putArray("values");
    for (float v : api.catalogue().series(run, q, element)) {
      if (Float.isNaN(v)) {
        values.addNull();
      } else {
        values.add(v);
      }
    }
    Route.json(ctx, o);
  }
}
