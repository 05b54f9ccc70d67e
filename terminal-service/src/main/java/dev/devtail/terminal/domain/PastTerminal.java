package dev.devtail.terminal.domain;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A terminal of an earlier run of this service, as far as that was kept. */
public interface PastTerminal {

  Terminal.Identity identity();

  /** The size that it had last. */
  WindowSize size();

  Instant startedAt();

  /** When it ended, or printed its last. */
  Instant endedAt();

  /** How its program ended; null if it ended with the service, for nobody saw how. */
  @Nullable Exit exit();

  /** Whether its end was told when it came; else nobody has heard of it yet. */
  boolean endTold();

  /** Offset behind the last byte that was kept. */
  long end();

  /** Draws the last screen, as {@link dev.devtail.terminal.screen.Screen#dump} has it. */
  CompletableFuture<byte[]> draw();
}
