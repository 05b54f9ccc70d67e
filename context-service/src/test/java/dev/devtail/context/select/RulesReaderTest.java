package dev.devtail.context.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesReaderTest {

  @Test
  void allRulesAreRead() {
    RuleSet rules =
        RulesReader.read(
            "context.yaml",
            """
            limit: 500
            rules:
              - include: src/**/*.java
                depth: map
                weight: 2.5
                limit: 100
              - exclude: "*.min.js"
              - symbol: src/Stack.java#push
              - calls: Stack.push
              - callers: push
              - tests: src/Stack.java
              - changed-since: 3 days
              - failing: true
              - depth: slices
                uncommitted: true
            """);
    assertThat(rules.limit()).isEqualTo(500);
    assertThat(rules.rules()).hasSize(9);
    Rule first = rules.rules().getFirst();
    assertThat(first.what().text()).isEqualTo("include: src/**/*.java");
    assertThat(first.depth()).contains(Depth.MAP);
    assertThat(first.weight()).isEqualTo(2.5);
    assertThat(first.limit()).isEqualTo(100);
    assertThat(first.line()).isEqualTo(3);
    assertThat(first.column()).isEqualTo(5);
    assertThat(rules.rules().get(2).depth()).isEqualTo(Optional.empty());
    assertThat(rules.rules().getLast().depth()).contains(Depth.SLICES);
  }

  @Test
  void anEmptyFileHasNoRules() {
    assertThat(RulesReader.read("f", "").rules()).isEmpty();
    assertThat(RulesReader.read("f", "# nothing\n").rules()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rules:\\n  - inclde: '*'             | f:2:5: inclde: there is no such rule (expected: include, exclude, symbol,",
        "rules:\\n  - include: 'a{'           | f:2:14: include: a{ (expected: each { with its }, not within each other)",
        "rules:\\n  - include: a\\n    depth: deep | f:3:12: depth: deep (expected: map, slices or whole)",
        "rules:\\n  - include: a\\n    weight: -1  | f:3:13: weight: -1 (expected: above 0, at most 1000)",
        "rules:\\n  - include: a\\n    limit: many | f:3:12: limit: many (expected: 1 to 10000)",
        "rules:\\n  - include: a\\n    exclude: b  | f:3:5: exclude: a rule wants one thing (expected: a rule of its own)",
        "rules:\\n  - weight: 2               | f:2:5: a rule that wants nothing (expected: one of include,",
        "rules:\\n  - failing: no             | f:2:14: failing: no (expected: true, or no such rule)",
        "rules:\\n  - symbol: a..b            | f:2:13: symbol: a..b (expected: a name, as in push",
        "rules:\\n  - include:                | f:2:13: include: no value (expected: one, in the same line)",
        "rules:\\n  - just a text             | f:2:5: something else (expected: a rule, as in include: src/*.java)",
        "rule: 1                              | f:1:1: rule: there is no such key (expected: rules or limit)",
        "rules: 1                             | f:1:8: something else (expected: a list of rules)",
        "- a                                  | f:1:1: something else (expected: rules: and a list)",
        "rules: [                             | f:",
        "limit: 5\\nlimit: 6                  | f:2:",
      })
  void aMistakeSaysWhereItIs(String yaml, String message) {
    assertThatThrownBy(() -> RulesReader.read("f", yaml.replace("\\n", "\n")))
        .isInstanceOfSatisfying(
            Fault.class, fault -> assertThat(fault.code()).isEqualTo(FaultCode.INVALID_ARGUMENT))
        .hasMessageStartingWith(message);
  }

  @Test
  void aFileHasBounds() {
    assertThatThrownBy(() -> RulesReader.read("f", "#".repeat(65_537)))
        .hasMessageContaining("at most 65536");
    assertThatThrownBy(() -> RulesReader.read("f", "rules:\n" + "- failing: true\n".repeat(501)))
        .hasMessageStartingWith("f:502:")
        .hasMessageContaining("more than 500 rules");
  }
}
