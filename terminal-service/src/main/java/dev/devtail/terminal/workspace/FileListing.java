package dev.devtail.terminal.workspace;

import java.util.List;

/**
 * What is in a directory.
 *
 * @param entries sorted by path
 * @param truncated whether there is more
 */
public record FileListing(List<FileEntry> entries, boolean truncated) {

  public FileListing {
    entries = List.copyOf(entries);
  }
}
