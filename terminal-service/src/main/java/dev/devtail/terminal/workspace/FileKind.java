package dev.devtail.terminal.workspace;

import java.nio.file.attribute.BasicFileAttributes;

/** What stands under a name. */
public enum FileKind {
  REGULAR,
  DIRECTORY,
  SYMBOLIC_LINK,
  /** A pipe, a socket, a device. */
  OTHER;

  static FileKind of(BasicFileAttributes attributes) {
    if (attributes.isRegularFile()) {
      return REGULAR;
    }
    if (attributes.isDirectory()) {
      return DIRECTORY;
    }
    return attributes.isSymbolicLink() ? SYMBOLIC_LINK : OTHER;
  }
}
