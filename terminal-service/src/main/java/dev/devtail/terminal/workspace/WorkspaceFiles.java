package dev.devtail.terminal.workspace;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.workspace.FileFaults;
import dev.devtail.kit.workspace.FileHash;
import dev.devtail.kit.workspace.OpenDirectory;
import dev.devtail.kit.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * The files of workspaces. Nothing outside of a workspace can be named, whatever links there are in
 * it and whoever changes them meanwhile. Everything blocks for as long as the disk does. What a
 * caller can do something about is a {@link Fault}: NOT_FOUND, PERMISSION_DENIED, INVALID_ARGUMENT,
 * RESOURCE_EXHAUSTED for a full disk, CONFLICT where something was changed at the same time.
 * Thread-safe.
 */
public final class WorkspaceFiles {

  /** Entries of a listing, unless the caller says how many. */
  public static final int DEFAULT_ENTRIES = 1_000;

  /** Most that is read at once, in bytes. */
  public static final int MAX_PART_BYTES = 1 << 20;

  private final WorkspaceDirectories directories;
  private final FileWriter writer;

  public WorkspaceFiles(WorkspaceDirectories directories, Clock clock) {
    this.directories = directories;
    this.writer = new FileWriter(new StaleTemporaries(clock));
  }

  /**
   * What is in a directory; paths are as they are behind links.
   *
   * @param path empty: the workspace's own
   * @param recursive also what is below, but for what Git ignores and {@code .git}
   * @param limit the most entries
   */
  public FileListing list(String workspace, String path, boolean recursive, int limit) {
    WorkspacePath wanted = WorkspacePath.parse(path);
    return in(
        workspace,
        path,
        open -> {
          OpenDirectory directory = open.enter(wanted);
          FileLister lister = new FileLister(limit, System::nanoTime);
          return recursive
              ? lister.deep(directory, open.where(), open.ignored())
              : lister.flat(directory, open.where());
        });
  }

  /**
   * A part of a file, and what the whole is.
   *
   * @param offset in bytes
   * @param maxBytes at most {@link #MAX_PART_BYTES}
   */
  public FilePart read(String workspace, String path, long offset, int maxBytes) {
    WorkspacePath wanted = WorkspacePath.parse(path);
    return in(
        workspace,
        path,
        open ->
            FileReader.part(
                    open.find(wanted, OpenWorkspace.Last.FOLLOWED, false),
                    wanted,
                    offset,
                    Math.min(maxBytes, MAX_PART_BYTES))
                .orElseThrow(() -> Fault.notFound("file", path)));
  }

  /**
   * Writes a file: all of it or nothing, durable when this returns. Directories above it are made.
   * An existing file keeps its permissions.
   *
   * @param expected the file as the caller last saw it; null: there must be none
   */
  public FileVersion write(
      String workspace, String path, byte[] content, @Nullable FileHash expected) {
    WorkspacePath wanted = WorkspacePath.parse(path);
    return in(workspace, path, open -> writer.write(open, wanted, content, expected));
  }

  /**
   * Deletes a regular file.
   *
   * @param expected as the caller last saw it
   */
  public void delete(String workspace, String path, FileHash expected) {
    WorkspacePath wanted = WorkspacePath.parse(path);
    in(
        workspace,
        path,
        open -> {
          writer.delete(open, wanted, expected);
          return wanted;
        });
  }

  @FunctionalInterface
  private interface Work<T> {
    T in(OpenWorkspace open) throws IOException;
  }

  private <T> T in(String workspace, String path, Work<T> work) {
    Path directory = directories.find(workspace);
    return FileFaults.explained(
        path.isEmpty() ? directory.toString() : path,
        () -> {
          try (OpenWorkspace open = OpenWorkspace.open(directory)) {
            return work.in(open);
          }
        });
  }
}
