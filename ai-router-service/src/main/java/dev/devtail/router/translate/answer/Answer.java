package dev.devtail.router.translate.answer;

import dev.devtail.router.translate.conversation.Block;
import dev.devtail.router.usage.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is whole.
 *
 * @param blocks texts, thinking, calls of tools
 */
public record Answer(
    List<Block> blocks, StopReason reason, @Nullable String stopSequence, Usage usage) {

  public Answer {
    blocks = List.copyOf(blocks);
  }
}
