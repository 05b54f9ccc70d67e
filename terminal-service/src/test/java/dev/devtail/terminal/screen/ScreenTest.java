package dev.devtail.terminal.screen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the screen makes of what programs write, without a viewer to compare with. */
class ScreenTest {
  private static final int COLUMNS = 10;
  private static final int ROWS = 4;
  private static final int SCROLLBACK = 5;

  private final Screen screen = new Screen(COLUMNS, ROWS, SCROLLBACK);

  @Nested
  class Cursor {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "ab | 2 | 0",
          "ab\\r | 0 | 0",
          "ab\\r\\n | 0 | 1",
          "ab\\n | 2 | 1",
          "ab\\b | 1 | 0",
          "\\b | 0 | 0",
          "\\t | 8 | 0",
          "\\t\\t | 9 | 0",
          "\\e[3;5H | 4 | 2",
          "\\e[H | 0 | 0",
          "\\e[99;99H | 9 | 3",
          "\\e[3;5f | 4 | 2",
          "\\e[3;5H\\e[A | 4 | 1",
          "\\e[3;5H\\e[9A | 4 | 0",
          "\\e[3;5H\\e[B | 4 | 3",
          "\\e[3;5H\\e[2C | 6 | 2",
          "\\e[3;5H\\e[2D | 2 | 2",
          "\\e[3;5H\\e[E | 0 | 3",
          "\\e[3;5H\\e[F | 0 | 1",
          "\\e[3;5H\\e[7G | 6 | 2",
          "\\e[3;5H\\e[7` | 6 | 2",
          "\\e[3;5H\\e[d | 4 | 0",
          "\\e[3;5H\\e[2a | 6 | 2",
          "\\e[2;5H\\e[2e | 4 | 3",
          "\\e[3;5H\\e[I | 8 | 2",
          "\\e[3;5H\\e[Z | 0 | 2",
          "\\e[3;5H\\e[99999999999C | 9 | 2",
          "\\e[2;3H\\e7\\e[H\\e8 | 2 | 1",
          "\\e[2;3H\\e[s\\e[H\\e[u | 2 | 1",
          "\\e[2;3H\\eD | 2 | 2",
          "\\e[2;3H\\eE | 0 | 2",
          "\\e[2;3H\\eM | 2 | 0",
          "\\e[2;3H\\u0085 | 0 | 2"
        })
    void moves(String output, int column, int line) {
      write(unescaped(output));
      assertCursor(column, line);
    }

    @Test
    void staysInTheRegionThatIsTheOrigin() {
      write("\033[2;3r\033[?6h");
      assertCursor(0, 1);
      write("\033[9;9H");
      assertCursor(8, 2);
      write("\033[?6l");
      assertCursor(0, 0);
    }

    @Test
    void stopsWhereTabsAreSet() {
      write("\033[3g\033[4G\033H\r\t");
      assertCursor(3, 0);
      write("\033[g\r\t");
      assertCursor(9, 0);
    }

    @Test
    void savedOneStaysWithTheTextThatScrolls() {
      write("a\r\nb\0337\r\n\r\n\r\n\0338");
      assertCursor(1, 0);
    }

    @Test
    void goesBackOverAWrapIfAsked() {
      write("\033[?45h" + "x".repeat(COLUMNS) + "y\b\b");
      assertCursor(9, 0);
    }
  }

  @Nested
  class Wrap {
    @Test
    void waitsForTheNextCharacter() {
      write("0123456789");
      assertCursor(10, 0);
      write("a");
      assertLines("0123456789", "a");
      assertThat(row(1).wrapped).isTrue();
    }

    @Test
    void doesNotHappenWhenSwitchedOff() {
      write("\033[?7l0123456789abc");
      assertLines("012345678c");
      assertCursor(10, 0);
    }

    @Test
    void isForgottenByALineFeed() {
      write("0123456789\n");
      assertCursor(9, 1);
      assertThat(row(1).wrapped).isFalse();
    }

    @Test
    void leavesTheLastColumnFreeIfAWideCharacterDoesNotFit() {
      write("012345678漢");
      assertLines("012345678", "漢");
      assertThat(row(1).wrapped).isTrue();
    }

    @Test
    void scrolls() {
      write("\033[4;10Hxy");
      assertLines("", "", "         x", "y");
      assertThat(row(3).wrapped).isTrue();
    }
  }

  @Nested
  class Scrolling {
    @Test
    void keepsLinesUpToTheLimit() {
      write(lines(1, 20));
      assertThat(scrollback()).containsExactly("12", "13", "14", "15", "16");
      assertLines("17", "18", "19", "20");
    }

    @Test
    void ofARegionThatBeginsAtTheTopFillsTheScrollback() {
      write("1\r\n2\r\n3\r\n4\033[1;2r\033[2;1H\n");
      assertThat(scrollback()).containsExactly("1");
      assertLines("2", "", "3", "4");
    }

    @Test
    void ofAnotherRegionDoesNot() {
      write("1\r\n2\r\n3\r\n4\033[2;3r\033[3;1H\n");
      assertThat(scrollback()).isEmpty();
      assertLines("1", "3", "", "4");
    }

    @ParameterizedTest
    @CsvSource({"S,2|3|4|", "T,|1|2|3", "2S,3|4||", "99S,|||", "99T,|||"})
    void onDemand(String sequence, String expected) {
      write("1\r\n2\r\n3\r\n4\033[" + sequence);
      assertLines(expected.split("\\|", -1));
      assertThat(scrollback()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"L,1||2|3", "M,1|3|4|", "2L,1|||2", "9M,1|||"})
    void byInsertingAndDeletingLines(String sequence, String expected) {
      write("1\r\n2\r\n3\r\n4\033[2;1H\033[" + sequence);
      assertLines(expected.split("\\|", -1));
    }

    @Test
    void downAtTheTop() {
      write("1\r\n2\033[H\033M");
      assertLines("", "1", "2");
    }

    @Test
    void leavesTheBackgroundColour() {
      write("\033[4;1H\033[44m\n");
      assertThat(style(3, 9)).isEqualTo("bg 1000004");
    }

    @ParameterizedTest
    @CsvSource({"2 @,cd", "2 A,'  abcd'", "2'},ab  cd", "1'~,abd"})
    void ofColumns(String sequence, String expected) {
      write("abcd\033[3G\033[" + sequence);
      assertLines(expected);
    }
  }

  @Nested
  class Erase {
    @ParameterizedTest
    @CsvSource({
      "K,abc",
      "0K,abc",
      "1K,'    ef'",
      "2K,''",
      "2X,'abc  f'",
      "X,'abc ef'",
      "99X,abc",
      "P,abcef",
      "2P,abcf",
      "@,abc def",
      "3@,abc   def",
      "99@,abc",
      "99P,abc"
    })
    void inALine(String sequence, String expected) {
      write("abcdef\033[4G\033[" + sequence);
      assertLines(expected);
      assertCursor(3, 0);
    }

    @ParameterizedTest
    @CsvSource({"J,1|a", "1J,|  c|3|4", "2J,''", "3J,1|abc|3|4"})
    void inTheDisplay(String sequence, String expected) {
      write("1\r\nabc\r\n3\r\n4\033[2;2H\033[" + sequence);
      assertLines(expected.split("\\|"));
    }

    @Test
    void ofTheScrollback() {
      write(lines(1, 9) + "\033[3J");
      assertThat(scrollback()).isEmpty();
      assertLines("6", "7", "8", "9");
    }

    @Test
    void doesNotPushTheScreenIntoTheScrollback() {
      write("a\033[2J");
      assertThat(scrollback()).isEmpty();
    }

    @Test
    void takesTheBackgroundColourAndNothingElse() {
      write("\033[1;4;31;42m\033[2K");
      assertThat(style(0, 0)).isEqualTo("bg 1000002");
    }

    @Test
    void sparesWhatIsProtected() {
      write("ab\033[1\"qcd\033[0\"qef\033[?2K");
      assertLines("  cd");
      write("\033[2K");
      assertLines("");
    }

    @Test
    void takesBothHalvesOfAWideCharacter() {
      write("漢字x\033[2G\033[X");
      assertLines("  字x");
      write("\033[3Gy");
      assertLines("  y x");
    }

    @Test
    void endsAWrapWhereItTakesTheBeginning() {
      write("0123456789ab\r\033[K");
      assertThat(row(1).wrapped).isFalse();
    }

    @Test
    void alignmentPatternFillsTheScreen() {
      write("\0337\033#8");
      assertLines("E".repeat(10), "E".repeat(10), "E".repeat(10), "E".repeat(10));
      assertCursor(0, 0);
    }
  }

  @Nested
  class Characters {
    @Test
    void wideOnesTakeTwoColumns() {
      write("漢a");
      assertLines("漢a");
      assertCursor(3, 0);
    }

    @Test
    void emojiTakeTwoColumns() {
      write("😀");
      assertCursor(2, 0);
    }

    @Test
    void combiningOnesJoinTheLast() {
      write("e\u0301漢\u0301");
      assertLines("e\u0301漢\u0301");
      assertCursor(3, 0);
    }

    @Test
    void combiningOnesStandAloneAfterAControl() {
      write("e\033[m\u0301");
      assertCursor(2, 0);
    }

    @Test
    void combiningOnesAreBounded() {
      write("e" + "\u0301".repeat(1000));
      assertThat(row(0).text(0)).hasSize(1 + Row.MAX_COMBINING);
    }

    @Test
    void repeat() {
      write("a\033[3bé\033[b漢\033[b");
      assertLines("aaaaéé漢漢");
    }

    @Test
    void cutAnywhereAreWhole() {
      byte[] bytes = "aé漢𠀀\033[31mb\033]2;tü\007".getBytes(StandardCharsets.UTF_8);
      for (byte b : bytes) {
        screen.write(new byte[] {b}, 0, 1);
      }
      assertLines("aé漢𠀀b");
      assertThat(screen.title()).isEqualTo("tü");
    }

    @Test
    void malformedAreDropped() {
      byte[] bytes = {'a', (byte) 0xFF, (byte) 0xC3, 'b', (byte) 0xED, (byte) 0xA0, (byte) 0x80};
      screen.write(bytes, 0, bytes.length);
      write("\uFEFFc");
      assertLines("abc");
    }

    @Test
    void insertModeMovesTheRest() {
      write("abc\r\033[4hx漢");
      assertLines("x漢abc");
    }
  }

  @Nested
  class CharacterSets {
    @Test
    void drawLines() {
      write("\033(0lqk\033(Bq");
      assertLines("┌─┐q");
    }

    @Test
    void shift() {
      write("\033)0q\016q\017q\033*0\033nq");
      assertLines("q─q─");
    }

    @Test
    void areSavedWithTheCursor() {
      write("\033(0\0337\033(B\0338q");
      assertLines("─");
    }

    @ParameterizedTest
    @CsvSource({"A,#,£", "K,[,Ä", "R,@,à", "=,_,è", "B,#,#", "z,#,#"})
    void areNational(String designator, String character, String expected) {
      write("\033(" + designator + character);
      assertLines(expected);
    }
  }

  @Nested
  class Styling {
    @ParameterizedTest
    @CsvSource({
      "1, fg 8000000",
      "'1;22', ''",
      "2, bg 8000000",
      "3, bg 4000000",
      "'3;23', ''",
      "5, fg 20000000",
      "7, fg 4000000",
      "8, fg 40000000",
      "9, fg 80000000",
      "53, bg 40000000",
      "31, fg 1000001",
      "97, fg 100000f",
      "104, bg 100000c",
      "'31;39', ''",
      "'42;49', ''",
      "'38;5;200', fg 20000c8",
      "'38:5:200', fg 20000c8",
      "'48;2;1;2;3', bg 3010203",
      "'48:2:1:2:3', bg 3020300",
      "'48:2::1:2:3', bg 3010203",
      "4, fg 10000000 bg 10000000 ext 4000000",
      "'4:3', fg 10000000 bg 10000000 ext c000000",
      "'4:3;24', ''",
      "21, fg 10000000 bg 10000000 ext 8000000",
      "'4;58:5:9', fg 10000000 bg 10000000 ext 6000009",
      "'1;31;0', ''",
      "'1;31;', ''"
    })
    void followsSgr(String parameters, String expected) {
      write("\033[" + parameters + "mx");
      assertThat(style(0, 0)).isEqualTo(expected);
    }

    @Test
    void comesBackWithTheCursor() {
      write("\033[1;31m\0337\033[m\0338x");
      assertThat(style(0, 0)).isEqualTo("fg 9000001");
    }

    @Test
    void hasLinks() {
      write("\033]8;id=a;http://x\007l\033]8;;\007m");
      assertThat(style(0, 0)).contains("http://x");
      assertThat(style(0, 1)).isEmpty();
    }

    @Test
    void hasNoLinksThatAreTooLong() {
      write("\033]8;;http://" + "x".repeat(Link.MAX_URI) + "\007l");
      assertThat(style(0, 0)).isEmpty();
    }

    @Test
    void forgetsStylesNotInUse() {
      for (int i = 0; i < 100_000; i++) {
        write("\033[38;2;" + (i >> 16) + ";" + (i >> 8 & 255) + ";" + (i & 255) + "mx");
      }
      assertThat(Cells.style(screen.terminal().pen.base())).isLessThan(2048);
      int last = Cells.style(screen.terminal().pen.base());
      assertThat(screen.terminal().styles.foreground(last)).isEqualTo(3 << 24 | 99_999);
    }
  }

  @Nested
  class AlternateScreen {
    @ParameterizedTest
    @ValueSource(ints = {47, 1047, 1049})
    void leavesTheMainOneAlone(int mode) {
      write("main\033[?" + mode + "h\033[Halternate");
      assertLines("alternate");
      write("\033[?" + mode + "l");
      assertLines("main");
    }

    @Test
    void hasNoScrollback() {
      write("\033[?1049h" + lines(1, 20) + "\033[?1049l");
      assertThat(scrollback()).isEmpty();
      assertLines("");
      assertCursor(0, 0);
    }

    @Test
    void isEmptyEachTime() {
      write("\033[?47hx\033[?47l\033[?47h");
      assertLines("");
    }

    @Test
    void hasItsOwnRegion() {
      write("\033[?47h\033[2;3r\033[?47l\033[4;1H\n");
      assertThat(scrollback()).hasSize(1);
    }
  }

  @Nested
  class Resets {
    @Test
    void softOneKeepsTheText() {
      write("text\033[4h\033[?6h\033[2;3r\033[1m\033[!px");
      assertLines("text", "x");
      assertThat(screen.terminal().modes.insert).isFalse();
      assertThat(screen.terminal().active.bottom).isEqualTo(ROWS - 1);
      assertThat(style(1, 0)).isEmpty();
    }

    @Test
    void fullOneKeepsNothingButTheTitle() {
      write("\033]2;title\007" + lines(1, 20) + "\033[1m\033[?1003h\033[?2004h\033[?47h\033cx");
      assertLines("x");
      assertThat(scrollback()).isEmpty();
      assertThat(screen.terminal().modes.mouseTracking).isZero();
      assertThat(screen.title()).isEqualTo("title");
    }
  }

  @Nested
  class Resizing {
    @Test
    void breaksLinesAnew() {
      write("0123456789abcdef\r\nnext");
      screen.resize(6, ROWS);
      assertThat(scrollback()).isEmpty();
      assertLines("012345", "6789ab", "cdef", "next");
      screen.resize(20, ROWS);
      assertLines("0123456789abcdef", "next");
    }

    @Test
    void joinsLinesWithCombiningCharacters() {
      write("01234567e\u03019abc\r\n");
      screen.resize(20, ROWS);
      assertLines("01234567e\u03019abc");
    }

    @Test
    void leavesTheLineWithTheCursor() {
      write("0123456789abcdef");
      screen.resize(20, ROWS);
      assertLines("0123456789", "abcdef");
    }

    @Test
    void doesNotCutWideCharacters() {
      write("漢字漢字\r\n");
      screen.resize(5, ROWS);
      assertLines("漢字", "漢字");
    }

    @Test
    void takesLinesFromTheScrollback() {
      write(lines(1, 9));
      screen.resize(COLUMNS, 6);
      assertLines("4", "5", "6", "7", "8", "9");
      assertCursor(1, 5);
      screen.resize(COLUMNS, 3);
      assertLines("7", "8", "9");
      assertThat(scrollback()).containsExactly("2", "3", "4", "5", "6");
    }

    @Test
    void dropsEmptyLinesBelowTheCursorFirst() {
      write("a\r\nb");
      screen.resize(COLUMNS, 2);
      assertLines("a", "b");
      assertThat(scrollback()).isEmpty();
    }

    @Test
    void doesNotBreakLinesOfTheAlternateScreen() {
      write("\033[?1049h\033[H0123456789abc");
      screen.resize(5, ROWS);
      assertLines("01234", "abc");
    }

    @Test
    void resetsTheScrollRegion() {
      write("\033[2;3r");
      screen.resize(COLUMNS, 6);
      assertThat(screen.terminal().active.top).isZero();
      assertThat(screen.terminal().active.bottom).isEqualTo(5);
    }

    @Test
    void isBounded() {
      screen.resize(0, -1);
      assertThat(screen.columns()).isEqualTo(Screen.MIN_COLUMNS);
      assertThat(screen.rows()).isEqualTo(Screen.MIN_ROWS);
      screen.resize(1 << 30, 1);
      assertThat(screen.columns()).isEqualTo(Screen.MAX_COLUMNS);
    }

    @Test
    void atRandomNeverFails() {
      Random random = new Random(7);
      for (int i = 0; i < 300; i++) {
        byte[] stream = Streams.random(random, screen.columns(), screen.rows(), 20);
        screen.write(stream, 0, stream.length);
        screen.resize(2 + random.nextInt(30), 1 + random.nextInt(12));
        assertThat(screen.dump()).isNotEmpty();
      }
    }
  }

  @Nested
  class Dumps {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          "text\r\nmore",
          "\033[1;31mred\033[m plain",
          "0123456789wrapped",
          "漢字漢字漢字",
          "012345678漢",
          "e\u0301",
          "\033[44m\033[2J\033[2;2Hx",
          "a\r\nb\r\nc\r\nd\r\ne\r\nf",
          "main\033[?1049halternate\033[2;3r",
          "\033[2;3r\033[?6h\033[2;2H",
          "\033(0\033)K\016",
          "\033[?1h\033=\033[?2004h\033[?1002h\033[?1006h\033[?25l\033[4 q\033[?7l\033[4h",
          "\033]2;title\007\033]1;icon\007\033]4;1;#123456\007\033]11;rgb:1/2/3\007",
          "\033]8;;http://x\007link\033]8;;\007",
          "\033[3;4H\033[1;4m\0337\033[m\033[H",
          "\033[3g\033[4G\033H",
          "0123456789",
          "0123456789\033[2J",
          "\033[4hab\033[3D"
        })
    void drawTheSameScreen(String output) {
      write(output);
      assertDrawsTheSame(screen);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "\033", "\033[", "\033[3", "\033[3;", "\033[?25", "\033[38:2:1", "\033[1 ", "\033(",
          "\033]2;ti", "\033]2", "\033P1;2", "\033P$qm", "\033_apc", "\033[1?", "\033P1<", "\033P$"
        })
    void endWithWhatIsNotFinished(String output) {
      write("x" + output);
      Screen viewer = new Screen(COLUMNS, ROWS, SCROLLBACK);
      byte[] dump = screen.dump();
      viewer.write(dump, 0, dump.length);
      String rest = "0;m\007\033\\after";
      write(rest);
      byte[] bytes = rest.getBytes(StandardCharsets.UTF_8);
      viewer.write(bytes, 0, bytes.length);
      assertThat(Canonical.of(viewer)).isEqualTo(Canonical.of(screen));
    }

    @Test
    void endWithTheBytesOfACutCharacter() {
      byte[] bytes = "漢".getBytes(StandardCharsets.UTF_8);
      screen.write(bytes, 0, 2);
      byte[] dump = screen.dump();
      assertThat(dump).endsWith(bytes[0], bytes[1]);
    }

    @Test
    void holdNoQuestions() {
      write("\033[c\033[>c\033[5n\033[6n\033[?6n\033[?1$p\033[>q\033P$qm\033\\\033[18t\005");
      write("\033]10;?\007\033]4;1;?\007\033]52;c;?\007\033Z");
      String fresh = new String(new Screen(COLUMNS, ROWS, 0).dump(), StandardCharsets.UTF_8);
      assertThat(new String(screen.dump(), StandardCharsets.UTF_8)).isEqualTo(fresh);
    }

    @Test
    void doNotLeaveOutputSynchronized() {
      write("\033[?2026h");
      assertThat(new String(screen.dump(), StandardCharsets.UTF_8)).doesNotContain("2026");
    }

    @Test
    void doNotChangeTheScreen() {
      write(lines(1, 9) + "\033[1mx\033[?1049h");
      String before = Canonical.of(screen);
      screen.dump();
      assertThat(Canonical.of(screen)).isEqualTo(before);
    }

    @Test
    void repeatWhatMayBeCombinedWith() {
      write("e");
      Screen viewer = viewer();
      write("\u0301");
      viewer.write("\u0301".getBytes(StandardCharsets.UTF_8), 0, 2);
      assertThat(Canonical.of(viewer)).isEqualTo(Canonical.of(screen));
    }

    private void assertDrawsTheSame(Screen expected) {
      assertThat(Canonical.of(viewer())).isEqualTo(Canonical.of(expected));
    }

    private Screen viewer() {
      Screen viewer = new Screen(COLUMNS, ROWS, SCROLLBACK);
      byte[] dump = screen.dump();
      viewer.write(dump, 0, dump.length);
      return viewer;
    }
  }

  @Nested
  class Commands {
    @Test
    void nameTheWindow() {
      write("\033]0;both\033\\");
      assertThat(screen.title()).isEqualTo("both");
      write("\033]2;\007");
      assertThat(screen.title()).isEmpty();
    }

    @Test
    void areTold() {
      List<String> told = new ArrayList<>();
      screen.onCommand((number, text) -> told.add(number + "=" + text));
      write(
          "\033]7;file:///home\007\033]133;D;1\033\\\033]2;title\007\033]x\007\033]9;cancelled\030");
      assertThat(told).containsExactly("7=file:///home", "133=D;1", "2=title");
    }
  }

  @Nested
  class Bounds {
    @Test
    void ofTitles() {
      write("\033]2;" + "x".repeat(5000) + "\007");
      assertThat(screen.title()).hasSize(Terminal.MAX_TITLE);
    }

    @Test
    void ofStrings() {
      write("\033]2;old\007\033]2;" + "x".repeat(Parser.MAX_STRING_BYTES + 1));
      assertThat(screen.dump()).hasSizeLessThan(1000);
      write("\007");
      assertThat(screen.title()).isEqualTo("old");
    }

    @Test
    void ofParameters() {
      write("\033[" + "1;".repeat(1000) + "31mx");
      assertThat(style(0, 0)).isEqualTo("fg 8000000");
      write("\033[38" + ":1".repeat(1000) + "mx");
    }

    @Test
    void ofScrollbackBytes() {
      Screen large = new Screen(1000, 2, 1_000_000);
      byte[] line = ("x".repeat(999) + "\r\n").getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < 2000; i++) {
        large.write(line, 0, line.length);
      }
      assertThat(large.terminal().main.scrollback().size())
          .isBetween(900, Scrollback.MAX_BYTES / 1000);
    }

    @Test
    void ofRepeats() {
      assertThatCode(
              () -> write("x\033[2147483647b\033[2147483647I\033[2147483647Z\033[2147483647L"))
          .doesNotThrowAnyException();
      assertThat(scrollback()).hasSize(SCROLLBACK);
    }

    @Test
    void ofRandomBytes() {
      Random random = new Random(11);
      byte[] bytes = new byte[1 << 16];
      for (int i = 0; i < 20; i++) {
        random.nextBytes(bytes);
        screen.write(bytes, 0, bytes.length);
        assertThat(screen.dump()).hasSizeLessThan(1 << 18);
      }
    }

    @Test
    void ofArguments() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new Screen(80, 24, -1))
          .withMessage("scrollbackLines: -1 (expected: >= 0)");
    }
  }

  // ---- what is there ----

  private void write(String output) {
    byte[] bytes = output.getBytes(StandardCharsets.UTF_8);
    screen.write(bytes, 0, bytes.length);
  }

  private static String unescaped(String text) {
    return text.replace("\\e", "\033")
        .replace("\\r", "\r")
        .replace("\\n", "\n")
        .replace("\\b", "\b")
        .replace("\\t", "\t")
        .replace("\\u0085", "\u0085");
  }

  private static String lines(int from, int to) {
    return String.join("\r\n", IntStream.rangeClosed(from, to).mapToObj(String::valueOf).toList());
  }

  private void assertCursor(int column, int line) {
    Buffer buffer = screen.terminal().active;
    assertThat(buffer.x + "," + buffer.y).isEqualTo(column + "," + line);
  }

  /** Compares the lines of the screen; those not given must be empty. */
  private void assertLines(String... expected) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < screen.rows(); i++) {
      lines.add(text(row(i)));
    }
    List<String> all = new ArrayList<>(List.of(expected));
    while (all.size() < lines.size()) {
      all.add("");
    }
    assertThat(lines).isEqualTo(all);
  }

  private Row row(int line) {
    return screen.terminal().active.row(line);
  }

  private List<String> scrollback() {
    Scrollback scrollback = screen.terminal().main.scrollback();
    Scrollback.Reader reader = scrollback.reader();
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < scrollback.size(); i++) {
      Row row = new Row(screen.columns());
      reader.next(row, new Styles());
      lines.add(text(row));
    }
    return lines;
  }

  private static String text(Row row) {
    StringBuilder text = new StringBuilder();
    for (int column = 0; column < row.columns(); column += Math.max(row.width(column), 1)) {
      String cell = row.text(column);
      text.append(cell.isEmpty() ? " " : cell);
    }
    return text.toString().stripTrailing();
  }

  private String style(int line, int column) {
    Styles styles = screen.terminal().styles;
    int style = Cells.style(row(line).get(column));
    List<String> parts = new ArrayList<>();
    if (styles.foreground(style) != 0) {
      parts.add("fg " + Integer.toHexString(styles.foreground(style)));
    }
    if (styles.background(style) != 0) {
      parts.add("bg " + Integer.toHexString(styles.background(style)));
    }
    if (styles.extended(style) != 0) {
      parts.add("ext " + Integer.toHexString(styles.extended(style)));
    }
    Link link = styles.link(style);
    if (link != null) {
      parts.add("link " + link.uri());
    }
    return String.join(" ", parts);
  }
}
