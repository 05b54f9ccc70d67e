package dev.devtail.kit.workspace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;

/**
 * By what a file that was written to is told from what it was, without reading it.
 *
 * @param bytes its size
 * @param changed when its content or attributes last changed (ctime), which no program can set
 * @param key of device and inode
 */
record Stamp(long bytes, Instant modified, Instant changed, String key) {

  /**
   * Writes that follow each other so closely may have the same time: file systems keep it in steps,
   * the coarsest of two seconds (FAT).
   */
  static final Duration RACY = Duration.ofSeconds(2);

  static Stamp of(Path file, BasicFileAttributes attributes) throws IOException {
    FileTime changed = (FileTime) Files.getAttribute(file, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
    return new Stamp(
        attributes.size(),
        attributes.lastModifiedTime().toInstant(),
        changed.toInstant(),
        String.valueOf(attributes.fileKey()));
  }

  /**
   * Whether a later write must have led to another stamp.
   *
   * @param readAt when the file was read, after this was taken
   */
  boolean isSettled(Instant readAt) {
    Instant latest = modified.isAfter(changed) ? modified : changed;
    return latest.plus(RACY).isBefore(readAt);
  }
}
