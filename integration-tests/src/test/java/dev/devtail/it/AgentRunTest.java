package dev.devtail.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.devtail.client.EventListener;
import dev.devtail.it.RunningSuite.Running;
import dev.devtail.protocol.v1.Call;
import dev.devtail.protocol.v1.CreateSession;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.Event;
import dev.devtail.protocol.v1.EventType;
import dev.devtail.simulator.ProviderSimulator;
import dev.devtail.simulator.script.Provider;
import dev.devtail.simulator.script.ScriptReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents in three roles, by the command line, in a real workspace, watched by another client. */
class AgentRunTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** First wrong, which the hook sees; then right, but without a word, which the reviewer sees. */
  private static final String SCRIPT =
      """
      rules:
        - when: {offers: submit_plan, turn: 1}
          answer: [{call: search_files, input: {pattern: "echo [0-9]"}}]
        - when: {offers: submit_plan, tool: search_files, result: "answer.sh:1:echo 0"}
          answer: [{call: submit_plan, input: {plan: "Let answer.sh say 2."}}]
        - when: {offers: finish_editing, turn: 1}
          answer: [{call: read_file, input: {path: answer.sh}}]
        - when: {offers: finish_editing, tool: read_file, result: "^echo 0"}
          answer:
            - call: replace_in_file
              input: {path: answer.sh, old_text: echo 0, new_text: echo 1}
        - when: {offers: finish_editing, tool: read_file, result: "^echo 1"}
          answer:
            - call: replace_in_file
              input: {path: answer.sh, old_text: echo 1, new_text: echo 2}
        - when: {offers: finish_editing, tool: read_file, result: "^echo 2"}
          answer:
            - call: write_file
              input: {path: answer.sh, content: "# As agreed.\\necho 2\\n"}
        - when: {offers: finish_editing}
          answer: [{call: finish_editing, input: {summary: It is mended.}}]
        - when: {offers: approve, text: '\\+# As agreed'}
          answer: [{call: approve, input: {comments: It says 2.}}]
        - when: {offers: approve}
          answer: [{call: send_back, input: {comments: Say why.}}]
      """;

  private static final String HOOK =
      "after-edit=test \"$(sh answer.sh)\" = 2"
          + " || { echo \"It says $(sh answer.sh), not 2\" >&2; exit 2; }";

  private static ProviderSimulator simulator;
  private static Running suite;

  @TempDir private Path workspace;

  @BeforeAll
  static void start() {
    simulator = ProviderSimulator.start(ScriptReader.read(SCRIPT));
    suite =
        Running.start(
            Map.of(
                "devtail.router.providers.anthropic.base-url",
                simulator.url(Provider.ANTHROPIC).toString(),
                "devtail.router.providers.anthropic.keys",
                ProviderSimulator.KEY));
  }

  @AfterAll
  static void stop() throws IOException {
    suite.close();
    simulator.close();
  }

  @BeforeEach
  void script() {
    simulator.script(ScriptReader.read(SCRIPT));
  }

  /** What a client hears. */
  private static final class Heard implements EventListener {

    private final List<Event> events = new CopyOnWriteArrayList<>();
    private volatile boolean live;

    @Override
    public void onLive() {
      live = true;
    }

    @Override
    public void onEvent(Event event) {
      events.add(event);
    }

    @Override
    public void onClosed(@Nullable Error error) {
      live = false;
    }
  }

  private String session(TestClient client) {
    return client
        .connection()
        .call(
            Call.newBuilder()
                .setCreateSession(CreateSession.newBuilder().setWorkspace(workspace.toString())))
        .join()
        .getSession()
        .getId();
  }

  private static CommandLine commandLine() {
    return new CommandLine(suite.home());
  }

  private static String[] words(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--url", suite.url().toString(), "--token", suite.token()));
    return all.toArray(String[]::new);
  }

  @Test
  void taskIsPlannedEditedAndApprovedBeforeTheEyesOfAnother() throws Exception {
    Path answer = Files.writeString(workspace.resolve("answer.sh"), "echo 0\n");
    try (TestClient phone = new TestClient(suite)) {
      Heard heard = new Heard();
      phone.connection().watchEvents(heard);
      await().atMost(PATIENCE).until(() -> heard.live);

      CommandLine.Ended run =
          commandLine()
              .run(
                  words(
                      "run",
                      "answer.sh must say 2.",
                      "--session",
                      session(phone),
                      "--model",
                      "claude-sonnet-4-6",
                      "--max-cost",
                      "1",
                      "--hook",
                      HOOK));

      assertThat(run.output())
          .contains(
              "… editor, round 2",
              "changed  answer.sh  +1 -1",
              "It says 1, not 2",
              "sent back",
              "| Say why.",
              "approved: $0.");
      assertThat(run.exitCode()).isZero();
      assertThat(answer).hasContent("# As agreed.\necho 2\n");
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  heard.events.stream()
                      .anyMatch(event -> event.getType() == EventType.EVENT_TYPE_AGENT_RUN_ENDED));
      assertThat(heard.events)
          .filteredOn(event -> event.getType() == EventType.EVENT_TYPE_AGENT_STEP_ENDED)
          .extracting(event -> event.getData().getFieldsOrThrow("deed").getStringValue())
          .containsExactly("planned", "edited", "edited", "sent_back", "edited", "approved");
    }
    assertThat(commandLine().run(words("usage", "--by", "role")).output())
        .contains("planner", "editor", "reviewer");
  }

  @Test
  void whoInterruptsTheCommandCancelsTheRun() throws Exception {
    simulator.script(ScriptReader.read("faults: [{fault: \"stall:before-first-token\"}]"));
    try (TestClient client = new TestClient(suite)) {
      Process run =
          commandLine()
              .start(
                  words("run", "Wait.", "--session", session(client), "-m", "claude-sonnet-4-6"));
      String id;
      try (BufferedReader out = run.inputReader(StandardCharsets.UTF_8)) {
        id = lineFrom(out, "Run ").substring("Run ".length());
        lineFrom(out, "… planner");
        run.destroy();
        assertThat(run.onExit().get(60, TimeUnit.SECONDS)).isNotNull();
      }
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(commandLine().run(words("run", "show", id)).output())
                      .contains("cancelled: "));
      assertThat(commandLine().run(words("run", "ls")).output()).contains(id + "  cancelled");
    }
  }

  /** The first that begins so: the virtual machine has words of its own. */
  private static String lineFrom(BufferedReader out, String beginning) {
    return out.lines().filter(line -> line.startsWith(beginning)).findFirst().orElseThrow();
  }

  @Test
  void whatIsWrongIsSaid() throws Exception {
    CommandLine.Ended noTask = commandLine().run(words("run"));
    assertThat(noTask.output()).contains("Say what is to be done.");
    assertThat(noTask.exitCode()).isEqualTo(64);

    CommandLine.Ended noModel = commandLine().run(words("run", "Mend it."));
    assertThat(noModel.output()).contains("planner.model: missing");
    assertThat(noModel.exitCode()).isEqualTo(64);

    CommandLine.Ended address =
        commandLine()
            .run(
                words(
                    "run",
                    "Mend it.",
                    "-m",
                    "claude-sonnet-4-6",
                    "--hook",
                    "after-edit=http://127.0.0.1:1/"));
    assertThat(address.output()).contains("devtail.router.roles.hook-urls");
    assertThat(address.exitCode()).isEqualTo(64);
  }
}
