package dev.devtail.cli.remote;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What a template is filled with, as it is typed. */
final class TemplateValues {

  /** Of one value, in bytes; a template takes no more. */
  private static final int MAX_BYTES = 3 << 20;

  private static final String FILE = "@";
  private static final String PIPED = "@-";
  private static final String LITERAL = "@@";

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description =
          "A parameter. @FILE is what a file holds, @- what is piped in, @@text begins with an @.")
  private Map<String, String> values = new LinkedHashMap<>();

  private TemplateValues() {}

  boolean isEmpty() {
    return values.isEmpty();
  }

  /**
   * @throws ParameterException if a file cannot be read
   */
  Map<String, String> read(CommandLine command) {
    Map<String, String> read = new LinkedHashMap<>();
    values.forEach((name, value) -> read.put(name, read(command, name, value)));
    return read;
  }

  private static String read(CommandLine command, String name, String value) {
    if (value.startsWith(LITERAL)) {
      return value.substring(1);
    }
    if (!value.startsWith(FILE)) {
      return value;
    }
    try (InputStream from =
        value.equals(PIPED) ? System.in : Files.newInputStream(Path.of(value.substring(1)))) {
      byte[] bytes = from.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new ParameterException(
            command, "--set %s: more than %d MB".formatted(name, MAX_BYTES >> 20));
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new ParameterException(
          command, "--set %s: cannot read %s".formatted(name, value.substring(1)), unreadable);
    }
  }
}
