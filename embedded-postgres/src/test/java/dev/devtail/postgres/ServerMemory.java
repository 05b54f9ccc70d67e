package dev.devtail.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Measures a server and its children, shared memory counted once (PSS; Linux only). */
final class ServerMemory {

  private ServerMemory() {}

  static long proportionalKilobytes(long pid) {
    ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
    return Stream.concat(Stream.of(server), server.descendants())
        .map(process -> Path.of("/proc", Long.toString(process.pid()), "smaps_rollup"))
        .filter(Files::isReadable)
        .mapToLong(ServerMemory::pss)
        .sum();
  }

  private static long pss(Path smaps) {
    try (Stream<String> lines = Files.lines(smaps)) {
      return lines
          .filter(line -> line.startsWith("Pss:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
