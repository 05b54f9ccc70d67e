package dev.devtail.it.agents;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The real Claude Code in its mode without a terminal: lines of JSON in both directions, by which
 * it also asks for permission.
 *
 * @param home its own, which holds its sessions
 * @param work the directory that it works in
 */
record ClaudeCode(Path program, Path home, Path work, Door door) {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final long SECONDS = 120;

  /**
   * What came of a prompt.
   *
   * @param session to go on with
   * @param text what it said last
   * @param asked what it has asked permission for: {@code tool_name} and {@code input}
   * @param events everything that it printed
   */
  record Outcome(
      String session, boolean failed, String text, List<JsonNode> asked, List<JsonNode> events) {}

  /** In directories of its own. */
  static ClaudeCode in(Path directory, Door door) throws IOException {
    return new ClaudeCode(
        Agents.program("claude-code", "claude"),
        Files.createDirectories(directory.resolve("home")),
        Files.createDirectories(directory.resolve("work")),
        door);
  }

  /** The same one, as if it were started another day. */
  ClaudeCode through(Door other) {
    return new ClaudeCode(program, home, work, other);
  }

  /**
   * Runs one prompt to its end.
   *
   * @param permit decides on each request for permission
   */
  Outcome run(String prompt, Predicate<JsonNode> permit, String... more)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(program.toString())
            .directory(work.toFile())
            .redirectError(home.resolve("stderr").toFile());
    builder
        .command()
        .addAll(
            List.of(
                "-p",
                "--verbose",
                "--output-format=stream-json",
                "--input-format=stream-json",
                "--permission-prompt-tool=stdio",
                "--model=" + door.model()));
    builder.command().addAll(List.of(more));
    Agents.isolate(builder.environment(), home);
    builder
        .environment()
        .putAll(
            Map.of(
                "ANTHROPIC_BASE_URL",
                door.url().toString(),
                "ANTHROPIC_API_KEY",
                door.key(),
                "DISABLE_AUTOUPDATER",
                "1",
                "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC",
                "1"));
    Process process = builder.start();
    CompletableFuture.delayedExecutor(SECONDS, TimeUnit.SECONDS).execute(process::destroyForcibly);
    try (OutputStream in = process.getOutputStream();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      send(in, user(prompt));
      return converse(in, out, permit);
    } finally {
      process.destroyForcibly();
    }
  }

  private Outcome converse(OutputStream in, BufferedReader out, Predicate<JsonNode> permit)
      throws IOException {
    List<JsonNode> events = new ArrayList<>();
    List<JsonNode> asked = new ArrayList<>();
    JsonNode result = JSON.missingNode();
    boolean closed = false;
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      JsonNode event = JSON.readTree(line);
      events.add(event);
      switch (event.path("type").asString("")) {
        case "control_request" -> {
          JsonNode request = event.path("request");
          asked.add(request);
          send(in, decision(event, permit.test(request)));
        }
        case "result" -> {
          result = event;
          if (!closed) {
            in.close();
            closed = true;
          }
        }
        default -> {
          // Only kept.
        }
      }
    }
    if (result.isMissingNode()) {
      throw new AssertionError(
          "ended without a result: %s%n%s"
              .formatted(Files.readString(home.resolve("stderr")), events));
    }
    return new Outcome(
        result.path("session_id").asString(),
        result.path("is_error").asBoolean(),
        result.path("result").asString(""),
        asked,
        events);
  }

  private static ObjectNode user(String prompt) {
    return JSON.createObjectNode()
        .put("type", "user")
        .set("message", JSON.createObjectNode().put("role", "user").put("content", prompt));
  }

  private static ObjectNode decision(JsonNode event, boolean allowed) {
    ObjectNode decision =
        allowed
            ? JSON.createObjectNode()
                .put("behavior", "allow")
                .set("updatedInput", event.path("request").path("input"))
            : JSON.createObjectNode().put("behavior", "deny").put("message", "The user said no.");
    return JSON.createObjectNode()
        .put("type", "control_response")
        .set(
            "response",
            JSON.createObjectNode()
                .put("subtype", "success")
                .put("request_id", event.path("request_id").asString())
                .set("response", decision));
  }

  private static void send(OutputStream in, JsonNode message) throws IOException {
    in.write((message + "\n").getBytes(StandardCharsets.UTF_8));
    in.flush();
  }
}
