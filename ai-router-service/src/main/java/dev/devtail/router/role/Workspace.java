package dev.devtail.router.role;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import reactor.core.publisher.Mono;

/**
 * The files of one workspace, and commands run in it. Paths are relative to it. Everything may fail
 * with a {@link dev.devtail.kit.fault.Fault}.
 */
public interface Workspace {

  /** Longest file that is read or written, in bytes. */
  int MAX_FILE_BYTES = 1 << 20;

  /**
   * @param path empty: the workspace itself
   * @param recursive also what is below, without what Git ignores
   */
  Mono<Listing> list(String path, boolean recursive, int limit);

  /** Its first {@link #MAX_FILE_BYTES}. */
  Mono<Content> read(String path);

  /**
   * All of it or nothing.
   *
   * @param expected what the file was when it was last seen; empty: there must be none
   */
  Mono<Hash> write(String path, byte[] content, Optional<Hash> expected);

  Mono<Void> delete(String path, Hash expected);

  /**
   * Runs a program to its end.
   *
   * @param command program and arguments; no shell is between
   */
  Mono<Outcome> run(List<String> command, byte[] stdin, Duration timeLimit);

  /** SHA-256 of a file, in hexadecimal digits. */
  record Hash(String hex) {}

  /**
   * @param truncated there are more
   */
  record Listing(List<Entry> entries, boolean truncated) {

    public Listing {
      entries = List.copyOf(entries);
    }
  }

  /**
   * @param bytes of a regular file; 0 of others
   */
  record Entry(String path, boolean directory, long bytes) {}

  /**
   * @param bytes of it, up to the bound
   * @param size of all of it
   * @param hash of all of it
   */
  @SuppressWarnings("ArrayRecordComponent") // that nobody compares
  record Content(byte[] bytes, long size, Hash hash) {}

  /**
   * @param exitCode empty if its time was up
   * @param stdout its last part, as {@code stderr}
   */
  record Outcome(OptionalInt exitCode, String stdout, String stderr) {}
}
