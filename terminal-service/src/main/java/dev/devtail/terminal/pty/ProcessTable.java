package dev.devtail.terminal.pty;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The processes of this machine, as /proc shows them. */
final class ProcessTable {

  private static final Path PROC = Path.of("/proc");

  /** Fields of /proc/PID/stat behind the command's closing parenthesis: state ppid pgrp session. */
  private static final int SESSION_FIELD = 3;

  private ProcessTable() {}

  /**
   * The processes of a session, that is of everything that was started in one terminal.
   *
   * @throws IOException if they cannot be listed: that takes two descriptors
   */
  static List<Integer> ofSession(int session) throws IOException {
    List<Integer> members = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path entry : entries) {
        if (sessionOf(entry) == session) {
          members.add(Integer.parseInt(entry.getFileName().toString()));
        }
      }
    } catch (DirectoryIteratorException failure) {
      throw failure.getCause();
    }
    return members;
  }

  /** The session of a process, -1 if it is gone. */
  private static int sessionOf(Path entry) throws IOException {
    try {
      String stat = Files.readString(entry.resolve("stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", SESSION_FIELD + 2);
      return Integer.parseInt(fields[SESSION_FIELD]);
    } catch (IOException failure) {
      if (Files.exists(entry)) {
        throw failure;
      }
      return -1;
    }
  }
}
