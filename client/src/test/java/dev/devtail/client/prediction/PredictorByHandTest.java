package dev.devtail.client.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.management.ThreadMXBean;
import dev.devtail.client.VirtualLoop;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Situations that random keys do not come to: each output and acknowledgement is given by hand. */
class PredictorByHandTest {

  private static final int COLUMNS = 40;
  private static final Duration ROUND_TRIP = Duration.ofMillis(100);

  private final VirtualLoop loop = new VirtualLoop();
  private Optional<EditedLine> line = Optional.empty();
  private SortedMap<Integer, String> shown = new TreeMap<>();
  private long typed;
  private final Predictor predictor =
      new Predictor(
          loop, () -> line, overlay -> shown = overlay.map(Overlay::cells).orElseGet(TreeMap::new));

  private void type(String... keys) {
    for (String key : keys) {
      predictor.typed(key, ++typed);
    }
  }

  /**
   * @param text with the cursor as {@code |}
   */
  private void print(int row, String text) {
    print(row, text, COLUMNS);
  }

  private void print(int row, String text, int columns) {
    int cursor = text.indexOf('|');
    String padded = text.replace("|", "") + " ".repeat(columns);
    List<String> cells = Arrays.asList(padded.split("")).subList(0, columns);
    line = Optional.of(new EditedLine(row, cursor, cells));
    predictor.drawn();
  }

  private void acknowledgeAll() {
    loop.advance(ROUND_TRIP);
    predictor.acknowledged(typed);
  }

  /** An epoch with one letter that has come true. */
  private void confirm(int row, String before, String letter) {
    print(row, before + "|");
    type(letter);
    loop.advance(ROUND_TRIP);
    print(row, before + letter + "|");
    predictor.acknowledged(typed);
  }

  @Test
  void aStarProvesNothingAsProgramsPrintItForEveryLetter() {
    confirm(0, "Password: ", "*");
    type("s");

    assertThat(shown).isEmpty();
  }

  @Test
  void aSpaceProvesNothingAsItOnlyMovesTheCursor() {
    confirm(0, "> ", " ");
    type("s");

    assertThat(shown).isEmpty();
  }

  @Test
  void aLetterOverTheSameLetterProvesNothing() {
    print(0, "> |aaa");
    type("a");
    loop.advance(ROUND_TRIP);
    print(0, "> a|aa");
    predictor.acknowledged(typed);
    type("s");

    assertThat(shown).isEmpty();
  }

  @Test
  void aPromptBetweenTwoKeysEndsTheEpochAtOnce() {
    confirm(0, "Continue? ", "y");
    type("s");
    assertThat(shown).isEqualTo(Map.of(11, "s"));
    print(0, "Password: |");
    assertThat(shown).isEmpty();
    acknowledgeAll();
    type("e", "c");

    assertThat(shown).isEmpty();
  }

  @Test
  void aProgramThatStopsToEchoIsBelievedUntilTheEchoOfTheFirstKeyIsOverdue() {
    confirm(0, "> ", "a");
    type("b", "c");
    assertThat(shown).isEqualTo(Map.of(3, "b", 4, "c"));
    acknowledgeAll();
    loop.advance(Predictor.ECHO_GRACE);
    assertThat(shown).isEmpty();
    type("d");
    assertThat(shown).isEmpty();
  }

  @Test
  void theEchoOfASlowShellDoesNotConfirmWhatIsTypedBehindEnter() {
    confirm(0, "$ ", "x");
    type("s", "u", "\r");
    acknowledgeAll();
    loop.advance(Predictor.ECHO_GRACE);
    type("s");
    loop.advance(ROUND_TRIP);
    print(0, "$ xs|");
    predictor.acknowledged(typed);
    type("e", "c", "r");
    assertThat(shown).isEmpty();

    print(1, "Password: |");
    acknowledgeAll();
    type("e", "t");
    assertThat(shown).isEmpty();
  }

  @Test
  void whatIsTypedBehindEnterIsPredictedOnTheNextLineOnceALetterOfItHasCome() {
    confirm(0, "$ ", "x");
    type("\r", "l");
    loop.advance(ROUND_TRIP);
    print(1, "$ |");
    predictor.acknowledged(typed - 1);
    type("s");
    assertThat(shown).isEmpty();
    loop.advance(ROUND_TRIP);
    print(1, "$ l|");
    predictor.acknowledged(typed - 1);

    assertThat(shown).isEqualTo(Map.of(3, "s"));
  }

  @Test
  void aProgramThatKeepsItsLineAfterEnterIsPredictedAgainAfterASecond() {
    confirm(0, "> ", "a");
    type("\r");
    print(0, "> |");
    acknowledgeAll();
    loop.advance(Predictor.ENTER_GRACE.plusMillis(1));
    confirm(0, "> ", "b");
    type("c");

    assertThat(shown).isEqualTo(Map.of(3, "c"));
  }

  @Test
  void aScreenThatIsClearedIsANextLine() {
    confirm(7, "$ ", "x");
    type("\r");
    print(0, "$ |");
    acknowledgeAll();
    confirm(0, "$ ", "y");
    type("z");

    assertThat(shown).isEqualTo(Map.of(3, "z"));
  }

  @Test
  void aKeyThatCannotBePredictedAfterAllDoesNotOpenWhatEnterHasClosed() {
    confirm(0, "$ ", "x");
    type("l", "\u001b[C", "\r");
    loop.advance(ROUND_TRIP);
    print(0, "$ xl|");
    predictor.acknowledged(typed - 2);
    type("s", "e");

    assertThat(shown).isEmpty();
  }

  @Test
  void textAtTheRightMarginStaysWhereItIs() {
    confirm(0, "$ ", "l");
    print(0, "$ l|                         12:00:00");
    type("s", "\u007f", "a");

    assertThat(shown).isEqualTo(Map.of(3, "a"));
  }

  @Test
  void wordsBehindTheCursorMove() {
    print(0, "$ b| c");
    type("x");
    loop.advance(ROUND_TRIP);
    print(0, "$ bx| c");
    predictor.acknowledged(typed);
    type("y");

    assertThat(shown).isEqualTo(Map.of(4, "y", 5, " ", 6, "c"));
  }

  @Test
  void overWideCharactersNothingIsPredicted() {
    int floor = 2;
    EditedLine behind = new EditedLine(0, 4, List.of(">", " ", "世", " ", " ", " "));
    EditedLine before = new EditedLine(0, 2, behind.cells());

    assertThat(behind.after(Key.Editing.BACKSPACE, floor)).isEmpty();
    assertThat(behind.after(Key.Editing.LEFT, floor)).isEmpty();
    assertThat(before.after(Key.Editing.RIGHT, floor)).isEmpty();
  }

  @Test
  void noFurtherLeftThanWhereTypingBegan() {
    confirm(0, "$ ", "a");
    type("\u007f", "\u007f", "b");
    assertThat(shown).isEqualTo(Map.of(2, " "));
  }

  @Test
  void inTheLastColumnNothingIsPredicted() {
    confirm(0, "$".repeat(COLUMNS - 3), "a");
    type("b", "c");
    assertThat(shown).isEqualTo(Map.of(COLUMNS - 2, "b"));
  }

  @Test
  void atAnotherWidthNothingOfThePredictionStays() {
    confirm(0, "$ ", "a");
    type("b");
    print(0, "$ a|", COLUMNS / 2);
    assertThat(shown).isEmpty();
  }

  @Test
  void onAFastLinkAKeyCostsNoMemory() {
    assumeThat(ManagementFactory.getThreadMXBean()).isInstanceOf(ThreadMXBean.class);
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    print(0, "$ |");
    typeFast(1_000);
    long before = thread.getCurrentThreadAllocatedBytes();
    typeFast(10_000);
    long perKey = (thread.getCurrentThreadAllocatedBytes() - before) / 10_000;

    assertThat(perKey).isZero();
  }

  private void typeFast(int keys) {
    for (int i = 0; i < keys; i++) {
      predictor.typed("a", ++typed);
      predictor.drawn();
      predictor.acknowledged(typed);
    }
  }
}
