package dev.devtail.router.translate.conversation;

import java.util.ArrayList;
import java.util.List;

/** Puts messages into the order that all providers take. */
public final class Turns {

  private final List<Message> turns;
  private final List<Block> blocks = new ArrayList<>();
  private Role role = Role.USER;

  /** What the system has said between a call and its result, where nothing may stand. */
  private final List<Message> waiting = new ArrayList<>();

  private Turns(int messages) {
    turns = new ArrayList<>(messages);
  }

  /**
   * Consecutive messages of one role become one; those that hold nothing are left out; results of
   * tools come directly behind the calls.
   */
  public static List<Message> of(List<Message> messages) {
    Turns turns = new Turns(messages.size());
    messages.stream().filter(message -> !message.blocks().isEmpty()).forEach(turns::add);
    turns.close();
    turns.turns.addAll(turns.waiting);
    return turns.turns;
  }

  private void add(Message message) {
    if (message.role() == Role.SYSTEM && role == Role.ASSISTANT && hasCalls()) {
      waiting.add(message);
      return;
    }
    if (message.role() != role) {
      close();
      role = message.role();
    }
    blocks.addAll(message.blocks());
  }

  private boolean hasCalls() {
    return blocks.stream().anyMatch(Block.ToolUse.class::isInstance);
  }

  private void close() {
    if (blocks.isEmpty()) {
      return;
    }
    turns.add(new Message(role, role == Role.USER ? resultsFirst() : blocks));
    blocks.clear();
    if (role == Role.USER) {
      turns.addAll(waiting);
      waiting.clear();
    }
  }

  private List<Block> resultsFirst() {
    List<Block> ordered = new ArrayList<>(blocks.size());
    blocks.stream().filter(Block.ToolResult.class::isInstance).forEach(ordered::add);
    if (ordered.isEmpty() || ordered.size() == blocks.size()) {
      return blocks;
    }
    blocks.stream().filter(block -> !(block instanceof Block.ToolResult)).forEach(ordered::add);
    return ordered;
  }
}
