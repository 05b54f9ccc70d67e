package dev.devtail.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The figures of one run: a table for people, flat JSON for programs. */
final class Report {

  private final String scenario;
  private final Map<String, Double> figures = new LinkedHashMap<>();

  Report(String scenario) {
    this.scenario = scenario;
  }

  Report put(String key, double value) {
    figures.put(key, value);
    return this;
  }

  Report put(String key, long count) {
    return put(key, (double) count);
  }

  /**
   * @param json where the figures go as well; null for nowhere
   */
  void publish(PrintWriter out, @Nullable Path json) {
    print(out);
    if (json != null) {
      write(json);
    }
  }

  private void print(PrintWriter out) {
    out.println(scenario);
    figures.forEach((key, value) -> out.printf("  %-30s %14s%n", key, format(value)));
    out.flush();
  }

  private void write(Path file) {
    String json =
        figures.entrySet().stream()
            .map(figure -> "  \"%s\": %s".formatted(figure.getKey(), format(figure.getValue())))
            .collect(
                Collectors.joining(
                    ",\n", "{\n  \"scenario\": \"%s\",\n".formatted(scenario), "\n}\n"));
    try {
      Files.writeString(file, json);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  private static String format(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.2f", value);
  }
}
