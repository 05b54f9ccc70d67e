package dev.devtail.session.directory;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Mono;

/** Says which terminal-service owns which terminal. Read at attach, not per frame. */
public final class TerminalDirectory {

  private final TerminalStore store;
  private final Duration endedRetention;
  private final Clock clock;

  /**
   * @param endedRetention how long an ended terminal can still be found
   */
  public TerminalDirectory(TerminalStore store, Duration endedRetention, Clock clock) {
    this.store = store;
    this.endedRetention = endedRetention;
    this.clock = clock;
  }

  /**
   * Adds or changes a terminal's entry. Safe to repeat.
   *
   * @return fails with STALE_EPOCH if a later life of the terminal is registered, with
   *     PERMISSION_DENIED if the terminal is another user's
   */
  public Mono<Void> register(TerminalEntry entry) {
    return store
        .register(entry, clock.instant())
        .flatMap(
            registration ->
                switch (registration) {
                  case STORED, OVERTAKEN -> Mono.<Void>empty();
                  case STALE ->
                      Mono.error(
                          new Fault(
                              FaultCode.STALE_EPOCH,
                              "Terminal %s has a later life than epoch %d; give this one up."
                                  .formatted(entry.terminalId(), entry.epoch())));
                  case FOREIGN ->
                      Mono.error(
                          new Fault(
                              FaultCode.PERMISSION_DENIED,
                              "Terminal %s belongs to another user."
                                  .formatted(entry.terminalId())));
                });
  }

  /**
   * @return fails with NOT_FOUND if there is none, also when it is another user's
   */
  public Mono<TerminalEntry> locate(String user, String terminalId) {
    return store
        .find(user, terminalId)
        .switchIfEmpty(Mono.error(() -> Fault.notFound("terminal", terminalId)));
  }

  /**
   * The user's terminals, oldest first.
   *
   * @param sessionId empty: of all the user's sessions
   */
  public Mono<List<TerminalEntry>> list(String user, String sessionId, boolean includeEnded) {
    return store.list(user, sessionId, includeEnded);
  }

  /**
   * Forgets terminals that ended longer ago than they are kept.
   *
   * @return how many
   */
  public Mono<Long> forgetEnded() {
    return Mono.defer(() -> store.removeEndedBefore(clock.instant().minus(endedRetention)));
  }
}
