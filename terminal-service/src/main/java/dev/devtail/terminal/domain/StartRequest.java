package dev.devtail.terminal.domain;

import java.util.List;
import java.util.Map;

/**
 * A wish for a terminal.
 *
 * @param requestKey names the wish: the same key again means the same terminal
 * @param command empty for the login shell
 * @param directory absolute or relative to the workspace, empty for the workspace
 * @param name what people call it, empty for the program's name
 */
public record StartRequest(
    String owner,
    String sessionId,
    RequestKey requestKey,
    String workspace,
    List<String> command,
    String directory,
    Map<String, String> environment,
    String name,
    WindowSize size) {

  public StartRequest {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }
}
