package dev.devtail.router.ledger.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

  private static final long MAX_BYTES = 1_000_000;

  @TempDir Path directory;

  private Journal open() throws IOException {
    return Journal.open(directory.resolve("journal"), MAX_BYTES);
  }

  private static void append(Journal journal, String... records) {
    for (String record : records) {
      journal.append(record.getBytes(UTF_8)).join();
    }
  }

  private static List<String> read(Journal journal) throws IOException {
    List<String> all = new ArrayList<>();
    for (Segment segment : journal.seal().join()) {
      segment.read().records().forEach(record -> all.add(new String(record, UTF_8)));
    }
    return all;
  }

  @Test
  void whatWasWrittenIsReadInItsOrder() throws IOException {
    try (Journal journal = open()) {
      append(journal, "one", "two");
      assertThat(read(journal)).containsExactly("one", "two");
      append(journal, "three");
      assertThat(read(journal)).containsExactly("one", "two", "three");
    }
  }

  @Test
  void anotherProcessReadsWhatTheFirstHasLeftAndIsTheSameHolder() throws IOException {
    Journal first = open();
    append(first, "one");
    first.close();
    try (Journal second = open()) {
      append(second, "two");
      assertThat(read(second)).containsExactly("one", "two");
      assertThat(second.holder()).isEqualTo(first.holder());
      assertThat(second.bytes()).isEqualTo(first.bytes() + Segment.HEAD_BYTES + 3);
    }
  }

  @Test
  void whatIsDeletedIsNotReadAgain() throws IOException {
    try (Journal journal = open()) {
      append(journal, "one");
      journal.delete(journal.seal().join().getFirst());
      append(journal, "two");
      assertThat(read(journal)).containsExactly("two");
    }
  }

  /** Wherever a crash has cut it, every record before is read, and what is torn is counted. */
  @Test
  void aTornTailTakesNothingWithIt() throws IOException {
    try (Journal journal = open()) {
      append(journal, "alpha", "beta", "gamma");
      Path file = journal.seal().join().getFirst().file();
      byte[] whole = Files.readAllBytes(file);
      int[] ends = {13, 25, 38};
      assertThat(whole).hasSize(38);
      for (int cut = 0; cut <= whole.length; cut++) {
        Files.write(file, Arrays.copyOf(whole, cut));
        int length = cut;
        int complete = (int) Arrays.stream(ends).filter(end -> end <= length).count();
        Segment.Content content = new Segment(file).read();
        assertThat(content.records()).as("cut at %d", cut).hasSize(complete);
        assertThat(content.tornBytes())
            .as("cut at %d", cut)
            .isEqualTo(cut - (complete == 0 ? 0 : ends[complete - 1]));
      }
    }
  }

  @Test
  void aChangedByteEndsTheReading() throws IOException {
    try (Journal journal = open()) {
      append(journal, "alpha", "beta");
      Path file = journal.seal().join().getFirst().file();
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length - 1]++;
      Files.write(file, bytes);
      Segment.Content content = new Segment(file).read();
      assertThat(content.records()).containsExactly("alpha".getBytes(UTF_8));
      assertThat(content.tornBytes()).isEqualTo(Segment.HEAD_BYTES + 4);
    }
  }

  @Test
  void oneProcessAtATime() throws IOException {
    try (Journal first = open()) {
      assertThatThrownBy(this::open)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("in use by another process");
      append(first, "still there");
    }
  }

  @Test
  void nobodyElseMayLookIn() throws IOException {
    try (Journal journal = open()) {
      append(journal, "secret");
      assertThat(permissions(directory.resolve("journal"))).isEqualTo("rwx------");
      assertThat(permissions(journal.seal().join().getFirst().file())).isEqualTo("rw-------");
    }
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void isFullAtItsBoundAndStillTakesWhatIsUnderWay() throws IOException {
    try (Journal journal = Journal.open(directory.resolve("small"), 20)) {
      append(journal, "0123456789");
      assertThat(journal.isFull()).isFalse();
      append(journal, "0123456789");
      assertThat(journal.isFull()).isTrue();
      append(journal, "more");
      assertThat(read(journal)).hasSize(3);
      journal.delete(journal.seal().join().getFirst());
      assertThat(journal.isFull()).isFalse();
    }
  }

  @Test
  void refusesWhatComesAfterItsEndAndWhatIsTooLarge() throws IOException {
    Journal journal = open();
    assertThatThrownBy(() -> journal.append(new byte[Segment.MAX_RECORD_BYTES + 1]).join())
        .isInstanceOf(CompletionException.class)
        .hasMessageContaining("expected: <= 65536");
    journal.close();
    assertThatThrownBy(() -> append(journal, "late")).hasMessageContaining("closed");
  }

  /** Appends as fast as it can, tells the number of each once it is durable, and never ends. */
  static final class Child {

    /** Of records that are on their way at once. */
    private static final int AT_ONCE = 64;

    private Child() {}

    public static void main(String[] arguments) throws Exception {
      Journal journal = Journal.open(Path.of(arguments[0]), Long.MAX_VALUE);
      Semaphore room = new Semaphore(AT_ONCE);
      for (int number = 0; ; number++) {
        room.acquire();
        int told = number;
        CompletableFuture<?> done = journal.append(Integer.toString(number).getBytes(UTF_8));
        done.thenRun(
            () -> {
              System.out.println(told);
              room.release();
            });
      }
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aKilledProcessHasLostNothingThatItHadRecorded() throws IOException {
    Path journalDirectory = directory.resolve("journal");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                journalDirectory.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    int recorded = 0;
    try (BufferedReader told = child.inputReader()) {
      for (String line = told.readLine(); line != null; line = told.readLine()) {
        recorded++;
        if (recorded == 2_000) {
          // Not through the process, which would close what is still to be read.
          child.toHandle().destroyForcibly();
        }
      }
    }
    child.onExit().join();
    assertThat(recorded).isGreaterThanOrEqualTo(2_000);
    try (Journal journal = Journal.open(journalDirectory, MAX_BYTES)) {
      assertThat(read(journal))
          .startsWith(
              IntStream.range(0, recorded).mapToObj(Integer::toString).toArray(String[]::new));
    }
  }
}
