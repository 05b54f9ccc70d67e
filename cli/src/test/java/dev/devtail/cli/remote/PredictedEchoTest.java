package dev.devtail.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.client.ClientLoop;
import dev.devtail.protocol.v1.Size;
import dev.devtail.terminal.screen.Screen;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PredictedEchoTest {

  private static final Size SIZE = Size.newBuilder().setColumns(40).setRows(5).build();
  private static final List<String> KEYS =
      List.of("a", "b", " ", "é", "\u007f", "\033[D", "\033[C", "\r", "\u0003");
  private static final List<String> OUTPUT =
      List.of(
          "a",
          "b",
          " ",
          "é",
          "\b \b",
          "\b",
          "\r\n$ ",
          "\033[1mbold\033[0m",
          "\033[31m",
          "世",
          "\033[?1049h",
          "\033[?1049l",
          "\033[m",
          "\033[2K\r$ ",
          "\033[",
          "5G",
          "\033]0;t",
          "\007",
          "\t",
          "*",
          "\033[4l",
          "\033[K",
          "long text that comes to the end of the line");

  private static final Map<String, String> ECHO =
      Map.of("\u007f", "\b \b", "\033[D", "\b", "\r", "\r\n$ ", "\u0003", "^C\r\n$ ");

  /** The cursor is moved before the last character that was printed, and that is printed again. */
  private static final Pattern JOINED = Pattern.compile("\033\\[(\\d+);(\\d+)H.(?=$|\033)");

  private final ManualLoop loop = new ManualLoop();
  private final Screen local = screen();
  private final Screen remote = screen();
  private final PredictedEcho echo =
      new PredictedEcho(loop, SIZE, bytes -> local.write(bytes, 0, bytes.length));
  private long typed;

  private static Screen screen() {
    return new Screen(SIZE.getColumns(), SIZE.getRows(), 0);
  }

  private void type(String key) {
    typed++;
    echo.typed(key.getBytes(StandardCharsets.UTF_8), typed);
  }

  private void print(String output) {
    byte[] bytes = output.getBytes(StandardCharsets.UTF_8);
    echo.takeOut();
    local.write(bytes, 0, bytes.length);
    remote.write(bytes, 0, bytes.length);
    echo.drawn(bytes);
  }

  /** A link of 100 ms that has confirmed one key. */
  private void confirmOne() {
    print("$ ");
    type("x");
    loop.advance(Duration.ofMillis(100));
    print("x");
    echo.taken(typed);
  }

  /** But for whether a combining character would join what was printed last. */
  private static String shown(Screen of) {
    Matcher joined = JOINED.matcher(new String(of.dump(), StandardCharsets.UTF_8));
    return joined.replaceAll(
        end -> "\033[%s;%dH".formatted(end.group(1), Integer.parseInt(end.group(2)) + 1));
  }

  @Test
  void aPredictedKeyIsShownUnderlinedAndTheCursorBehindIt() {
    confirmOne();
    type("l");
    type("s");

    Screen expected = screen();
    byte[] picture = "$ x\033[4mls\033[24m".getBytes(StandardCharsets.UTF_8);
    expected.write(picture, 0, picture.length);
    assertThat(shown(local)).isEqualTo(shown(expected));
  }

  @Test
  void whatComesTrueLeavesNoTrace() {
    confirmOne();
    type("l");
    type("s");
    loop.advance(Duration.ofMillis(100));
    print("l");
    echo.taken(typed - 1);
    assertThat(shown(local)).isNotEqualTo(shown(remote));
    print("s");
    echo.taken(typed);

    assertThat(shown(local)).isEqualTo(shown(remote));
  }

  @Test
  void whatDoesNotComeTrueLeavesNoTraceEither() {
    confirmOne();
    type("l");
    loop.advance(Duration.ofMillis(100));
    print("\r\nsomething else\r\n$ ");
    echo.taken(typed);

    assertThat(shown(local)).isEqualTo(shown(remote));
  }

  @Test
  void whatIsNeverEchoedIsTakenOut() {
    confirmOne();
    type("l");
    echo.taken(typed);
    assertThat(shown(local)).isNotEqualTo(shown(remote));
    loop.advance(Duration.ofSeconds(1));

    assertThat(shown(local)).isEqualTo(shown(remote));
  }

  @Test
  void nothingIsDrawnOverWhatHasAttributes() {
    print("$ \033[1mbold\033[0m\033[4D");
    confirmOne();
    type("l");

    assertThat(shown(local)).isEqualTo(shown(remote));
  }

  @Test
  void nothingIsPredictedInAWindowOfAnotherWidth() {
    echo.resize(SIZE.toBuilder().setColumns(SIZE.getColumns() - 1).build());
    remote.resize(SIZE.getColumns() - 1, SIZE.getRows());
    String before = shown(local);
    type("x");
    loop.advance(Duration.ofMillis(100));
    echo.taken(typed);
    type("y");

    assertThat(shown(local)).isEqualTo(before);
  }

  @Test
  void whateverIsTypedAndPrintedTheLocalTerminalShowsWhatWasPrinted() {
    int predictions = 0;
    for (int seed = 1; seed <= 50; seed++) {
      predictions += new PredictedEchoTest().typeAndPrint(seed);
    }
    assertThat(predictions).isGreaterThan(100);
  }

  /** How often something was predicted. */
  private int typeAndPrint(int seed) {
    Random random = new Random(seed);
    confirmOne();
    long taken = typed;
    int predictions = 0;
    for (int step = 0; step < 300; step++) {
      String key = KEYS.get(random.nextInt(KEYS.size()));
      type(key);
      predictions += shown(local).equals(shown(remote)) ? 0 : 1;
      loop.advance(Duration.ofMillis(random.nextInt(120)));
      if (random.nextInt(4) > 0) {
        print(random.nextInt(8) > 0 ? ECHO.getOrDefault(key, key) : pick(OUTPUT, random));
      }
      if (random.nextBoolean()) {
        taken = random.nextLong(taken, typed + 1);
        echo.taken(taken);
      }
      if (random.nextInt(4) == 0) {
        echo.takeOut();
        assertThat(shown(local)).as("seed %d step %d", seed, step).isEqualTo(shown(remote));
      }
    }
    return predictions;
  }

  private static String pick(List<String> from, Random random) {
    return from.get(random.nextInt(from.size()));
  }

  /** A loop in virtual time. */
  private static final class ManualLoop implements ClientLoop {

    private record Task(long due, Runnable work) {}

    private final List<Task> tasks = new ArrayList<>();
    private long now;

    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public Timer schedule(Duration delay, Runnable work) {
      Task task = new Task(now + delay.toNanos(), work);
      tasks.add(task);
      return () -> tasks.remove(task);
    }

    @Override
    public long nanoTime() {
      return now;
    }

    void advance(Duration time) {
      now += time.toNanos();
      for (Task due : tasks.stream().filter(task -> task.due() <= now).toList()) {
        if (tasks.remove(due)) {
          due.work().run();
        }
      }
    }
  }
}
