package dev.devtail.simulator.script;

import tools.jackson.databind.node.ObjectNode;

/** A part of an answer. Its strings may hold captures: see {@link Captures}. */
public sealed interface Block {

  /** What the model thinks; sent where it was asked to, and as far as the provider shows it. */
  record Thinking(String text) implements Block {}

  /** What the model says. */
  record Text(String text) implements Block {}

  /** A tool of the caller's that it is to call. */
  record ToolCall(String name, ObjectNode input) implements Block {}

  /** A search that the provider itself makes; one result. */
  record WebSearch(String query, String title, String url) implements Block {}
}
