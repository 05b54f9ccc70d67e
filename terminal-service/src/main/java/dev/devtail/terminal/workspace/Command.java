package dev.devtail.terminal.workspace;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A program that is to be run.
 *
 * @param words the program and its arguments
 * @param environment in addition to what terminals get
 * @param stdin what it reads
 * @param timeLimit after which it is ended
 */
public record Command(
    List<String> words, Map<String, String> environment, ByteBuffer stdin, Duration timeLimit) {

  /** Unless the caller says how long. */
  public static final Duration DEFAULT_TIME_LIMIT = Duration.ofMinutes(1);

  public Command {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }
}
