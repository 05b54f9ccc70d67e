package dev.devtail.terminal.workspace;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * How a command has ended.
 *
 * @param exitCode of the program, 128 and the signal's number if one ended it; null: the time was
 *     up
 */
public record CommandOutcome(@Nullable Integer exitCode, Tail stdout, Tail stderr) {

  /**
   * The end of what was printed.
   *
   * @param truncated whether more was printed before it
   */
  public record Tail(ByteBuffer bytes, boolean truncated) {}
}
