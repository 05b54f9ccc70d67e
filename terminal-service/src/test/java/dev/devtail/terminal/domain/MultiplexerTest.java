package dev.devtail.terminal.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultiplexerTest {

  private static boolean comesBack(String command) {
    return Multiplexer.comesBack(List.of(command.split(" ")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tmux new -A -s work",
        "tmux new-session -As work",
        "/usr/bin/tmux -L other -f /dev/null new -s work -A",
        "tmux -2u attach -t work",
        "tmux a",
        "zellij attach --create work"
      })
  void attachesAgain(String command) {
    assertThat(comesBack(command)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tmux",
        "tmux new",
        "tmux new -s work",
        "tmux new -A",
        "tmux -L",
        "tmux kill-server",
        "bash -c tmux",
        "/",
        "zellij"
      })
  void wouldMakeAnotherOrNone(String command) {
    assertThat(comesBack(command)).isFalse();
  }

  @Test
  void theLoginShellIsNone() {
    assertThat(Multiplexer.comesBack(List.of())).isFalse();
  }
}
