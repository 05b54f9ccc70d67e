package dev.devtail.terminal.recording;

import dev.devtail.terminal.domain.Terminal;
import dev.devtail.terminal.domain.TerminalId;
import dev.devtail.terminal.domain.TerminalLimits;
import dev.devtail.terminal.domain.WindowSize;
import dev.devtail.terminal.search.LuceneIndex;
import dev.devtail.terminal.testing.FakePty;
import dev.devtail.terminal.testing.VirtualLoop;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Recordings of terminals whose programs are played by the test, in virtual time. */
final class RecordingFixture implements AutoCloseable {

  static final Recordings.Retention RETENTION =
      new Recordings.Retention(Duration.ofDays(30), 1L << 30);

  final VirtualLoop loop = new VirtualLoop();
  final RecordingFiles files;
  final Recordings recordings;

  /** What was written down. */
  final List<String> journal = new CopyOnWriteArrayList<>();

  private int terminals;

  RecordingFixture(Path directory) {
    this(directory, RETENTION);
  }

  RecordingFixture(Path directory, Recordings.Retention retention) {
    this(directory, retention, new RecordingFiles(directory)::create);
  }

  RecordingFixture(Path directory, Recordings.Retention retention, Recordings.FileMaker maker) {
    files = new RecordingFiles(directory);
    recordings =
        new Recordings(
            files,
            () -> LuceneIndex.open(files.indexDirectory()),
            Map.of("TERM", "xterm-256color", "SHELL", "/bin/sh"),
            new RecordingJournal() {
              @Override
              public void started(Recording recording) {
                journal.add("started " + recording.id());
              }

              @Override
              public void stopped(Recording recording) {
                journal.add("stopped " + recording.id());
              }
            },
            loop,
            retention,
            maker);
    recordings.open();
  }

  Terminal terminal(String owner) {
    terminals++;
    Terminal terminal =
        new Terminal(
            new Terminal.Identity(
                new TerminalId("t" + terminals), 7, owner, "s1", "build", List.of("sh"), "/"),
            new WindowSize(80, 24),
            loop,
            new FakePty(loop),
            loop,
            new TerminalLimits(
                1 << 20,
                100,
                Duration.ofSeconds(15),
                Duration.ofSeconds(30),
                Duration.ofSeconds(3)),
            gone -> {});
    terminal.start();
    return terminal;
  }

  Recording start(Terminal terminal) {
    return get(recordings.start(terminal));
  }

  Recording stop(Terminal terminal) {
    return get(recordings.stop(terminal));
  }

  /** A recording of a terminal that shows this and nothing else. */
  Recording recorded(String owner, String... shown) {
    Terminal terminal = terminal(owner);
    start(terminal);
    for (String text : shown) {
      loop.advance(Duration.ofSeconds(1));
      show(terminal, text);
    }
    return stop(terminal);
  }

  static void show(Terminal terminal, String text) {
    show(terminal, text.getBytes(StandardCharsets.UTF_8));
  }

  static void show(Terminal terminal, byte[] bytes) {
    terminal.onOutput(bytes, bytes.length);
  }

  static <T> T get(CompletableFuture<T> future) {
    try {
      return future.get(10, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new AssertionError(e);
    } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  /** All that the recording's output events hold. */
  byte[] output(Recording recording) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (CastReader reader = new CastReader(files.cast(recording.id()), 0)) {
      while (reader.hasNext()) {
        if (reader.next() == CastReader.Kind.OUTPUT) {
          all.write(reader.data(), 0, reader.length());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all.toByteArray();
  }

  String text(Recording recording) {
    return new String(output(recording), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    recordings.close();
  }
}
