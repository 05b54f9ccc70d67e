package dev.devtail.context.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.devtail.kit.fault.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reports are what the tools have written, with another directory. */
class TestReportsTest {

  private static final List<String> PATHS =
      List.of(
          "stack/stack_test.go",
          "other/stack.go",
          "py/tests/test_stack.py",
          "a/src/test/java/demo/StackTest.java",
          "b/src/test/java/other/StackTest.java",
          "a/src/main/java/demo/Stack.java");

  private static byte[] resource(String name) throws IOException {
    try (InputStream file = TestReportsTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(file, name).readAllBytes();
    }
  }

  private static List<FailingTest> read(String text) {
    return TestReports.read(text.getBytes(StandardCharsets.UTF_8), PATHS);
  }

  @Test
  void pytestsXml() throws IOException {
    assertThat(TestReports.read(resource("pytest.xml"), PATHS))
        .extracting(FailingTest::name, FailingTest::path, FailingTest::line)
        .containsExactly(
            tuple("tests.test_stack.test_push", "py/tests/test_stack.py", 5),
            tuple("tests.test_stack.TestPop.test_empty", "py/tests/test_stack.py", 10),
            tuple("tests.test_stack.TestPop.test_sizes[1]", "py/tests/test_stack.py", 15),
            tuple("tests.test_stack.test_with_fixture", "py/tests/test_stack.py", 20));
    assertThat(TestReports.read(resource("pytest.xml"), PATHS).get(2).message())
        .isEqualTo("AssertionError: size <&> wrong\nassert 1 == 0");
  }

  @Test
  void pytestsText() throws IOException {
    assertThat(TestReports.read(resource("pytest.txt"), PATHS))
        .extracting(FailingTest::name, FailingTest::path, FailingTest::line)
        .containsExactly(
            tuple("tests/test_stack.py::test_push", "py/tests/test_stack.py", 5),
            tuple("tests/test_stack.py::TestPop::test_empty", "py/tests/test_stack.py", 10),
            tuple("tests/test_stack.py::TestPop::test_sizes[1]", "py/tests/test_stack.py", 15),
            tuple("tests/test_stack.py::test_with_fixture", "py/tests/test_stack.py", 20));
    assertThat(TestReports.read(resource("pytest.txt"), PATHS).get(2).message())
        .isEqualTo("AssertionError: size <&> wrong\nassert 1 == 0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"go.txt", "go.json"})
  void whatGoTestPrints(String report) throws IOException {
    List<FailingTest> failing = TestReports.read(resource(report), PATHS);
    assertThat(failing)
        .extracting(FailingTest::name, FailingTest::path, FailingTest::line)
        .containsExactly(
            tuple("TestPush", "stack/stack_test.go", 6),
            tuple("TestPop/empty", "stack/stack_test.go", 12),
            tuple("TestPanics", "stack/stack_test.go", 19));
    assertThat(failing.getFirst().message())
        .isEqualTo("stack_test.go:6: size 3\nstack_test.go:7: more");
    assertThat(failing.getLast().message())
        .startsWith("panic: runtime error: index out of range [3] with length 0");
  }

  /** As Surefire writes it; the frame of the test counts, not the one of what it calls. */
  @Test
  void surefiresXml() {
    assertThat(
            read(
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <testsuite name="demo.StackTest" tests="2" failures="1">
                  <testcase name="pops" classname="demo.StackTest" time="0.1">
                    <error message="empty" type="java.lang.IllegalStateException"><![CDATA[java.lang.IllegalStateException: empty
                	at demo.Stack.pop(Stack.java:14)
                	at demo.StackTest.pops(StackTest.java:9)
                ]]></error>
                  </testcase>
                  <testcase name="pushes" classname="demo.StackTest" time="0.1"/>
                </testsuite>
                """))
        .containsExactly(
            new FailingTest(
                "demo.StackTest.pops", "a/src/test/java/demo/StackTest.java", 9, "empty"));
  }

  @Test
  void noEntityIsResolved() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    <?xml version="1.0"?>
                    <!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>
                    <testsuite><testcase name="a"><failure>&e;</failure></testcase></testsuite>
                    """))
        .isInstanceOf(Fault.class)
        .hasMessageStartingWith("report: not well-formed");
  }

  @Test
  void whatIsNoReportIsRefused() {
    assertThatThrownBy(() -> read("Hello")).isInstanceOf(Fault.class);
    assertThatThrownBy(() -> read("<a><b></a>")).isInstanceOf(Fault.class);
    assertThatThrownBy(() -> read("{\"Time\":")).isInstanceOf(Fault.class);
    assertThatThrownBy(() -> TestReports.read(new byte[TestReports.MAX_BYTES + 1], PATHS))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("at most");
  }

  @Test
  void aPlaceThatCouldBeSeveralFilesIsNotGuessed() {
    assertThat(read("--- FAIL: TestX (0.00s)\n    StackTest.java:3: no\nFAIL\n"))
        .containsExactly(new FailingTest("TestX", "", 0, "StackTest.java:3: no"));
  }
}
