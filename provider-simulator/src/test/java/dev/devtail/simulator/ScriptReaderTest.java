package dev.devtail.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devtail.simulator.script.Block;
import dev.devtail.simulator.script.Fault;
import dev.devtail.simulator.script.Provider;
import dev.devtail.simulator.script.Rule;
import dev.devtail.simulator.script.Script;
import dev.devtail.simulator.script.ScriptReader;
import dev.devtail.simulator.script.Stop;
import dev.devtail.simulator.script.Tokens;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptReaderTest {

  @Test
  void aScriptSaysEverythingThatItsValueHolds() {
    Script script =
        ScriptReader.read(
            """
            seed: 7
            strict: false
            pace: {first-token-ms: 200, tokens-per-second: 62.5, chunk-chars: 8}
            rules:
              - when: {tool: Read, provider: gemini, sub-agent: true, turn: 2}
                say: "It holds: ${result}"
              - when: {text: 'read (\\S+)'}
                answer:
                  - thinking: I have to read it.
                  - text: I read.
                  - call: Read
                    input: {file_path: "${1}", lines: [1, 2]}
                  - web-search: java 25
                    title: Java
                    url: https://example.org
                stop: max-tokens
                tokens: {input: 1, cache-read: 2, cache-write-5m: 3, cache-write-1h: 4, output: 5,
                  reasoning: 6, web-searches: 7}
            faults:
              - when: {request: 3}
                fault: 529
              - probability: 0.25
                fault: cut:before-head, crlf
            """);
    assertThat(script.seed()).isEqualTo(7);
    assertThat(script.strict()).isFalse();
    assertThat(script.pace().firstToken()).isEqualTo(Duration.ofMillis(200));
    assertThat(script.pace().of(125)).isEqualTo(Duration.ofSeconds(2));
    assertThat(script.rules().getFirst().when().provider()).isEqualTo(Provider.GEMINI);
    assertThat(script.rules().getFirst().when().turn()).isEqualTo(2);
    Rule second = script.rules().get(1);
    assertThat(second.answer().blocks())
        .hasSize(4)
        .contains(new Block.Text("I read."))
        .anyMatch(
            block ->
                block instanceof Block.ToolCall(var name, var input)
                    && name.equals("Read")
                    && input.path("lines").size() == 2);
    assertThat(second.answer().stop()).isEqualTo(Stop.MAX_TOKENS);
    assertThat(second.answer().tokens()).isEqualTo(new Tokens(1, 2, 3, 4, 5, 6, 7));
    assertThat(script.faults().getFirst().when().request()).isEqualTo(3);
    assertThat(script.faults().get(1).probability()).isEqualTo(0.25);
    assertThat(script.faults().get(1).faults())
        .isEqualTo(List.of(new Fault.Cut(Fault.Where.BEFORE_HEAD), new Fault.CarriageReturns()));
  }

  @Test
  void jsonIsTakenToo() {
    assertThat(ScriptReader.read("{\"rules\":[{\"say\":\"Hi\"}]}").rules()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rulez: [] | rulez: unknown (expected: faults, pace, rules, seed, strict)",
        "rules: {} | rules: {} (expected: a list)",
        "rules: [{say: a, when: {modle: b}}] | rules[0].when.modle: unknown",
        "rules: [{when: {}}] | rules[0].answer: missing (expected: blocks, or say: with a text)",
        "rules: [{say: a, stop: soon}] | rules[0].stop: \"soon\" (expected: done, max-tokens, refusal)",
        "rules: [{say: a, when: {text: '('}}] | rules[0].when.text: \"(\" (expected: a regular expression",
        "faults: [{fault: boom}] | fault: boom (expected: one of",
        "faults: [{fault: 529, probability: 2}] | probability: 2.0 (expected: 0 to 1)",
        "seed: -1 | seed: -1 (expected: a number >= 0)",
        "7 | script: no object",
        "a: [ | line 1:",
      })
  void mistakesAreNamedWithTheirPlace(String script, String complaint) {
    assertThatThrownBy(() -> ScriptReader.read(script))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(complaint);
  }
}
