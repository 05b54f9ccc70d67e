package dev.devtail.router.template;

import dev.devtail.router.template.TemplateException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Where templates lie. */
final class TemplateFiles {

  private static final String END = ".mustache";

  /** Below the classes of this package: all that come with DevTail, one name a line. */
  private static final String INDEX = "library/index";

  /** Most templates of an operator. */
  private static final int MAX_FILES = 1000;

  /** A name may hold one slash. */
  private static final int DEPTH = 2;

  private TemplateFiles() {}

  static List<TemplateSource> shipped() {
    return resource(INDEX)
        .lines()
        .filter(line -> !line.isBlank())
        .map(file -> new TemplateSource(file, resource("library/" + file), true))
        .toList();
  }

  private static String resource(String name) {
    try (InputStream file = TemplateFiles.class.getResourceAsStream(name)) {
      if (file == null) {
        throw new IllegalStateException("There is no resource " + name);
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @throws TemplateException if they cannot be read
   */
  static List<TemplateSource> in(Path directory) {
    List<TemplateSource> sources = new ArrayList<>();
    try (Stream<Path> files = Files.walk(directory, DEPTH)) {
      for (Path file :
          files
              .filter(file -> file.toString().endsWith(END) && Files.isRegularFile(file))
              .sorted()
              .limit(MAX_FILES + 1L)
              .toList()) {
        if (sources.size() == MAX_FILES) {
          throw malformed(directory, "more than %d templates".formatted(MAX_FILES));
        }
        sources.add(source(directory, file));
      }
    } catch (IOException unreadable) {
      throw malformed(directory, "cannot be read: " + unreadable.getMessage());
    }
    return sources;
  }

  private static TemplateSource source(Path directory, Path file) throws IOException {
    if (Files.size(file) > ParsedTemplate.MAX_SOURCE * 4L) {
      throw malformed(
          file,
          "%d bytes (expected: at most %d characters)"
              .formatted(Files.size(file), ParsedTemplate.MAX_SOURCE));
    }
    try {
      String name = directory.relativize(file).toString().replace('\\', '/');
      return new TemplateSource(name, Files.readString(file), false);
    } catch (CharacterCodingException noText) {
      throw malformed(file, "not UTF-8");
    }
  }

  private static TemplateException malformed(Path path, String message) {
    return new TemplateException(Kind.MALFORMED, "%s: %s".formatted(path, message));
  }
}
