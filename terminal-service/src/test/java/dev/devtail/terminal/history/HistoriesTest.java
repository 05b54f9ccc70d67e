package dev.devtail.terminal.history;

import static dev.devtail.terminal.history.HistoryFixture.RETENTION;
import static dev.devtail.terminal.history.HistoryFixture.parts;
import static dev.devtail.terminal.history.HistoryFixture.segments;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.terminal.domain.Exit;
import dev.devtail.terminal.domain.RequestKey;
import dev.devtail.terminal.domain.Terminal;
import dev.devtail.terminal.domain.WindowSize;
import dev.devtail.terminal.screen.Screen;
import dev.devtail.terminal.text.SearchQuery;
import dev.devtail.terminal.text.TextLine;
import dev.devtail.terminal.writing.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoriesTest {

  private static final int SEGMENT_BYTES = LifeWriter.SEGMENT_BYTES;

  @TempDir Path directory;

  private static byte[] random(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static void assertFault(FaultCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(Fault.class, fault -> assertThat(fault.code()).isEqualTo(code));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  // ---- what is read is what was written

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void randomOutputIsReadAsItWasWritten(long seed) {
    Random random = new Random(seed);
    byte[] all = random(seed, 100_000 + random.nextInt(4 * SEGMENT_BYTES));
    try (HistoryFixture run = new HistoryFixture(directory)) {
      Terminal terminal = run.terminal("t1");
      for (int at = 0; at < all.length; ) {
        int length = Math.min(1 + random.nextInt(60_000), all.length - at);
        run.show(terminal, Arrays.copyOfRange(all, at, at + length));
        if (random.nextInt(10) == 0) {
          run.settle();
        }
        at += length;
      }
    }
    try (HistoryFixture run = new HistoryFixture(directory)) {
      assertThat(run.bytes("t1")).isEqualTo(all);
      for (int i = 0; i < 50; i++) {
        int from = random.nextInt(all.length + 1);
        int length = 1 + random.nextInt(Histories.MAX_PART_BYTES);
        HistoryPart part = run.history("t1").read(from, length);
        assertThat(part.gap()).isZero();
        assertThat(part.offset()).isEqualTo(from);
        assertThat(part.payload())
            .isEqualTo(Arrays.copyOfRange(all, from, Math.min(all.length, from + length)));
      }
    }
  }

  /** As a kill leaves it: everything up to a whole record, or a gap at the end. */
  @Test
  void aFileCutAtAnyByteHasABeginningOfWhatWasWritten() throws IOException {
    byte[] all = random(1, 1_200);
    try (HistoryFixture run = new HistoryFixture(directory)) {
      Terminal terminal = run.terminal("t1");
      for (int at = 0; at < all.length; at += 300) {
        run.show(terminal, Arrays.copyOfRange(all, at, at + 300));
        run.settle();
      }
    }
    Path file = segments(directory, "t1", 1).getFirst();
    byte[] whole = Files.readAllBytes(file);
    int longest = 0;
    for (int cut = 0; cut <= whole.length; cut++) {
      Files.write(file, Arrays.copyOf(whole, cut));
      try (HistoryFixture run = new HistoryFixture(directory)) {
        byte[] kept = run.bytes("t1");
        assertThat(kept).isEqualTo(Arrays.copyOf(all, kept.length));
        assertThat(kept.length).isBetween(longest, all.length);
        longest = kept.length;
      }
    }
    assertThat(longest).isEqualTo(all.length);
  }

  @Test
  void aFlippedBitIsAGapAndNeverAWrongByte() throws IOException {
    byte[] all = random(2, 1_000);
    try (HistoryFixture run = new HistoryFixture(directory)) {
      Terminal terminal = run.terminal("t1");
      for (int at = 0; at < all.length; at += 200) {
        run.show(terminal, Arrays.copyOfRange(all, at, at + 200));
        run.settle();
      }
    }
    Path file = segments(directory, "t1", 1).getFirst();
    byte[] whole = Files.readAllBytes(file);
    Random random = new Random(3);
    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, damaged);
      try (HistoryFixture run = new HistoryFixture(directory)) {
        assertTrueToWhatWasWritten(run, all);
      }
    }
  }

  /** Each byte is right, and what is missing is stated. */
  private static void assertTrueToWhatWasWritten(HistoryFixture run, byte[] all) {
    long next = 0;
    for (HistoryPart part : parts(run.history("t1"), 0, 1000)) {
      assertThat(part.offset()).isEqualTo(next + part.gap());
      int from = (int) part.offset();
      assertThat(part.payload())
          .isEqualTo(Arrays.copyOfRange(all, from, from + part.payload().length));
      next = part.offset() + part.payload().length;
    }
    assertThat(next).isEqualTo(run.history("t1").read(0, 1).end());
  }

  @Test
  void aMissingFileIsAGap() throws IOException {
    byte[] all = random(4, 4 * SEGMENT_BYTES);
    try (HistoryFixture run = new HistoryFixture(directory)) {
      run.show(run.terminal("t1"), all);
    }
    List<Path> files = segments(directory, "t1", 1);
    assertThat(files).hasSizeGreaterThan(3);
    Files.delete(files.get(1));
    try (HistoryFixture run = new HistoryFixture(directory)) {
      assertTrueToWhatWasWritten(run, all);
      assertThat(parts(run.history("t1"), 0, Histories.MAX_PART_BYTES))
          .filteredOn(part -> part.gap() > 0)
          .hasSize(1);
      // It goes while the service runs.
      Files.delete(files.get(2));
      assertTrueToWhatWasWritten(run, all);
    }
  }

  @Test
  void whatIsNoHistoryIsLeftAlone() throws IOException {
    Path strange = directory.resolve("t1").resolve("7");
    Files.createDirectories(strange);
    Files.writeString(strange.resolve("about.json"), "{\"terminalId\":");
    Files.createDirectories(directory.resolve("t2").resolve("not a number"));
    Files.writeString(directory.resolve("a file"), "");
    try (HistoryFixture run = new HistoryFixture(directory)) {
      assertThat(run.histories.past()).isEmpty();
    }
    assertThat(strange.resolve("about.json")).exists();
  }

  @Test
  void filesOfOthersCostNothing() throws IOException {
    byte[] all = random(12, 2_000);
    try (HistoryFixture run = new HistoryFixture(directory)) {
      run.show(run.terminal("t1"), all);
    }
    Path life = directory.resolve("t1").resolve("1");
    for (String name :
        List.of("9999999999999999999.log", "notes.log", "about.json.new", "12.log")) {
      Files.writeString(life.resolve(name), "none");
    }
    Files.createDirectory(life.resolve("folder"));
    Path poor = Files.createDirectories(directory.resolve("t2").resolve("1"));
    Files.writeString(poor.resolve("about.json"), "{\"terminalId\":\"t2\",\"incarnation\":1}");
    try (HistoryFixture run = new HistoryFixture(directory)) {
      assertThat(run.bytes("t1")).isEqualTo(all);
      assertThat(run.histories.past()).hasSize(1);
    }
  }

  /** As a machine without power may leave it. */
  @Test
  void aTailOfZerosEndsWhereTheOutputDid() throws IOException {
    byte[] all = random(13, 2_000);
    try (HistoryFixture run = new HistoryFixture(directory)) {
      run.show(run.terminal("t1"), all);
    }
    Path file = segments(directory, "t1", 1).getFirst();
    Files.write(file, new byte[100_000], StandardOpenOption.APPEND);
    try (HistoryFixture run = new HistoryFixture(directory)) {
      assertThat(run.bytes("t1")).isEqualTo(all);
    }
  }

  // ---- offsets

  @Test
  void anOffsetBeyondTheEndIsRefused() {
    try (HistoryFixture run = new HistoryFixture(directory)) {
      run.show(run.terminal("t1"), "0123456789");
    }
    try (HistoryFixture run = new HistoryFixture(directory)) {
      Histories.History history = run.history("t1");
      HistoryPart end = history.read(10, 100);
      assertThat(end.payload()).isEmpty();
      assertThat(end.end()).isEqualTo(10);
      assertFault(FaultCode.OFFSET_OUT_OF_RANGE, () -> history.read(11, 100));
      assertFault(FaultCode.OFFSET_OUT_OF_RANGE, () -> history.read(-1, 100));
    }
  }

  @Test
  void theOldestGoFirstAndThatIsStated() {
    Histories.Retention small =
        new Histories.Retention(3 * SEGMENT_BYTES, 1 << 30, Duration.ofDays(7));
    byte[] all = random(5, 8 * SEGMENT_BYTES);
    try (HistoryFixture run = new HistoryFixture(directory, small, PrivateFiles::create)) {
      run.show(run.terminal("t1"), all);
    }
    try (HistoryFixture run = new HistoryFixture(directory, small, PrivateFiles::create)) {
      HistoryPart first = run.history("t1").read(0, 10);
      assertThat(first.start()).isGreaterThan(4L * SEGMENT_BYTES);
      assertThat(first.offset()).isEqualTo(first.start());
      assertThat(first.gap()).isEqualTo(first.start());
      assertTrueToWhatWasWritten(run, all);
      assertThat(run.histories.fileBytes()).isLessThanOrEqualTo(small.perTerminal());
    }
  }

  @Test
  void allTogetherAreBoundedAndTheOldestGoFirst() {
    Histories.Retention small =
        new Histories.Retention(4 * SEGMENT_BYTES, 6 * SEGMENT_BYTES, Duration.ofDays(7));
    try (HistoryFixture run = new HistoryFixture(directory, small, PrivateFiles::create)) {
      for (String id : List.of("t1", "t2", "t3")) {
        Terminal terminal = run.terminal(id);
        run.show(terminal, random(6, 3 * SEGMENT_BYTES));
        run.settle();
        terminal.terminate();
        terminal.onExit(Exit.ofCode(0));
        terminal.onDrained();
      }
    }
    try (HistoryFixture run = new HistoryFixture(directory, small, PrivateFiles::create)) {
      assertThat(run.histories.fileBytes()).isLessThanOrEqualTo(small.total());
      assertThat(run.history("t3").read(0, 1).gap()).isZero();
      assertFault(FaultCode.NOT_FOUND, () -> run.history("t1"));
    }
  }

  @Test
  void whatIsTooOldGoesWithItsDirectory() {
    try (HistoryFixture run = new HistoryFixture(directory)) {
      Terminal ended = run.terminal("t1");
      run.show(ended, "x");
      ended.onExit(Exit.ofCode(0));
      ended.onDrained();
      run.show(run.terminal("t2"), "x");
      // Its end is written.
      org.awaitility.Awaitility.await().until(() -> run.histories.past().size() == 1);
      run.loop.advance(RETENTION.maxAge().plusDays(1));
      run.histories.retain();
      assertThat(directory.resolve("t1")).doesNotExist();
      assertThat(text(run.bytes("t2"))).isEqualTo("x");
    }
  }

  // ---- whose it is

  @Test
  void anotherUsersIsNotThere() {
    try (HistoryFixture run = new HistoryFixture(directory)) {
      run.show(run.terminal("t1"), "x");
      assertFault(FaultCode.NOT_FOUND, () -> run.histories.get("t1", "eve", 0));
      assertFault(FaultCode.NOT_FOUND, () -> run.histories.get("../t1", "ada", 0));
      assertFault(FaultCode.NOT_FOUND, () -> run.histories.get("t1", "ada", 2));
      assertFault(FaultCode.NOT_FOUND, () -> run.histories.get("t2", "ada", 0));
    }
  }

  @Test
  void onlyTheServicesUserCanReadTheFiles() throws IOException {
    try (HistoryFixture run = new HistoryFixture(directory.resolve("history"))) {
      run.show(run.terminal("t1"), "x");
    }
    try (var files = Files.walk(directory.resolve("history"))) {
      assertThat(files)
          .allSatisfy(
              file ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                      .endsWith("------"));
    }
  }

  @Test
  void theEnvironmentOfAProgramThatIsNotStartedAgainIsNotKept() throws IOException {
    try (HistoryFixture run = new HistoryFixture(directory)) {
      run.terminal("t1");
    }
    assertThat(directory.resolve("t1/1/about.json")).content().doesNotContain("SECRET");
  }

  // ---- failures

  @Test
  void aDiskThatIsFullLeavesAGapAndTheTerminalGoesOn() {
    AtomicBoolean full = new AtomicBoolean();
    Histories.FileMaker maker =
        file -> {
          WritableByteChannel real = PrivateFiles.create(file);
          return new WritableByteChannel() {
            @Override
            public int write(ByteBuffer bytes) throws IOException {
              if (full.get()) {
                // What fits is written.
                real.write(bytes.slice(bytes.position(), Math.min(5, bytes.remaining())));
                throw new IOException("No space left on device");
              }
              return real.write(bytes);
            }

            @Override
            public boolean isOpen() {
              return real.isOpen();
            }

            @Override
            public void close() throws IOException {
              real.close();
            }
          };
        };
    byte[] before = random(7, 50_000);
    byte[] lost = random(8, 40_000);
    byte[] after = random(9, 30_000);
    try (HistoryFixture run = new HistoryFixture(directory, RETENTION, maker)) {
      Terminal terminal = run.terminal("t1");
      run.show(terminal, before);
      run.settle();
      awaitEnd(run, before.length);
      full.set(true);
      run.show(terminal, lost);
      run.settle();
      org.awaitility.Awaitility.await().until(() -> run.histories.lostBytes() == lost.length);
      full.set(false);
      long[] shown = {before.length + lost.length};
      // It tries again after a while.
      org.awaitility.Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                run.show(terminal, "x");
                run.settle();
                shown[0]++;
                return run.history("t1").read(0, 1).end() >= shown[0] - 1
                    && run.history("t1").read(0, 1).end() > before.length + lost.length;
              });
      run.show(terminal, after);
      run.settle();
      awaitEnd(run, shown[0] + after.length);
      HistoryPart gap = run.history("t1").read(before.length, 10);
      assertThat(gap.gap()).isGreaterThanOrEqualTo(lost.length);
      HistoryPart last = run.history("t1").read(shown[0], Histories.MAX_PART_BYTES);
      assertThat(last.payload()).isEqualTo(after);
      assertThat(run.history("t1").read(0, Histories.MAX_PART_BYTES).payload()).isEqualTo(before);
    }
  }

  private static void awaitEnd(HistoryFixture run, long end) {
    org.awaitility.Awaitility.await().until(() -> run.history("t1").read(0, 1).end() == end);
  }

  @Test
  void nothingIsKeptWhenItIsTurnedOff() {
    Histories.Retention off = new Histories.Retention(0, 1 << 20, Duration.ofDays(7));
    try (HistoryFixture run = new HistoryFixture(directory, off, PrivateFiles::create)) {
      run.show(run.terminal("t1"), "x");
      assertFault(FaultCode.NOT_FOUND, () -> run.history("t1"));
    }
    assertThat(directory).isEmptyDirectory();
  }

  // ---- after a restart

  private static Histories.Past past(HistoryFixture run) {
    assertThat(run.histories.past()).hasSize(1);
    return run.histories.past().getFirst();
  }

  private String lastScreen(HistoryFixture run) {
    return text(past(run).draw().join());
  }

  @Test
  void aTerminalThatWasKilledHasItsLastScreenAndNoExit() {
    try (HistoryFixture run = new HistoryFixture(directory)) {
      Terminal terminal = run.terminal("t1");
      run.show(terminal, "\033[31mred\033[m\r\nplain\r\n$ ");
    }
    try (HistoryFixture run = new HistoryFixture(directory)) {
      Histories.Past past = past(run);
      assertThat(past.exit()).isNull();
      assertThat(past.endTold()).isFalse();
      assertThat(past.identity().name()).isEqualTo("build");
      assertThat(past.size()).isEqualTo(HistoryFixture.SIZE);
      assertThat(past.end()).isEqualTo(22);
      assertThat(lastScreen(run)).contains("red").contains("plain");
      past.noteEnd();
    }
    try (HistoryFixture run = new HistoryFixture(directory)) {
      assertThat(past(run).endTold()).isTrue();
      assertThat(past(run).exit()).isNull();
    }
  }

  @Test
  void aTerminalThatHadEndedKeepsItsExit() {
    try (HistoryFixture run = new HistoryFixture(directory)) {
      Terminal terminal = run.terminal("t1");
      terminal.onExit(Exit.ofCode(3));
      terminal.onDrained();
    }
    try (HistoryFixture run = new HistoryFixture(directory)) {
      assertThat(past(run).exit()).isEqualTo(Exit.ofCode(3));
      assertThat(past(run).endTold()).isTrue();
    }
  }

  /** From a dump on, through sizes, over the edges of segments, whatever a cut has left. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void theLastScreenIsTheOneThatWasShown(long seed) {
    Random random = new Random(seed);
    Screen shown = new Screen(80, 24, 100);
    try (HistoryFixture run = new HistoryFixture(directory)) {
      Terminal terminal = run.terminal("t1");
      StringBuilder lines = new StringBuilder();
      for (int i = 0; lines.length() < 3 * SEGMENT_BYTES; i++) {
        lines.append("\033[3").append(random.nextInt(8)).append("mline ").append(i);
        lines.append(" of random colour\033[m\r\n");
      }
      lines.append("\033[?1049h\033[2J\033[5;7Hfull screen\033[1");
      byte[] all = lines.toString().getBytes(StandardCharsets.UTF_8);
      for (int at = 0; at < all.length; ) {
        int length = Math.min(1 + random.nextInt(20_000), all.length - at);
        byte[] piece = Arrays.copyOfRange(all, at, at + length);
        run.show(terminal, piece);
        shown.write(piece, 0, length);
        run.loop.advance(Duration.ofMillis(random.nextInt(100)));
        at += length;
      }
    }
    try (HistoryFixture run = new HistoryFixture(directory)) {
      assertThat(lastScreen(run)).isEqualTo(text(shown.dump()));
    }
  }

  @Test
  void aNewLifeHasAHistoryOfItsOwnAndKnowsTheOneBefore() {
    try (HistoryFixture run = new HistoryFixture(directory)) {
      run.show(run.terminal("t1", 5), "first");
    }
    try (HistoryFixture run = new HistoryFixture(directory)) {
      assertThat(past(run).again(new RequestKey(1, 2)).size()).isEqualTo(new WindowSize(80, 24));
      run.show(run.terminal("t1", 6), "second");
    }
    try (HistoryFixture run = new HistoryFixture(directory)) {
      assertThat(past(run).identity().incarnation()).isEqualTo(6);
      assertThat(text(run.bytes("t1"))).isEqualTo("second");
      assertThat(run.history("t1").previousIncarnation()).isEqualTo(5);
      Histories.History before = run.histories.get("t1", "ada", 5);
      assertThat(text(before.read(0, 100).payload())).isEqualTo("first");
      assertThat(before.previousIncarnation()).isZero();
    }
  }

  // ---- search

  @Test
  void linesAreFoundNewestFirstAndASearchGoesOnWhereTheLastOneStopped() {
    StringBuilder all = new StringBuilder();
    for (int i = 0; all.length() < 20 * SEGMENT_BYTES; i++) {
      all.append(i % 20_000 == 0 ? "a \033[1mneedle\033[m " + i : "straw number " + i)
          .append("\r\n");
    }
    byte[] bytes = all.toString().getBytes(StandardCharsets.UTF_8);
    try (HistoryFixture run = new HistoryFixture(directory)) {
      run.show(run.terminal("t1"), bytes);
    }
    try (HistoryFixture run = new HistoryFixture(directory)) {
      long before = Long.MAX_VALUE;
      java.util.ArrayList<TextLine> found = new java.util.ArrayList<>();
      int calls = 0;
      HistoryHits hits;
      do {
        hits = run.history("t1").search(new SearchQuery("NEEDLE"), before, 7);
        found.addAll(hits.lines());
        assertThat(hits.searchedFrom()).isLessThan(before);
        before = hits.searchedFrom();
        calls++;
      } while (before > hits.start());
      assertThat(calls).isGreaterThan(2);
      List<Long> numbers =
          found.stream().map(line -> Long.parseLong(line.text().split(" ")[2])).toList();
      List<Long> expected = new java.util.ArrayList<>();
      for (long i = 0; i < all.toString().lines().count(); i += 20_000) {
        expected.addFirst(i);
      }
      assertThat(numbers).isEqualTo(expected);
      for (TextLine line : found) {
        String there = text(Arrays.copyOfRange(bytes, (int) line.at(), (int) line.at() + 20));
        assertThat(there).contains("needle");
      }
    }
  }

  @Test
  void lettersThatAreCutByTheEdgeOfASegmentAreFound() {
    try (HistoryFixture run = new HistoryFixture(directory)) {
      Terminal terminal = run.terminal("t1");
      run.show(terminal, "x".repeat(SEGMENT_BYTES - 60_000) + "\n");
      for (int i = 0; i < 5_000; i++) {
        run.show(terminal, "grüße aus zeile " + i + "\n");
      }
    }
    try (HistoryFixture run = new HistoryFixture(directory)) {
      assertThat(segments(directory, "t1", 1)).hasSizeGreaterThan(1);
      java.util.Set<String> found = new java.util.HashSet<>();
      long before = Long.MAX_VALUE;
      HistoryHits hits;
      do {
        hits = run.history("t1").search(new SearchQuery("grüße"), before, 100);
        hits.lines().forEach(line -> assertThat(found.add(line.text())).isTrue());
        before = hits.searchedFrom();
      } while (before > hits.start());
      assertThat(found).hasSize(5_000);
    }
  }

  @Test
  void clocksMayJump() {
    try (HistoryFixture run = new HistoryFixture(directory)) {
      Terminal terminal = run.terminal("t1");
      byte[] all = random(11, 3 * SEGMENT_BYTES);
      run.show(terminal, Arrays.copyOf(all, SEGMENT_BYTES));
      run.loop.jump(Duration.ofDays(-400));
      run.show(terminal, Arrays.copyOfRange(all, SEGMENT_BYTES, 2 * SEGMENT_BYTES));
      run.loop.jump(Duration.ofDays(900));
      run.show(terminal, Arrays.copyOfRange(all, 2 * SEGMENT_BYTES, all.length));
      run.settle();
      awaitEnd(run, all.length);
      run.histories.retain();
      assertThat(run.bytes("t1")).isEqualTo(all);
    }
  }
}
