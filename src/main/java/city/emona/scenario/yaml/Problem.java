package city.emona.scenario.yaml;

import city.emona.EmonaException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One mistake in a scenario file: where it stands (file, line and column from 1, 0 = not known,
 * field path such as {@code edits[2].place.role}), what is wrong and how to mend it. A reader
 * collects all of them, so that a file is put right in one go.
 */
public record Problem(String file, int line, int column, String field, String what, String fix) {

  /** File, line, column and field as one line, the form that editors turn into a link. */
  public String where() {
    String at = line > 0 ? file + ":" + line + (column > 0 ? ":" + column : "") : file;
    return field.isEmpty() ? at : at + ": " + field;
  }

  @Override
  public String toString() {
    return where() + ": " + what + " Fix: " + fix;
  }

  /** One exception that carries them all; the first one is its what, where and fix. */
  public static EmonaException toException(List<Problem> problems) {
    Problem first = problems.get(0);
    if (problems.size() == 1) {
      return EmonaException.invalid(first.what, first.where(), first.fix);
    }
    String rest = problems.stream().skip(1).map(p -> "\n  " + p).collect(Collectors.joining());
    return EmonaException.invalid(
        first.what, first.where(), first.fix + "\n" + (problems.size() - 1) + " more:" + rest);
  }
}
