package dev.devtail.router.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The model that the prompt of a sub-agent asks for, as users of claude-code-router write it:
 * {@code <CCR-SUBAGENT-MODEL>provider,model</CCR-SUBAGENT-MODEL>} at the beginning of a block of
 * the system prompt. It is meant for the router, and taken out.
 *
 * @param model what it asks for
 * @param start offset of its first byte in the body
 * @param end offset behind its last one
 */
public record SubAgentTag(String model, int start, int end) {

  private static final byte[] OPEN = "<CCR-SUBAGENT-MODEL>".getBytes(UTF_8);
  private static final byte[] CLOSE = "</CCR-SUBAGENT-MODEL>".getBytes(UTF_8);

  /** Longest name of a model, in bytes. */
  private static final int MAX_MODEL = 300;

  /** The one that begins there; null if none does. */
  static @Nullable SubAgentTag at(byte[] body, int start) {
    if (!isAt(body, start, OPEN)) {
      return null;
    }
    int from = start + OPEN.length;
    for (int to = from; to <= Math.min(from + MAX_MODEL, body.length); to++) {
      if (isAt(body, to, CLOSE)) {
        String model = new String(body, from, to - from, UTF_8).strip();
        return model.isEmpty() ? null : new SubAgentTag(model, start, to + CLOSE.length);
      }
      if (to < body.length && (body[to] == '"' || body[to] == '\\')) {
        return null;
      }
    }
    return null;
  }

  private static boolean isAt(byte[] body, int start, byte[] what) {
    return start + what.length <= body.length
        && Arrays.equals(body, start, start + what.length, what, 0, what.length);
  }

  /** The body without it. */
  public byte[] cutFrom(byte[] body) {
    byte[] rest = new byte[body.length - (end - start)];
    System.arraycopy(body, 0, rest, 0, start);
    System.arraycopy(body, end, rest, start, body.length - end);
    return rest;
  }
}
