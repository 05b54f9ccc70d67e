package dev.devtail.router.translate.conversation;

import dev.devtail.router.translate.json.Dropped;
import dev.devtail.router.translate.json.Fields;

/** Reads what callers of one protocol ask for. */
public interface ConversationReader {

  /**
   * @param dropped is told of what this model of a conversation cannot hold; fields that are not
   *     read need not be told
   * @throws dev.devtail.router.request.MalformedRequestException if that is no request of this
   *     protocol; the message names the field
   */
  Conversation read(Fields request, Dropped dropped);
}
