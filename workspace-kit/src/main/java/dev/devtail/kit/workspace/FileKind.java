package dev.devtail.kit.workspace;

import java.nio.file.attribute.BasicFileAttributes;

/** What stands under a name. */
public enum FileKind {
  REGULAR,
  DIRECTORY,
  SYMBOLIC_LINK,
  /** A pipe, a socket, a device. */
  OTHER;

  public static FileKind of(BasicFileAttributes attributes) {
    if (attributes.isRegularFile()) {
      return REGULAR;
    }
    if (attributes.isDirectory()) {
      return DIRECTORY;
    }
    return attributes.isSymbolicLink() ? SYMBOLIC_LINK : OTHER;
  }
}
