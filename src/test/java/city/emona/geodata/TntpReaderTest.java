package city.emona.geodata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import city.emona.EmonaException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TntpReaderTest {
  private static final String NET =
      """
      <NUMBER OF ZONES> 2\t\t
      <NUMBER OF NODES> 3
      <FIRST THRU NODE> 3
      <NUMBER OF LINKS> 3
      <ORIGINAL HEADER>~ tail head
      <END OF METADATA>\t

      ~ \tinit\tterm\tcapacity\tlength\tfft\tb\tpower\tspeed\ttoll\ttype\t;
      \t1\t3\t9000\t5280\t1.09\t0.15\t4\t4842\t7\t1\t;
      \t3\t2\t1\t2\t0\t4.3E-71\t16.83\t0\t0\t1\t;
      \t1\t3\t1\t1\t1\t0\t0\t0\t0\t1;
      """;
  private static final String TRIPS =
      """
      <NUMBER OF ZONES> 2
      <TOTAL OD FLOW> 7.12506e+001
      <END OF METADATA>

      Origin \t1
          1 :  4.5;   2 :    66.7506;
      Origin  2
      1 : 0.0; 2:0;
      """;

  @TempDir Path dir;

  private Path file(String text) throws IOException {
    return Files.writeString(dir.resolve("file.tntp"), text);
  }

  @Test
  void readsLinksAndKeepsTheFirstOfTwoWithEqualEnds() throws IOException {
    TntpReader.NetworkFile n = TntpReader.readNetwork(file(NET));
    assertThat(n.zones()).isEqualTo(2);
    assertThat(n.firstThroughNode()).isEqualTo(2);
    assertThat(n.from()).containsExactly(0, 2);
    assertThat(n.to()).containsExactly(2, 1);
    assertThat(n.capacity()).containsExactly(9000, 1);
    assertThat(n.b()).containsExactly(0.15, 4.3e-71);
    assertThat(n.power()).containsExactly(4, 16.83);
    assertThat(n.toll()).containsExactly(7, 0);
    assertThat(n.duplicates()).containsExactly("line 11: link 1 to 3");
  }

  @Test
  void readsTripsWithoutEmptyCells() throws IOException {
    TntpReader.TripsFile t = TntpReader.readTrips(file(TRIPS));
    assertThat(t.from()).containsExactly(0, 0);
    assertThat(t.to()).containsExactly(0, 1);
    assertThat(t.trips()).containsExactly(4.5, 66.7506);
    assertThat(t.statedTotal()).isEqualTo(71.2506);
  }

  @ParameterizedTest
  @CsvSource({
    "9000, -9000, capacity is negative",
    "0.15\t4, x\t4, is not a number",
    "\t1\t3\t9000, \t9\t3\t9000, from 1 to 3",
    "LINKS> 3, LINKS> 4, 3 links follow",
    "NODES> 3, NODES> 1, do not fit",
    "<NUMBER OF ZONES>, <ZONES>, is missing",
    "5280, NaN, not a finite number",
    "5280, 1e999, not a finite number",
    "1.09, -1.09, free flow time is negative",
    "0.15, -0.15, b is negative",
    "4842\t7, 4842\t-7, toll is negative",
    "9000, 1e-300, overflows",
    "0.15\t4, 0.15\t400, overflows"
  })
  void badNetworkSaysWhereAndWhat(String good, String bad, String message) throws IOException {
    Path file = file(NET.replaceFirst(good.replace("<", "\\<"), bad));
    assertThatThrownBy(() -> TntpReader.readNetwork(file))
        .isInstanceOf(EmonaException.class)
        .hasMessageContaining("file.tntp:")
        .hasMessageContaining(message);
  }

  /** Line ends of Windows, no first through node, exponents with three digits, blanks anywhere. */
  @Test
  void readsWhatOtherProgramsWrite() throws IOException {
    String odd =
        NET.replace("<FIRST THRU NODE> 3\n", "")
            .replace("9000\t5280", " 9.000e+003 \t 5.28E+003")
            .replace("\n", "\t\r\n");
    TntpReader.NetworkFile n = TntpReader.readNetwork(file(odd));
    assertThat(n.firstThroughNode()).isZero();
    assertThat(n.capacity()).containsExactly(9000, 1);
    assertThat(n.length()).containsExactly(5280, 2);
    String trips =
        TRIPS
            .replace("1 :  4.5;   2 :    66.7506;", "1:4.5;2\t: 6.67506e+001 ;\t")
            .replace("\n", "\r\n");
    assertThat(TntpReader.readTrips(file(trips)).trips()).containsExactly(4.5, 66.7506);
  }

  @Test
  void badTripsSayWhereAndWhat() throws IOException {
    Path noOrigin = file(TRIPS.replaceFirst("Origin \t1", ""));
    assertThatThrownBy(() -> TntpReader.readTrips(noOrigin))
        .hasMessageContaining("file.tntp:6")
        .hasMessageContaining("zone : trips");
    Path negative = file(TRIPS.replace("4.5", "-4.5"));
    assertThatThrownBy(() -> TntpReader.readTrips(negative)).hasMessageContaining("negative");
    assertThatThrownBy(() -> TntpReader.readTrips(dir.resolve("absent")))
        .hasMessageContaining("cannot be read");
  }
}
