package dev.devtail.terminal.domain;

import static dev.devtail.terminal.domain.TerminalLimits.ACK_DELAY;
import static dev.devtail.terminal.domain.TerminalLimits.MAX_DATA_BYTES;
import static dev.devtail.terminal.domain.TerminalLimits.MAX_VIEWERS;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.terminal.domain.AttachRequest.ResumePoint;
import dev.devtail.terminal.domain.TerminalInfo.State;
import dev.devtail.terminal.screen.Screen;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A terminal: the program, its output by offset, its screen, its viewers. It lives on one loop;
 * every method but {@link #info} must be called there.
 *
 * <p>Output goes PTY → ring → every viewer that has credit, and then into the screen. The program
 * is paced as {@link Pacing} says. A viewer that is overtaken by the ring is given the screen
 * instead of the bytes. The terminal's size is one of its viewers', see {@link SizePolicy}.
 *
 * <pre>
 * RUNNING --program exits, children hold the PTY--> DRAINING --last one gone or linger over--> ENDED
 *    \------------------program exits, PTY drained-----------------------------------------^
 * </pre>
 */
public final class Terminal implements Pty.Listener {

  /** What a terminal is made with. */
  public record Identity(
      TerminalId id,
      long incarnation,
      String owner,
      String sessionId,
      String name,
      List<String> command,
      String directory) {}

  /** Told on the loop when a terminal has changed for those who keep lists. */
  public interface Observer {
    void onEnded(Terminal terminal);
  }

  private static final byte CONTROL_C = 0x03;
  private static final byte CONTROL_BACKSLASH = 0x1C;

  private final Identity identity;
  private final TerminalLoop loop;
  private final Pty pty;
  private final Clock clock;
  private final TerminalLimits limits;
  private final Observer observer;

  private final OutputRing ring;

  /** Where the output began when this service began with it. */
  private final long firstOffset;

  private long inputBytes;
  private final Screen screen;
  private final Pacing pacing;
  private final SizeChoice sizes = new SizeChoice();
  private final InputQueue input = new InputQueue();
  private final Map<ViewerId, Viewer> viewers = new LinkedHashMap<>();
  private List<Viewer> attached = List.of();
  private List<Viewer> writers = List.of();
  private @Nullable TerminalRecorder recorder;
  private @Nullable TerminalHistory history;

  /** What the program shows; null if that is the program itself. */
  private @Nullable MultiplexerSession session;

  /** The session was to end, not only its terminal. */
  private boolean endsSession;

  private final List<Runnable> endCallbacks = new ArrayList<>();

  private final Instant startedAt;
  private WindowSize size;
  private State state = State.RUNNING;
  private @Nullable Exit exit;
  private boolean drained;

  /** How the program ended says nothing: it was ended because the service goes down. */
  private boolean endsWithService;

  /** The viewer that attached, resized or typed last, and how often that changed. */
  private @Nullable Viewer active;

  private long activity;
  private boolean ackTimerSet;
  private volatile TerminalInfo info;
  private volatile long lastActivityMillis;

  /** The same in the loop's time. */
  private long lastActivityNanos;

  public Terminal(
      Identity identity,
      WindowSize size,
      TerminalLoop loop,
      Pty pty,
      Clock clock,
      TerminalLimits limits,
      Observer observer) {
    this(identity, size, loop, pty, clock, limits, observer, 0, clock.instant());
  }

  private Terminal(
      Identity identity,
      WindowSize size,
      TerminalLoop loop,
      Pty pty,
      Clock clock,
      TerminalLimits limits,
      Observer observer,
      long outputEnd,
      Instant startedAt) {
    this.identity = identity;
    this.size = size;
    this.loop = loop;
    this.pty = pty;
    this.clock = clock;
    this.limits = limits;
    this.observer = observer;
    this.ring = new OutputRing(limits.ringBytes(), outputEnd);
    this.firstOffset = outputEnd;
    this.pacing = new Pacing(ring, pty, loop, limits.holdAfterCut());
    this.screen = new Screen(size.columns(), size.rows(), limits.scrollbackLines());
    this.startedAt = startedAt;
    this.lastActivityMillis = startedAt.toEpochMilli();
    this.lastActivityNanos = loop.nanoTime();
    this.info = snapshot();
  }

  /**
   * One of an earlier run of the service: it has ended, and nothing is on its screen before {@link
   * #draw}.
   */
  static Terminal ofThePast(
      PastTerminal past, TerminalLoop loop, Clock clock, TerminalLimits limits) {
    Terminal terminal =
        new Terminal(
            past.identity(),
            past.size(),
            loop,
            new GonePty(),
            clock,
            limits,
            ended -> {},
            past.end(),
            past.startedAt());
    terminal.state = State.ENDED;
    terminal.exit = past.exit();
    terminal.endsWithService = past.exit() == null;
    terminal.lastActivityMillis = past.endedAt().toEpochMilli();
    terminal.info = terminal.snapshot();
    return terminal;
  }

  /** Draws what was on the screen of one of the past. */
  void draw(byte[] dump) {
    screen.write(dump, 0, dump.length);
    info = snapshot();
  }

  public TerminalId id() {
    return identity.id();
  }

  public String owner() {
    return identity.owner();
  }

  public TerminalLoop loop() {
    return loop;
  }

  /** On the loop. */
  TerminalTraffic traffic() {
    return new TerminalTraffic(
        identity.id(),
        identity.sessionId(),
        state != State.ENDED,
        ring.end() - firstOffset,
        inputBytes);
  }

  /** What is known of it now; may be called from any thread. */
  public TerminalInfo info() {
    TerminalInfo last = info;
    return last.lastActivityAt().toEpochMilli() == lastActivityMillis
        ? last
        : new TerminalInfo(
            last.id(),
            last.incarnation(),
            last.owner(),
            last.sessionId(),
            last.name(),
            last.command(),
            last.directory(),
            last.size(),
            last.sizePolicy(),
            last.state(),
            last.exit(),
            last.title(),
            last.viewers(),
            last.recording(),
            last.startedAt(),
            Instant.ofEpochMilli(lastActivityMillis));
  }

  /** That the program only shows this session; before {@link #start}. */
  void showSession(MultiplexerSession shown) {
    session = shown;
  }

  /** What the program shows; null if that is the program itself. */
  public @Nullable MultiplexerSession session() {
    return session;
  }

  /** Begins to run; output waits for the first viewer as for one that was cut off. */
  public void start() {
    pacing.holdFrom(0);
    pty.start(this);
  }

  // ---- viewers

  /**
   * Attaches a viewer: where it goes on, the screen if it needs one, and the subscription to what
   * follows are one step.
   *
   * @throws Fault STALE_EPOCH if the viewer was attached with this epoch or a higher one,
   *     OFFSET_OUT_OF_RANGE if it claims output that was never sent, RESOURCE_EXHAUSTED if too many
   *     viewers are attached, UNAVAILABLE while the service goes down
   */
  public void attach(AttachRequest request, ViewerSink sink) {
    if (endsWithService && state != State.ENDED) {
      throw goingDown();
    }
    Viewer viewer = viewers.get(request.viewer());
    if (viewer != null && request.epoch() <= viewer.epoch()) {
      throw new Fault(
          FaultCode.STALE_EPOCH,
          "This viewer is attached elsewhere with epoch %d; attach with a higher one."
              .formatted(viewer.epoch()));
    }
    long resumeAt = resumeOffset(request.resume());
    if (viewer == null) {
      viewer = remember(request.viewer());
    } else {
      ViewerSink before = viewer.sink();
      if (before != null) {
        before.closed(
            new Fault(FaultCode.STALE_EPOCH, "This viewer was attached again elsewhere."));
      }
    }
    boolean resumed = resumeAt >= 0;
    viewer.attach(request, sink, resumed ? resumeAt : ring.end());
    attachedChanged();
    if (viewer.mayWrite()) {
      active = viewer;
      viewer.onActive(++activity);
    }
    chooseSize();
    viewer.onSizeShown(size);
    // The program may have read on while the viewer was away.
    viewer.grantInput(input.size());
    sink.opened(
        info,
        new ViewerSink.Attachment(
            resumed, viewer.sent(), viewer.inputAccepted(), viewer.inputLimit(), viewer.role()));
    if (!resumed) {
      sendScreen(viewer, sink);
    }
    tellExit(sink, true);
    pump(viewer);
    tellSizes();
    pacing.settle();
  }

  /** The offset to go on from, or -1 if the viewer needs the screen. */
  private long resumeOffset(@Nullable ResumePoint resume) {
    if (resume == null || resume.incarnation() != identity.incarnation()) {
      return -1;
    }
    if (endsWithService && resume.offset() > ring.end()) {
      // It saw what was printed in the last moment, which nobody could keep.
      return -1;
    }
    if (resume.offset() < 0 || resume.offset() > ring.end()) {
      throw new Fault(
          FaultCode.OFFSET_OUT_OF_RANGE,
          "resume.output_offset: %s (expected: <= %d, the end of the output)"
              .formatted(Long.toUnsignedString(resume.offset()), ring.end()),
          "resume.output_offset",
          Duration.ZERO);
    }
    return resume.offset() >= ring.start() ? resume.offset() : -1;
  }

  private Viewer remember(ViewerId id) {
    if (viewers.size() >= MAX_VIEWERS) {
      Viewer forgotten =
          viewers.values().stream()
              .filter(viewer -> !viewer.isAttached())
              .findFirst()
              .orElseThrow(
                  () ->
                      new Fault(
                          FaultCode.RESOURCE_EXHAUSTED,
                          "This terminal has %d viewers, and no more than that can be attached."
                              .formatted(MAX_VIEWERS)));
      viewers.remove(forgotten.id());
    }
    Viewer viewer = new Viewer(id);
    viewers.put(id, viewer);
    return viewer;
  }

  /** The viewer's connection is gone; it may come back. Does nothing for a sink of the past. */
  public void onCut(ViewerId id, ViewerSink sink) {
    Viewer viewer = viewers.get(id);
    if (viewer == null || !sink.equals(viewer.sink())) {
      return;
    }
    viewer.detach();
    // Kept in the order of leaving, so that the one that left first is forgotten first.
    viewers.remove(id);
    viewers.put(id, viewer);
    attachedChanged();
    if (viewer.mayWrite()) {
      pacing.holdFrom(viewer.received());
    }
    // The active one keeps its size: it is likely to be back in a moment.
    if (sizes.policy() == SizePolicy.SMALLEST) {
      settleSize();
    }
    pacing.settle();
  }

  /** The viewer says goodbye: it is forgotten and nothing waits for it. */
  public void onDetach(ViewerId id, ViewerSink sink) {
    Viewer viewer = viewers.get(id);
    if (viewer == null || !sink.equals(viewer.sink())) {
      return;
    }
    viewers.remove(id);
    viewer.detach();
    attachedChanged();
    sink.closed(null);
    settleSize();
    pacing.settle();
  }

  private void attachedChanged() {
    List<Viewer> now = new ArrayList<>(viewers.size());
    for (Viewer viewer : viewers.values()) {
      if (viewer.isAttached()) {
        now.add(viewer);
      }
    }
    attached = now;
    writers = now.stream().filter(Viewer::mayWrite).toList();
    pacing.pacedBy(writers);
    info = snapshot();
  }

  // ---- from a viewer

  /**
   * Input of a viewer. What is known already is dropped.
   *
   * @throws Fault OFFSET_OUT_OF_RANGE as {@link Viewer#accept}, PERMISSION_DENIED if it is
   *     read-only
   */
  public void onInput(
      ViewerId id, ViewerSink sink, long offset, long ack, byte[] bytes, int start, int length) {
    Viewer viewer = writer(id, sink);
    if (viewer == null) {
      return;
    }
    if (!viewer.equals(active)) {
      activate(viewer);
    }
    int known = viewer.accept(offset, length);
    int fresh = length - known;
    if (fresh > 0 && state != State.ENDED) {
      inputBytes += fresh;
      noteActivity();
      give(bytes, start + known, fresh);
    }
    if (viewer.grantInput(input.size())) {
      sink.credit(viewer.inputLimit());
    }
    owesAck();
    acknowledged(viewer, ack);
  }

  /** Gives input to the program, behind what waits for it. */
  private void give(byte[] bytes, int start, int length) {
    int written = input.isEmpty() ? pty.write(bytes, start, length) : 0;
    if (written < length) {
      input.add(bytes, start + written, length - written);
    }
  }

  /**
   * @throws Fault OFFSET_OUT_OF_RANGE if that was never sent
   */
  public void onAck(ViewerId id, ViewerSink sink, long offset) {
    Viewer viewer = current(id, sink);
    if (viewer != null) {
      acknowledged(viewer, offset);
    }
  }

  private void acknowledged(Viewer viewer, long offset) {
    viewer.onReceived(offset);
    if (!pacing.isReading()) {
      pacing.settle();
    }
  }

  /** The viewer grants output up to {@code limit}. */
  public void onCredit(ViewerId id, ViewerSink sink, long limit) {
    Viewer viewer = current(id, sink);
    if (viewer != null) {
      viewer.onCredit(limit);
      advance(viewer);
      pacing.settle();
    }
  }

  /**
   * The viewer's window is of another size.
   *
   * @throws Fault PERMISSION_DENIED if it is read-only
   */
  public void onResize(ViewerId id, ViewerSink sink, WindowSize newSize) {
    Viewer viewer = writer(id, sink);
    if (viewer != null && state != State.ENDED) {
      viewer.onResized(newSize);
      activate(viewer);
    }
  }

  /**
   * How the size is chosen from now on.
   *
   * @throws Fault PERMISSION_DENIED if the viewer is read-only
   */
  public void onSizePolicy(ViewerId id, ViewerSink sink, SizePolicy policy) {
    if (writer(id, sink) != null) {
      sizes.use(policy);
      info = snapshot();
      settleSize();
    }
  }

  /**
   * Signals what runs in the foreground; what the system refuses is dropped, for there is no answer
   * to it.
   *
   * @throws Fault PERMISSION_DENIED if the viewer is read-only
   */
  public void onSignal(ViewerId id, ViewerSink sink, TerminalSignal signal) {
    if (writer(id, sink) != null && state != State.ENDED) {
      deliver(signal);
    }
  }

  /** The sink takes more again. */
  public void onSinkReady(ViewerId id, ViewerSink sink) {
    Viewer viewer = current(id, sink);
    if (viewer != null) {
      advance(viewer);
      pacing.settle();
    }
  }

  private @Nullable Viewer current(ViewerId id, ViewerSink sink) {
    Viewer viewer = viewers.get(id);
    return viewer != null && sink.equals(viewer.sink()) ? viewer : null;
  }

  private @Nullable Viewer writer(ViewerId id, ViewerSink sink) {
    Viewer viewer = current(id, sink);
    if (viewer != null && !viewer.mayWrite()) {
      throw new Fault(FaultCode.PERMISSION_DENIED, "This viewer may only look on.");
    }
    return viewer;
  }

  private void activate(Viewer viewer) {
    active = viewer;
    viewer.onActive(++activity);
    settleSize();
  }

  private void settleSize() {
    chooseSize();
    tellSizes();
  }

  /** Takes the size that is right now. */
  private void chooseSize() {
    WindowSize chosen = sizes.choose(size, writers);
    if (state == State.ENDED || chosen.equals(size)) {
      return;
    }
    size = chosen;
    screen.resize(chosen.columns(), chosen.rows());
    pty.resize(chosen);
    if (recorder != null) {
      recorder.onResize(chosen);
    }
    if (history != null) {
      history.onResize(chosen);
    }
    info = snapshot();
  }

  /** Tells whoever draws another size, each at its place in the output. */
  private void tellSizes() {
    for (Viewer viewer : attached) {
      viewer.oweSize(size, ring.end());
      pump(viewer);
    }
  }

  /**
   * Signals what runs in the foreground.
   *
   * @throws Fault PERMISSION_DENIED if that runs as another user, INVALID_ARGUMENT if it runs in a
   *     multiplexer, which passes only what keys stand for
   */
  public void signal(TerminalSignal signal) {
    if (state == State.ENDED || deliver(signal)) {
      return;
    }
    if (session != null) {
      throw Fault.invalid(
          "signal", signal.name(), "INT or QUIT, as this terminal shows a session of Zellij");
    }
    throw new Fault(
        FaultCode.PERMISSION_DENIED,
        "The program in the foreground runs as another user; end it from within the terminal.");
  }

  /**
   * Returns false if that cannot be done. The PTY's foreground is the program that shows a session:
   * what runs there is behind it, and hears of keys only.
   */
  private boolean deliver(TerminalSignal signal) {
    if (session == null) {
      return pty.signal(signal);
    }
    return switch (signal) {
      case INT -> press(CONTROL_C);
      case QUIT -> press(CONTROL_BACKSLASH);
      case HUP, TERM, KILL -> false;
    };
  }

  private boolean press(byte key) {
    give(new byte[] {key}, 0, 1);
    return true;
  }

  // ---- from the program

  @Override
  public void onOutput(byte[] buffer, int length) {
    ring.append(buffer, 0, length);
    noteActivity();
    List<Viewer> now = attached;
    for (int i = 0; i < now.size(); i++) {
      pump(now.get(i));
    }
    screen.write(buffer, 0, length);
    for (int i = 0; i < now.size(); i++) {
      catchUp(now.get(i));
    }
    if (recorder != null) {
      recorder.onOutput(buffer, length);
    }
    if (history != null) {
      history.onOutput(buffer, length);
      if (history.wantsScreen()) {
        history.onScreen(size, screen.dump());
      }
    }
    if (!screen.title().equals(info.title())) {
      info = snapshot();
    }
    pacing.settle();
  }

  @Override
  public void onWritable() {
    input.drainTo(pty);
    for (Viewer viewer : attached) {
      ViewerSink sink = viewer.sink();
      if (sink != null && viewer.grantInput(input.size())) {
        sink.credit(viewer.inputLimit());
      }
    }
  }

  @Override
  public void onExit(Exit how) {
    exit = how;
    if (drained) {
      end();
      return;
    }
    state = State.DRAINING;
    info = snapshot();
    for (Viewer viewer : attached) {
      ViewerSink sink = viewer.sink();
      if (sink != null) {
        tellExit(sink, true);
      }
    }
    loop.schedule(limits.linger(), this::endLingering);
  }

  @Override
  public void onDrained() {
    drained = true;
    if (exit != null) {
      end();
    }
  }

  private void endLingering() {
    if (state != State.ENDED) {
      hangUpThenKill();
    }
  }

  /**
   * Ends every process of the terminal, and the session that it shows; its end is then told as any
   * other.
   */
  public void terminate() {
    terminate(() -> {});
  }

  /** As {@link #terminate()}; the callback runs once it has ended. */
  public void terminate(Runnable whenEnded) {
    endsSession = true;
    endProcesses(whenEnded);
  }

  private void endProcesses(Runnable whenEnded) {
    if (state == State.ENDED) {
      whenEnded.run();
      return;
    }
    endCallbacks.add(whenEnded);
    pacing.stopHolding();
    pacing.settle();
    hangUpThenKill();
  }

  /**
   * As {@link #terminate(Runnable)}, because the service goes down: it ends without an exit status,
   * and viewers are told to come back. A session that it shows goes on.
   */
  void endWithService(Runnable whenEnded) {
    if (state != State.ENDED) {
      endsWithService = true;
      dismiss(goingDown());
    }
    endProcesses(whenEnded);
  }

  private static Fault goingDown() {
    return new Fault(FaultCode.UNAVAILABLE, "This service is going down; try again.");
  }

  private void hangUpThenKill() {
    pty.hangUp();
    loop.schedule(
        limits.killGrace(),
        () -> {
          if (state != State.ENDED) {
            pty.kill();
            loop.schedule(limits.killGrace(), this::giveUp);
          }
        });
  }

  /** Somebody outside of the terminal's processes still holds the PTY: it is let go. */
  private void giveUp() {
    if (state != State.ENDED) {
      if (exit == null) {
        exit = Exit.ofSignal(9);
      }
      end();
    }
  }

  private void end() {
    state = State.ENDED;
    pty.close();
    TerminalRecorder last = recorder;
    if (last != null) {
      recorder = null;
      last.onEnd();
    }
    info = snapshot();
    if (history != null) {
      history.onEnd();
    }
    for (Viewer viewer : attached) {
      pump(viewer);
    }
    leaveSession();
    observer.onEnded(this);
    endCallbacks.forEach(Runnable::run);
    endCallbacks.clear();
  }

  /** Only now: a program that still shows the session could make it anew. */
  private void leaveSession() {
    if (session != null && endsSession) {
      session.end();
    } else if (session != null && !endsWithService) {
      session.tidy();
    }
  }

  /** Nobody may attach any more; those who are there are told. */
  public void dispose(Fault why) {
    pacing.stopHolding();
    pty.close();
    dismiss(why);
  }

  private void dismiss(Fault why) {
    for (Viewer viewer : List.copyOf(viewers.values())) {
      ViewerSink sink = viewer.sink();
      viewer.detach();
      if (sink != null) {
        sink.closed(why);
      }
    }
    viewers.clear();
    attachedChanged();
  }

  private void noteActivity() {
    lastActivityMillis = clock.millis();
    lastActivityNanos = loop.nanoTime();
  }

  /**
   * Whether nobody looks, nothing runs but the program itself, and nothing has happened for longer
   * than that, whatever the clock says. What runs in a multiplexer's session is not seen from here,
   * so that such a terminal never is.
   */
  public boolean isIdleFor(Duration time) {
    return state == State.RUNNING
        && session == null
        && attached.isEmpty()
        && loop.nanoTime() - lastActivityNanos > time.toNanos()
        && !pty.isBusy();
  }

  /** Keeps so much output for viewers that come back, at most what it was made for. On the loop. */
  void keepOutput(int bytes) {
    ring.keep(bytes, pacing.neededFrom());
    pacing.settle();
  }

  // ---- recording

  /** Has all of its output kept; before {@link #start}. */
  public void keepHistory(TerminalHistory newHistory) {
    history = newHistory;
    newHistory.onScreen(size, screen.dump());
  }

  /** Who records it; null if nobody does. */
  public @Nullable TerminalRecorder recorder() {
    return recorder;
  }

  /**
   * Has it recorded from now on, the screen as it is now first.
   *
   * @throws Fault ENDED if there is nothing more to record
   */
  public void record(TerminalRecorder newRecorder) {
    if (state == State.ENDED) {
      throw new Fault(FaultCode.ENDED, "This terminal has ended; record one that runs.");
    }
    recorder = newRecorder;
    newRecorder.onScreen(size, screen.dump());
    info = snapshot();
  }

  /** Tells the recorder no more. Does nothing if it is not this one that records. */
  public void stopRecording(TerminalRecorder which) {
    if (which.equals(recorder)) {
      recorder = null;
      info = snapshot();
    }
  }

  // ---- sending

  /** Sends what the viewer may have, from the ring. */
  private void pump(Viewer viewer) {
    ViewerSink sink = viewer.sink();
    if (sink == null) {
      return;
    }
    tellSize(viewer, sink);
    while (viewer.sent() < ring.end()
        && viewer.sent() >= ring.start()
        && viewer.credit() > 0
        && sink.isReady()) {
      long from = viewer.sent();
      long most = Math.min(viewer.credit(), viewer.untilSizeIsDue());
      int length = (int) Math.min(most, Math.min(ring.contiguous(from), MAX_DATA_BYTES));
      // Before it goes out: a viewer in this process may acknowledge within the call.
      viewer.onSent(from + length);
      sink.data(ring, from, length, viewer.inputAccepted());
      tellSize(viewer, sink);
    }
    if (state == State.ENDED && viewer.sent() == ring.end() && !viewer.exitTold()) {
      viewer.onExitTold();
      tellExit(sink, false);
    }
  }

  private void tellSize(Viewer viewer, ViewerSink sink) {
    if (viewer.isSizeDue()) {
      viewer.onSizeShown(size);
      sink.resized(size);
    }
  }

  private void advance(Viewer viewer) {
    catchUp(viewer);
    pump(viewer);
  }

  /** A viewer that the ring has overtaken goes on from the screen. */
  private void catchUp(Viewer viewer) {
    ViewerSink sink = viewer.sink();
    if (sink != null && viewer.sent() < ring.start() && sink.isReady()) {
      sendScreen(viewer, sink);
      viewer.onSizeShown(size);
      viewer.jumpTo(ring.end());
    }
  }

  private void sendScreen(Viewer viewer, ViewerSink sink) {
    byte[] dump = screen.dump(viewer.screenBytes());
    int at = 0;
    do {
      int length = Math.min(MAX_DATA_BYTES, dump.length - at);
      sink.screen(ring.end(), size, dump, at, length, at + length == dump.length);
      at += length;
    } while (at < dump.length);
  }

  private void tellExit(ViewerSink sink, boolean draining) {
    if (state == (draining ? State.DRAINING : State.ENDED)) {
      sink.exited(toldExit(), ring.end(), draining);
    }
  }

  private @Nullable Exit toldExit() {
    return endsWithService ? null : exit;
  }

  private void owesAck() {
    if (!ackTimerSet) {
      ackTimerSet = true;
      loop.schedule(ACK_DELAY, this::payAcks);
    }
  }

  private void payAcks() {
    ackTimerSet = false;
    for (Viewer viewer : attached) {
      ViewerSink sink = viewer.sink();
      if (sink != null && viewer.ackOwed()) {
        viewer.onAcked();
        sink.ack(viewer.inputAccepted());
      }
    }
  }

  private TerminalInfo snapshot() {
    return new TerminalInfo(
        identity.id(),
        identity.incarnation(),
        identity.owner(),
        identity.sessionId(),
        identity.name(),
        identity.command(),
        identity.directory(),
        size,
        sizes.policy(),
        state,
        toldExit(),
        screen.title(),
        attached.size(),
        recorder != null,
        startedAt,
        Instant.ofEpochMilli(lastActivityMillis));
  }
}
