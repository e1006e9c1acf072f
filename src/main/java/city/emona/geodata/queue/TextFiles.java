package city.emona.geodata.queue;

import city.emona.EmonaException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads a user's text file whole, with words for what can be wrong with it. */
final class TextFiles {
  private TextFiles() {}

  static String read(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw missing(file, e);
    } catch (CharacterCodingException e) {
      throw new EmonaException(
          EmonaException.Code.INVALID,
          "The file is not UTF-8 text.",
          file.toString(),
          "Save it as comma-separated text in UTF-8.",
          e);
    }
  }

  static EmonaException missing(Path file, IOException cause) {
    return new EmonaException(
        EmonaException.Code.NOT_FOUND,
        "The file is not there.",
        file.toString(),
        "Check the path.",
        cause);
  }
}
