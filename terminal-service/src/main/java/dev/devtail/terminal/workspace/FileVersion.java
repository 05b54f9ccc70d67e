package dev.devtail.terminal.workspace;

/** What a file is now. */
public record FileVersion(FileHash hash, long sizeBytes) {}
