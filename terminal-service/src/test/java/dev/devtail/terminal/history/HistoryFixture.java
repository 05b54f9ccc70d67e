package dev.devtail.terminal.history;

import dev.devtail.terminal.domain.RequestKey;
import dev.devtail.terminal.domain.StartRequest;
import dev.devtail.terminal.domain.Terminal;
import dev.devtail.terminal.domain.TerminalId;
import dev.devtail.terminal.domain.TerminalLimits;
import dev.devtail.terminal.domain.WindowSize;
import dev.devtail.terminal.testing.FakePty;
import dev.devtail.terminal.testing.VirtualLoop;
import dev.devtail.terminal.writing.PrivateFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** One run of the service, as far as histories go: programs are played by the test. */
final class HistoryFixture implements AutoCloseable {

  static final Histories.Retention RETENTION =
      new Histories.Retention(64 << 20, 1 << 30, Duration.ofDays(7));
  static final WindowSize SIZE = new WindowSize(80, 24);
  private static final TerminalLimits LIMITS =
      new TerminalLimits(
          1 << 20, 100, Duration.ofSeconds(15), Duration.ofSeconds(30), Duration.ofSeconds(3));

  final VirtualLoop loop = new VirtualLoop();
  final Histories histories;
  private boolean closed;

  HistoryFixture(Path directory) {
    this(directory, RETENTION, PrivateFiles::create);
  }

  HistoryFixture(Path directory, Histories.Retention retention, Histories.FileMaker maker) {
    histories = new Histories(directory, retention, 100, loop, Runnable::run, maker);
    histories.open();
  }

  Terminal terminal(String id) {
    return terminal(id, 1);
  }

  Terminal terminal(String id, long incarnation) {
    List<String> command = List.of("sh");
    Terminal terminal =
        new Terminal(
            new Terminal.Identity(
                new TerminalId(id), incarnation, "ada", "s1", "build", command, "/"),
            SIZE,
            loop,
            new FakePty(loop),
            loop,
            LIMITS,
            gone -> {});
    histories.keep(
        terminal,
        new StartRequest(
            "ada", "s1", new RequestKey(1, 1), "/", command, "", Map.of("SECRET", "x"), "", SIZE));
    terminal.start();
    return terminal;
  }

  void show(Terminal terminal, byte[] bytes) {
    for (int at = 0; at < bytes.length; at += 4096) {
      byte[] piece = java.util.Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 4096));
      terminal.onOutput(piece, piece.length);
    }
  }

  void show(Terminal terminal, String text) {
    show(terminal, text.getBytes(StandardCharsets.UTF_8));
  }

  /** What was shown is with the writer. */
  void settle() {
    loop.advance(Duration.ofSeconds(2));
  }

  /** Writes all; terminals that run are left as a kill leaves them. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      settle();
      histories.close();
    }
  }

  Histories.History history(String id) {
    return histories.get(id, "ada", 0);
  }

  /** All parts, from an offset to the end. */
  static List<HistoryPart> parts(Histories.History history, long from, int maxBytes) {
    List<HistoryPart> parts = new ArrayList<>();
    long offset = from;
    HistoryPart part;
    do {
      part = history.read(offset, maxBytes);
      parts.add(part);
      offset = part.offset() + part.payload().length;
    } while (part.payload().length > 0);
    return parts;
  }

  /** All that is kept. */
  byte[] bytes(String id) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    parts(history(id), 0, Histories.MAX_PART_BYTES).forEach(part -> all.writeBytes(part.payload()));
    return all.toByteArray();
  }

  static List<Path> segments(Path directory, String id, long incarnation) {
    try (Stream<Path> files =
        Files.list(directory.resolve(id).resolve(Long.toString(incarnation)))) {
      return files.filter(file -> file.toString().endsWith(".log")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
