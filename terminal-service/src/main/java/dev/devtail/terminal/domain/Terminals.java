package dev.devtail.terminal.domain;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** All terminals of this service, by id and by owner. Safe for use by several threads. */
public final class Terminals {

  /**
   * Bounds of all terminals together.
   *
   * @param perUser terminals of one user, ended ones that are still kept not counted
   * @param total terminals of all users
   * @param idleTimeout after which a terminal that nobody uses is ended
   * @param endedRetention how long the last output and the exit status of an ended one are kept
   */
  public record Limits(int perUser, int total, Duration idleTimeout, Duration endedRetention) {}

  private static final int ID_BYTES = 15;

  private record Wish(String owner, RequestKey key) {}

  private final PtyHost host;
  private final ProgramResolver programs;
  private final TerminalJournal journal;
  private final Executor spawner;
  private final Clock clock;
  private final Limits limits;
  private final TerminalLimits terminalLimits;
  private final Consumer<Terminal> beforeStart;

  private final SecureRandom random = new SecureRandom();
  private final Map<TerminalId, Terminal> terminals = new ConcurrentHashMap<>();
  private final Map<Wish, CompletableFuture<TerminalInfo>> wishes = new ConcurrentHashMap<>();
  private final EndedTerminals ended = new EndedTerminals();

  /**
   * @param spawner runs what blocks while a program is started
   */
  public Terminals(
      PtyHost host,
      ProgramResolver programs,
      TerminalJournal journal,
      Executor spawner,
      Clock clock,
      Limits limits,
      TerminalLimits terminalLimits) {
    this(host, programs, journal, spawner, clock, limits, terminalLimits, terminal -> {});
  }

  /**
   * @param beforeStart is given every terminal, on its loop, before the first byte of output
   */
  public Terminals(
      PtyHost host,
      ProgramResolver programs,
      TerminalJournal journal,
      Executor spawner,
      Clock clock,
      Limits limits,
      TerminalLimits terminalLimits,
      Consumer<Terminal> beforeStart) {
    this.host = host;
    this.programs = programs;
    this.journal = journal;
    this.spawner = spawner;
    this.clock = clock;
    this.limits = limits;
    this.terminalLimits = terminalLimits;
    this.beforeStart = beforeStart;
  }

  /**
   * Starts a terminal, or answers with the one that the same wish started before. Fails with a
   * {@link Fault} START_FAILED or RESOURCE_EXHAUSTED.
   */
  public CompletableFuture<TerminalInfo> start(StartRequest request) {
    Wish wish = new Wish(request.owner(), request.requestKey());
    CompletableFuture<TerminalInfo> fresh = new CompletableFuture<>();
    synchronized (wishes) {
      CompletableFuture<TerminalInfo> known = wishes.get(wish);
      if (known != null) {
        return known;
      }
      try {
        checkRoom(request.owner());
      } catch (Fault full) {
        return CompletableFuture.failedFuture(full);
      }
      wishes.put(wish, fresh);
    }
    PtyHost.Seat seat = host.seat();
    try {
      spawner.execute(() -> spawn(request, wish, seat, fresh));
    } catch (RejectedExecutionException stopping) {
      fail(wish, fresh, new Fault(FaultCode.UNAVAILABLE, "This service is going down."));
    }
    return fresh;
  }

  private void spawn(
      StartRequest request, Wish wish, PtyHost.Seat seat, CompletableFuture<TerminalInfo> fresh) {
    try {
      Program program =
          programs.resolve(
              request.command(), request.directory(), request.workspace(), request.environment());
      Pty pty = seat.spawn(program, request.size());
      seat.loop().execute(() -> begin(request, wish, program, pty, seat.loop(), fresh));
    } catch (RuntimeException failure) {
      fail(wish, fresh, failure);
    } catch (Error failure) {
      // Out of memory, as a rule. Whoever waits is told, and the thread's handler hears of it.
      fail(wish, fresh, failure);
      throw failure;
    }
  }

  private void fail(Wish wish, CompletableFuture<TerminalInfo> fresh, Throwable failure) {
    wishes.remove(wish);
    fresh.completeExceptionally(failure);
  }

  private void begin(
      StartRequest request,
      Wish wish,
      Program program,
      Pty pty,
      TerminalLoop loop,
      CompletableFuture<TerminalInfo> answer) {
    Terminal terminal =
        new Terminal(
            new Terminal.Identity(
                newId(),
                random.nextLong(1, Long.MAX_VALUE),
                request.owner(),
                request.sessionId(),
                request.name().isEmpty()
                    ? program.executable().getFileName().toString()
                    : request.name(),
                program.arguments(),
                program.directory().toString()),
            request.size(),
            loop,
            pty,
            clock,
            terminalLimits,
            ended -> onEnded(ended, wish));
    terminals.put(terminal.id(), terminal);
    beforeStart.accept(terminal);
    terminal.start();
    TerminalInfo info = terminal.info();
    journal.started(info);
    answer.complete(info);
  }

  private void checkRoom(String owner) {
    if (granted(wish -> true) >= limits.total()) {
      throw full("This machine runs %d terminals".formatted(limits.total()));
    }
    if (granted(wish -> wish.owner().equals(owner)) >= limits.perUser()) {
      throw full("You have %d terminals".formatted(limits.perUser()));
    }
  }

  /** Wishes whose terminal is being started or has not ended. */
  private long granted(Predicate<Wish> which) {
    return wishes.entrySet().stream()
        .filter(wish -> which.test(wish.getKey()) && takesRoom(wish.getValue()))
        .count();
  }

  private boolean takesRoom(CompletableFuture<TerminalInfo> answer) {
    if (!answer.isDone()) {
      return true;
    }
    Terminal terminal =
        answer.isCompletedExceptionally() ? null : terminals.get(answer.join().id());
    return terminal != null && isAlive(terminal);
  }

  private static Fault full(String what) {
    return new Fault(
        FaultCode.RESOURCE_EXHAUSTED, what + ", and no more are allowed; end one of them.");
  }

  private static boolean isAlive(Terminal terminal) {
    return terminal.info().state() != TerminalInfo.State.ENDED;
  }

  private static boolean isOwned(Terminal terminal, String owner) {
    return terminal.owner().equals(owner);
  }

  private void onEnded(Terminal terminal, Wish wish) {
    journal.ended(terminal.info());
    TerminalId id = terminal.id();
    ended.keep(
        new EndedTerminals.Kept(
            id, terminal.owner(), () -> terminal.loop().execute(() -> forget(terminal, wish))));
    // The timer holds the id alone: the terminal may be forgotten long before.
    terminal.loop().schedule(limits.endedRetention(), () -> ended.expire(id));
  }

  private void forget(Terminal terminal, Wish wish) {
    terminals.remove(terminal.id());
    wishes.remove(wish);
    terminal.dispose(new Fault(FaultCode.ENDED, "This terminal has ended and is no longer kept."));
  }

  /**
   * @throws Fault NOT_FOUND if there is none or it is another user's
   */
  public Terminal get(TerminalId id, String user) {
    Terminal terminal = terminals.get(id);
    if (terminal == null || !isOwned(terminal, user)) {
      throw Fault.notFound("terminal", id.value());
    }
    return terminal;
  }

  /** The user's terminals, oldest first; of one session, or of all if it is empty. */
  public List<TerminalInfo> list(String user, String sessionId) {
    return terminals.values().stream()
        .filter(terminal -> isOwned(terminal, user))
        .map(Terminal::info)
        .filter(info -> sessionId.isEmpty() || info.sessionId().equals(sessionId))
        .sorted(java.util.Comparator.comparing(TerminalInfo::startedAt))
        .toList();
  }

  /** How many have not ended. */
  public int running() {
    return (int) terminals.values().stream().filter(Terminals::isAlive).count();
  }

  /** Everything that is known of every terminal, for the directory. */
  public Collection<TerminalInfo> all() {
    return terminals.values().stream().map(Terminal::info).toList();
  }

  /** Ends terminals that nobody has used for the idle time. */
  public void reapIdle() {
    Instant then = clock.instant().minus(limits.idleTimeout());
    for (Terminal terminal : terminals.values()) {
      terminal
          .loop()
          .execute(
              () -> {
                if (terminal.isIdleSince(then)) {
                  terminal.terminate();
                }
              });
    }
  }

  /** Ends all terminals; the future completes once none is left. */
  public CompletableFuture<Void> endAll() {
    CompletableFuture<?>[] ends =
        terminals.values().stream()
            .map(
                terminal -> {
                  CompletableFuture<Void> gone = new CompletableFuture<>();
                  terminal.loop().execute(() -> terminal.terminate(() -> gone.complete(null)));
                  return gone;
                })
            .toArray(CompletableFuture[]::new);
    return CompletableFuture.allOf(ends);
  }

  private TerminalId newId() {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    return new TerminalId(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }
}
