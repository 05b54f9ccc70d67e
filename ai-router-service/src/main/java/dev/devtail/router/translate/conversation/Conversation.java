package dev.devtail.router.translate.conversation;

import java.util.List;

/**
 * What a call asks for.
 *
 * @param system what the assistant is told before everything else
 */
public record Conversation(
    List<Block.Text> system, List<Message> messages, Toolbox toolbox, Settings settings) {

  public Conversation {
    system = List.copyOf(system);
    messages = List.copyOf(messages);
  }
}
