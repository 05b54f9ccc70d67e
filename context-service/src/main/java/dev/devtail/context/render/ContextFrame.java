package dev.devtail.context.render;

import java.util.List;

/**
 * What is said around the files of a context. Providers cache the beginning of what they are sent:
 * what changes from one context to the next, as the task, comes after the files.
 */
public record ContextFrame(List<Passage> before, List<Passage> after) {

  public static final ContextFrame EMPTY = new ContextFrame(List.of(), List.of());

  public ContextFrame {
    before = List.copyOf(before);
    after = List.copyOf(after);
  }
}
