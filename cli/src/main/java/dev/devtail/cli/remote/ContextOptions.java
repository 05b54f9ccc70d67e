package dev.devtail.cli.remote;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whose workspace is meant. */
final class ContextOptions {

  @Mixin private GatewayOptions gateway;

  @Option(
      names = "--session",
      paramLabel = "ID",
      defaultValue = "",
      description = "Whose workspace; default: the default session's.")
  private String session;

  private ContextOptions() {}

  Contexts connect() {
    return new Contexts(gateway, session);
  }
}
