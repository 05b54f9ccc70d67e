package dev.devtail.simulator.script;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks, whatever its protocol.
 *
 * @param stream whether the answer is to come in events
 * @param system everything that is told to the model by others than the user
 * @param tools names of those that it may call
 * @param subAgent whether a coding agent says so of itself
 * @param turn of the conversation, from 1: one more than the answers that it holds
 * @param userText what the user said last
 * @param result of the tool that was called last, if the conversation ends with one
 * @param inputTokens estimated
 * @param thinking whether the model is to show what it thinks
 * @param usageInStream whether a stream is to tell what was used
 */
public record Question(
    Provider provider,
    String model,
    boolean stream,
    String system,
    List<String> tools,
    boolean subAgent,
    int turn,
    String userText,
    @Nullable ToolResult result,
    long inputTokens,
    Thoughts thinking,
    boolean usageInStream) {

  /** What the caller wants to see of the model's thinking. */
  public enum Thoughts {
    NONE,
    /** Its signature alone. */
    OMITTED,
    SHOWN
  }

  public Question {
    tools = List.copyOf(tools);
  }
}
