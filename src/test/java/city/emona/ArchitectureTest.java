package city.emona;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The import table of src/docs/architecture.md, and the house rules that a machine can see. */
@Tag("arch")
class ArchitectureTest {
  private static final String ROOT = "city.emona";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @Test
  void importsFollowTheTable() throws IOException {
    Map<String, Set<String>> allowed = table();
    Set<String> broken = new TreeSet<>();
    for (JavaClass from : CLASSES) {
      String room = room(allowed.keySet(), from.getPackageName());
      from.getDirectDependenciesFromSelf().stream()
          .map(d -> d.getTargetClass().getBaseComponentType())
          .filter(c -> c.getPackageName().startsWith(ROOT))
          .forEach(
              to -> {
                String target = room(allowed.keySet(), to.getPackageName());
                boolean fine =
                    room.equals(target)
                        || target.isEmpty()
                        || allowed.get(room).contains("all")
                        || allowed.get(room).contains(target);
                if (!fine) {
                  broken.add(
                      room
                          + " may not import "
                          + target
                          + ": "
                          + from.getName()
                          + " → "
                          + to.getName());
                }
              });
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void librariesStayInTheirRoom() {
    Set<String> broken = new TreeSet<>();
    for (JavaClass from : CLASSES) {
      for (var d : from.getDirectDependenciesFromSelf()) {
        String to = d.getTargetClass().getPackageName();
        boolean geometry =
            to.startsWith("org.locationtech.jts")
                || to.startsWith("org.geotools")
                || to.startsWith("org.apache.sis");
        if (geometry && !from.getPackageName().equals(ROOT + ".geo")) {
          broken.add(from.getName() + " → " + d.getTargetClass().getName());
        }
        if (to.startsWith("java.sql") && !from.getPackageName().startsWith(ROOT + ".store")) {
          broken.add(from.getName() + " → " + d.getTargetClass().getName());
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void filesStaySmallAndNamesSaySomething() throws IOException {
    Set<String> broken = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path f : files.filter(p -> p.toString().endsWith(".java")).toList()) {
        long lines = Files.readString(f).lines().count();
        if (lines > 600) {
          broken.add(f + " has " + lines + " lines, 600 are allowed");
        }
        if (f.getFileName().toString().matches(".*(Util|Utils|Helper|Manager|Impl|V2)\\.java")) {
          broken.add(f + " has a name that says nothing");
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void packagesHoldFifteenFilesAtMost() throws IOException {
    Set<String> broken = new TreeSet<>();
    try (Stream<Path> folders = Files.walk(Path.of("src/main/java"))) {
      for (Path folder : folders.filter(Files::isDirectory).toList()) {
        try (Stream<Path> files = Files.list(folder)) {
          long count = files.filter(f -> f.toString().endsWith(".java")).count();
          if (count > 15) {
            broken.add(folder + " has " + count + " files, 15 are allowed");
          }
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  private static Map<String, Set<String>> table() throws IOException {
    Map<String, Set<String>> rows = new LinkedHashMap<>();
    for (String line : Files.readAllLines(Path.of("src/docs/architecture.md"))) {
      String[] cell = line.split("\\|");
      if (cell.length > 4 && cell[1].trim().startsWith("`")) {
        rows.put(
            cell[1].replace("`", "").trim(),
            Arrays.stream(cell[3].replace("`", "").split(","))
                .map(String::trim)
                .collect(Collectors.toSet()));
      }
    }
    assertThat(rows).containsKeys("geo", "model", "cli");
    return rows;
  }

  /** The row that a package belongs to: the longest name that it starts with. */
  private static String room(Set<String> rooms, String packageName) {
    String inner = packageName.equals(ROOT) ? "" : packageName.substring(ROOT.length() + 1);
    String best = null;
    for (String r : rooms) {
      boolean holds = inner.equals(r) || (!r.isEmpty() && inner.startsWith(r + "."));
      if (holds && (best == null || r.length() > best.length())) {
        best = r;
      }
    }
    assertThat(best).as("a row of src/docs/architecture.md for package " + inner).isNotNull();
    return best;
  }
}
