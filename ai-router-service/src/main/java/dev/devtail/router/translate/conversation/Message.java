package dev.devtail.router.translate.conversation;

import java.util.List;

/** One turn, or a part of one: several of one role may follow each other. */
public record Message(Role role, List<Block> blocks) {

  public Message {
    blocks = List.copyOf(blocks);
  }
}
