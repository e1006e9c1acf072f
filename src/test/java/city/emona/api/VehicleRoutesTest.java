package city.emona.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The played day over a real server (src/docs/api.md). */
@Tag("http")
class VehicleRoutesTest {
  private static final String VEHICLES = "/api/v1/runs/base-run/vehicles";
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
  void theDayIsDescribedAndItsChunksHoldWhatTheySay() throws Exception {
    JsonNode d = server.json(VEHICLES);
    assertThat(d.get("run").asText()).isEqualTo("base-run");
    assertThat(d.get("chunkSeconds").asInt()).isEqualTo(300);
    assertThat(d.get("chunks").asInt()).isGreaterThan(200);
    assertThat(d.get("oneIn").asInt()).isEqualTo(1);
    assertThat(d.get("kinds")).hasSize(5);
    JsonNode counts = d.get("counts");
    assertThat(counts.get("arrived").asInt()).isPositive();
    assertThat(counts.get("departed").asInt()).isEqualTo(counts.get("arrived").asInt());
    assertThat(d.get("fit").get("gehBelow5Share").asDouble()).isBetween(0.85, 1.0);

    HttpResponse<byte[]> answer = server.get(VEHICLES + "/96");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/octet-stream");
    ByteBuffer b = ByteBuffer.wrap(answer.body()).order(ByteOrder.LITTLE_ENDIAN);
    int vehicles = b.getInt(4);
    int rows = b.getInt(8);
    assertThat(b.getInt(0)).isEqualTo(1);
    assertThat(vehicles).isPositive();
    assertThat(rows).isGreaterThanOrEqualTo(vehicles);
    assertThat(b.getInt(12)).isEqualTo(96 * 300);
    assertThat(b.capacity())
        .isEqualTo(24 + 4 * vehicles + 4 * (vehicles + 1) + 13 * rows + vehicles);
    assertThat(b.getInt(24 + 8 * vehicles)).isEqualTo(rows);

    String etag = answer.headers().firstValue("etag").orElseThrow();
    assertThat(server.get(VEHICLES + "/96", "If-None-Match", etag).statusCode()).isEqualTo(304);
  }

  @Test
  void whatIsNotThereIsToldSo() throws Exception {
    assertThat(server.get("/api/v1/runs/no-run/vehicles").statusCode()).isEqualTo(404);
    assertThat(server.get("/api/v1/runs/no-run/vehicles/3").statusCode()).isEqualTo(404);
    assertThat(server.get(VEHICLES + "/9000").statusCode()).isEqualTo(404);
    assertThat(server.get(VEHICLES + "/-1").statusCode()).isEqualTo(400);
    assertThat(server.get(VEHICLES + "/noon").statusCode()).isEqualTo(400);
  }

  @Test
  void theContractListsBothAddresses() throws Exception {
    JsonNode paths = server.json("/api/v1/openapi.json").get("paths");
    assertThat(paths.has("/api/v1/runs/{run}/vehicles")).isTrue();
    assertThat(paths.has("/api/v1/runs/{run}/vehicles/{chunk}")).isTrue();
  }
}
