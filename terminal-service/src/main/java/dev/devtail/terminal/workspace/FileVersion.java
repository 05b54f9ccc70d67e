package dev.devtail.terminal.workspace;

import dev.devtail.kit.workspace.FileHash;

/** What a file is now. */
public record FileVersion(FileHash hash, long sizeBytes) {}
