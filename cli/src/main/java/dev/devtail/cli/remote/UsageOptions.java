package dev.devtail.cli.remote;

import com.google.protobuf.Timestamp;
import dev.devtail.protocol.v1.ModelCallFilter;
import java.time.Instant;
import picocli.CommandLine.Option;

/** Which calls of models a command is about, and how it prints. */
final class UsageOptions {

  @Option(
      names = "--since",
      defaultValue = "30d",
      description = "How far back, as in 12h or 7d (default: ${DEFAULT-VALUE}).")
  private String since;

  @Option(names = "--session", defaultValue = "", description = "Only calls of this session.")
  private String session;

  @Option(
      names = "--model",
      defaultValue = "",
      paramLabel = "PROVIDER/MODEL",
      description = "Only calls of this model.")
  private String model;

  @Option(names = "--role", defaultValue = "", description = "Only calls in this agent role.")
  private String role;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Option(names = "--csv", description = "Print CSV.")
  private boolean csv;

  private UsageOptions() {}

  ModelCallFilter filter() {
    Instant from = Instant.now().minus(Durations.parse("--since", since));
    return ModelCallFilter.newBuilder()
        .setFrom(Timestamp.newBuilder().setSeconds(from.getEpochSecond()))
        .setSessionId(session)
        .setModel(model)
        .setAgentRole(role)
        .build();
  }

  boolean json() {
    return json;
  }

  boolean csv() {
    return csv;
  }
}
