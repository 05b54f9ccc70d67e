package dev.devtail.terminal.domain;

import static dev.devtail.terminal.domain.TerminalLimits.ACK_DELAY;
import static dev.devtail.terminal.domain.TerminalLimits.MAX_DATA_BYTES;
import static dev.devtail.terminal.domain.TerminalLimits.MAX_VIEWERS;
import static dev.devtail.terminal.domain.TerminalLimits.READ_AHEAD_BYTES;

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
 * is paced by the fastest of its viewers: it is not read further while that one has not
 * acknowledged what would be overwritten. A viewer that was cut off counts for {@link
 * TerminalLimits#holdAfterCut}, and so does the viewer that is to come after the start. A viewer
 * that is overtaken by the ring is given the screen instead of the bytes.
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

  private final Identity identity;
  private final TerminalLoop loop;
  private final Pty pty;
  private final Clock clock;
  private final TerminalLimits limits;
  private final Observer observer;

  private final OutputRing ring;
  private final Screen screen;
  private final InputQueue input = new InputQueue();
  private final Map<ViewerId, Viewer> viewers = new LinkedHashMap<>();
  private List<Viewer> attached = List.of();
  private @Nullable TerminalRecorder recorder;
  private final List<Runnable> endCallbacks = new ArrayList<>();

  private final Instant startedAt;
  private WindowSize size;
  private State state = State.RUNNING;
  private @Nullable Exit exit;
  private boolean drained;
  private boolean reading = true;

  /**
   * Holds back output for a viewer that is away, at {@code heldFrom}; null when nobody is waited
   * for.
   */
  private TerminalLoop.@Nullable Timer hold;

  private long heldFrom;
  private boolean ackTimerSet;
  private volatile TerminalInfo info;
  private volatile long lastActivityMillis;

  public Terminal(
      Identity identity,
      WindowSize size,
      TerminalLoop loop,
      Pty pty,
      Clock clock,
      TerminalLimits limits,
      Observer observer) {
    this.identity = identity;
    this.size = size;
    this.loop = loop;
    this.pty = pty;
    this.clock = clock;
    this.limits = limits;
    this.observer = observer;
    this.ring = new OutputRing(limits.ringBytes());
    this.screen = new Screen(size.columns(), size.rows(), limits.scrollbackLines());
    this.startedAt = clock.instant();
    this.lastActivityMillis = startedAt.toEpochMilli();
    this.info = snapshot();
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
            last.state(),
            last.exit(),
            last.title(),
            last.viewers(),
            last.recording(),
            last.startedAt(),
            Instant.ofEpochMilli(lastActivityMillis));
  }

  /** Begins to run; output waits for the first viewer as for one that was cut off. */
  public void start() {
    holdFrom(0);
    pty.start(this);
  }

  // ---- viewers

  /**
   * Attaches a viewer: where it goes on, the screen if it needs one, and the subscription to what
   * follows are one step.
   *
   * @throws Fault STALE_EPOCH if the viewer was attached with this epoch or a higher one,
   *     OFFSET_OUT_OF_RANGE if it claims output that was never sent, RESOURCE_EXHAUSTED if too many
   *     viewers are attached
   */
  public void attach(AttachRequest request, ViewerSink sink) {
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
    resize(request.size());
    boolean resumed = resumeAt >= 0;
    viewer.attach(sink, request.epoch(), resumed ? resumeAt : ring.end(), request.window());
    attachedChanged();
    // The program may have read on while the viewer was away.
    viewer.grantInput(input.size());
    sink.opened(
        info,
        new ViewerSink.Attachment(
            resumed, viewer.sent(), viewer.inputAccepted(), viewer.inputLimit()));
    if (!resumed) {
      sendScreen(sink);
    }
    tellExit(sink, true);
    pump(viewer);
    release();
    pace();
  }

  /** The offset to go on from, or -1 if the viewer needs the screen. */
  private long resumeOffset(@Nullable ResumePoint resume) {
    if (resume == null || resume.incarnation() != identity.incarnation()) {
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
    if (attached.isEmpty()) {
      holdFrom(viewer.received());
    }
    pace();
  }

  /** The viewer says goodbye: it is forgotten and nothing waits for it. */
  public void onDetach(ViewerId id, ViewerSink sink) {
    Viewer viewer = viewers.get(id);
    if (viewer == null || !sink.equals(viewer.sink())) {
      return;
    }
    viewers.remove(id);
    attachedChanged();
    sink.closed(null);
    pace();
  }

  private void attachedChanged() {
    List<Viewer> now = new ArrayList<>(viewers.size());
    for (Viewer viewer : viewers.values()) {
      if (viewer.isAttached()) {
        now.add(viewer);
      }
    }
    attached = now;
    info = snapshot();
  }

  // ---- from a viewer

  /**
   * Input of a viewer. What is known already is dropped.
   *
   * @throws Fault OFFSET_OUT_OF_RANGE as {@link Viewer#accept}
   */
  public void onInput(
      ViewerId id, ViewerSink sink, long offset, long ack, byte[] bytes, int start, int length) {
    Viewer viewer = current(id, sink);
    if (viewer == null) {
      return;
    }
    int known = viewer.accept(offset, length);
    int fresh = length - known;
    if (fresh > 0 && state != State.ENDED) {
      lastActivityMillis = clock.millis();
      int written = input.isEmpty() ? pty.write(bytes, start + known, fresh) : 0;
      if (written < fresh) {
        input.add(bytes, start + known + written, fresh - written);
      }
    }
    if (viewer.grantInput(input.size())) {
      sink.credit(viewer.inputLimit());
    }
    owesAck();
    acknowledged(viewer, ack);
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
    if (!reading) {
      pace();
    }
  }

  /** The viewer grants output up to {@code limit}. */
  public void onCredit(ViewerId id, ViewerSink sink, long limit) {
    Viewer viewer = current(id, sink);
    if (viewer != null) {
      viewer.onCredit(limit);
      advance(viewer);
      pace();
    }
  }

  public void onResize(ViewerId id, ViewerSink sink, WindowSize newSize) {
    if (current(id, sink) != null) {
      resize(newSize);
    }
  }

  /** As {@link #signal}. */
  public void onSignal(ViewerId id, ViewerSink sink, TerminalSignal signal) {
    if (current(id, sink) != null) {
      signal(signal);
    }
  }

  /** The sink takes more again. */
  public void onSinkReady(ViewerId id, ViewerSink sink) {
    Viewer viewer = current(id, sink);
    if (viewer != null) {
      advance(viewer);
      pace();
    }
  }

  private @Nullable Viewer current(ViewerId id, ViewerSink sink) {
    Viewer viewer = viewers.get(id);
    return viewer != null && sink.equals(viewer.sink()) ? viewer : null;
  }

  private void resize(WindowSize newSize) {
    if (newSize.equals(size) || state == State.ENDED) {
      return;
    }
    size = newSize;
    screen.resize(newSize.columns(), newSize.rows());
    pty.resize(newSize);
    if (recorder != null) {
      recorder.onResize(newSize);
    }
    info = snapshot();
  }

  /**
   * Signals what runs in the foreground.
   *
   * @throws Fault PERMISSION_DENIED if that runs as another user
   */
  public void signal(TerminalSignal signal) {
    if (state != State.ENDED) {
      pty.signal(signal);
    }
  }

  // ---- from the program

  @Override
  public void onOutput(byte[] buffer, int length) {
    ring.append(buffer, 0, length);
    lastActivityMillis = clock.millis();
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
    if (!screen.title().equals(info.title())) {
      info = snapshot();
    }
    if (hold != null || !now.isEmpty()) {
      pace();
    }
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

  /** Ends every process of the terminal; its end is then told as any other. */
  public void terminate() {
    terminate(() -> {});
  }

  /** As {@link #terminate()}; the callback runs once it has ended. */
  public void terminate(Runnable whenEnded) {
    if (state == State.ENDED) {
      whenEnded.run();
      return;
    }
    endCallbacks.add(whenEnded);
    stopHolding();
    pace();
    hangUpThenKill();
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
    for (Viewer viewer : attached) {
      pump(viewer);
    }
    observer.onEnded(this);
    endCallbacks.forEach(Runnable::run);
    endCallbacks.clear();
  }

  /** Nobody may attach any more; those who are there are told. */
  public void dispose(Fault why) {
    stopHolding();
    pty.close();
    for (Viewer viewer : List.copyOf(viewers.values())) {
      ViewerSink sink = viewer.sink();
      viewer.detach();
      if (sink != null) {
        sink.closed(why);
      }
    }
    viewers.clear();
    attached = List.of();
  }

  /** Whether nobody looks, nothing runs but the program itself, and nothing happened since then. */
  public boolean isIdleSince(Instant then) {
    return state == State.RUNNING
        && attached.isEmpty()
        && lastActivityMillis < then.toEpochMilli()
        && !pty.isBusy();
  }

  // ---- recording

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
    while (viewer.sent() < ring.end()
        && viewer.sent() >= ring.start()
        && viewer.credit() > 0
        && sink.isReady()) {
      long from = viewer.sent();
      int length = (int) Math.min(viewer.credit(), Math.min(ring.contiguous(from), MAX_DATA_BYTES));
      // Before it goes out: a viewer in this process may acknowledge within the call.
      viewer.onSent(from + length);
      sink.data(from, viewer.inputAccepted(), ring.chunkOf(from), ring.indexOf(from), length);
    }
    if (state == State.ENDED && viewer.sent() == ring.end() && !viewer.exitTold()) {
      viewer.onExitTold();
      tellExit(sink, false);
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
      sendScreen(sink);
      viewer.jumpTo(ring.end());
    }
  }

  private void sendScreen(ViewerSink sink) {
    byte[] dump = screen.dump();
    int at = 0;
    do {
      int length = Math.min(MAX_DATA_BYTES, dump.length - at);
      sink.screen(ring.end(), size, dump, at, length, at + length == dump.length);
      at += length;
    } while (at < dump.length);
  }

  private void tellExit(ViewerSink sink, boolean draining) {
    Exit how = exit;
    if (how != null && (draining == (state == State.DRAINING))) {
      sink.exited(how, ring.end(), draining);
    }
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

  // ---- pacing the program

  private void holdFrom(long offset) {
    stopHolding();
    heldFrom = offset;
    hold =
        loop.schedule(
            limits.holdAfterCut(),
            () -> {
              hold = null;
              pace();
            });
  }

  private void release() {
    if (hold != null && !attached.isEmpty()) {
      stopHolding();
    }
  }

  private void stopHolding() {
    if (hold != null) {
      hold.cancel();
      hold = null;
    }
  }

  /** Reads on, or lets the program wait. */
  private void pace() {
    boolean may = mayRead();
    if (may != reading) {
      reading = may;
      pty.setReading(may);
    }
  }

  private boolean mayRead() {
    if (attached.isEmpty()) {
      return hold == null || ring.roomBeyond(heldFrom) >= Pty.MAX_READ_BYTES;
    }
    for (int i = 0; i < attached.size(); i++) {
      Viewer viewer = attached.get(i);
      if (ring.roomBeyond(viewer.received()) >= Pty.MAX_READ_BYTES
          && ring.end() - viewer.sent() < READ_AHEAD_BYTES) {
        return true;
      }
    }
    return false;
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
        state,
        exit,
        screen.title(),
        attached.size(),
        recorder != null,
        startedAt,
        Instant.ofEpochMilli(lastActivityMillis));
  }
}
