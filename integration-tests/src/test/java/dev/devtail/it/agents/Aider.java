package dev.devtail.it.agents;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The real Aider, without a terminal.
 *
 * @param home its own
 * @param work the directory that it works in
 */
record Aider(Path python, Path home, Path work, Door door) {

  private static final long SECONDS = 180;

  /** How it ended, and all that it printed. */
  record Outcome(int exitCode, String output) {}

  /** In directories of its own. */
  static Aider in(Path directory, Door door) throws IOException {
    Aider aider =
        new Aider(
            Agents.program("aider", "bin/python"),
            Files.createDirectories(directory.resolve("home")),
            Files.createDirectories(directory.resolve("work")),
            door);
    // What it would fetch from the Internet, as if it had done so a moment ago.
    Path caches = Files.createDirectories(aider.home.resolve(".aider/caches"));
    Files.writeString(caches.resolve("model_prices_and_context_window.json"), "{}");
    return aider;
  }

  /** Has it do one thing to these files of its directory. */
  Outcome run(String prompt, String... files) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(python.toString())
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder
        .command()
        .addAll(
            List.of(
                "-m",
                "aider",
                "--yes-always",
                "--no-git",
                "--no-pretty",
                "--no-analytics",
                "--no-check-update",
                "--no-show-release-notes",
                "--no-show-model-warnings",
                "--map-tokens=0",
                "--edit-format=diff",
                "--openai-api-base=" + door.url(),
                "--openai-api-key=" + door.key(),
                "--model=openai/" + door.model(),
                "--message=" + prompt));
    builder.command().addAll(List.of(files));
    Agents.isolate(builder.environment(), home);
    builder.environment().put("LITELLM_LOCAL_MODEL_COST_MAP", "True");
    Process process = builder.start();
    CompletableFuture.delayedExecutor(SECONDS, TimeUnit.SECONDS).execute(process::destroyForcibly);
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Outcome(process.waitFor(), output);
    } finally {
      process.destroyForcibly();
    }
  }
}
