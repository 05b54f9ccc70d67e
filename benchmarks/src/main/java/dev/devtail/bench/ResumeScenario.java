package dev.devtail.bench;

import dev.devtail.bench.deploy.Target;
import dev.devtail.client.ConnectionState;
import dev.devtail.client.TerminalAttachment;
import dev.devtail.protocol.v1.Screen;
import dev.devtail.protocol.v1.Terminal;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The connection is cut again and again while keys go one way and output comes the other. Every key
 * is checked in what a raw {@code cat} gives back, every byte of output in a program that counts.
 */
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    description = "Cut the connection again and again and count what is lost or doubled.")
final class ResumeScenario implements Callable<Integer> {

  private static final long WINDOW_BYTES = 256 * 1024;
  private static final int MAX_CUT_DELAY_MICROS = 8_000;
  private static final long STALL_NANOS = 60_000_000_000L;
  private static final int KEYS_AT_ONCE = 7;

  /** Counts as fast as it is read, one number a line: a hole or a repeat cannot be missed. */
  private static final String COUNTER = "stty -opost; exec seq -f %09.0f 0 999999999";

  private static final int LINE_BYTES = 10;

  private static final String RAW_CAT = "stty raw -echo; printf R; exec cat";

  @Spec private CommandSpec spec;
  @Mixin private TargetOptions options;

  @Option(
      names = "--cuts",
      defaultValue = "1000",
      description = "How many cuts (default: ${DEFAULT-VALUE}).")
  private int cuts;

  @Option(
      names = "--kill-gateway",
      description = "Instead of the connection, kill the gateway's process (kill -9) each time.")
  private boolean killGateway;

  @Option(
      names = "--viewers",
      defaultValue = "1",
      description =
          "1, or 2: a second viewer of the counting program, too slow for it, on a connection that is"
              + " cut as well (default: ${DEFAULT-VALUE}).")
  private int viewerCount;

  private ResumeScenario() {}

  @Override
  public Integer call() {
    if (viewerCount < 1 || viewerCount > 2) {
      throw new ParameterException(
          spec.commandLine(), "--viewers: %d (expected: 1 or 2)".formatted(viewerCount));
    }
    Samples times = new Samples();
    Counted counted = new Counted(viewerCount > 1);
    Echoed echoed = new Echoed();
    SlowReader slow = new SlowReader();
    try (Target target = options.open();
        Viewers viewers = Viewers.connect(target);
        Viewers slowViewers = Viewers.connect(target)) {
      if (killGateway && !target.hasOwnGateway()) {
        throw new ParameterException(spec.commandLine(), "--kill-gateway kills only its own.");
      }
      Terminal counting = attach(viewers, COUNTER, counted);
      if (viewerCount > 1) {
        slow.attach(slowViewers, counting);
      }
      attach(viewers, RAW_CAT, echoed);
      echoed.ready.join();
      AtomicReference<CompletableFuture<Long>> live =
          new AtomicReference<>(new CompletableFuture<>());
      viewers
          .connection()
          .observe(
              state -> {
                if (state instanceof ConnectionState.Live) {
                  Objects.requireNonNull(live.get()).complete(System.nanoTime());
                }
              });
      Typist typist = new Typist(echoed);
      Random random = new Random(options.seed());
      for (int cut = 0; cut < cuts; cut++) {
        LockSupport.parkNanos(random.nextInt(MAX_CUT_DELAY_MICROS) * 1_000L);
        CompletableFuture<Long> back = new CompletableFuture<>();
        live.set(back);
        long began = System.nanoTime();
        if (killGateway) {
          target.replaceGateway();
        } else {
          viewers.connection().cut();
          slowViewers.connection().cut();
        }
        times.add(back.join() - began);
      }
      slow.stop();
      typist.stop();
      echoed.awaitAll(typist.typed());
    }
    Report report =
        new Report(killGateway ? "resume --kill-gateway" : "resume")
            .put("cuts", cuts)
            .put("lost_bytes", counted.lost)
            .put("doubled_bytes", counted.doubled)
            .put("lost_keys", echoed.lost)
            .put("doubled_keys", echoed.doubled)
            .put("p50_ms", times.millis(0.5))
            .put("p99_ms", times.millis(0.99))
            .put("output_bytes", counted.total)
            .put("keys", echoed.count);
    if (viewerCount > 1) {
      report
          .put("replaced_bytes", counted.replaced)
          .put("slow_lost_bytes", slow.lost)
          .put("slow_doubled_bytes", slow.doubled)
          .put("slow_screens", slow.screens)
          .put("slow_output_bytes", slow.total);
    }
    report.publish(spec.commandLine().getOut(), options.json());
    long errors = counted.lost + counted.doubled + echoed.lost + echoed.doubled;
    return errors + slow.lost + slow.doubled == 0 ? 0 : 1;
  }

  private static Terminal attach(Viewers viewers, String script, Checked checked) {
    Terminal terminal = viewers.start(List.of("/bin/sh", "-c", script));
    checked.attachment.complete(
        viewers.connection().attachFromStart(terminal, Viewers.SIZE, WINDOW_BYTES, checked));
    return terminal;
  }

  /** Follows a numbered stream: the byte at each place is known, so a slip shows where it is. */
  private abstract static class Checked implements EndlessProgram {

    final CompletableFuture<TerminalAttachment> attachment = new CompletableFuture<>();

    long have;

    abstract void check(byte[] bytes);

    abstract void onHole();

    @Override
    public void onScreen(Screen piece) {
      onHole();
    }

    @Override
    public void onOutput(long offset, byte[] bytes) {
      check(bytes);
      have = offset + bytes.length;
      attachment.thenAccept(reader -> reader.consumed(offset + bytes.length));
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // written by the client's loop alone
  private static final class Counted extends Checked {

    private final StringBuilder line = new StringBuilder();
    private final boolean shared;
    private long next;
    private volatile long total;
    private volatile long lost;
    private volatile long doubled;
    private volatile long replaced;

    /**
     * @param shared whether others watch the program: it does not wait for one that is cut off, who
     *     may then be given a screen
     */
    Counted(boolean shared) {
      this.shared = shared;
    }

    @Override
    public void onScreen(Screen piece) {
      if (!shared) {
        onHole();
      } else if (piece.getLast()) {
        long offset = piece.getOffset();
        replaced += offset - have;
        next = offset / LINE_BYTES;
        line.setLength(0);
        line.append("%09d".formatted(next), 0, (int) (offset % LINE_BYTES));
      }
    }

    @Override
    void check(byte[] bytes) {
      total += bytes.length;
      for (byte one : bytes) {
        if (one != '\n') {
          line.append((char) one);
          continue;
        }
        judge(line.toString());
        line.setLength(0);
      }
    }

    private void judge(String text) {
      long number;
      try {
        number = Long.parseLong(text);
      } catch (NumberFormatException torn) {
        lost += Math.max(1, LINE_BYTES - 1 - text.length());
        return;
      }
      if (number > next) {
        lost += (number - next) * LINE_BYTES;
      } else if (number < next) {
        doubled += (next - number) * LINE_BYTES;
      }
      next = number + 1;
    }

    @Override
    void onHole() {
      line.setLength(0);
      lost++;
    }
  }

  /** What was typed is a cycle of the alphabet in which each letter has its place. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // written by the client's loop alone
  private static final class Echoed extends Checked {

    private static final int CYCLE = 26;

    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
    private volatile long count;
    private volatile long lost;
    private volatile long doubled;

    static byte key(long number) {
      return (byte) ('a' + number % CYCLE);
    }

    @Override
    void check(byte[] bytes) {
      for (byte one : bytes) {
        if (one == 'R') {
          ready.complete(true);
          continue;
        }
        int slip = Math.floorMod(one - key(count), CYCLE);
        if (slip > CYCLE / 2) {
          doubled += CYCLE - slip;
          count -= CYCLE - slip;
        } else {
          lost += slip;
          count += slip;
        }
        count++;
      }
    }

    @Override
    void onHole() {
      lost++;
    }

    /** What is missing when nothing more comes is lost. */
    void awaitAll(long typed) {
      long deadline = System.nanoTime() + STALL_NANOS;
      while (count < typed && System.nanoTime() < deadline) {
        LockSupport.parkNanos(1_000_000);
      }
      lost += Math.max(0, typed - count);
    }
  }

  /** Types without pause, as far as the buffer lets it. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // written by its own thread alone
  private static final class Typist {

    private static final long PAUSE_NANOS = 300_000;

    private final Thread thread;
    private volatile boolean stopping;
    private volatile long typed;

    Typist(Echoed echoed) {
      TerminalAttachment keyboard = echoed.attachment.join();
      thread =
          Thread.ofPlatform()
              .daemon()
              .start(
                  () -> {
                    while (!stopping) {
                      byte[] keys = new byte[KEYS_AT_ONCE];
                      for (int i = 0; i < keys.length; i++) {
                        keys[i] = Echoed.key(typed + i);
                      }
                      keyboard.write(keys).join();
                      typed += keys.length;
                      LockSupport.parkNanos(PAUSE_NANOS);
                    }
                  });
    }

    void stop() {
      stopping = true;
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    long typed() {
      return typed;
    }
  }
}
