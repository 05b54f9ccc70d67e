package dev.devtail.session.directory;

import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Keeps the directory. Everything may fail with a {@link dev.devtail.kit.fault.Fault} UNAVAILABLE.
 */
public interface TerminalStore {

  /** What became of a registration. */
  enum Registration {
    /** It is what the directory says now. */
    STORED,
    /**
     * The directory already knows that this life has ended: news from before that change nothing.
     */
    OVERTAKEN,
    /** A later life is registered. */
    STALE,
    /** The terminal is another user's. */
    FOREIGN
  }

  /**
   * Writes an entry unless the stored one is of a later life, over, or another user's; touches the
   * session's last activity if it is written.
   *
   * @param now when it is written; an ended entry is kept for a while from here
   */
  Mono<Registration> register(TerminalEntry entry, Instant now);

  /**
   * @return empty if there is none or it is another user's
   */
  Mono<TerminalEntry> find(String user, String terminalId);

  /**
   * The user's entries, oldest first.
   *
   * @param sessionId empty: of all sessions
   */
  Mono<List<TerminalEntry>> list(String user, String sessionId, boolean includeEnded);

  /**
   * Removes what ended before that time.
   *
   * @return how many
   */
  Mono<Long> removeEndedBefore(Instant time);
}
