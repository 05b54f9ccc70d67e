package dev.devtail.router.translate.conversation;

import dev.devtail.router.route.ModelName;
import dev.devtail.router.translate.json.Dropped;

/** Writes requests to providers of one protocol. */
public interface ConversationWriter {

  /**
   * @param conversation whose calls and results are paired ({@link ToolPairs})
   * @param names of the tools, as the provider is to know them
   * @param dropped is told of what the provider cannot hold, by the names of {@link DroppedNames}
   */
  byte[] write(Conversation conversation, ModelName model, ToolNames names, Dropped dropped);

  /** The longest name of a tool, in characters. */
  int maxToolNameChars();
}
