package dev.devtail.terminal.workspace;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.workspace.FileHash;
import dev.devtail.kit.workspace.OpenDirectory;
import dev.devtail.kit.workspace.TemporaryNames;
import dev.devtail.kit.workspace.WorkspacePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * Changes files whole, and only as long as they are what the caller last saw. A new content is
 * written beside the file, made durable, and moved onto it in one step: whoever looks, and whatever
 * is killed, finds the old one or the new one. Thread-safe.
 */
final class FileWriter {

  private final PathLocks locks = new PathLocks();
  private final StaleTemporaries stale;

  FileWriter(StaleTemporaries stale) {
    this.stale = stale;
  }

  /**
   * Writes a file; directories above it are made.
   *
   * @param expected as the caller last saw it; null: there must be none
   * @throws Fault CONFLICT if it is not what was expected, INVALID_ARGUMENT if it is no regular
   *     file or one of Git's
   */
  FileVersion write(
      OpenWorkspace workspace, WorkspacePath wanted, byte[] content, @Nullable FileHash expected)
      throws IOException {
    OpenWorkspace.Place place =
        workspace.find(wanted, OpenWorkspace.Last.FOLLOWED, expected == null);
    requireNotOfGit(workspace, place, wanted);
    Lock lock = locks.of(place.file());
    lock.lock();
    try {
      requireExpected(place, wanted, expected);
      stale.removeFrom(workspace.root(), workspace.path());
      stale.removeFrom(place.directory(), place.parent());
      replace(place, wanted, content, expected);
      return new FileVersion(FileHash.ofContent(content), content.length);
    } finally {
      lock.unlock();
    }
  }

  private static void replace(
      OpenWorkspace.Place place, WorkspacePath wanted, byte[] content, @Nullable FileHash expected)
      throws IOException {
    OpenDirectory directory = place.directory();
    String temporary = TemporaryNames.next();
    try {
      if (expected == null) {
        writeAll(directory.createWithUsualPermissions(temporary), content);
      } else {
        writeAll(directory.create(temporary), content);
        directory.setPermissions(temporary, directory.permissions(place.name()));
      }
      requireExpected(place, wanted, expected);
      directory.move(temporary, directory, place.name());
    } catch (IOException | RuntimeException failure) {
      removeIfThere(directory, temporary);
      throw failure;
    }
    directory.sync();
  }

  private static void writeAll(FileChannel file, byte[] content) throws IOException {
    try (file) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        file.write(rest);
      }
      file.force(true);
    }
  }

  private static void removeIfThere(OpenDirectory directory, String temporary) throws IOException {
    try {
      directory.deleteFile(temporary);
    } catch (NoSuchFileException gone) {
      // Nothing was made.
    }
  }

  /**
   * Deletes a file.
   *
   * @throws Fault NOT_FOUND if there is none, CONFLICT if it is not what was expected,
   *     INVALID_ARGUMENT if it is no regular file or one of Git's
   */
  void delete(OpenWorkspace workspace, WorkspacePath wanted, FileHash expected) throws IOException {
    OpenWorkspace.Place place = workspace.find(wanted, OpenWorkspace.Last.LEFT, false);
    requireNotOfGit(workspace, place, wanted);
    Lock lock = locks.of(place.file());
    lock.lock();
    try {
      if (place.directory().kind(place.name()).isEmpty()) {
        throw Fault.notFound("file", wanted.toString());
      }
      requireExpected(place, wanted, expected);
      place.directory().deleteFile(place.name());
      place.directory().sync();
    } finally {
      lock.unlock();
    }
  }

  private static void requireNotOfGit(
      OpenWorkspace workspace, OpenWorkspace.Place place, WorkspacePath wanted) {
    if (workspace.isOfGit(place)) {
      throw WorkspacePath.invalid(wanted.toString(), "nothing in .git");
    }
  }

  private static void requireExpected(
      OpenWorkspace.Place place, WorkspacePath wanted, @Nullable FileHash expected)
      throws IOException {
    Optional<FileVersion> found = FileReader.version(place, wanted);
    if (expected == null ? found.isPresent() : !isThat(found, expected)) {
      throw new Fault(
          FaultCode.CONFLICT,
          found.isPresent()
              ? "%s has changed since it was read; read it again.".formatted(wanted)
              : "%s is not there any more; read its directory again.".formatted(wanted));
    }
  }

  private static boolean isThat(Optional<FileVersion> found, FileHash expected) {
    return found.map(FileVersion::hash).equals(Optional.of(expected));
  }
}
