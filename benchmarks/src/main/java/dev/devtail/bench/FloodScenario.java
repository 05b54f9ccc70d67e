package dev.devtail.bench;

import dev.devtail.bench.deploy.Target;
import dev.devtail.bench.link.Link;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A program prints without end and the link is full: how long Ctrl-C takes to show the shell's
 * prompt, which comes behind everything that was under way; and how long a key in another terminal
 * of the same connection takes to be echoed meanwhile.
 */
@Command(
    name = "flood",
    mixinStandardHelpOptions = true,
    description = "Ctrl-C over a slow link while a program prints without end.")
final class FloodScenario implements Callable<Integer> {

  private static final int BYTES_PER_KB = 1_000;
  private static final int BYTES_PER_KIB = 1_024;
  private static final int DEFAULT_LINK_KBYTES = 100;

  /** Near, with a queue of 160 ms at 100 KB/s: what is measured is what DevTail adds to it. */
  private static final Link NEAR =
      new Link(
          Duration.ofMillis(25),
          Duration.ZERO,
          DEFAULT_LINK_KBYTES * BYTES_PER_KB,
          DEFAULT_LINK_KBYTES * BYTES_PER_KB,
          16 * BYTES_PER_KB,
          0,
          null);

  /** Prints without end what compression makes little smaller: the link is full. */
  private static final String FLOOD = "base64 /dev/urandom";

  /** How long the program prints before Ctrl-C: every queue on the way is full by then. */
  private static final Duration FLOOD_TIME = Duration.ofSeconds(5);

  private static final Duration TYPING_PAUSE = Duration.ofMillis(200);

  private static final String CTRL_C = "\u0003";
  private static final String CLEAR_LINE = "\u0015";

  @Spec private CommandSpec spec;
  @Mixin private TargetOptions options;

  @Option(
      names = "--link-kbytes",
      paramLabel = "KB",
      description =
          "Bandwidth of the link in KB/s, both ways (default: that of --link; 100 without it).")
  private @Nullable Integer linkKbytes;

  @Option(
      names = "--window-kbytes",
      paramLabel = "KIB",
      defaultValue = "64",
      description =
          "The viewer's window in KiB (default: ${DEFAULT-VALUE}, that of the web app and of devtail"
              + " attach).")
  private int windowKbytes;

  @Option(
      names = "--rounds",
      defaultValue = "9",
      description = "How many times (default: ${DEFAULT-VALUE}).")
  private int rounds;

  private FloodScenario() {}

  @Override
  public Integer call() {
    Link chosen = options.link().orElse(NEAR);
    Integer kbytes = linkKbytes;
    Link link = kbytes == null ? chosen : chosen.withBytesPerSecond((long) kbytes * BYTES_PER_KB);
    Samples times = new Samples();
    Samples echoes = new Samples();
    try (Target target = options.open(Map.of(), link);
        Viewers viewers = Viewers.connect(target)) {
      Watcher neighbour = Watcher.attach(viewers, Shells.BASH, (long) windowKbytes * BYTES_PER_KIB);
      Watcher watcher = Watcher.attach(viewers, Shells.BASH, (long) windowKbytes * BYTES_PER_KIB);
      for (int round = 0; round < rounds; round++) {
        // In two parts, so that the echo of the command is not taken for the prompt.
        String prompt = "ROUND_%d_OVER".formatted(round);
        watcher.typeAndAwait("PS1='ROUND_%d''_OVER'\n".formatted(round), prompt);
        watcher.type(FLOOD + "\n");
        typeBeside(neighbour, echoes);
        long began = System.nanoTime();
        times.add(watcher.typeAndAwait(CTRL_C, prompt) - began);
      }
    }
    new Report("flood")
        .put("ctrl_c_to_prompt_ms", times.millis(0.5))
        .put("ctrl_c_to_prompt_max_ms", times.millis(1))
        .put("neighbour_echo_ms", echoes.millis(0.5))
        .put("neighbour_echo_max_ms", echoes.millis(1))
        .put("rounds", rounds)
        .put("link_round_trip_ms", link.delay().multipliedBy(2).toMillis())
        .put("link_bytes_s", link.downBytesPerSecond())
        .put("window_bytes", (long) windowKbytes * BYTES_PER_KIB)
        .publish(spec.commandLine().getOut(), options.json());
    return 0;
  }

  /** Types in another terminal of the same connection while the flood goes on. */
  private static void typeBeside(Watcher neighbour, Samples echoes) {
    long until = System.nanoTime() + FLOOD_TIME.toNanos();
    while (System.nanoTime() < until) {
      long began = System.nanoTime();
      echoes.add(neighbour.typeAndAwait("a", "a") - began);
      LockSupport.parkNanos(TYPING_PAUSE.toNanos());
    }
    neighbour.type(CLEAR_LINE);
  }
}
