package dev.devtail.cli.remote;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.devtail.protocol.v1.Terminal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A terminal as {@code --json} prints it; the names are REST's. */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TerminalJson(
    String id,
    String sessionId,
    String name,
    List<String> command,
    String directory,
    int columns,
    int rows,
    String state,
    @Nullable Integer exitCode,
    String title,
    int viewers,
    Instant startedAt,
    Instant lastActivityAt) {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String STATE_PREFIX = "TERMINAL_STATE_";

  static TerminalJson of(Terminal terminal) {
    return new TerminalJson(
        terminal.getId(),
        terminal.getSessionId(),
        terminal.getName(),
        terminal.getCommandList(),
        terminal.getDirectory(),
        terminal.getSize().getColumns(),
        terminal.getSize().getRows(),
        state(terminal),
        terminal.hasExit() ? terminal.getExit().getCode() : null,
        terminal.getTitle(),
        terminal.getViewers(),
        start(terminal),
        Instant.ofEpochSecond(
            terminal.getLastActivityAt().getSeconds(), terminal.getLastActivityAt().getNanos()));
  }

  static String state(Terminal terminal) {
    return terminal.getState().name().substring(STATE_PREFIX.length()).toLowerCase(Locale.ROOT);
  }

  static Instant start(Terminal terminal) {
    return Instant.ofEpochSecond(
        terminal.getStartedAt().getSeconds(), terminal.getStartedAt().getNanos());
  }

  static String toJson(Object value) {
    return MAPPER.writeValueAsString(value);
  }
}
