package dev.devtail.terminal.domain;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.id.RandomIds;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
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
   * @param outputBytes output of all terminals that is kept in memory for viewers that come back;
   *     each has its share, but no less than {@link #MIN_OUTPUT_BYTES}
   */
  public record Limits(
      int perUser, int total, Duration idleTimeout, Duration endedRetention, long outputBytes) {}

  /** Output that every terminal keeps, however many there are, in bytes. */
  static final int MIN_OUTPUT_BYTES = 64 * 1024;

  /** By how much their number grows before it is shared out anew. */
  private static final double SHARED_ANEW_AFTER = 1.25;

  private record Wish(String owner, RequestKey key) {}

  private final PtyHost host;
  private final ProgramResolver programs;
  private final TerminalJournal journal;
  private final Executor spawner;
  private final Clock clock;
  private final Limits limits;
  private final TerminalLimits terminalLimits;
  private final Attendant attendant;

  private final RandomIds ids = new RandomIds();
  private final SecureRandom random = new SecureRandom();
  private final Map<TerminalId, Terminal> terminals = new ConcurrentHashMap<>();
  private final Map<Wish, CompletableFuture<TerminalInfo>> wishes = new ConcurrentHashMap<>();
  private final EndedTerminals ended = new EndedTerminals();

  /** How many there were when the memory for output was last shared out. */
  private final AtomicInteger sharedBy = new AtomicInteger();

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
    this(
        host, programs, journal, spawner, clock, limits, terminalLimits, (terminal, request) -> {});
  }

  /** Is given every terminal, on its loop, before the first byte of output. */
  @FunctionalInterface
  public interface Attendant {
    void onStarting(Terminal terminal, StartRequest request);
  }

  /**
   * @param attendant of all terminals
   */
  public Terminals(
      PtyHost host,
      ProgramResolver programs,
      TerminalJournal journal,
      Executor spawner,
      Clock clock,
      Limits limits,
      TerminalLimits terminalLimits,
      Attendant attendant) {
    this.host = host;
    this.programs = programs;
    this.journal = journal;
    this.spawner = spawner;
    this.clock = clock;
    this.limits = limits;
    this.terminalLimits = terminalLimits;
    this.attendant = attendant;
  }

  /**
   * Starts a terminal, or answers with the one that the same wish started before. Fails with a
   * {@link Fault} START_FAILED or RESOURCE_EXHAUSTED.
   */
  public CompletableFuture<TerminalInfo> start(StartRequest request) {
    return start(
        request, new Life(new TerminalId(ids.next()), random.nextLong(1, Long.MAX_VALUE), false));
  }

  /**
   * Which life of which terminal begins.
   *
   * @param revived it goes on with what its life before has left running
   */
  private record Life(TerminalId id, long incarnation, boolean revived) {}

  private CompletableFuture<TerminalInfo> start(StartRequest request, Life life) {
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
      spawner.execute(() -> spawn(request, wish, life, seat, fresh));
    } catch (RejectedExecutionException stopping) {
      fail(wish, fresh, new Fault(FaultCode.UNAVAILABLE, "This service is going down."));
    }
    return fresh;
  }

  private void spawn(
      StartRequest request,
      Wish wish,
      Life life,
      PtyHost.Seat seat,
      CompletableFuture<TerminalInfo> fresh) {
    try {
      Program program =
          programs.resolve(
              life.id(),
              request.command(),
              request.directory(),
              request.workspace(),
              request.environment());
      if (life.revived() && request.command().isEmpty() && program.session() == null) {
        throw new Fault(
            FaultCode.START_FAILED,
            "What kept this shell is not there any more; start another terminal.");
      }
      Pty pty = seat.spawn(program, request.size());
      seat.loop().execute(() -> begin(request, wish, life, program, pty, seat.loop(), fresh));
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
      Life life,
      Program program,
      Pty pty,
      TerminalLoop loop,
      CompletableFuture<TerminalInfo> answer) {
    Terminal terminal =
        new Terminal(
            new Terminal.Identity(
                life.id(),
                life.incarnation(),
                request.owner(),
                request.sessionId(),
                request.name().isEmpty() ? program.name() : request.name(),
                program.command(),
                program.directory().toString()),
            request.size(),
            loop,
            pty,
            clock,
            terminalLimits,
            ended -> onEnded(ended, wish));
    MultiplexerSession session = program.session();
    if (session != null) {
      terminal.showSession(session);
    }
    terminals.put(terminal.id(), terminal);
    terminal.keepOutput(outputShare());
    if (terminals.size() > sharedBy.get() * SHARED_ANEW_AFTER) {
      shareOutput();
    }
    attendant.onStarting(terminal, request);
    terminal.start();
    TerminalInfo info = terminal.info();
    journal.started(info);
    answer.complete(info);
  }

  /**
   * Lists a terminal of an earlier run of this service, which has ended. Its screen is drawn when
   * somebody first attaches.
   *
   * @param retention how long it is kept, from now
   */
  public void restore(PastTerminal past, Duration retention) {
    TerminalLoop loop = host.seat().loop();
    CompletableFuture<Terminal> made = new CompletableFuture<>();
    DeferredLoop deferred =
        new DeferredLoop(
            loop,
            ready ->
                past.draw()
                    .thenCombine(made, (dump, terminal) -> (Runnable) () -> terminal.draw(dump))
                    .thenAccept(loop::execute)
                    .whenComplete((drawn, failure) -> ready.run()));
    Terminal terminal = Terminal.ofThePast(past, deferred, clock, terminalLimits);
    made.complete(terminal);
    TerminalId id = terminal.id();
    if (terminals.putIfAbsent(id, terminal) != null) {
      return;
    }
    if (!past.endTold()) {
      journal.ended(terminal.info());
    }
    ended.keep(
        new EndedTerminals.Kept(
            id,
            terminal.owner(),
            () -> {
              terminals.remove(id, terminal);
              deferred.executeIfUsed(() -> terminal.dispose(noLongerKept()));
            }));
    loop.schedule(retention, () -> ended.expire(id));
  }

  /**
   * Starts the next life of a terminal of an earlier run of this service: the same id, a higher
   * incarnation. Fails as {@link #start}, and with START_FAILED if it ran in a multiplexer that is
   * not there any more.
   *
   * @param request as it was started then; the key names this life
   */
  public CompletableFuture<TerminalInfo> revive(PastTerminal past, StartRequest request) {
    return start(request, new Life(past.identity().id(), past.identity().incarnation() + 1, true));
  }

  private static Fault noLongerKept() {
    return new Fault(FaultCode.ENDED, "This terminal has ended and is no longer kept.");
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
    terminal.dispose(noLongerKept());
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

  /** What has gone through each terminal by now. */
  public CompletableFuture<List<TerminalTraffic>> traffic() {
    List<CompletableFuture<TerminalTraffic>> each =
        terminals.values().stream()
            .map(
                terminal ->
                    CompletableFuture.supplyAsync(terminal::traffic, terminal.loop()::execute))
            .toList();
    return CompletableFuture.allOf(each.toArray(CompletableFuture[]::new))
        .thenApply(all -> each.stream().map(CompletableFuture::join).toList());
  }

  private int outputShare() {
    long share = limits.outputBytes() / Math.max(1, terminals.size());
    return Math.clamp(share, MIN_OUTPUT_BYTES, Integer.MAX_VALUE);
  }

  /** Gives each terminal its share of the memory for output; one that has ended keeps its own. */
  public void shareOutput() {
    sharedBy.set(terminals.size());
    int share = outputShare();
    terminals.values().stream()
        .filter(Terminals::isAlive)
        .forEach(terminal -> terminal.loop().execute(() -> terminal.keepOutput(share)));
  }

  /** Ends terminals that nobody has used for the idle time. */
  public void reapIdle() {
    terminals.values().stream()
        .filter(Terminals::isAlive)
        .forEach(
            terminal ->
                terminal
                    .loop()
                    .execute(
                        () -> {
                          if (terminal.isIdleFor(limits.idleTimeout())) {
                            terminal.terminate();
                          }
                        }));
  }

  /** Ends all terminals, as the service goes down; the future completes once none is left. */
  public CompletableFuture<Void> endAll() {
    CompletableFuture<?>[] ends =
        terminals.values().stream()
            .filter(Terminals::isAlive)
            .map(
                terminal -> {
                  CompletableFuture<Void> gone = new CompletableFuture<>();
                  terminal.loop().execute(() -> terminal.endWithService(() -> gone.complete(null)));
                  return gone;
                })
            .toArray(CompletableFuture[]::new);
    return CompletableFuture.allOf(ends);
  }
}
