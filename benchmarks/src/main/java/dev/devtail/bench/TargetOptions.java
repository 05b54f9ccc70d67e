package dev.devtail.bench;

import dev.devtail.bench.deploy.LinkedTarget;
import dev.devtail.bench.deploy.LocalTarget;
import dev.devtail.bench.deploy.Target;
import dev.devtail.bench.link.Link;
import dev.devtail.client.ClientOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
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

  @Option(
      names = "--link",
      paramLabel = "NAME|FILE",
      description =
          "Put a simulated network in between: 3g, 4g, train, lossy, or a properties file like"
              + " theirs.")
  private @Nullable String link;

  @Option(
      names = "--seed",
      defaultValue = "42",
      description = "Of what is random about the run and the network (default: ${DEFAULT-VALUE}).")
  private long seed;

  private TargetOptions() {}

  Target open() {
    return open(Map.of());
  }

  /**
   * @param settings configuration of the services, as environment variables, if they are started
   *     here
   */
  Target open(Map<String, String> settings) {
    Optional<Link> network = link();
    return network.isPresent() ? open(settings, network.get()) : openNear(settings);
  }

  /** Opens it behind this network, whatever was asked for. */
  Target open(Map<String, String> settings, Link network) {
    Target target = openNear(settings);
    try {
      return new LinkedTarget(target, network, seed);
    } catch (RuntimeException failure) {
      target.close();
      throw failure;
    }
  }

  private Target openNear(Map<String, String> settings) {
    return url == null ? LocalTarget.start(mode, settings) : Target.running(url, token);
  }

  /** The network that was asked for. */
  Optional<Link> link() {
    return Optional.ofNullable(link).map(Link::of);
  }

  /**
   * From which round trip on a client asks for compressed output. Within this machine it never
   * does, however slow the machine's load makes the link look.
   */
  Duration compressFrom() {
    return url == null && link == null ? ClientOptions.NEVER : ClientOptions.SLOW_LINK;
  }

  long seed() {
    return seed;
  }

  @Nullable Path json() {
    return json;
  }
}
