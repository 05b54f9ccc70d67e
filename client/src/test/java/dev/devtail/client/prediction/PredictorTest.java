package dev.devtail.client.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.client.VirtualLoop;
import dev.devtail.client.prediction.SimulatedProgram.Manner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredictorTest {

  private static final long ACK_DELAY_MILLIS = 50;

  /** No line of these tests is longer. */
  private static final int WIDE_COLUMNS = 160;

  private static final int NARROW_COLUMNS = 20;
  private static final int SEEDS = 100;
  private static final List<String> EDITING_KEYS =
      List.of("a", "b", "c", " ", "é", "x", "y", "\u007f", "\u001b[D", "\u001b[C");
  private static final List<String> OTHER_KEYS = List.of("\r", "\u0001", "\u001b[A", "世", "pasted");

  /** Someone who types, a program far away, and the predictor between them. */
  private static final class Session {

    final VirtualLoop loop = new VirtualLoop();
    final SimulatedProgram program;

    /** What the program will have done when all that was typed has arrived. */
    final SimulatedProgram ideal;

    final List<EditedLine> pictures = new ArrayList<>();
    final LongSupplier latencyMillis;
    final LongSupplier programMillis;
    final Consumer<Session> checked;
    final Predictor predictor;
    EditedLine screen;
    boolean alternate;
    Optional<Overlay> overlay = Optional.empty();
    int shownOverlays;
    private long typed;
    private long accepted;
    private long acknowledged;
    private long lastToServer;
    private long lastToProgram;
    private long lastToClient;
    private long confirmedAt;

    Session(
        List<Manner> manners,
        LongSupplier latencyMillis,
        LongSupplier programMillis,
        int columns,
        Consumer<Session> checked) {
      this.program = new SimulatedProgram(manners, columns);
      this.ideal = new SimulatedProgram(manners, columns);
      this.latencyMillis = latencyMillis;
      this.programMillis = programMillis;
      this.checked = checked;
      this.screen = program.line();
      pictures.add(screen);
      this.predictor =
          new Predictor(
              loop,
              () -> alternate ? Optional.empty() : Optional.of(screen),
              drawn -> {
                overlay = drawn;
                drawn.ifPresent(shown -> shownOverlays++);
              });
    }

    static Session of(long latencyMillis, Manner... manners) {
      return new Session(
          List.of(manners), () -> latencyMillis, () -> 1, WIDE_COLUMNS, session -> {});
    }

    void type(String text) {
      typed++;
      long end = typed;
      ideal.take(text);
      pictures.add(ideal.line());
      predictor.typed(text, end);
      checked.accept(this);
      lastToServer =
          inOrder(
              lastToServer,
              latencyMillis.getAsLong(),
              () -> {
                accepted = end;
                after(ACK_DELAY_MILLIS, () -> send(Optional.empty()));
                lastToProgram =
                    inOrder(
                        lastToProgram,
                        programMillis.getAsLong(),
                        () -> {
                          EditedLine before = program.line();
                          program.take(text);
                          if (!program.line().equals(before)) {
                            send(Optional.of(program.line()));
                          }
                        });
              });
    }

    /** The program prints something by itself. */
    void interrupt() {
      program.interrupt();
      ideal.interrupt();
      send(Optional.of(program.line()));
    }

    void advance(long millis) {
      loop.advance(Duration.ofMillis(millis));
      checked.accept(this);
    }

    void typeText(String text, long everyMillis) {
      text.chars()
          .forEach(
              letter -> {
                type(Character.toString(letter));
                advance(everyMillis);
              });
    }

    /** The line as it looks to the user. */
    EditedLine seen() {
      List<String> cells = new ArrayList<>(screen.cells());
      overlay.ifPresent(drawn -> drawn.cells().forEach(cells::set));
      return new EditedLine(
          screen.row(), overlay.map(Overlay::column).orElse(screen.column()), cells);
    }

    /** All that the line will still look like, given what was typed. */
    List<EditedLine> toCome() {
      return pictures.subList(pictures.indexOf(screen), pictures.size());
    }

    /** Whether every key was acknowledged, the last longer ago than its echo may take. */
    boolean isConfirmed() {
      return acknowledged >= typed && millis() > confirmedAt + Predictor.ECHO_GRACE.toMillis();
    }

    private long millis() {
      return loop.nanoTime() / 1_000_000;
    }

    private void send(Optional<EditedLine> line) {
      long ack = accepted;
      if (line.isEmpty() && ack <= acknowledged) {
        return;
      }
      lastToClient =
          inOrder(
              lastToClient,
              latencyMillis.getAsLong(),
              () -> {
                line.ifPresent(
                    drawn -> {
                      screen = drawn;
                      predictor.drawn();
                    });
                if (ack > acknowledged) {
                  acknowledged = ack;
                  confirmedAt = millis();
                }
                predictor.acknowledged(ack);
                checked.accept(this);
              });
    }

    private long inOrder(long last, long delayMillis, Runnable run) {
      long at = Math.max(last, millis() + delayMillis);
      after(at - millis(), run);
      return at;
    }

    private void after(long delayMillis, Runnable run) {
      loop.schedule(Duration.ofMillis(delayMillis), run);
    }
  }

  @Test
  void showsNothingBeforeTheFirstConfirmationAndThenAtOnce() {
    Session session = Session.of(100, Manner.EDITS);
    session.type("a");
    assertThat(session.overlay).isEmpty();
    session.advance(250);
    session.type("b");
    assertThat(session.overlay).contains(new Overlay(new TreeMap<>(Map.of(3, "b")), 4));
    session.type("c");
    session.type("\u007f");
    session.type("\u001b[D");
    assertThat(session.overlay).contains(new Overlay(new TreeMap<>(Map.of(3, "b")), 3));
    session.advance(1_000);
    assertThat(session.overlay).isEmpty();
  }

  @Test
  void predictsNothingOnAFastNetwork() {
    Session session = Session.of(5, Manner.EDITS);
    session.typeText("hello there", 60);
    assertThat(session.shownOverlays).isZero();
  }

  @Test
  void isOnAbove30AndOffAt20Milliseconds() {
    long[] latency = {20};
    Session session =
        new Session(List.of(Manner.EDITS), () -> latency[0], () -> 0, WIDE_COLUMNS, checked -> {});
    session.typeText("abc", 300);
    assertThat(session.shownOverlays).isPositive();
    latency[0] = 4;
    session.typeText("defghijklmnopqrs", 300);
    int then = session.shownOverlays;
    session.typeText("tuv", 300);
    assertThat(session.shownOverlays).isEqualTo(then);
  }

  @Test
  void neverShowsAPassword() {
    Session session =
        new Session(
            List.of(Manner.EDITS, Manner.SILENT),
            () -> 100,
            () -> 1,
            WIDE_COLUMNS,
            checked ->
                checked.overlay.ifPresent(
                    shown ->
                        assertThat(checked.program.manner(checked.screen.row()))
                            .isEqualTo(Manner.EDITS)));
    session.typeText("sudo ls", 60);
    session.type("\r");
    session.typeText("secret", 30);
    session.advance(500);
    session.typeText("more", 200);
    session.advance(2_000);
    assertThat(session.shownOverlays).isPositive();
    assertThat(session.overlay).isEmpty();
  }

  @Test
  void nothingOnTheAlternateScreen() {
    Session session = Session.of(100, Manner.EDITS);
    session.typeText("abc", 300);
    int before = session.shownOverlays;
    assertThat(before).isPositive();
    session.alternate = true;
    session.predictor.drawn();
    session.typeText("jjjj", 300);
    assertThat(session.shownOverlays).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"世", "\u001b[200~text\u001b[201~", "word", "\r", "\u0001"})
  void aKeyThatMayDoAnythingEndsTheEpoch(String typed) {
    Session session = Session.of(100, Manner.EDITS);
    session.typeText("abc", 300);
    session.type(typed);
    int before = session.shownOverlays;
    session.type("n");
    assertThat(session.overlay).isEmpty();
    assertThat(session.shownOverlays).isEqualTo(before);
  }

  @Test
  void whatComesInsteadIsThereAtOnceAndNothingOfThePredictionStays() {
    Session session = Session.of(100, Manner.EDITS);
    session.typeText("abc", 300);
    session.type("d");
    session.type("e");
    assertThat(session.overlay).isPresent();
    session.interrupt();
    session.advance(101);
    assertThat(session.overlay).isEmpty();
  }

  @Test
  void nothingWrongStaysLongerThanAConfirmation() {
    for (int seed = 1; seed <= SEEDS; seed++) {
      Random random = new Random(seed);
      List<Manner> all = List.of(Manner.values());
      List<Manner> manners =
          random.ints(random.nextInt(1, 5), 0, all.size()).mapToObj(all::get).toList();
      Session session =
          new Session(
              manners,
              () -> random.nextInt(1, 200),
              () -> random.nextInt(10) == 0 ? random.nextInt(500) : random.nextInt(5),
              random.nextBoolean() ? NARROW_COLUMNS : WIDE_COLUMNS,
              PredictorTest::checkThatNothingKnownIsMarked);
      for (int step = 0; step < 150; step++) {
        if (random.nextInt(100) < 3) {
          session.interrupt();
        }
        session.type(pick(random.nextInt(10) < 9 ? EDITING_KEYS : OTHER_KEYS, random));
        for (int wait = random.nextInt(4); wait > 0; wait--) {
          session.advance(random.nextInt(1, 120));
        }
      }
      session.advance(10_000);
      assertThat(session.overlay).as("seed %d", seed).isEmpty();
    }
  }

  private static void checkThatNothingKnownIsMarked(Session session) {
    session.overlay.ifPresent(
        overlay -> {
          assertThat(session.isConfirmed()).as("shown though all is confirmed").isFalse();
          overlay
              .cells()
              .forEach(
                  (column, text) ->
                      assertThat(text).isNotEqualTo(session.screen.cells().get(column)));
          assertThat(session.program.manner(session.screen.row())).isNotEqualTo(Manner.SILENT);
        });
  }

  /**
   * Nothing else prints, and the program edits: then hardly a picture is shown that does not come.
   * Keys that undo each other within a round trip make pictures that look alike.
   */
  @Test
  void picturesOfALineEditorAreThoseThatCome() {
    int[] pictures = new int[2];
    for (int seed = 1; seed <= SEEDS; seed++) {
      Random random = new Random(seed);
      Session session =
          new Session(
              List.of(Manner.EDITS),
              () -> 100,
              () -> 1,
              WIDE_COLUMNS,
              checked ->
                  checked.overlay.ifPresent(
                      shown -> pictures[checked.toCome().contains(checked.seen()) ? 0 : 1]++));
      for (int step = 0; step < 100; step++) {
        int most = random.nextInt(10) < 7 ? 7 : EDITING_KEYS.size();
        session.type(EDITING_KEYS.get(random.nextInt(most)));
        session.advance(random.nextInt(1, 150));
        if (random.nextInt(20) == 0) {
          session.type("\r");
          session.advance(random.nextInt(800));
        }
      }
      session.advance(5_000);
      assertThat(session.overlay).as("seed %d", seed).isEmpty();
    }
    assertThat(pictures[0]).isGreaterThan(1_000);
    assertThat(pictures[1] * 1_000).as("of 1000 pictures").isLessThanOrEqualTo(pictures[0]);
  }

  private static String pick(List<String> keys, Random random) {
    return keys.get(random.nextInt(keys.size()));
  }
}
