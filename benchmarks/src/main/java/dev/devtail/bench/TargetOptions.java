package dev.devtail.bench;

import dev.devtail.bench.deploy.LocalTarget;
import dev.devtail.bench.deploy.Target;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is measured, and where the figures go. */
final class TargetOptions {

  @Option(names = "--url", description = "Measure this gateway instead of starting one.")
  private @Nullable URI url;

  @Option(names = "--token", defaultValue = "", description = "Its access token.")
  private String token;

  @Option(
      names = "--mode",
      defaultValue = "processes",
      description =
          "What to start: each service in its own JVM (processes), or one for all (single);"
              + " default: ${DEFAULT-VALUE}.")
  private LocalTarget.Mode mode;

  @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there too.")
  private @Nullable Path json;

  private TargetOptions() {}

  Target open() {
    return url == null ? LocalTarget.start(mode) : Target.running(url, token);
  }

  @Nullable Path json() {
    return json;
  }
}
