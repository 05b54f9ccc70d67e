package dev.devtail.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * Where DevTail keeps its things on one machine: {@code ~/.devtail}, or {@code DEVTAIL_HOME}. Only
 * its owner can read it.
 *
 * @param directory the home itself
 */
public record Home(Path directory) {

  private static final int TOKEN_BYTES = 32;
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /** The home that the environment names. */
  public static Home ofEnvironment() {
    String named = System.getenv("DEVTAIL_HOME");
    return new Home(
        named == null || named.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".devtail")
            : Path.of(named).toAbsolutePath());
  }

  public Path database() {
    return directory.resolve("postgres");
  }

  public Path recordings() {
    return directory.resolve("recordings");
  }

  public Path history() {
    return directory.resolve("history");
  }

  public Path log() {
    return directory.resolve("devtail.log");
  }

  /** The owner's token, made at the first start. */
  public String ownerToken() {
    return token().orElseGet(this::newToken);
  }

  /** The owner's token, if there is one yet. */
  public Optional<String> token() {
    return read("token");
  }

  private String newToken() {
    byte[] random = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(random);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    write("token", token);
    return token;
  }

  /** Where the gateway that was started last listens. */
  public Optional<String> url() {
    return read("url");
  }

  public void rememberUrl(String url) {
    write("url", url);
  }

  /** The address that was announced for it, which other machines may know it by. */
  public Optional<String> announcedUrl() {
    return read("announced-url");
  }

  public void rememberAnnouncedUrl(String url) {
    write("announced-url", url);
  }

  /** Makes the home if there is none. */
  public Home create() {
    try {
      if (!Files.isDirectory(directory)) {
        Files.createDirectories(directory, PRIVATE_DIRECTORY);
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The directory %s cannot be made; set DEVTAIL_HOME to another.".formatted(directory), e);
    }
  }

  private Optional<String> read(String name) {
    try {
      return Optional.of(Files.readString(directory.resolve(name)).strip());
    } catch (IOException none) {
      return Optional.empty();
    }
  }

  private void write(String name, String content) {
    try {
      Path fresh = Files.createTempFile(directory, name, ".new", PRIVATE_FILE);
      Files.writeString(fresh, content + "\n");
      Files.move(
          fresh,
          directory.resolve(name),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to " + directory, e);
    }
  }
}
