package dev.devtail.terminal.workspace;

import dev.devtail.kit.fault.Fault;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Where workspaces are.
 *
 * @param home of those that name no directory
 */
public record WorkspaceDirectories(Path home) {

  /**
   * @param workspace absolute; empty for the home directory, as for terminals
   * @throws Fault INVALID_ARGUMENT if it is not absolute, NOT_FOUND if it is no directory
   */
  Path find(String workspace) {
    if (workspace.isEmpty()) {
      return home;
    }
    Path directory;
    try {
      directory = Path.of(workspace);
    } catch (InvalidPathException unnameable) {
      throw Fault.invalid("workspace", "no path", "an absolute path");
    }
    if (!directory.isAbsolute()) {
      throw Fault.invalid("workspace", workspace, "an absolute path");
    }
    if (!Files.isDirectory(directory)) {
      throw Fault.notFound("directory", workspace);
    }
    return directory;
  }
}
