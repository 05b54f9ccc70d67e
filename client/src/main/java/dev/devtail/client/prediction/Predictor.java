package dev.devtail.client.prediction;

import dev.devtail.client.ClientLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Predicts what a program will echo, in the manner of mosh (Winstein and Balakrishnan, USENIX ATC
 * 2012). Predictions are made in epochs, and an epoch is shown only after a letter of it has come
 * true: a program that does not echo never gets that far. A key that may do anything (Enter,
 * control keys, what is pasted) ends the epoch; so does whatever comes otherwise than predicted,
 * and then nothing of it stays on the screen.
 *
 * <p>It reads one line and hands out an overlay. Offsets are those of the input. It lives on the
 * client's loop. While the link is known to be fast, a key costs no memory.
 */
public final class Predictor {

  /**
   * The program's echo may come this much later than the acknowledgement of a key (which waits 50
   * ms for it).
   */
  static final Duration ECHO_GRACE = Duration.ofMillis(100);

  /**
   * A program that leaves the cursor in its line for so long after it was given an Enter keeps it
   * there.
   */
  static final Duration ENTER_GRACE = Duration.ofSeconds(1);

  /** Keys that may be under way and predicted, and as many that wait. */
  private static final int MAX_KEYS = 256;

  /** What programs print for a letter that they hide. */
  private static final String MASK = "*";

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

  /** Typed after a key that may do anything: nobody knows yet where. */
  private final List<SentKey> waiting = new ArrayList<>();

  private long arrived;

  /** The offset behind the last key that may do anything. */
  private long barrier;

  /** Whether an epoch has ended at the barrier and the next has not begun behind it. */
  private boolean barred;

  /** When all before the barrier was known to have arrived, in the loop's time. */
  private long barrierReachedAt;

  /** How many Enters there are before the barrier whose effect is not there yet, as far as seen. */
  private int enters;

  /** The row in which the first of them was typed. */
  private long enterRow;

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
    if (roundTrip.isFast()) {
      bar(end);
      return;
    }
    Optional<EditedLine> actual = screen.get();
    passBarrier(actual);
    SentKey sent = new SentKey(Key.of(text), end);
    if (sent.key == Key.Editing.UNPREDICTABLE) {
      bar(end);
    } else if (sent.key == Key.Editing.ENTER) {
      bar(end);
      actual.ifPresent(this::awaitNextRow);
    } else if (!barred) {
      predict(sent, actual);
    } else if (waiting.size() < MAX_KEYS) {
      waiting.add(sent);
    } else {
      bar(end);
    }
    redraw(actual);
  }

  /**
   * The server has the input up to {@code offset}, and everything that it had printed by then is
   * drawn.
   */
  public void acknowledged(long offset) {
    long now = loop.nanoTime();
    roundTrip.acknowledged(offset, now);
    if (arrived < barrier && offset >= barrier) {
      barrierReachedAt = now;
    }
    arrived = Math.max(arrived, offset);
    if (roundTrip.isFast()) {
      forget();
      return;
    }
    keys.forEach(sent -> markArrived(sent, now));
    waiting.forEach(sent -> markArrived(sent, now));
    if (barred || !lines.isEmpty()) {
      compare(false);
    }
  }

  private void markArrived(SentKey sent, long now) {
    if (sent.end <= arrived && !sent.arrived) {
      sent.arrived = true;
      sent.arrivedAt = now;
    }
  }

  /** Something was drawn. */
  public void drawn() {
    if (!roundTrip.isFast() && (barred || !lines.isEmpty())) {
      compare(true);
    }
  }

  /** What is shown and what is under way have no more to do with each other. */
  public void restart() {
    roundTrip.restart();
    forget();
    barrier = 0;
    barred = false;
    enters = 0;
    arrived = 0;
  }

  /** What was typed so far is not predicted. */
  private void forget() {
    if (!keys.isEmpty()) {
      bar(keys.getLast().end);
    }
    if (!waiting.isEmpty()) {
      bar(waiting.getLast().end);
      waiting.clear();
    }
    endEpoch();
    if (shown) {
      redraw(Optional.empty());
    }
  }

  /**
   * Nothing is known behind {@code end}. What was predicted before it stays until it comes true or
   * not.
   */
  private void bar(long end) {
    if (end > barrier) {
      barrier = end;
      while (!waiting.isEmpty() && waiting.getFirst().end <= end) {
        waiting.removeFirst();
      }
    }
    barred = true;
  }

  /**
   * Shells that are slow echo what was typed before an Enter long after it has arrived: that must
   * not pass for an echo of what was typed behind it.
   */
  private void awaitNextRow(EditedLine actual) {
    if (enters == 0) {
      enterRow = actual.row();
    }
    enters++;
  }

  /** Begins an epoch with what was typed behind the barrier when that is behind us. */
  private void passBarrier(Optional<EditedLine> actual) {
    if (barred && arrived >= barrier && actual.map(this::isBehindEnters).orElse(true)) {
      barred = false;
      enters = 0;
      beginAnew(waiting, actual);
    }
  }

  /** A row above the one with the first Enter is that of a screen that was cleared. */
  private boolean isBehindEnters(EditedLine actual) {
    return actual.row() >= enterRow + enters
        || actual.row() < enterRow
        || enters == 0
        || loop.nanoTime() - barrierReachedAt > ENTER_GRACE.toNanos();
  }

  /** Predicts them in turn; what follows one that may do anything waits until it has arrived. */
  private void predictAll(List<SentKey> underWay, Optional<EditedLine> actual) {
    boolean wasBarred = barred;
    for (int i = 0; i < underWay.size(); i++) {
      if (!predict(underWay.get(i), actual)) {
        if (!wasBarred) {
          waiting.addAll(underWay.subList(i + 1, underWay.size()));
        }
        return;
      }
    }
  }

  /**
   * @return whether it could be predicted: if not, the epoch ends with it
   */
  private boolean predict(SentKey sent, Optional<EditedLine> actual) {
    if (lines.isEmpty() && actual.isPresent()) {
      lines.add(actual.get());
      floor = actual.get().column();
    }
    Optional<EditedLine> next =
        lines.isEmpty() || keys.size() >= MAX_KEYS
            ? Optional.empty()
            : lines.getLast().after(sent.key, floor);
    if (next.isEmpty()) {
      bar(sent.end);
      return false;
    }
    keys.add(sent);
    lines.add(next.get());
    return true;
  }

  /**
   * Compares what was predicted with what there is.
   *
   * @param aheadOfAcknowledgement whether what there is may be the effect of keys that are
   *     acknowledged right after this
   */
  private void compare(boolean aheadOfAcknowledgement) {
    Optional<EditedLine> actual = screen.get();
    boolean predicted =
        actual
            .map(line -> confirm(line) || (aheadOfAcknowledgement && isExpected(line)))
            .orElse(false);
    if (!lines.isEmpty() && !predicted) {
      giveUp(actual);
    }
    passBarrier(actual);
    awaitEcho();
    redraw(actual);
  }

  /**
   * Takes what has come from what is predicted. Only keys that have arrived count: a later line may
   * look alike by chance. Of several that look alike the first is taken, as the others come to the
   * same; before all, one that is the same behind the cursor, too.
   *
   * @return whether one of them has come
   */
  private boolean confirm(EditedLine actual) {
    int done = -1;
    for (int i = 0; i < lines.size() && hasArrived(i); i++) {
      if (actual.hasComeTo(lines.get(i))) {
        if (actual.cells().equals(lines.get(i).cells())) {
          take(i, actual);
          return true;
        }
        done = done < 0 ? i : done;
      }
    }
    if (done >= 0) {
      take(done, actual);
    }
    return done >= 0;
  }

  private boolean isExpected(EditedLine actual) {
    return lines.stream().anyMatch(actual::hasComeTo);
  }

  /**
   * The first key has arrived so long ago that its effect is there: the last line that looks like
   * what there is is the one.
   *
   * @return whether there is one
   */
  private boolean confirmOverdue(EditedLine actual) {
    for (int i = lines.size() - 1; i > 0; i--) {
      if (hasArrived(i) && actual.hasComeTo(lines.get(i))) {
        take(i, actual);
        return true;
      }
    }
    return false;
  }

  /** Whether the server has all the keys that make this line. */
  private boolean hasArrived(int line) {
    return line == 0 || keys.get(line - 1).arrived;
  }

  /** The first keys have had their effect; what is under way is predicted from what there is. */
  private void take(int done, EditedLine actual) {
    confirmed |= isProven(done, actual);
    List<SentKey> underWay = List.copyOf(keys.subList(done, keys.size()));
    keys.clear();
    lines.clear();
    lines.add(actual);
    predictAll(underWay, Optional.of(actual));
  }

  /**
   * Whether one of the first keys put a letter where there was another. A cursor that moves proves
   * nothing, with a space or over what was there: programs that do not echo move it, too. Nor does
   * the letter that hides letters.
   */
  private boolean isProven(int done, EditedLine actual) {
    EditedLine before = lines.getFirst();
    for (int i = 0; i < done; i++) {
      int column = lines.get(i).column();
      if (keys.get(i).key instanceof Key.Letter(String text)
          && !text.equals(EditedLine.BLANK)
          && !text.equals(MASK)
          && actual.cells().get(column).equals(text)
          && !before.cells().get(column).equals(text)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Something else has come: nothing of the epoch stays, and what is still under way begins the
   * next.
   */
  private void giveUp(Optional<EditedLine> actual) {
    if (barred) {
      endEpoch();
    } else {
      beginAnew(keys, actual);
    }
  }

  /** Begins an epoch where the cursor is now with those keys that have not arrived. */
  private void beginAnew(List<SentKey> with, Optional<EditedLine> actual) {
    List<SentKey> underWay = with.stream().filter(sent -> !sent.arrived).toList();
    endEpoch();
    waiting.clear();
    predictAll(underWay, actual);
  }

  private void endEpoch() {
    keys.clear();
    lines.clear();
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
    Optional<EditedLine> actual = screen.get();
    if (!actual.map(this::confirmOverdue).orElse(false)) {
      giveUp(actual);
    }
    passBarrier(actual);
    awaitEcho();
    redraw(actual);
  }

  private void redraw(Optional<EditedLine> actual) {
    Optional<Overlay> overlay = actual.flatMap(this::overlay);
    if (overlay.isPresent() || shown) {
      draw.accept(overlay);
    }
    shown = overlay.isPresent();
  }

  private Optional<Overlay> overlay(EditedLine actual) {
    if (keys.isEmpty() || !confirmed || !roundTrip.isSlow()) {
      return Optional.empty();
    }
    EditedLine last = lines.getLast();
    return actual.row() == last.row() && actual.cells().size() == last.cells().size()
        ? last.over(actual)
        : Optional.empty();
  }
}
