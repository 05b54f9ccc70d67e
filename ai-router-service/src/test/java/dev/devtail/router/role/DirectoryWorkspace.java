package dev.devtail.router.role;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/** {@link Workspace} that is a directory of this machine, for tests. */
public final class DirectoryWorkspace implements Workspace {

  private final Path root;

  public DirectoryWorkspace(Path root) {
    this.root = root;
  }

  @FunctionalInterface
  private interface Work<T> {
    T now() throws IOException, InterruptedException;
  }

  private static <T> Mono<T> does(Work<T> work) {
    return Mono.fromCallable(
        () -> {
          try {
            return work.now();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Override
  public Mono<Listing> list(String path, boolean recursive, int limit) {
    return does(
        () -> {
          Path directory = root.resolve(path);
          if (!Files.isDirectory(directory)) {
            throw Fault.notFound("directory", path);
          }
          try (Stream<Path> files = Files.walk(directory, recursive ? Integer.MAX_VALUE : 1)) {
            List<Entry> all =
                files
                    .filter(file -> !file.equals(directory))
                    .sorted()
                    .limit(limit + 1L)
                    .map(this::entry)
                    .toList();
            return new Listing(all.subList(0, Math.min(limit, all.size())), all.size() > limit);
          }
        });
  }

  private Entry entry(Path file) {
    try {
      boolean directory = Files.isDirectory(file);
      return new Entry(
          root.relativize(file).toString(), directory, directory ? 0 : Files.size(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Mono<Content> read(String path) {
    return does(
        () -> {
          if (!Files.isRegularFile(root.resolve(path))) {
            throw Fault.notFound("file", path);
          }
          byte[] all = Files.readAllBytes(root.resolve(path));
          byte[] first = Arrays.copyOf(all, Math.min(all.length, MAX_FILE_BYTES));
          return new Content(first, all.length, hash(all));
        });
  }

  @Override
  public Mono<Hash> write(String path, byte[] content, Optional<Hash> expected) {
    return does(
        () -> {
          requireSame(path, expected);
          Files.createDirectories(root.resolve(path).getParent());
          Files.write(root.resolve(path), content);
          return hash(content);
        });
  }

  @Override
  public Mono<Void> delete(String path, Hash expected) {
    return does(() -> {
          requireSame(path, Optional.of(expected));
          Files.delete(root.resolve(path));
          return path;
        })
        .then();
  }

  private void requireSame(String path, Optional<Hash> expected) throws IOException {
    Path file = root.resolve(path);
    Optional<Hash> now =
        Files.exists(file) ? Optional.of(hash(Files.readAllBytes(file))) : Optional.empty();
    if (!now.equals(expected)) {
      throw new Fault(FaultCode.CONFLICT, path + " is not what you last saw.");
    }
  }

  @Override
  public Mono<Outcome> run(List<String> command, byte[] stdin, Duration timeLimit) {
    return does(
        () -> {
          Path out = Files.createTempFile("devtail-out", "");
          Path err = Files.createTempFile("devtail-err", "");
          Path in = Files.createTempFile("devtail-in", "");
          try {
            Files.write(in, stdin);
            Process process =
                new ProcessBuilder(command)
                    .directory(root.toFile())
                    .redirectInput(in.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            boolean ended = process.waitFor(timeLimit.toMillis(), TimeUnit.MILLISECONDS);
            process.destroyForcibly();
            return new Outcome(
                ended ? OptionalInt.of(process.exitValue()) : OptionalInt.empty(),
                Files.readString(out),
                Files.readString(err));
          } finally {
            Files.delete(out);
            Files.delete(err);
            Files.delete(in);
          }
        });
  }

  private static Hash hash(byte[] bytes) {
    try {
      return new Hash(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** For what a test looks at. */
  public String text(String path) throws IOException {
    return Files.readString(root.resolve(path), StandardCharsets.UTF_8);
  }
}
