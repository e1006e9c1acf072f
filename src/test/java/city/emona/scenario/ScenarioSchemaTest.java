package city.emona.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import city.emona.scenario.yaml.EditReader;
import city.emona.scenario.yaml.ScenarioReader;
import city.emona.scenario.yaml.ScenarioWriter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The published JSON Schema says what the reader does: same files, same words, same fields. */
class ScenarioSchemaTest {
  static final List<String> SHIPPED = ScenarioLibrary.SHIPPED;
  static final List<String> TYPES = EditReader.TYPES;

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final JsonNode TREE = tree();
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(TREE);

  private static JsonNode tree() {
    try {
      return new ObjectMapper()
          .readTree(ScenarioSchemaTest.class.getResourceAsStream("/schema/scenario.schema.json"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @FieldSource("SHIPPED")
  void everyShippedFileIsValid(String id) throws IOException {
    String text = Files.readString(Path.of("scenarios", id + ".yaml"));
    assertThat(SCHEMA.validate(YAML.readTree(text))).isEmpty();
    String written = ScenarioWriter.json(ScenarioReader.read(text, id).toTree());
    assertThat(SCHEMA.validate(YAML.readTree(written))).isEmpty();
  }

  @Test
  void theTypesAndWordsAreTheReaders() {
    List<String> refs = new ArrayList<>();
    TREE.at("/properties/edits/items/oneOf")
        .forEach(r -> refs.add(r.get("$ref").asText().replace("#/$defs/", "")));
    assertThat(refs).isEqualTo(TYPES);
    assertThat(words("/$defs/newLink/properties/class/enum"))
        .isEqualTo(city.emona.model.Schema.ROAD_CLASSES);
    assertThat(words("/$defs/addBins/properties/fraction/enum")).isEqualTo(WasteEdit.FRACTIONS);
    assertThat(words("/$defs/close/properties/modes/oneOf/0/enum")).isEqualTo(Edit.MODES);
    assertThat(words("/$defs/oneWay/properties/heading/enum")).isEqualTo(Edit.OneWay.HEADINGS);
    assertThat(words("/$defs/sensors/properties/add/items/properties/kind/enum"))
        .isEqualTo(Edit.Sensors.KINDS);
    assertThat(words("/$defs/weatherName/enum"))
        .isEqualTo(Scenario.WEATHERS)
        .isEqualTo(city.emona.geodata.WeatherReader.names());
  }

  private static List<String> words(String pointer) {
    return StreamSupport.stream(TREE.at(pointer).spliterator(), false)
        .map(JsonNode::asText)
        .toList();
  }

  /** A full example of every type is valid for both, and neither takes a field more. */
  @ParameterizedTest
  @FieldSource("TYPES")
  void theFieldsOfEachEditAgree(String type) throws IOException {
    String example = Examples.EDITS.get(type);
    Function<String, String> file = e -> "{emona: 1, id: a, title: A, edits: [" + e + "]}";
    ObjectNode node = (ObjectNode) YAML.readTree(example);
    assertThat(SCHEMA.validate(YAML.readTree(file.apply(example)))).isEmpty();
    assertThat(ScenarioReader.check(file.apply(example), "f").problems()).isEmpty();
    TreeSet<String> used = new TreeSet<>(List.of("on", "note"));
    node.fieldNames().forEachRemaining(used::add);
    Map<String, Object> canonical =
        ScenarioReader.read(file.apply(example), "f").edits().get(0).edit().fields();
    assertThat(used).containsAll(canonical.keySet());
    List<String> known = new ArrayList<>();
    TREE.at("/$defs/" + type + "/properties").fieldNames().forEachRemaining(known::add);
    used.addAll(Examples.ALTERNATIVES.getOrDefault(type, List.of()));
    assertThat(known).containsExactlyInAnyOrderElementsOf(used);
    for (String name : known) {
      ObjectNode more = node.deepCopy();
      more.put(name + "x", 1);
      String text = file.apply(more.toString());
      assertThat(SCHEMA.validate(YAML.readTree(text))).as(name).isNotEmpty();
      assertThat(ScenarioReader.check(text, "f").problems()).as(name).hasSize(1);
    }
  }
}
