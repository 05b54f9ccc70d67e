package dev.devtail.context.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devtail.kit.fault.Fault;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PassageTemplateTest {

  @Test
  void parametersStandInTheTextAsTheyAre() {
    PassageTemplate template =
        PassageTemplate.of("task", "{{#goal}}Goal: {{goal}}{{/goal}} ({{language}})");
    assertThat(template.parameters()).containsExactlyInAnyOrder("goal", "language");
    assertThat(template.fill(Map.of("goal", "a < b & {{c}}", "language", "Go")))
        .isEqualTo(Passage.words("task", "Goal: a < b & {{c}} (Go)"));
    assertThat(
            PassageTemplate.of("task", "{{#a}}{{length}}{{/a}}")
                .fill(Map.of("a", "four", "length", "of a parameter"))
                .text())
        .isEqualTo("of a parameter");
    assertThat(template.fill(Map.of("goal", "", "language", "Go")).text()).isEqualTo("(Go)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{{#a}}x      | template task: Section missing close tag 'a' (expected: Mustache)",
        "x {{a        | template task: {{a (expected: a closed tag)",
        "{{>other}}   | template task: {{>other}} (expected: no other templates)",
      })
  void aMistakeSaysWhatItIs(String source, String message) {
    assertThatThrownBy(() -> PassageTemplate.of("task", source))
        .isInstanceOf(Fault.class)
        .hasMessageStartingWith(message.substring(0, 18))
        .hasMessageEndingWith(message.substring(message.indexOf("(expected")));
  }

  @Test
  void parametersAreAllThereAndNoOthers() {
    PassageTemplate template = PassageTemplate.of("task", "{{goal}}");
    assertThatThrownBy(() -> template.fill(Map.of("gaol", "x")))
        .isInstanceOf(Fault.class)
        .hasMessage("template task: parameters [gaol] (expected: [goal])");
  }

  @Test
  void nothingMultipliesWithoutBounds() {
    PassageTemplate template = PassageTemplate.of("task", "{{a}}".repeat(10));
    assertThatThrownBy(() -> template.fill(Map.of("a", "x".repeat(1_000_000))))
        .isInstanceOf(Fault.class)
        .hasMessageContaining("at most 4194304 characters");
    assertThatThrownBy(() -> template.fill(Map.of("a", "x".repeat(1_048_577))))
        .isInstanceOf(Fault.class);
    assertThatThrownBy(() -> PassageTemplate.of("task", "x".repeat(65_537)))
        .isInstanceOf(Fault.class);
  }
}
