package dev.devtail.session.directory;

import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * Where one terminal is served.
 *
 * @param user who the terminal belongs to; it never changes hands
 * @param address gRPC target of the owner
 * @param epoch rises with each life of the terminal, from 1
 * @param ended whether this life is over
 * @param startedAt when the terminal was first started
 * @param description the protocol's Terminal as its owner last described it; opaque here, so that
 *     it can gain fields without a migration
 */
public record TerminalEntry(
    String terminalId,
    String sessionId,
    String user,
    String address,
    long epoch,
    boolean ended,
    Instant startedAt,
    ByteBuffer description) {

  /**
   * @throws IllegalArgumentException if the epoch is less than 1
   */
  public TerminalEntry {
    if (epoch < 1) {
      throw new IllegalArgumentException("epoch: " + epoch + " (expected: >= 1)");
    }
    description = description.asReadOnlyBuffer();
  }

  /** A view of its own: reading it moves nobody else's position. */
  @Override
  public ByteBuffer description() {
    return description.duplicate();
  }
}
