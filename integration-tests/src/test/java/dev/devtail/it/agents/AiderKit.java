package dev.devtail.it.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.simulator.ProviderSimulator;
import dev.devtail.simulator.script.Answer;
import dev.devtail.simulator.script.Script;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Aider edits a file, whatever is between it and the model. */
abstract class AiderKit {

  private static final String EDIT =
      """
      I change the greeting.

      greet.py
      ```python
      <<<<<<< SEARCH
          return "hi"
      =======
          return "good evening"
      >>>>>>> REPLACE
      ```
      """;

  private ProviderSimulator simulator;
  private Aider aider;

  /** Where the model is found, that the simulator stands in for. */
  abstract Door door(ProviderSimulator simulator);

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    simulator = ProviderSimulator.start(Script.always(Answer.text(EDIT)));
    aider = Aider.in(directory, door(simulator));
  }

  @AfterEach
  void stop() {
    if (simulator != null) {
      simulator.close();
    }
  }

  @Test
  void itEditsAFile() throws Exception {
    Path file = aider.work().resolve("greet.py");
    Files.writeString(file, "def greet():\n    return \"hi\"\n");
    Aider.Outcome outcome = aider.run("Say good evening instead.", "greet.py");
    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(Files.readString(file)).isEqualTo("def greet():\n    return \"good evening\"\n");
    assertThat(simulator.received().getFirst().bodyText()).contains("Say good evening instead.");
  }
}
