package dev.devtail.router.translate.conversation;

import dev.devtail.router.request.MalformedRequestException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Every call of a tool has its result, and the other way about, as all providers demand it. */
public final class ToolPairs {

  private ToolPairs() {}

  /**
   * @throws MalformedRequestException if one has no other; the message names the call
   */
  public static void check(List<Message> messages) {
    Set<String> open = new LinkedHashSet<>();
    for (Message message : messages) {
      switch (message.role()) {
        case ASSISTANT -> {
          // A turn of several messages may go on calling, until the first result.
          message.blocks().forEach(block -> call(block, open));
        }
        case USER -> {
          message.blocks().forEach(block -> result(block, open));
          noneOpen(open);
        }
        case SYSTEM -> {
          // Of no matter to the pairs.
        }
      }
    }
    noneOpen(open);
  }

  private static void call(Block block, Set<String> open) {
    if (block instanceof Block.ToolUse use && !open.add(use.id().id())) {
      throw new MalformedRequestException(
          "There are two calls of a tool with the id %s (expected: ids that differ)."
              .formatted(use.id().id()));
    }
  }

  private static void result(Block block, Set<String> open) {
    if (block instanceof Block.ToolResult result && !open.remove(result.id().id())) {
      throw new MalformedRequestException(
          "The result of the tool call %s follows no such call (expected: a call in the message before)."
              .formatted(result.id().id()));
    }
  }

  private static void noneOpen(Set<String> open) {
    if (!open.isEmpty()) {
      throw new MalformedRequestException(
          "The tool call %s has no result (expected: one in the next message)."
              .formatted(open.iterator().next()));
    }
  }
}
