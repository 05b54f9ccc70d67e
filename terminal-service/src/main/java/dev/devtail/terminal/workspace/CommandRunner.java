package dev.devtail.terminal.workspace;

import dev.devtail.kit.fault.Fault;
import dev.devtail.kit.fault.FaultCode;
import dev.devtail.kit.id.RandomIds;
import dev.devtail.terminal.domain.Program;
import dev.devtail.terminal.domain.ProgramResolver;
import dev.devtail.terminal.domain.SearchPath;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Runs programs in workspaces, each in a session of its own where the program {@code setsid} is
 * there, so that a Ctrl-C for the service is none for them. Thread-safe.
 */
public final class CommandRunner implements AutoCloseable {

  /** What is kept of each of the two outputs, in bytes. */
  static final int OUTPUT_BYTES = 256 * 1024;

  /** Between asking to end and killing. */
  static final Duration GRACE = Duration.ofSeconds(2);

  /** For the rest of the output, when all who could print are gone. */
  private static final Duration LAST_OUTPUT = Duration.ofSeconds(1);

  private static final Duration RETRY = Duration.ofSeconds(2);

  private final WorkspaceDirectories directories;
  private final ProgramResolver programs;
  private final CommandPlaces places;
  private final Optional<Path> setsid;
  private final RandomIds ids = new RandomIds();
  private final Set<ProcessFamily> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * @param searchPath where {@code setsid} may be
   */
  public CommandRunner(
      WorkspaceDirectories directories, ProgramResolver programs, SearchPath searchPath) {
    this.directories = directories;
    this.programs = programs;
    this.places = new CommandPlaces();
    this.setsid = searchPath.find("setsid");
  }

  /**
   * Runs a program to its end, or to its time limit; what it has started is ended with it. Blocks
   * for as long. Who is interrupted meanwhile ends it.
   *
   * @param user whose it is
   * @throws Fault NOT_FOUND if there is no such workspace, START_FAILED if the program cannot be
   *     started, RESOURCE_EXHAUSTED if too many run
   */
  public CommandOutcome run(String user, String workspace, Command command)
      throws InterruptedException {
    Path directory = directories.find(workspace);
    if (closed) {
      throw Fault.unavailable("This service is going down.", RETRY);
    }
    try (CommandPlaces.Place _ = places.take(user)) {
      return run(programs.resolve(command.words(), directory, command.environment()), command);
    }
  }

  private CommandOutcome run(Program program, Command command) throws InterruptedException {
    String mark = ids.next();
    Process process = start(program, mark);
    ProcessFamily family = new ProcessFamily(process.toHandle(), mark);
    running.add(family);
    try {
      if (closed) {
        family.kill();
      }
      return attend(process, family, command);
    } catch (InterruptedException wantedNoMore) {
      family.kill();
      throw wantedNoMore;
    } finally {
      running.remove(family);
    }
  }

  /** Kills what runs; nothing is started any more. */
  @Override
  public void close() {
    closed = true;
    running.forEach(ProcessFamily::kill);
  }

  private Process start(Program program, String mark) {
    List<String> words = new ArrayList<>();
    setsid.ifPresent(found -> words.add(found.toString()));
    words.add(program.executable().toString());
    words.addAll(program.arguments().subList(1, program.arguments().size()));
    ProcessBuilder builder = new ProcessBuilder(words).directory(program.directory().toFile());
    builder.environment().clear();
    builder.environment().putAll(program.environment());
    builder.environment().put(ProcessFamily.MARK, mark);
    try {
      return builder.start();
    } catch (IOException | IllegalArgumentException failure) {
      throw new Fault(
          FaultCode.START_FAILED,
          "The system could not start %s: %s".formatted(program.name(), failure.getMessage()));
    }
  }

  private static CommandOutcome attend(Process process, ProcessFamily family, Command command)
      throws InterruptedException {
    TailBuffer stdout = new TailBuffer(OUTPUT_BYTES);
    TailBuffer stderr = new TailBuffer(OUTPUT_BYTES);
    List<Thread> readers =
        List.of(
            Thread.startVirtualThread(() -> stdout.drain(process.getInputStream())),
            Thread.startVirtualThread(() -> stderr.drain(process.getErrorStream())));
    Thread.startVirtualThread(() -> write(command.stdin(), process.getOutputStream()));
    boolean ended = process.waitFor(command.timeLimit().toMillis(), TimeUnit.MILLISECONDS);
    family.end(GRACE);
    for (Thread reader : readers) {
      reader.join(LAST_OUTPUT);
    }
    return new CommandOutcome(ended ? process.exitValue() : null, stdout.tail(), stderr.tail());
  }

  private static void write(ByteBuffer stdin, OutputStream to) {
    try (WritableByteChannel channel = Channels.newChannel(to)) {
      channel.write(stdin.duplicate());
    } catch (IOException nobodyReads) {
      // It need not read what it is given.
    }
  }
}
