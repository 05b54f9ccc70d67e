package dev.devtail.terminal.workspace;

import dev.devtail.kit.workspace.FileKind;

/**
 * Something in a directory.
 *
 * @param path relative to the workspace, with {@code /}
 * @param sizeBytes of a regular file; else 0
 */
public record FileEntry(String path, FileKind kind, long sizeBytes) {}
