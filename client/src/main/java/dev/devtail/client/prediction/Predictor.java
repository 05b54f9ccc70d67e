package dev.devtail.client.prediction;

import dev.devtail.client.ClientLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Predicts what a program will echo, in the manner of mosh (Winstein and Balakrishnan, USENIX ATC
 * 2012). Predictions are made in epochs, and an epoch is shown only after one of its predictions
 * has come true: a program that does not echo never gets that far. A key that may do anything
 * (Enter, control keys, what is pasted) ends the epoch; so does whatever comes otherwise than
 * predicted, and then nothing of it stays on the screen.
 *
 * <p>It reads one line and hands out an overlay. Offsets are those of the input. It lives on the
 * client's loop.
 */
public final class Predictor {

  /**
   * The program's echo may come this much later than the acknowledgement of a key (which waits 50
   * ms for it).
   */
  static final Duration ECHO_GRACE = Duration.ofMillis(100);

  /** Keys that may be under way and predicted. */
  private static final int MAX_KEYS = 256;

  private static final class SentKey {
    final Key key;

    /** Offset behind it in the input. */
    final long end;

    boolean arrived;

    /** When the server said that it has it, in the loop's time. */
    long arrivedAt;

    SentKey(Key key, long end) {
      this.key = key;
      this.end = end;
    }
  }

  private final ClientLoop loop;
  private final Supplier<Optional<EditedLine>> screen;
  private final Consumer<Optional<Overlay>> draw;
  private final RoundTrip roundTrip = new RoundTrip();

  /** Keys whose effect is not on the screen yet, as far as it can be predicted. */
  private final List<SentKey> keys = new ArrayList<>();

  /** The line before the first of them and after each. */
  private final List<EditedLine> lines = new ArrayList<>();

  /** Typed after a key that may do anything, which is still under way: nobody knows yet where. */
  private final List<SentKey> deferred = new ArrayList<>();

  private long blockedUntil;
  private long arrived;
  private int floor;
  private boolean confirmed;
  private boolean shown;
  private ClientLoop.@Nullable Timer deadline;

  /**
   * @param screen the line with the cursor as the terminal shows it; empty where nothing is
   *     predicted
   * @param draw draws this instead of what it has drawn before; empty: nothing
   */
  public Predictor(
      ClientLoop loop, Supplier<Optional<EditedLine>> screen, Consumer<Optional<Overlay>> draw) {
    this.loop = loop;
    this.screen = screen;
    this.draw = draw;
  }

  /** This was typed as one key; the input ends at offset {@code end} with it. */
  public void typed(String text, long end) {
    roundTrip.typed(end, loop.nanoTime());
    SentKey sent = new SentKey(Key.of(text), end);
    if (sent.key == Key.Editing.UNPREDICTABLE) {
      block(end);
    } else if (!isBlocked()) {
      predict(sent);
    } else if (deferred.size() < MAX_KEYS) {
      deferred.add(sent);
    }
    redraw();
  }

  /**
   * The server has the input up to {@code offset}, and everything that it had printed by then is
   * drawn.
   */
  public void acknowledged(long offset) {
    boolean wasBlocked = isBlocked();
    long now = loop.nanoTime();
    arrived = Math.max(arrived, offset);
    roundTrip.acknowledged(offset, now);
    Stream.concat(keys.stream(), deferred.stream())
        .filter(sent -> sent.end <= offset && !sent.arrived)
        .forEach(
            sent -> {
              sent.arrived = true;
              sent.arrivedAt = now;
            });
    compare();
    if (wasBlocked && !isBlocked()) {
      placeDeferred();
    }
    awaitEcho();
    redraw();
  }

  /** Something was drawn. */
  public void drawn() {
    if (!lines.isEmpty()) {
      compare();
      awaitEcho();
      redraw();
    }
  }

  /** What is shown and what is under way have no more to do with each other. */
  public void restart() {
    roundTrip.restart();
    endEpoch();
    keys.clear();
    deferred.clear();
    lines.clear();
    blockedUntil = 0;
    arrived = 0;
    redraw();
  }

  /** What was predicted before it stays until it comes true or not. */
  private void block(long end) {
    deferred.clear();
    blockedUntil = end;
  }

  /** Whether a key is under way that may do anything. */
  private boolean isBlocked() {
    return blockedUntil > arrived;
  }

  private void predict(SentKey sent) {
    if (lines.isEmpty()) {
      anchor();
    }
    Optional<EditedLine> next =
        lines.isEmpty() || keys.size() >= MAX_KEYS
            ? Optional.empty()
            : lines.getLast().after(sent.key, floor);
    if (next.isEmpty()) {
      block(sent.end);
    } else {
      keys.add(sent);
      lines.add(next.get());
    }
  }

  private void anchor() {
    Optional<EditedLine> line = screen.get();
    line.ifPresent(lines::add);
    floor = line.map(EditedLine::column).orElse(0);
  }

  /** Compares what was predicted with what there is. */
  private void compare() {
    Optional<EditedLine> actual = screen.get();
    if (actual.isEmpty() || (!lines.isEmpty() && !confirm(actual.get(), false))) {
      giveUp();
    }
  }

  /**
   * Takes what has come from what is predicted. Only keys that have arrived count: a later line may
   * look alike by chance. Of several that look alike the first is taken, as the others come to the
   * same; the last when its echo is overdue.
   *
   * @return whether what there is was predicted at all
   */
  private boolean confirm(EditedLine actual, boolean overdue) {
    int arrivedLines = 1 + (int) keys.stream().takeWhile(sent -> sent.arrived).count();
    int first = -1;
    int last = -1;
    boolean expected = false;
    for (int i = 0; i < lines.size(); i++) {
      if (actual.hasComeTo(lines.get(i), floor)) {
        expected = true;
        if (i < arrivedLines) {
          first = first < 0 ? i : first;
          last = i;
        }
      }
    }
    int done = overdue ? last : first;
    if (done < 0) {
      return expected;
    }
    List<SentKey> come = keys.subList(0, done);
    // A cursor that moves proves nothing: programs that do not echo move it, too.
    if (first != 0 && come.stream().anyMatch(sent -> sent.key instanceof Key.Letter)) {
      confirmed = true;
    }
    come.clear();
    rebuild(actual);
    return true;
  }

  /** Predicts what is under way once more, from what there is. */
  private void rebuild(EditedLine actual) {
    List<SentKey> underWay = List.copyOf(keys);
    keys.clear();
    lines.clear();
    lines.add(actual);
    for (SentKey sent : underWay) {
      Optional<EditedLine> next = lines.getLast().after(sent.key, floor);
      if (next.isEmpty()) {
        block(underWay.getLast().end);
        return;
      }
      keys.add(sent);
      lines.add(next.get());
    }
  }

  /**
   * Something else has come: nothing of the epoch stays, and what is still under way begins the
   * next.
   */
  private void giveUp() {
    beginAnew(keys);
  }

  /**
   * The key that may do anything has arrived: what came after it begins an epoch where the cursor
   * is now.
   */
  private void placeDeferred() {
    beginAnew(deferred);
    deferred.clear();
  }

  private void beginAnew(List<SentKey> with) {
    List<SentKey> underWay = with.stream().filter(sent -> !sent.arrived).toList();
    endEpoch();
    keys.clear();
    lines.clear();
    if (!isBlocked()) {
      underWay.forEach(this::predict);
    }
  }

  private void endEpoch() {
    confirmed = false;
    cancelDeadline();
  }

  private void cancelDeadline() {
    ClientLoop.Timer running = deadline;
    deadline = null;
    if (running != null) {
      running.cancel();
    }
  }

  /** A key that has arrived and is not echoed in time is not echoed at all. */
  private void awaitEcho() {
    cancelDeadline();
    if (keys.isEmpty() || !keys.getFirst().arrived) {
      return;
    }
    long waited = loop.nanoTime() - keys.getFirst().arrivedAt;
    Duration rest = ECHO_GRACE.minusNanos(waited);
    deadline = loop.schedule(rest.isNegative() ? Duration.ZERO : rest, this::onOverdue);
  }

  private void onOverdue() {
    int before = keys.size();
    screen.get().ifPresent(actual -> confirm(actual, true));
    if (keys.size() == before) {
      giveUp();
    }
    awaitEcho();
    redraw();
  }

  private void redraw() {
    Optional<Overlay> overlay = overlay();
    if (overlay.isPresent() || shown) {
      draw.accept(overlay);
    }
    shown = overlay.isPresent();
  }

  private Optional<Overlay> overlay() {
    if (lines.isEmpty() || keys.isEmpty() || !confirmed || !roundTrip.isSlow()) {
      return Optional.empty();
    }
    EditedLine last = lines.getLast();
    return screen.get().filter(actual -> actual.row() == last.row()).flatMap(last::over);
  }
}
