package city.emona.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The OpenAPI 3.0.3 document of a list of routes. */
public final class OpenApi {
  private static final Pattern PATH_PARAM = Pattern.compile("\\{([^}]+)}");

  private OpenApi() {}

  public static ObjectNode document(String title, String baseUrl, List<Route> routes) {
    ObjectNode o = Route.object();
    o.put("openapi", "3.0.3");
    o.putObject("info")
        .put("title", title)
        .put("version", "1")
        .put("description", "Errors are problem+json (RFC 9457) with where and fix.");
    o.putArray("servers").addObject().put("url", baseUrl);
    ObjectNode paths = o.putObject("paths");
    for (Route r : routes) {
      ObjectNode path =
          paths.has(r.path()) ? (ObjectNode) paths.get(r.path()) : paths.putObject(r.path());
      path.set(r.method().name().toLowerCase(Locale.ROOT), operation(r));
    }
    ObjectNode problem = o.putObject("components").putObject("schemas").putObject("Problem");
    problem.put("type", "object");
    ObjectNode properties = problem.putObject("properties");
    for (String name : List.of("type", "title", "detail", "where", "fix")) {
      properties.putObject(name).put("type", "string");
    }
    properties.putObject("status").put("type", "integer");
    return o;
  }

  private static ObjectNode operation(Route r) {
    ObjectNode op = Route.object();
    op.putArray("tags").add(r.tag());
    op.put("summary", r.summary());
    op.put(
        "operationId",
        (r.method().name().toLowerCase(Locale.ROOT) + r.path()).replaceAll("[^A-Za-z0-9]+", "_"));
    ArrayNode params = op.putArray("parameters");
    Matcher m = PATH_PARAM.matcher(r.path());
    while (m.find()) {
      ObjectNode p = params.addObject();
      p.put("name", m.group(1)).put("in", "path").put("required", true);
      p.putObject("schema").put("type", "string");
    }
    for (Route.Param q : r.params()) {
      ObjectNode p = params.addObject();
      p.put("name", q.name()).put("in", "query").put("required", false);
      p.put("description", q.description());
      p.putObject("schema").put("type", q.type());
    }
    if (r.body() != null) {
      ObjectNode body = op.putObject("requestBody");
      body.put("required", true).put("description", r.body());
      body.putObject("content")
          .putObject("application/json")
          .putObject("schema")
          .put("type", "object");
    }
    answers(op.putObject("responses"), r);
    return op;
  }

  private static void answers(ObjectNode responses, Route r) {
    for (Route.Answer a : r.answers()) {
      ObjectNode answer = responses.putObject(Integer.toString(a.status()));
      answer.put("description", a.description());
      if (!a.mediaType().isEmpty()) {
        ObjectNode schema =
            answer.putObject("content").putObject(a.mediaType()).putObject("schema");
        boolean json = a.mediaType().contains("json");
        schema.put("type", json ? "object" : "string");
        if (!json && !a.mediaType().startsWith("text")) {
          schema.put("format", "binary");
        }
      }
    }
    ObjectNode problem = responses.putObject("default");
    problem.put("description", "A problem, with where it lies and how to fix it");
    problem
        .putObject("content")
        .putObject("application/problem+json")
        .putObject("schema")
        .put("$ref", "#/components/schemas/Problem");
  }
}
