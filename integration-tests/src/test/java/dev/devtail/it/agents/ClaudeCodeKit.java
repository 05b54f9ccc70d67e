package dev.devtail.it.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.it.agents.ClaudeCode.Outcome;
import dev.devtail.simulator.ProviderSimulator;
import dev.devtail.simulator.Received;
import dev.devtail.simulator.script.Script;
import dev.devtail.simulator.script.ScriptReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * What a developer does with Claude Code, whatever is between it and the model. A subclass says
 * where its door is.
 */
abstract class ClaudeCodeKit {

  /** By what was said and by tools alone, for a door need not pass headers on. */
  private static final String SCRIPT =
      """
      rules:
        - when: {text: 'What was the file'}
          say: "You had me write a greeting before."
        - when: {text: '<task-notification>'}
          say: My agent has found a greeting.
        - when: {text: 'Tell me what is in hello.txt', tool: Read}
          say: 'There is a greeting: ${result}'
        - when: {text: 'Tell me what is in hello.txt'}
          answer:
            - call: Read
              input: {file_path: WORK/hello.txt}
        - when: {text: 'Have an agent look', tool: Agent}
          say: An agent is looking.
        - when: {text: 'Have an agent look'}
          answer:
            - text: I send one.
            - call: Agent
              input:
                description: Look at hello.txt
                prompt: Tell me what is in hello.txt.
                subagent_type: general-purpose
        - when: {text: 'Greet', tool: Read}
          say: 'Done: ${result}'
        - when: {text: 'Greet', tool: Write, result: 'said no'}
          say: Then I leave it.
        - when: {text: 'Greet', tool: Write}
          answer:
            - thinking: I check what I have written.
            - call: Read
              input: {file_path: WORK/hello.txt}
        - when: {text: 'Greet'}
          answer:
            - thinking: A greeting is to be written.
            - text: I write it.
            - call: Write
              input: {file_path: WORK/hello.txt, content: "Good evening, Ünïcode.\\n"}
      """;

  private ProviderSimulator simulator;
  private ClaudeCode claude;

  /** Where the model is found, that the simulator stands in for. */
  abstract Door door(ProviderSimulator simulator);

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    simulator = ProviderSimulator.start(Script.ECHO);
    claude = ClaudeCode.in(directory, door(simulator));
    simulator.script(ScriptReader.read(SCRIPT.replace("WORK", claude.work().toString())));
  }

  @AfterEach
  void stop() {
    if (simulator != null) {
      simulator.close();
    }
  }

  private Path hello() {
    return claude.work().resolve("hello.txt");
  }

  private static boolean yes(JsonNode request) {
    return true;
  }

  private List<String> askedTheModel() {
    return simulator.received().stream().map(Received::bodyText).toList();
  }

  @Test
  void itWritesAFileOnceThatIsPermittedAndReadsIt() throws Exception {
    Outcome outcome = claude.run("Greet, please.", ClaudeCodeKit::yes);
    assertThat(outcome.failed()).as("%s", outcome.events()).isFalse();
    assertThat(outcome.asked()).hasSize(1);
    assertThat(outcome.asked().getFirst().path("tool_name").asString()).isEqualTo("Write");
    assertThat(Files.readString(hello())).isEqualTo("Good evening, Ünïcode.\n");
    assertThat(outcome.text()).startsWith("Done: ").contains("Good evening, Ünïcode.");
    // Both tools, and what they gave back, are part of the conversation.
    assertThat(askedTheModel().getLast()).contains("Good evening, Ünïcode.", "Write", "Read");
  }

  @Test
  void itWritesNothingWhereThatIsNotPermitted() throws Exception {
    Outcome outcome = claude.run("Greet, please.", request -> false);
    assertThat(outcome.asked()).hasSize(1);
    assertThat(outcome.text()).isEqualTo("Then I leave it.");
    assertThat(hello()).doesNotExist();
  }

  @Test
  void itSendsAnAgentAndHearsOfIt() throws Exception {
    Files.writeString(hello(), "Good morning.\n");
    Outcome outcome = claude.run("Have an agent look.", ClaudeCodeKit::yes);
    assertThat(outcome.text()).isEqualTo("My agent has found a greeting.");
    assertThat(askedTheModel())
        .as("the agent has read the file, and what it said has come back")
        .anyMatch(body -> body.contains("There is a greeting: "));
  }

  @Test
  void itGoesOnWhereItWas() throws Exception {
    Outcome first = claude.run("Greet, please.", ClaudeCodeKit::yes);
    int before = askedTheModel().size();
    Outcome second =
        claude.run("What was the file?", ClaudeCodeKit::yes, "--resume=" + first.session());
    assertThat(second.text()).isEqualTo("You had me write a greeting before.");
    assertThat(askedTheModel().subList(before, askedTheModel().size()))
        .allMatch(body -> body.contains("Greet, please."));
  }
}
