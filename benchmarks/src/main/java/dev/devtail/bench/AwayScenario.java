package dev.devtail.bench;

import dev.devtail.bench.deploy.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * A viewer is cut off, the program prints far more than is kept for it, the gateway is killed and
 * another started; then the viewer comes back: how long until it shows the right screen and a key
 * is echoed.
 */
@Command(
    name = "away",
    mixinStandardHelpOptions = true,
    description = "Come back to a program that has printed 50 MB, by another gateway.")
final class AwayScenario implements Callable<Integer> {

  private static final long WINDOW_BYTES = 256 * 1024;

  /** Nine digits, and what the terminal makes of a line's end. */
  private static final int LINE_BYTES = 11;

  private static final int BYTES_PER_MB = 1_000_000;
  private static final long POLL_NANOS = 10_000_000;
  private static final long PRINT_SECONDS = 300;
  private static final String PROMPT = "AWAY_OVER";
  private static final String KEY = "Z";

  /** Lines above the prompt that must be on the screen. */
  private static final int LINES = 20;

  @Spec private CommandSpec spec;
  @Mixin private TargetOptions options;

  @Option(
      names = "--mbytes",
      defaultValue = "50",
      description = "How much is printed meanwhile, in MB (default: ${DEFAULT-VALUE}).")
  private int megabytes;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "How many times (default: ${DEFAULT-VALUE}).")
  private int rounds;

  private AwayScenario() {}

  @Override
  public Integer call() throws IOException {
    Samples times = new Samples();
    long lost = 0;
    int wrong = 0;
    Path directory = Files.createTempDirectory("devtail-bench-away");
    try (Target target = options.open()) {
      if (!target.hasOwnGateway()) {
        throw new ParameterException(
            spec.commandLine(), "away restarts a gateway that it has started (--mode processes).");
      }
      for (int round = 0; round < rounds; round++) {
        Return back = round(target, directory.resolve("printed-" + round));
        times.add(back.usableNanos);
        lost += back.lostBytes;
        wrong += back.right ? 0 : 1;
      }
    } finally {
      Files.delete(directory);
    }
    new Report("away")
        .put("usable_ms", times.millis(0.5))
        .put("usable_max_ms", times.millis(1))
        .put("lost_bytes", lost)
        .put("wrong_screens", wrong)
        .put("rounds", rounds)
        .put("printed_bytes", lines() * LINE_BYTES)
        .publish(spec.commandLine().getOut(), options.json());
    return lost == 0 && wrong == 0 ? 0 : 1;
  }

  private record Return(long usableNanos, long lostBytes, boolean right) {}

  private long lines() {
    return (long) megabytes * BYTES_PER_MB / LINE_BYTES;
  }

  private Return round(Target target, Path printed) {
    try (Viewers viewers = Viewers.connect(target)) {
      Watcher watcher = Watcher.attach(viewers, Shells.BASH, WINDOW_BYTES);
      watcher.typeAndAwait("PS1='READY''_NOW'\n", "READY_NOW");
      watcher.typeAndAwait(
          "PS1='AWAY''_OVER'; echo GOING''_ON; sleep 1; seq -f %%09.0f 0 %d; touch %s\n"
              .formatted(lines() - 1, printed),
          "GOING_ON");
      viewers.outage().begin();
      viewers.connection().cut();
      awaitFile(printed);
      target.replaceGateway();
      target.awaitReady();

      var prompt = watcher.expect(PROMPT);
      long began = System.nanoTime();
      viewers.outage().end();
      viewers.connection().wake();
      Watcher.join(prompt, "the screen");
      boolean right = isRight(watcher.shown());
      long usable = watcher.typeAndAwait(KEY, KEY) - began;
      return new Return(usable, watcher.lostBytes(), right);
    }
  }

  /** Whether the last lines stand above the prompt, in their order. */
  private boolean isRight(String shown) {
    int at = 0;
    for (long line : LongStream.range(lines() - LINES, lines()).toArray()) {
      at = shown.indexOf("%09d".formatted(line), at);
      if (at < 0) {
        return false;
      }
    }
    return shown.indexOf(PROMPT, at) >= 0;
  }

  private static void awaitFile(Path file) {
    long deadline = System.nanoTime() + PRINT_SECONDS * 1_000_000_000L;
    while (!Files.exists(file)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("the program has not printed everything in time");
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
