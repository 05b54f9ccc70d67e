package dev.devtail.syntax.treesitter;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The library that tree-sitter and its grammars are linked into, made by {@code
 * src/main/native/build.sh}. From a jar it is unpacked once per content into a directory of this
 * user alone: {@code ~/.cache/devtail/native}, or {@code $XDG_CACHE_HOME/devtail/native}.
 */
final class Natives {

  private static final Logger log = LoggerFactory.getLogger(Natives.class);

  private static final Optional<SymbolLookup> LIBRARY = load();

  private Natives() {}

  /** Empty where there is none for this machine, which the log has said once. */
  static Optional<SymbolLookup> library() {
    return LIBRARY;
  }

  private static Optional<SymbolLookup> load() {
    String resource = resource(System.getProperty("os.name"), System.getProperty("os.arch"));
    URL library = Natives.class.getResource(resource);
    if (library == null) {
      log.warn(
          "code is not parsed, files stay text: library={} (expected: made by the build; install npm"
              + " and a C compiler, then build again)",
          resource);
      return Optional.empty();
    }
    try {
      return Optional.of(SymbolLookup.libraryLookup(file(library, resource), Arena.global()));
    } catch (IOException | URISyntaxException | RuntimeException e) {
      log.warn("code is not parsed, files stay text: library={}", resource, e);
      return Optional.empty();
    }
  }

  static String resource(String osName, String osArch) {
    boolean mac = osName.toLowerCase(Locale.ROOT).startsWith("mac");
    String machine =
        osArch.equals("amd64") ? "x86_64" : osArch.equals("arm64") ? "aarch64" : osArch;
    return "/native/%s-%s/libdevtail-syntax.%s"
        .formatted(mac ? "macos" : "linux", machine, mac ? "dylib" : "so");
  }

  private static Path file(URL library, String resource) throws IOException, URISyntaxException {
    if (library.getProtocol().equals("file")) {
      return Path.of(library.toURI());
    }
    return unpack(resource, cacheDirectory());
  }

  private static Path cacheDirectory() {
    String named = System.getenv("XDG_CACHE_HOME");
    Path caches =
        named == null || named.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(named);
    return caches.resolve("devtail").resolve("native");
  }

  /** The library as a file, below a directory that bears the hash of its content. */
  static Path unpack(String resource, Path cache) throws IOException {
    Path directory =
        cache.resolve(new String(bytes(resource + ".sha256"), StandardCharsets.US_ASCII));
    Path file = directory.resolve(resource.substring(resource.lastIndexOf('/') + 1));
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path part = Files.createTempFile(directory, "library", ".part");
    try {
      requireOwn(directory, Files.getOwner(part));
      if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        Files.write(part, bytes(resource));
        // Whole or not at all, whoever else unpacks it at this moment.
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      }
    } finally {
      Files.deleteIfExists(part);
    }
    return file;
  }

  /** What others may write is not loaded. */
  private static void requireOwn(Path directory, UserPrincipal self) throws IOException {
    String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(directory));
    if (!permissions.endsWith("------") || !Files.getOwner(directory).equals(self)) {
      throw new IOException("directory: " + directory + " (expected: one's own, with mode 700)");
    }
  }

  private static byte[] bytes(String resource) throws IOException {
    try (InputStream in = Natives.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new UncheckedIOException(new IOException("resource missing: " + resource));
      }
      return in.readAllBytes();
    }
  }
}
