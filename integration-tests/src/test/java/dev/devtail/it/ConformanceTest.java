package dev.devtail.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.conformance.Conformance;
import dev.devtail.conformance.Conformance.Outcome;
import dev.devtail.conformance.Subject;
import dev.devtail.it.RunningSuite.Running;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** The gateway keeps every rule of its own guide. */
@ExtendWith(RunningSuite.class)
class ConformanceTest {

  @TestFactory
  Stream<DynamicTest> keepsTheRule(Running running) {
    Subject gateway = new Subject(running.url(), running.token());
    return Conformance.rules().stream()
        .map(
            rule ->
                DynamicTest.dynamicTest(
                    rule.id() + ": " + rule.statement(),
                    () ->
                        assertThat(Conformance.run(gateway, rule::equals, outcome -> {}))
                            .extracting(Outcome::violation)
                            .containsExactly((String) null)));
  }
}
