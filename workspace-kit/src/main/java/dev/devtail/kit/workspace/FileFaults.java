package dev.devtail.kit.workspace;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;

/** What the file system says, in the words of the closed list. */
public final class FileFaults {

  /** What was looked at is something else by the time that it is used. */
  private static final List<String> CHANGED =
      List.of(
          "Too many levels of symbolic links",
          "Not a directory",
          "Is a directory",
          "Directory not empty");

  private FileFaults() {}

  @FunctionalInterface
  public interface Work<T> {
    T run() throws IOException;
  }

  /**
   * Does what may fail.
   *
   * @param what is done it to, for the message
   * @throws Fault for what the caller can do something about
   * @throws UncheckedIOException for anything else
   */
  public static <T> T explained(String what, Work<T> work) {
    try {
      return work.run();
    } catch (IOException failure) {
      throw explain(what, failure);
    }
  }

  private static RuntimeException explain(String what, IOException failure) {
    return switch (failure) {
      case AccessDeniedException denied ->
          new Fault(
              FaultCode.PERMISSION_DENIED,
              "The service's user may not do that to %s.".formatted(what));
      case NoSuchFileException none -> Fault.notFound("file", what);
      case NotDirectoryException none -> Fault.notFound("directory", what);
      case AtomicMoveNotSupportedException elsewhere ->
          Fault.invalid("path", what, "a directory on the workspace's own file system");
      default -> byReason(what, failure);
    };
  }

  public static Fault changed() {
    return new Fault(
        FaultCode.CONFLICT, "Something on this path was changed just now; look again.");
  }

  /** The JDK has classes for a few of the system's errors only. */
  private static RuntimeException byReason(String what, IOException failure) {
    String reason = String.valueOf(failure.getMessage());
    if (reason.contains("No space left") || reason.contains("quota exceeded")) {
      return new Fault(FaultCode.RESOURCE_EXHAUSTED, "The disk is full; make room and try again.");
    }
    if (reason.contains("Too many open files")) {
      return new Fault(
          FaultCode.RESOURCE_EXHAUSTED, "The service has no file descriptor left; try again.");
    }
    if (reason.contains("Read-only file system")) {
      return new Fault(
          FaultCode.PERMISSION_DENIED, "The file system of %s is read-only.".formatted(what));
    }
    if (CHANGED.stream().anyMatch(reason::contains)) {
      return changed();
    }
    return new UncheckedIOException(failure);
  }
}
