package dev.devtail.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.cli.Home;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code devtail up} as a process of its own. */
class UpTest {

  @TempDir private Path directory;

  @Test
  void itsLogIsWhereItSaysAndHoldsNoToken() throws Exception {
    Home home = new Home(directory.resolve("home")).create();
    CommandLine.Ended up =
        new CommandLine(home).run("up", "--port", "0", "--no-qr", "--exit-when-ready");
    assertThat(up.exitCode()).as(up.output()).isZero();
    assertThat(up.output()).contains("Log: " + home.log());
    assertThat(Files.readString(home.log()))
        .contains("started port=", "stopping")
        .doesNotContain(home.ownerToken());
  }
}
