package city.emona.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import city.emona.geo.LocalFrame;
import java.time.ZoneId;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class CityTest {
  private static final CityInfo INFO =
      new CityInfo(
          "tiny",
          "Tiny",
          ZoneId.of("Europe/Ljubljana"),
          new LocalFrame(14.5, 46),
          "CC0-1.0",
          "nobody",
          List.of(),
          List.of(),
          1);

  private static City tiny() {
    Table.Builder nodes = new Table.Builder(Schema.NODES);
    nodes.row("a");
    nodes.point(0, 0);
    nodes.row("b");
    nodes.set("control", "signal").point(100_000, 0);
    Table.Builder links = new Table.Builder(Schema.LINKS);
    links.row("ab");
    links
        .set("name", "Čevljarska")
        .set("from_node", 0)
        .set("to_node", 1)
        .set("road_class", "primary");
    links.set("length_mm", 100_000).set("lanes", 1).set("modes", Schema.CAR | Schema.FOOT);
    links.line(new int[] {0, 100_000}, new int[] {0, 0});
    return new City(INFO, List.of(nodes.build(), links.build()));
  }

  @Test
  @Tag("invariant")
  void equalContentHasAnEqualVersionAndAnyChangeAnother() {
    City city = tiny();
    assertThat(tiny().version()).isEqualTo(city.version()).matches("[0-9a-f]{64}");
    Table lanes = city.table(Schema.LINKS).with("lanes", new int[] {2});
    assertThat(city.with(lanes).version()).isNotEqualTo(city.version());
    assertThat(city.with(lanes.with("lanes", new int[] {1})).version()).isEqualTo(city.version());
  }

  @Test
  @Tag("invariant")
  void overlaySharesWhatItLeavesAlone() {
    City city = tiny();
    City changed = city.with(city.table(Schema.LINKS).with("lanes", new int[] {2}));
    assertThat(changed.table(Schema.NODES)).isSameAs(city.table(Schema.NODES));
    assertThat(changed.table(Schema.LINKS).texts("name"))
        .isSameAs(city.table(Schema.LINKS).texts("name"));
    assertThat(city.network().lanes()).containsExactly(1);
  }

  @Test
  void schemaRefersOnlyToTablesBefore() {
    Set<String> known = new HashSet<>();
    for (TableSchema t : Schema.TABLES) {
      for (Field f : t.fields()) {
        if (f.kind() == Field.Kind.REF) {
          assertThat(known).as(t.name() + "." + f.name()).contains(f.refTable());
        }
        assertThat(f.description()).as(t.name() + "." + f.name()).isNotBlank();
      }
      known.add(t.name());
    }
  }

  @Test
  void rowsAreKeptAndAppendedWithTheirGeometry() {
    Table links = tiny().table(Schema.LINKS);
    Table twice = links.append(links);
    assertThat(twice.size()).isEqualTo(2);
    assertThat(twice.lines().lengthM(1)).isEqualTo(100);
    BitSet second = new BitSet();
    second.set(1);
    assertThat(twice.keep(second).texts("name")).containsExactly("Čevljarska");
    assertThat(twice.keep(new BitSet()).size()).isZero();
  }

  @Test
  void unknownColumnsAndLabelsAreRefused() {
    Table.Builder b = new Table.Builder(Schema.LINKS);
    b.row("x");
    assertThatThrownBy(() -> b.set("road_class", "footpath")).hasMessageContaining("footpath");
    assertThatThrownBy(() -> b.set("width_m", 3)).hasMessageContaining("width_m");
  }
}
