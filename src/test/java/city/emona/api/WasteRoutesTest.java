package city.emona.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import city.emona.layers.QuayRuns;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What collection answers over a real server for a run without tours and for wrong requests. */
@Tag("http")
class WasteRoutesTest {
  private static final String RUN = "/api/v1/runs/" + QuayRuns.BASE;
  private static QuayServer server;

  @BeforeAll
  static void start() {
    server = new QuayServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void filesOfTheRoundsAreLinked() throws Exception {
    var day = server.json(RUN + "/waste");
    assertThat(day.at("/files/gpx").asText()).isEqualTo(RUN + "/waste/rounds?format=gpx");
    assertThat(day.get("tours")).isEmpty();
  }

  @Test
  void whatIsNotThereIsSaidWithTheFix() throws Exception {
    HttpResponse<byte[]> none = server.get(RUN + "/waste/rounds");
    assertThat(none.statusCode()).isEqualTo(404);
    assertThat(new String(none.body(), UTF_8))
        .contains("No truck is out", "Take a run on a day of collection");
    HttpResponse<byte[]> pdf = server.get(RUN + "/waste/rounds?format=pdf");
    assertThat(pdf.statusCode()).isEqualTo(400);
    assertThat(new String(pdf.body(), UTF_8)).contains("html, gpx, geojson");
    HttpResponse<byte[]> bin = server.get(RUN + "/bins/ghost/decisions");
    assertThat(bin.statusCode()).isEqualTo(404);
    assertThat(new String(bin.body(), UTF_8)).contains("There is no bin ghost");
    assertThat(server.get(RUN + "/bins/bin1/decisions").statusCode()).isEqualTo(404);
  }
}
