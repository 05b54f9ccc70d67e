package dev.devtail.terminal.recording;

import static dev.devtail.terminal.recording.RecordingFixture.RETENTION;
import static dev.devtail.terminal.recording.RecordingFixture.get;
import static dev.devtail.terminal.recording.RecordingFixture.show;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.terminal.domain.Exit;
import dev.devtail.terminal.domain.Terminal;
import dev.devtail.terminal.recording.Recording.State;
import dev.devtail.terminal.text.SearchQuery;
import dev.devtail.terminal.writing.BackgroundWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingsTest {

  @TempDir Path directory;
  @AutoClose private RecordingFixture fixture;

  @BeforeEach
  void open() {
    fixture = new RecordingFixture(home());
  }

  private Path home() {
    return directory.resolve("recordings");
  }

  private void reopen(RecordingFixture other) {
    fixture.close();
    fixture = other;
  }

  private void awaitNotRecorded(Terminal terminal) {
    await()
        .until(
            () -> {
              fixture.loop.run();
              return !terminal.info().recording();
            });
  }

  private static void assertFault(FaultCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(Fault.class, fault -> assertThat(fault.code()).isEqualTo(code));
  }

  @Test
  void whatWasOnTheScreenComesFirstAndThenWhatIsShown() {
    Terminal terminal = fixture.terminal("ada");
    show(terminal, "before\r\n");
    Recording started = fixture.start(terminal);
    assertThat(started.running()).isTrue();
    assertThat(terminal.info().recording()).isTrue();
    fixture.loop.advance(Duration.ofMillis(1500));
    show(terminal, "while");
    Recording ended = fixture.stop(terminal);
    show(terminal, "after");
    assertThat(terminal.info().recording()).isFalse();
    assertThat(ended.state()).isEqualTo(State.COMPLETE);
    assertThat(ended.durationMillis()).isEqualTo(1500);
    assertThat(fixture.text(ended)).contains("before").endsWith("while");
    assertThat(ended.sizeBytes()).isEqualTo(fixture.files.cast(ended.id()).toFile().length());
    assertThat(fixture.recordings.list("ada", "")).containsExactly(ended);
    assertThat(fixture.recordings.list("ada", terminal.id().value())).containsExactly(ended);
    assertThat(fixture.recordings.list("ada", "other")).isEmpty();
  }

  @Test
  void terminalHasOneRecordingAtATime() {
    Terminal terminal = fixture.terminal("ada");
    Recording first = fixture.start(terminal);
    assertThat(fixture.start(terminal).id()).isEqualTo(first.id());
    fixture.stop(terminal);
    assertThat(fixture.start(terminal).id()).isNotEqualTo(first.id());
  }

  @Test
  void beginningAndEndAreWrittenDown() {
    Terminal terminal = fixture.terminal("ada");
    Recording stopped = fixture.start(terminal);
    assertThat(fixture.start(terminal).id()).isEqualTo(stopped.id());
    fixture.stop(terminal);
    awaitNotRecorded(terminal);
    await()
        .untilAsserted(
            () -> {
              fixture.loop.run();
              assertThat(fixture.journal)
                  .containsExactly("started " + stopped.id(), "stopped " + stopped.id());
            });
  }

  @Test
  void endsWithItsTerminal() {
    Terminal terminal = fixture.terminal("ada");
    Recording started = fixture.start(terminal);
    show(terminal, "last words");
    terminal.onExit(new Exit(0, 0));
    terminal.onDrained();
    await().until(() -> !fixture.recordings.get(started.id(), "ada").running());
    assertThat(fixture.text(started)).endsWith("last words");
    assertFault(FaultCode.NOT_FOUND, () -> fixture.stop(terminal));
    assertFault(FaultCode.ENDED, () -> fixture.start(terminal));
  }

  @Test
  void anotherUsersRecordingDoesNotExist() {
    Recording recording = fixture.recorded("ada", "secret");
    assertFault(FaultCode.NOT_FOUND, () -> fixture.recordings.get(recording.id(), "eve"));
    assertFault(FaultCode.NOT_FOUND, () -> fixture.recordings.get("../" + recording.id(), "ada"));
    assertThat(fixture.recordings.list("eve", "")).isEmpty();
    assertThat(fixture.recordings.search("eve", new SearchQuery("secret"), 10)).isEmpty();
    assertThat(fixture.recordings.get(recording.id(), "ada")).isEqualTo(recording);
  }

  @Test
  void onlyItsOwnUserCanReadTheFiles() throws IOException {
    Recording recording = fixture.recorded("ada", "secret");
    Path home = home();
    assertThat(permissions(home)).isEqualTo("rwx------");
    assertThat(permissions(home.resolve(recording.id() + ".cast"))).isEqualTo("rw-------");
    assertThat(permissions(home.resolve(recording.id() + ".json"))).isEqualTo("rw-------");
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void isReadInParts() {
    Recording recording = fixture.recorded("ada", "x".repeat(1000));
    byte[] head = fixture.recordings.read(recording, 0, 100);
    byte[] rest = fixture.recordings.read(recording, 100, Recordings.MAX_PART_BYTES);
    assertThat(head).hasSize(100);
    assertThat(head.length + rest.length).isEqualTo((int) recording.sizeBytes());
    assertThat(fixture.recordings.read(recording, recording.sizeBytes(), 100)).isEmpty();
    assertFault(
        FaultCode.OFFSET_OUT_OF_RANGE,
        () -> fixture.recordings.read(recording, recording.sizeBytes() + 1, 1));
    assertFault(FaultCode.OFFSET_OUT_OF_RANGE, () -> fixture.recordings.read(recording, -1, 1));
  }

  @Test
  void isDeletedWithAllThatIsKnownOfIt() throws IOException {
    Recording recording = fixture.recorded("ada", "needle");
    fixture.recordings.catchUpIndex();
    fixture.recordings.delete(recording);
    assertFault(FaultCode.NOT_FOUND, () -> fixture.recordings.get(recording.id(), "ada"));
    assertFault(FaultCode.NOT_FOUND, () -> fixture.recordings.read(recording, 0, 1));
    assertThat(fixture.recordings.search("ada", new SearchQuery("needle"), 10)).isEmpty();
    try (Stream<Path> files = Files.list(home())) {
      assertThat(files.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void runningRecordingIsNotDeleted() {
    Terminal terminal = fixture.terminal("ada");
    Recording recording = fixture.start(terminal);
    assertFault(FaultCode.INVALID_ARGUMENT, () -> fixture.recordings.delete(recording));
    fixture.stop(terminal);
  }

  @Test
  void isThereAfterARestart() {
    Recording recording = fixture.recorded("ada", "one", "two");
    fixture.close();
    open();
    assertThat(fixture.recordings.list("ada", "")).containsExactly(recording);
  }

  @Test
  void whatRunsIsCompleteWhenTheServiceStops() {
    Terminal terminal = fixture.terminal("ada");
    Recording started = fixture.start(terminal);
    show(terminal, "the end");
    fixture.close();
    open();
    assertThat(fixture.recordings.get(started.id(), "ada").state()).isEqualTo(State.COMPLETE);
    assertThat(fixture.text(started)).endsWith("the end");
  }

  /** A channel that fails after so many bytes, as a full disk does. */
  private static final class FullDisk implements WritableByteChannel {
    private final WritableByteChannel disk;
    private long room;

    FullDisk(WritableByteChannel disk, long room) {
      this.disk = disk;
      this.room = room;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      if (bytes.remaining() > room) {
        throw new IOException("No space left on device");
      }
      room -= bytes.remaining();
      return disk.write(bytes);
    }

    @Override
    public boolean isOpen() {
      return disk.isOpen();
    }

    @Override
    public void close() throws IOException {
      disk.close();
    }
  }

  private RecordingFixture onDiskOf(long bytes) {
    reopen(
        new RecordingFixture(
            home(),
            RETENTION,
            made -> new FullDisk(new RecordingFiles(home()).create(made), bytes)));
    return fixture;
  }

  @Test
  void fullDiskEndsTheRecordingAndNotTheTerminal() {
    Terminal terminal = onDiskOf(2000).terminal("ada");
    Recording started = fixture.start(terminal);
    show(terminal, "fits");
    await().until(() -> fixture.text(started).endsWith("fits"));
    show(terminal, "x".repeat(5000));
    awaitNotRecorded(terminal);
    show(terminal, "goes on");
    Recording ended = fixture.recordings.get(started.id(), "ada");
    assertThat(ended.state()).isEqualTo(State.DISK_FAILED);
    assertThat(fixture.text(ended)).endsWith("fits");
  }

  @Test
  void diskThatTakesNothingFailsTheStart() {
    Terminal terminal = onDiskOf(0).terminal("ada");
    assertFault(FaultCode.UNAVAILABLE, () -> fixture.start(terminal));
    awaitNotRecorded(terminal);
    assertThat(fixture.recordings.list("ada", "")).isEmpty();
  }

  @Test
  void floodThatTheDiskDoesNotTakeEndsTheRecordingAndNotTheTerminal() {
    CountDownLatch stuck = new CountDownLatch(1);
    reopen(
        new RecordingFixture(
            home(),
            RETENTION,
            made -> {
              awaitQuietly(stuck);
              return new RecordingFiles(home()).create(made);
            }));
    Terminal terminal = fixture.terminal("ada");
    var starting = fixture.recordings.start(terminal);
    byte[] piece = new byte[64 * 1024];
    int pieces = BackgroundWriter.MAX_QUEUED_BYTES / piece.length;
    for (int i = 0; i < 2 * pieces; i++) {
      show(terminal, piece);
    }
    stuck.countDown();
    Recording started = get(starting);
    awaitNotRecorded(terminal);
    Recording ended = fixture.recordings.get(started.id(), "ada");
    assertThat(ended.state()).isEqualTo(State.OVERRUN);
    assertThat(fixture.output(ended).length)
        .isBetween((pieces - 2) * piece.length, (pieces + 1) * piece.length);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void recordingThatIsAloneTooLargeEnds() {
    reopen(new RecordingFixture(home(), new Recordings.Retention(Duration.ofDays(1), 200_000)));
    Terminal terminal = fixture.terminal("ada");
    Recording started = fixture.start(terminal);
    for (int i = 0; i < 10; i++) {
      show(terminal, "x".repeat(50_000));
    }
    await().until(() -> !fixture.recordings.get(started.id(), "ada").running());
    assertThat(fixture.recordings.get(started.id(), "ada").state()).isEqualTo(State.TOO_LONG);
  }

  @Test
  void clocksMayJumpAndTimesGoOn() {
    Terminal terminal = fixture.terminal("ada");
    fixture.start(terminal);
    Duration hour = Duration.ofHours(1);
    for (Duration jump : List.of(hour, hour.multipliedBy(-2), hour)) {
      fixture.loop.jump(jump);
      fixture.loop.advance(Duration.ofSeconds(1));
      show(terminal, "jump\r\n");
    }
    Recording ended = fixture.stop(terminal);
    assertThat(ended.durationMillis()).isEqualTo(3000);
    byte[] file = fixture.recordings.read(ended, 0, Recordings.MAX_PART_BYTES);
    assertThat(new String(file, StandardCharsets.UTF_8))
        .containsSubsequence("[1.000, \"o\"", "[2.000, \"o\"", "[3.000, \"o\"");
  }

  @Test
  void oldRecordingsGo() {
    Recording old = fixture.recorded("ada", "old");
    fixture.loop.advance(RETENTION.maxAge().minusDays(1));
    Recording young = fixture.recorded("ada", "young");
    fixture.recordings.retain();
    assertThat(fixture.recordings.list("ada", "")).containsExactly(young, old);
    fixture.loop.advance(Duration.ofDays(2));
    fixture.recordings.retain();
    assertThat(fixture.recordings.list("ada", "")).containsExactly(young);
  }

  @Test
  void oldestGoWhenAllAreTooLargeButNotWhatRuns() {
    reopen(new RecordingFixture(home(), new Recordings.Retention(Duration.ofDays(9), 5000)));
    Terminal running = fixture.terminal("ada");
    Recording runs = fixture.start(running);
    Recording first = fixture.recorded("ada", "x".repeat(2000));
    Recording second = fixture.recorded("eve", "x".repeat(2000));
    fixture.recordings.retain();
    assertThat(fixture.recordings.list("ada", "")).hasSize(2);
    Recording third = fixture.recorded("ada", "x".repeat(2000));
    fixture.recordings.retain();
    assertThat(fixture.recordings.list("ada", ""))
        .extracting(Recording::id)
        .containsExactly(third.id(), runs.id())
        .doesNotContain(first.id());
    assertThat(fixture.recordings.list("eve", "")).containsExactly(second);
  }

  @Test
  void directoryThatCannotBeMadeIsSaidAtTheStart() throws IOException {
    Path file = directory.resolve("file");
    Files.writeString(file, "", StandardOpenOption.CREATE_NEW);
    assertThatThrownBy(() -> new RecordingFixture(file.resolve("below")))
        .hasMessageContaining("devtail.terminal.recordings.directory");
  }
}
