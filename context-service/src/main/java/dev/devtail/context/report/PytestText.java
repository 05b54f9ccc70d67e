package dev.devtail.context.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What pytest prints: the parts of its failures, and its summary, which has their names. */
final class PytestText {

  /** As in {@code ____ ERROR at setup of test_push ____}. */
  private static final Pattern TITLE =
      Pattern.compile(
          "_{3,} (?:ERROR (?:at (?:setup|teardown) of|collecting) )?(\\S{1,400}) _{3,}");

  private static final Pattern SUMMARY =
      Pattern.compile("(?:FAILED|ERROR) ([^\\s:]{1,400})(?:::(\\S{1,400}))?(?: - (.*))?");

  private PytestText() {}

  static boolean isOne(String report) {
    return report.contains("= short test summary info =") || report.contains("= FAILURES =");
  }

  static List<Failure> read(String report, int most) {
    Map<String, StringBuilder> details = new LinkedHashMap<>();
    List<Failure> failures = new ArrayList<>();
    StringBuilder current = new StringBuilder();
    for (String line : report.split("\\R", -1)) {
      Matcher title = TITLE.matcher(line);
      Matcher summary = SUMMARY.matcher(line);
      if (title.matches()) {
        current = details.computeIfAbsent(title.group(1), any -> new StringBuilder());
      } else if (summary.matches() && failures.size() < most) {
        String file = summary.group(1);
        String test = summary.group(2) == null ? "" : summary.group(2);
        String said = details.getOrDefault(test.replace("::", "."), new StringBuilder()).toString();
        String message = summary.group(3) == null ? "" : summary.group(3);
        failures.add(
            new Failure(
                test.isEmpty() ? file : file + "::" + test, file, told(said, message), said));
      } else {
        current.append(line).append('\n');
      }
    }
    return failures;
  }

  /** The summary cuts what is told in lines that begin with an E. */
  private static String told(String said, String summary) {
    StringBuilder told = new StringBuilder();
    said.lines()
        .filter(line -> line.startsWith("E  "))
        .forEach(line -> told.append(line.substring(1).strip()).append('\n'));
    return told.isEmpty() ? summary : told.toString();
  }
}
