package dev.devtail.router.window;

import java.util.List;
import java.util.Set;

/**
 * One element of the list that a conversation is: a message, or an item of Responses.
 *
 * @param start offset of its first byte in the body
 * @param end offset behind its last
 * @param calls ids of tools' calls that it makes
 * @param answered ids of calls whose results it brings
 * @param results those of them that may be cut
 * @param tokens that are counted in it
 */
record Turn(
    int start,
    int end,
    Side side,
    Set<String> calls,
    Set<String> answered,
    List<Result> results,
    long tokens) {

  /** Whose it is. */
  enum Side {
    /** Instructions, which stay. */
    SYSTEM,
    USER,
    ASSISTANT,
    /** It brings results of tools. */
    RESULT
  }

  /**
   * What a tool has answered, without the id of the call.
   *
   * @param start offset of its first byte in the body
   * @param end offset behind its last
   */
  record Result(int start, int end, long tokens) {}

  Turn {
    calls = Set.copyOf(calls);
    answered = Set.copyOf(answered);
    results = List.copyOf(results);
  }
}
