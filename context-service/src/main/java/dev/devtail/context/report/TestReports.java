package dev.devtail.context.report;

import dev.devtail.kit.fault.Fault;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.stream.XMLStreamException;
import tools.jackson.core.JacksonException;

/**
 * Reads what runs of tests report: JUnit's XML, what pytest prints, and what {@code go test}
 * prints, as text or JSON.
 */
public final class TestReports {

  /** Of a report. */
  public static final int MAX_BYTES = 10 * 1024 * 1024;

  /** Of a report; what comes after them is left out. */
  public static final int MAX_FAILURES = 1_000;

  private TestReports() {}

  /**
   * The tests that failed, in the order of the report.
   *
   * @param paths of the files of the workspace
   * @throws Fault INVALID_ARGUMENT if that is no report that is known, or too long
   */
  public static List<FailingTest> read(byte[] report, Iterable<String> paths) {
    if (report.length > MAX_BYTES) {
      throw Fault.invalid("report", report.length + " bytes", "at most " + MAX_BYTES);
    }
    KnownPaths known = new KnownPaths(paths);
    return failures(report).stream().map(failure -> failure.in(known)).toList();
  }

  private static List<Failure> failures(byte[] report) {
    String text = new String(report, StandardCharsets.UTF_8).stripLeading();
    try {
      if (text.startsWith("<")) {
        return JunitXml.read(report, MAX_FAILURES);
      }
      if (GoTest.isJson(text)) {
        return GoTest.readJson(text, MAX_FAILURES);
      }
    } catch (XMLStreamException | JacksonException mistake) {
      throw Fault.invalid("report", "not well-formed", "as the tool of the tests has written it");
    }
    if (PytestText.isOne(text)) {
      return PytestText.read(text, MAX_FAILURES);
    }
    if (GoTest.isText(text)) {
      return GoTest.read(text, MAX_FAILURES);
    }
    throw Fault.invalid("report", "unknown", "JUnit XML, or what pytest or go test prints");
  }
}
