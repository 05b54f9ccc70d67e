package dev.devtail.context.render;

import dev.devtail.kit.fault.Fault;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is said around the files of a context. Providers cache the beginning of what they are sent:
 * what changes from one context to the next, as the task, comes after the files.
 */
public record ContextFrame(List<Passage> before, List<Passage> after) {

  public static final ContextFrame EMPTY = new ContextFrame(List.of(), List.of());

  /**
   * @throws Fault INVALID_ARGUMENT if a name is there twice
   */
  public ContextFrame {
    before = List.copyOf(before);
    after = List.copyOf(after);
    List<String> names = Stream.concat(before.stream(), after.stream()).map(Passage::name).toList();
    if (new HashSet<>(names).size() < names.size()) {
      throw Fault.invalid("passages", names, "each name once");
    }
  }
}
