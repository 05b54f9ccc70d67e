package dev.devtail.client.prediction;

import dev.devtail.client.VirtualLoop;
import dev.devtail.client.prediction.SimulatedProgram.Manner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Someone who types, a program far away, and the predictor between them, in virtual time. */
final class RemoteSession {

  /** No line of these tests is longer. */
  static final int WIDE_COLUMNS = 160;

  static final int NARROW_COLUMNS = 20;
  private static final long ACK_DELAY_MILLIS = 50;

  final VirtualLoop loop = new VirtualLoop();
  private final long start = loop.nanoTime();
  final SimulatedProgram program;

  /** What the program will have done when all that was typed has arrived. */
  final SimulatedProgram ideal;

  final List<EditedLine> pictures = new ArrayList<>();
  final LongSupplier latencyMillis;
  final LongSupplier programMillis;
  final Consumer<RemoteSession> checked;
  final Predictor predictor;
  EditedLine screen;
  boolean alternate;
  Optional<Overlay> overlay = Optional.empty();
  int shownOverlays;

  /** All that the predictor was told. */
  final List<SessionStep> steps = new ArrayList<>();

  /** Keys that were typed; each is one byte of the input. */
  long typed;

  /** Keys whose echo, if they have any, is on the screen. */
  long echoed;

  private long accepted;
  private long processed;
  private long acknowledged;
  private long lastToServer;
  private long lastToProgram;
  private long lastToClient;

  /** When each key was known to have arrived, by offset. */
  private final List<Long> arrivedAt = new ArrayList<>(List.of(0L));

  RemoteSession(
      List<Manner> manners,
      LongSupplier latencyMillis,
      LongSupplier programMillis,
      int columns,
      Consumer<RemoteSession> checked) {
    this.program = new SimulatedProgram(manners, columns);
    this.ideal = new SimulatedProgram(manners, columns);
    this.latencyMillis = latencyMillis;
    this.programMillis = programMillis;
    this.checked = checked;
    this.screen = program.line();
    pictures.add(screen);
    steps.add(SessionStep.drawn(millis(), screen));
    this.predictor =
        new Predictor(
            loop,
            () -> alternate ? Optional.empty() : Optional.of(screen),
            drawn -> {
              overlay = drawn;
              drawn.ifPresent(shown -> shownOverlays++);
            });
  }

  static RemoteSession of(long latencyMillis, Manner... manners) {
    return new RemoteSession(
        List.of(manners), () -> latencyMillis, () -> 1, WIDE_COLUMNS, session -> {});
  }

  void type(String text) {
    typed++;
    long end = typed;
    ideal.take(text);
    pictures.add(ideal.line());
    steps.add(SessionStep.typed(millis(), text, end));
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
                        processed = end;
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
    steps.add(SessionStep.waited(millis()));
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

  /** Whether a key was acknowledged longer ago than its echo may take. */
  boolean isOverdue(long key) {
    return acknowledged >= key
        && millis() > arrivedAt.get((int) key) + Predictor.ECHO_GRACE.toMillis();
  }

  /** Since the session began. */
  private long millis() {
    return (loop.nanoTime() - start) / 1_000_000;
  }

  private void send(Optional<EditedLine> line) {
    long ack = accepted;
    long done = processed;
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
                    steps.add(SessionStep.drawn(millis(), drawn));
                    echoed = done;
                    predictor.drawn();
                  });
              for (; acknowledged < ack; acknowledged++) {
                arrivedAt.add(millis());
              }
              steps.add(SessionStep.acknowledged(millis(), ack));
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
