package city.emona.layers.rounds;

import city.emona.EmonaException;
import city.emona.geo.PackedLines;
import city.emona.model.Schema;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Rounds as files: route sheets to print (HTML, a page per truck), GPX 1.1 with a track per truck
 * and a waypoint per halt, and GeoJSON (RFC 7946) with lines and points. Every text of the city is
 * escaped. Stateless.
 */
public final class RoundsFile {
  /** Formats by the name that the user gives. */
  public static final List<String> FORMATS = List.of("html", "gpx", "geojson");

  private static final String STYLE =
      "body{font:13px/1.4 system-ui,sans-serif;color:#000;margin:1rem}h1{font-size:1.3rem;margin:0}"
          + "table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}"
          + "th,td{border:1px solid #999;padding:.15rem .4rem;text-align:left}"
          + "thead{display:table-header-group}tr{break-inside:avoid}"
          + ".dump td{background:#eee;font-weight:600}section{break-after:page;margin-bottom:2rem}"
          + "td.n{text-align:right}p{margin:.3rem 0}@page{size:A4;margin:12mm}";

  private RoundsFile() {}

  /** Media type of a format. */
  public static String mediaType(String format) {
    return switch (format) {
      case "html" -> "text/html; charset=utf-8";
      case "gpx" -> "application/gpx+xml";
      case "geojson" -> "application/geo+json";
      default -> throw unknown(format);
    };
  }

  public static void write(Rounds rounds, String format, OutputStream out) throws IOException {
    switch (format) {
      case "html" -> text(html(rounds), out);
      case "gpx" -> text(gpx(rounds), out);
      case "geojson" -> geoJson(rounds, out);
      default -> throw unknown(format);
    }
  }

  private static EmonaException unknown(String format) {
    return EmonaException.invalid(
        "Rounds are not written as " + format + ".",
        "format",
        "Give one of " + String.join(", ", FORMATS) + ".");
  }

  private static void text(String s, OutputStream out) throws IOException {
    Writer w = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    w.write(s);
    w.flush();
  }

  /** Escapes for HTML and XML; what XML 1.0 cannot hold becomes a blank. */
  static String escaped(String s) {
    StringBuilder b = new StringBuilder(s.length() + 16);
    s.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> b.append("&amp;");
                case '<' -> b.append("&lt;");
                case '>' -> b.append("&gt;");
                case '"' -> b.append("&quot;");
                case '\'' -> b.append("&#39;");
                default -> {
                  boolean bad = c < 0x20 && c != '\t' && c != '\n' && c != '\r';
                  bad |= c >= 0xD800 && c <= 0xDFFF || c == 0xFFFE || c == 0xFFFF;
                  b.appendCodePoint(bad ? ' ' : c);
                }
              }
            });
    return b.toString();
  }

  private static String title(Rounds r) {
    return r.run().scenarioTitle() + ", " + r.run().steps().date() + ", " + r.city().info().name();
  }

  private static String html(Rounds r) {
    StringBuilder b = new StringBuilder("<!doctype html>\n<html lang=\"en\"><head>");
    b.append("<meta charset=\"utf-8\"><title>").append(escaped(title(r)));
    b.append("</title><style>").append(STYLE).append("</style></head><body>\n");
    for (Rounds.Round round : r.rounds()) {
      sheet(r, round, b);
    }
    b.append("<p>").append(escaped(r.city().info().attribution())).append(" (");
    b.append(escaped(r.city().info().licence())).append(")</p>");
    return b.append("</body></html>\n").toString();
  }

  private static void sheet(Rounds r, Rounds.Round round, StringBuilder b) {
    b.append("<section><h1>Truck ").append(escaped(round.name())).append("</h1><p>");
    b.append(escaped(title(r))).append("</p><p>");
    b.append(
        String.format(
            Locale.ROOT,
            "%d bins, %d trips to disposal, %.1f km, %.1f h without breaks, %.0f kg",
            round.tour().bins().length,
            round.tour().disposalTrips(),
            round.tour().km(),
            round.tour().hours(),
            round.tour().collectedKg()));
    b.append("</p><table><thead><tr><th>#</th><th>Drives on</th><th>Street</th><th>Bin</th>");
    b.append("<th>Fraction</th><th>Volume, l</th><th>Expected fill, %</th><th>Done</th></tr>");
    b.append("</thead><tbody>\n");
    int n = 1;
    for (Rounds.Halt h : round.halts()) {
      boolean bin = h.kind() == Rounds.Kind.BIN;
      b.append(bin ? "<tr>" : "<tr class=\"dump\">");
      b.append("<td class=\"n\">").append(n++).append("</td><td>");
      b.append(r.clock(h.leaveMinute())).append("</td><td>").append(escaped(h.street()));
      b.append("</td><td>").append(escaped(r.id(h))).append("</td>");
      if (bin) {
        int litres = r.city().table(Schema.BINS).ints("capacity_l")[h.row()];
        b.append("<td>").append(r.fraction(h)).append("</td><td class=\"n\">").append(litres);
        b.append("</td><td class=\"n\">").append(percent(h)).append("</td><td></td></tr>\n");
      } else {
        b.append("<td colspan=\"3\">disposal</td><td></td></tr>\n");
      }
    }
    b.append("</tbody></table></section>\n");
  }

  private static String percent(Rounds.Halt h) {
    return Double.isNaN(h.fillShare()) ? "" : Long.toString(Math.round(100 * h.fillShare()));
  }

  private static String gpx(Rounds r) {
    StringBuilder b = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    b.append(
        "<gpx version=\"1.1\" creator=\"Emona\" xmlns=\"http://www.topografix.com/GPX/1/1\">\n");
    // GPX 1.1 has a place for a holder and for the address of a licence, none for its name.
    b.append("<metadata><name>").append(escaped(title(r))).append("</name><desc>");
    b.append(escaped(r.city().info().attribution() + " (" + r.city().info().licence() + ")"));
    b.append("</desc></metadata>\n");
    for (Rounds.Round round : r.rounds()) {
      for (Rounds.Halt h : round.halts()) {
        b.append("<wpt ").append(place(r, h.node())).append("><time>");
        b.append(instant(r, h.leaveMinute())).append("</time><name>").append(escaped(r.id(h)));
        b.append("</name><desc>").append(escaped(words(r, round, h))).append("</desc><type>");
        b.append(h.kind() == Rounds.Kind.BIN ? r.fraction(h) : "disposal");
        b.append("</type></wpt>\n");
      }
    }
    for (Rounds.Round round : r.rounds()) {
      b.append("<trk><name>").append(escaped("Truck " + round.name())).append("</name><trkseg>\n");
      for (double[] p : track(r, round)) {
        b.append("<trkpt ").append(latLon(p)).append("/>\n");
      }
      b.append("</trkseg></trk>\n");
    }
    return b.append("</gpx>\n").toString();
  }

  private static String words(Rounds r, Rounds.Round round, Rounds.Halt h) {
    String fill = h.kind() == Rounds.Kind.BIN ? percent(h) : "";
    return "Truck "
        + round.name()
        + (h.street().isEmpty() ? "" : ", " + h.street())
        + (fill.isEmpty() ? "" : ", expected " + fill + " % full")
        + ", "
        + r.clock(h.leaveMinute());
  }

  private static String instant(Rounds r, double minute) {
    return r.run()
        .steps()
        .date()
        .atStartOfDay(r.run().steps().zone())
        .plusSeconds(Math.round(minute * 60))
        .toInstant()
        .toString();
  }

  private static String place(Rounds r, int node) {
    return latLon(r.lonLat(node));
  }

  private static String latLon(double[] p) {
    return String.format(Locale.ROOT, "lat=\"%.7f\" lon=\"%.7f\"", p[1], p[0]);
  }

  /** Longitudes and latitudes along the streets of a round. */
  private static List<double[]> track(Rounds r, Rounds.Round round) {
    List<double[]> out = new ArrayList<>();
    PackedLines lines = r.city().table(Schema.LINKS).lines();
    if (round.tour().links().length == 0) {
      out.add(r.lonLat(round.nodes()[0]));
    }
    for (int link : round.tour().links()) {
      for (int v = lines.first()[link]; v < lines.first()[link + 1]; v++) {
        if (!out.isEmpty() && v == lines.first()[link]) {
          continue; // the end of the link before
        }
        double[] p = new double[2];
        double x = lines.xMm()[v] / 1000.0;
        r.city().info().frame().toLonLat(x, lines.yMm()[v] / 1000.0, p, 0);
        out.add(p);
      }
    }
    return out;
  }

  private static void geoJson(Rounds r, OutputStream out) throws IOException {
    try (JsonGenerator j = new JsonFactory().createGenerator(out)) {
      j.writeStartObject();
      j.writeStringField("type", "FeatureCollection");
      j.writeStringField("name", title(r));
      j.writeStringField("attribution", r.city().info().attribution());
      j.writeStringField("licence", r.city().info().licence());
      j.writeArrayFieldStart("features");
      for (Rounds.Round round : r.rounds()) {
        feature(j, "LineString");
        j.writeStartArray();
        List<double[]> track = track(r, round);
        if (track.size() == 1) {
          track.add(track.get(0)); // a line has two positions at least
        }
        for (double[] p : track) {
          position(j, p);
        }
        j.writeEndArray();
        j.writeEndObject();
        j.writeObjectFieldStart("properties");
        j.writeStringField("truck", round.name());
        j.writeNumberField("bins", round.tour().bins().length);
        j.writeNumberField("disposalTrips", round.tour().disposalTrips());
        j.writeNumberField("km", round.tour().km());
        j.writeNumberField("hours", round.tour().hours());
        j.writeNumberField("collectedKg", round.tour().collectedKg());
        j.writeEndObject();
        j.writeEndObject();
        int n = 1;
        for (Rounds.Halt h : round.halts()) {
          halt(r, round, h, n++, j);
        }
      }
      j.writeEndArray();
      j.writeEndObject();
    }
  }

  private static void feature(JsonGenerator j, String type) throws IOException {
    j.writeStartObject();
    j.writeStringField("type", "Feature");
    j.writeObjectFieldStart("geometry");
    j.writeStringField("type", type);
    j.writeFieldName("coordinates");
  }

  private static void position(JsonGenerator j, double[] p) throws IOException {
    j.writeStartArray();
    j.writeNumber(Math.round(p[0] * 1e7) / 1e7);
    j.writeNumber(Math.round(p[1] * 1e7) / 1e7);
    j.writeEndArray();
  }

  private static void halt(Rounds r, Rounds.Round round, Rounds.Halt h, int n, JsonGenerator j)
      throws IOException {
    feature(j, "Point");
    position(j, r.lonLat(h.node()));
    j.writeEndObject();
    j.writeObjectFieldStart("properties");
    j.writeStringField("truck", round.name());
    j.writeNumberField("stop", n);
    j.writeStringField("kind", h.kind() == Rounds.Kind.BIN ? "bin" : "disposal");
    j.writeStringField("id", r.id(h));
    j.writeStringField("street", h.street());
    j.writeStringField("time", instant(r, h.leaveMinute()));
    if (h.kind() == Rounds.Kind.BIN) {
      j.writeStringField("fraction", r.fraction(h));
      if (!Double.isNaN(h.fillShare())) {
        j.writeNumberField("expectedFillPercent", Math.round(100 * h.fillShare()));
      }
    }
    j.writeEndObject();
    j.writeEndObject();
  }
}
