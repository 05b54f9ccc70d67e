package dev.devtail.postgres;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ServerCommandsTest {

  private static final Binaries NONE = new Binaries(Path.of("nowhere"), "18.6.0");
  private static final String NO_UNSHARE = "there-is-no-such-program";

  @Test
  void rootWithoutUserNamespacesIsToldWhatToDo() {
    assertThatThrownBy(() -> ServerCommands.of(NONE, 0, "root", NO_UNSHARE))
        .isInstanceOf(EmbeddedDatabaseException.class)
        .hasMessageContaining("as root")
        .hasMessageContaining("ordinary user");
  }

  @Test
  void aUserWithoutANameIsToldToo() {
    assertThatThrownBy(() -> ServerCommands.of(NONE, 1234, "?", NO_UNSHARE))
        .isInstanceOf(EmbeddedDatabaseException.class)
        .hasMessageContaining("user id 1234");
  }

  @Test
  void refusedUserNamespacesAreTheSameAsNone() {
    assertThatThrownBy(() -> ServerCommands.of(NONE, 0, "root", "false"))
        .isInstanceOf(EmbeddedDatabaseException.class);
  }

  @Test
  void anOrdinaryUserNeedsNothing() {
    assertThatCode(() -> ServerCommands.of(NONE, 1234, "ada", NO_UNSHARE))
        .doesNotThrowAnyException();
  }
}
