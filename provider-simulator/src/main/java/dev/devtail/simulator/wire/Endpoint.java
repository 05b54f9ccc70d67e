package dev.devtail.simulator.wire;

import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** What is behind a method and a path. */
public sealed interface Endpoint {

  /** A model answers. */
  record Model(Dialect dialect) implements Endpoint {}

  /** The provider itself answers. */
  record Lookup(Function<Call, JsonNode> answer) implements Endpoint {}
}
