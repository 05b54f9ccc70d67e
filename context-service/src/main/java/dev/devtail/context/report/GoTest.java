package dev.devtail.context.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What {@code go test} prints, and what {@code go test -json} says that it prints. */
final class GoTest {

  private static final Pattern FAIL = Pattern.compile("( *)--- FAIL: (\\S{1,400}) \\(.*\\)");

  private static final Pattern OTHER =
      Pattern.compile(" *--- (?:PASS|SKIP): .*|(?:FAIL|ok|PASS)\\b.*|=== .*");

  private GoTest() {}

  static boolean isText(String report) {
    return report.contains("--- FAIL: ") || report.startsWith("ok  \t");
  }

  static boolean isJson(String report) {
    return report.startsWith("{\"Time\":");
  }

  /**
   * @throws tools.jackson.core.JacksonException if a line is no JSON
   */
  static List<Failure> readJson(String report, int most) {
    StringBuilder text = new StringBuilder();
    // What a test says comes before the line that says that it has failed.
    StringBuilder said = new StringBuilder();
    for (String line : report.split("\n", -1)) {
      if (!line.startsWith("{")) {
        continue;
      }
      JsonNode event = JsonMapper.shared().readTree(line);
      String output = event.path("Output").asString("");
      if (output.contains("--- FAIL: ")) {
        text.append(output.stripLeading()).append(said);
        said.setLength(0);
      } else if (output.startsWith("=== ") || OTHER.matcher(output.stripTrailing()).matches()) {
        text.append(output);
        said.setLength(0);
      } else if (output.startsWith("panic:")
          || output.startsWith("\t")
          || said.isEmpty() && !output.startsWith(" ")) {
        text.append(output);
      } else {
        said.append(output);
      }
    }
    return read(text.toString(), most);
  }

  static List<Failure> read(String report, int most) {
    List<Failure> failures = new ArrayList<>();
    String name = "";
    StringBuilder details = new StringBuilder();
    for (String line : report.split("\\R", -1)) {
      Matcher fail = FAIL.matcher(line);
      boolean begins = fail.matches();
      if (begins || OTHER.matcher(line).matches()) {
        add(failures, name, details.toString());
        name = begins ? fail.group(2) : "";
        details.setLength(0);
      } else {
        details.append(line).append('\n');
      }
    }
    add(failures, name, details.toString());
    return failures.size() <= most ? failures : failures.subList(0, most);
  }

  /** One that only holds others that fail says nothing itself. */
  private static void add(List<Failure> failures, String name, String details) {
    if (!name.isEmpty() && !details.isBlank()) {
      failures.add(new Failure(name, "", details.stripTrailing().stripIndent(), details));
    }
  }
}
