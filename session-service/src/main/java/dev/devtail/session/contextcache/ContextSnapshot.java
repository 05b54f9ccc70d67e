package dev.devtail.session.contextcache;

import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * A workspace's code map as it was last generated.
 *
 * @param user whose workspace it is; nobody else reads it
 * @param workspace absolute directory
 * @param codeMap opaque here
 * @param fileCount files that were read
 * @param symbolCount symbols found in them
 */
public record ContextSnapshot(
    String user,
    String workspace,
    ByteBuffer codeMap,
    Instant generatedAt,
    long fileCount,
    long symbolCount) {

  public ContextSnapshot {
    codeMap = codeMap.asReadOnlyBuffer();
  }

  /** A view of its own: reading it moves nobody else's position. */
  @Override
  public ByteBuffer codeMap() {
    return codeMap.duplicate();
  }
}
