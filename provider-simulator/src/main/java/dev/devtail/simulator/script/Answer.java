package dev.devtail.simulator.script;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a model says, in whatever protocol it is asked.
 *
 * @param tokens what it is said to have used; null for an estimate
 */
public record Answer(List<Block> blocks, Stop stop, @Nullable Tokens tokens) {

  private static final JsonMapper JSON = JsonMapper.shared();

  public Answer {
    blocks = List.copyOf(blocks);
  }

  public static Answer of(Block... blocks) {
    return new Answer(List.of(blocks), Stop.DONE, null);
  }

  public static Answer text(String text) {
    return of(new Block.Text(text));
  }

  /** One call of a tool, with its input as JSON. */
  public static Answer call(String tool, String input) {
    return of(new Block.ToolCall(tool, (ObjectNode) JSON.readTree(input)));
  }

  public Answer withTokens(Tokens used) {
    return new Answer(blocks, stop, used);
  }

  public Answer withStop(Stop reason) {
    return new Answer(blocks, reason, tokens);
  }

  /** Whether the caller is to call a tool. */
  public boolean callsTool() {
    return blocks.stream().anyMatch(Block.ToolCall.class::isInstance);
  }
}
