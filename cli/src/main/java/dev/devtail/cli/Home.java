package dev.devtail.cli;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * Where DevTail keeps its things on one machine: {@code ~/.devtail}, or {@code DEVTAIL_HOME}. Only
 * its owner can read it.
 *
 * @param directory the home itself
 */
public record Home(Path directory) {

  private static final int TOKEN_BYTES = 32;

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

  /** What the router's database does not have yet. */
  public Path journal() {
    return directory.resolve("journal");
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
    return files().read("token");
  }

  private String newToken() {
    byte[] random = new byte[TOKEN_BYTES];
    new SecureRandom().nextBytes(random);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    files().write("token", token);
    return token;
  }

  /** Where the gateway listens that was started here, or signed in to, last. */
  public Optional<String> url() {
    return files().read("url");
  }

  public void rememberUrl(String url) {
    files().write("url", url);
  }

  /** The address that was announced for it, which other machines may know it by. */
  public Optional<String> announcedUrl() {
    return files().read("announced-url");
  }

  public void rememberAnnouncedUrl(String url) {
    files().write("announced-url", url);
  }

  /** Makes the home if there is none. */
  public Home create() {
    files().create();
    return this;
  }

  /** Where the command line is signed in. */
  public PrivateFiles logins() {
    return new PrivateFiles(directory.resolve("logins"));
  }

  private PrivateFiles files() {
    return new PrivateFiles(directory);
  }
}
