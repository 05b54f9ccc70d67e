package dev.devtail.terminal.workspace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program and all that it has started, so that they are ended together. One of them is known by
 * any of three signs: it descends from the program; it is in the program's session; it has the
 * program's mark in its environment, which also those have that went into the background for good.
 * Who takes off all three has left.
 */
final class ProcessFamily {

  /** The variable that marks them. */
  static final String MARK = "DEVTAIL_COMMAND_ID";

  private static final Path PROC = Path.of("/proc");

  /** Between two looks at whether they are gone. */
  private static final Duration LOOK = Duration.ofMillis(25);

  /** Until what was killed is gone. */
  private static final Duration DEATH = Duration.ofSeconds(5);

  /** Fields of /proc/PID/stat behind the command's closing parenthesis: state ppid pgrp session. */
  private static final int STATE_FIELD = 0;

  private static final int SESSION_FIELD = 3;

  private final ProcessHandle program;
  private final String mark;

  /**
   * @param mark the variable's value
   */
  ProcessFamily(ProcessHandle program, String mark) {
    this.program = program;
    this.mark = MARK + "=" + mark;
  }

  /**
   * Ends them all: they are asked to, and killed when they do not in time. Blocks until they are
   * gone.
   *
   * @param grace how long they have
   */
  void end(Duration grace) throws InterruptedException {
    List<ProcessHandle> alive = alive();
    if (alive.isEmpty()) {
      return;
    }
    alive.forEach(ProcessHandle::destroy);
    if (!areGoneWithin(grace)) {
      kill();
    }
  }

  /**
   * Kills them all, also those that are being started meanwhile. Blocks until they are gone, which
   * no interruption shortens.
   */
  void kill() {
    long deadline = System.nanoTime() + DEATH.toNanos();
    for (List<ProcessHandle> alive = alive();
        !alive.isEmpty() && System.nanoTime() - deadline < 0;
        alive = alive()) {
      alive.forEach(ProcessHandle::destroyForcibly);
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  private boolean areGoneWithin(Duration time) throws InterruptedException {
    long deadline = System.nanoTime() + time.toNanos();
    while (!alive().isEmpty()) {
      if (System.nanoTime() - deadline >= 0) {
        return false;
      }
      Thread.sleep(LOOK);
    }
    return true;
  }

  /** As a rule who has started others comes before them, and so does not go on without them. */
  private List<ProcessHandle> alive() {
    Set<ProcessHandle> descendants = program.descendants().collect(Collectors.toSet());
    // Its number may be another's by now, and so be its session's.
    String session = isNumberAnothers() ? "none" : Long.toString(program.pid());
    return ProcessHandle.allProcesses()
        .filter(one -> belongs(one, descendants, session))
        .sorted()
        .toList();
  }

  private boolean isNumberAnothers() {
    return !program.isAlive() && ProcessHandle.of(program.pid()).isPresent();
  }

  private boolean belongs(ProcessHandle one, Set<ProcessHandle> descendants, String session) {
    Path entry = PROC.resolve(Long.toString(one.pid()));
    List<String> stat = stat(entry);
    if (stat.size() <= SESSION_FIELD || isDead(stat.get(STATE_FIELD))) {
      return false;
    }
    return one.equals(program)
        || descendants.contains(one)
        || stat.get(SESSION_FIELD).equals(session)
        || hasMark(entry);
  }

  /** Zombies have ended; whoever started them has not heard of it. */
  private static boolean isDead(String state) {
    return state.equals("Z") || state.equals("X");
  }

  /** Empty if it is gone. */
  private static List<String> stat(Path entry) {
    try {
      String stat = Files.readString(entry.resolve("stat"), StandardCharsets.ISO_8859_1);
      int behindName = stat.lastIndexOf(')') + 2;
      return behindName < stat.length()
          ? List.of(stat.substring(behindName).split(" ", SESSION_FIELD + 2))
          : List.of();
    } catch (IOException gone) {
      return List.of();
    }
  }

  private boolean hasMark(Path entry) {
    try {
      String environment = Files.readString(entry.resolve("environ"), StandardCharsets.ISO_8859_1);
      return Stream.of(environment.split("\0")).anyMatch(mark::equals);
    } catch (IOException othersOrGone) {
      return false;
    }
  }
}
