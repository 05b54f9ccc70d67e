package dev.devtail.cli.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.cli.Home;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginsTest {

  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final URI GATEWAY = URI.create("https://devtail.example.org");
  private static final Login LOGIN =
      new Login(
          URI.create("https://id.example.org/realms/team"),
          "devtail-cli",
          List.of("offline_access"),
          "access",
          NOW,
          "refresh");

  @TempDir private Path directory;

  private Logins logins() {
    return new Logins(new Home(directory));
  }

  @Test
  void whatIsPutIsFoundByAnotherCommand() {
    logins().put(GATEWAY, LOGIN);
    assertThat(logins().find(GATEWAY)).contains(LOGIN);
    assertThat(logins().find(URI.create("https://DEVTAIL.example.org/"))).contains(LOGIN);
    assertThat(logins().find(URI.create("https://devtail.example.org:8443"))).isEmpty();
    assertThat(logins().find(URI.create("http://devtail.example.org"))).isEmpty();
    logins().remove(GATEWAY);
    assertThat(logins().find(GATEWAY)).isEmpty();
  }

  @Test
  void onlyTheirOwnerCanReadThem() throws IOException {
    logins().put(GATEWAY, LOGIN);
    Path logins = directory.resolve("logins");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(logins)))
        .isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(logins)) {
      for (Path file : files.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo("rw-------");
        Files.writeString(file, "{\"of\":\"another version\"");
      }
    }
    assertThat(logins().find(GATEWAY)).isEmpty();
  }

  @Test
  void aTokenIsRenewedSomewhatBeforeItsEnd() {
    assertThat(new Tokens("a", Duration.ofMinutes(5), null).renewFrom(NOW))
        .isEqualTo(NOW.plusSeconds(270));
    assertThat(new Tokens("a", Duration.ofSeconds(5), null).renewFrom(NOW))
        .isEqualTo(NOW.plusSeconds(4));
  }

  @Test
  void aRefreshTokenIsReplacedWhereThereIsAnother() {
    Login same = LOGIN.with(new Tokens("next", Duration.ofMinutes(5), null), NOW);
    assertThat(same.refreshToken()).isEqualTo("refresh");
    assertThat(same.accessToken()).isEqualTo("next");
    assertThat(LOGIN.with(new Tokens("next", Duration.ofMinutes(5), "other"), NOW).refreshToken())
        .isEqualTo("other");
    assertThat(LOGIN.toString()).doesNotContain("refresh").doesNotContain("access\"");
  }
}
