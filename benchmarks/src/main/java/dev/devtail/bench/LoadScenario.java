package dev.devtail.bench;

import dev.devtail.bench.deploy.ChildJvm;
import dev.devtail.bench.deploy.Target;
import dev.devtail.bench.probe.DevtailProbe;
import dev.devtail.client.TerminalAttachment;
import dev.devtail.protocol.v1.Screen;
import dev.devtail.protocol.v1.Terminal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Many programs that print steadily, a viewer at each, and someone who types beside them. */
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    description = "Many terminals that print steadily, and a typist beside them.")
final class LoadScenario implements Callable<Integer> {

  private static final long WINDOW_BYTES = 256 * 1024;
  private static final int BYTES_PER_KB = 1_000;

  /** Viewers that share a connection, as the tabs of a window do. */
  private static final int VIEWERS_PER_CONNECTION = 32;

  private static final byte[] KEY = Shells.ascii("a");
  private static final byte[] KILL_LINE = {0x15};
  private static final int KEYS_PER_LINE = 50;
  private static final Duration BETWEEN_KEYS = Duration.ofMillis(20);
  private static final Duration WARM_UP = Duration.ofSeconds(10);

  /**
   * Waits for a key, and then prints by the clock, ten times a second, so that it catches up when
   * it was made to wait; takes the KB/s. Perl, because a shell that prints as much needs more of
   * the machine than what is measured.
   */
  private static final String PRINTER =
      """
      use Time::HiRes qw(time sleep);
      my $line = "0" x 1022 . "\n";
      sysread STDIN, my $key, 1;
      my ($began, $printed) = (time, 0);
      while (1) {
        my $due = int(((time - $began) * $ARGV[0] * 1000 - $printed) / 1024);
        if ($due > 0) { syswrite STDOUT, $line x $due; $printed += 1024 * $due; }
        sleep 0.1;
      }
      """;

  private static final byte[] GO = Shells.ascii("\n");

  @Spec private CommandSpec spec;
  @Mixin private TargetOptions options;

  @Option(
      names = "--terminals",
      defaultValue = "100",
      description = "How many print (default: ${DEFAULT-VALUE}).")
  private int terminals;

  @Option(
      names = "--kbytes-s",
      defaultValue = "40",
      description = "How much each prints, in KB/s (default: ${DEFAULT-VALUE}).")
  private int kilobytesPerSecond;

  @Option(
      names = "--seconds",
      defaultValue = "30",
      description = "How long it is measured (default: ${DEFAULT-VALUE}).")
  private int seconds;

  private LoadScenario() {}

  @Override
  public Integer call() {
    Report report = new Report("load");
    List<Viewers> connections = new ArrayList<>();
    try (Target target = options.open(Shells.limits(terminals + 1))) {
      try (DevtailProbe typist = new DevtailProbe(target.url(), target.token(), Shells.BASH)) {
        typist.awaitPrompt();
        LongAdder delivered = new LongAdder();
        List<TerminalAttachment> printers = new ArrayList<>();
        for (int i = 0; i < terminals; i++) {
          if (i % VIEWERS_PER_CONNECTION == 0) {
            connections.add(Viewers.connect(target, options.compressFrom()));
          }
          printers.add(Reader.attach(connections.getLast(), printer(), delivered));
        }
        printers.forEach(printer -> printer.write(GO));
        type(typist, WARM_UP, new Samples());
        measure(report, target, typist, delivered);
      } finally {
        connections.forEach(Viewers::close);
      }
    }
    report.publish(spec.commandLine().getOut(), options.json());
    return 0;
  }

  private List<String> printer() {
    return List.of("perl", "-e", PRINTER, Integer.toString(kilobytesPerSecond));
  }

  private void measure(Report report, Target target, DevtailProbe typist, LongAdder delivered) {
    Samples keys = new Samples();
    List<ChildJvm> jvms = target.jvms();
    long bytes = delivered.sum();
    long cpu = cpuNanos(jvms);
    long began = System.nanoTime();
    type(typist, Duration.ofSeconds(seconds), keys);
    double elapsed = (System.nanoTime() - began) / 1e9;
    double offered = (double) terminals * kilobytesPerSecond * BYTES_PER_KB * elapsed;
    report
        .put("terminals", terminals)
        .put("kbytes_s", kilobytesPerSecond)
        .put("delivered_ratio", (delivered.sum() - bytes) / offered)
        .put("keystroke_p50_ms", keys.millis(0.5))
        .put("keystroke_p99_ms", keys.millis(0.99))
        .put("keys", keys.count());
    if (!jvms.isEmpty()) {
      report.put("cpu_cores", (cpuNanos(jvms) - cpu) / 1e9 / elapsed);
    }
  }

  private static long cpuNanos(List<ChildJvm> jvms) {
    return jvms.stream().mapToLong(jvm -> jvm.cpuTime().toNanos()).sum();
  }

  private static void type(DevtailProbe typist, Duration time, Samples samples) {
    long end = System.nanoTime() + time.toNanos();
    for (int key = 0; System.nanoTime() < end; key++) {
      if (key % KEYS_PER_LINE == 0) {
        typist.type(KILL_LINE);
        typist.echo(Shells.ascii("#"));
        typist.type(KILL_LINE);
        typist.echo(Shells.ascii("+"));
      }
      samples.add(typist.echo(KEY));
      LockSupport.parkNanos(BETWEEN_KEYS.toNanos());
    }
  }

  /** Counts what comes. */
  private static final class Reader implements EndlessProgram {

    private final CompletableFuture<TerminalAttachment> attachment = new CompletableFuture<>();
    private final LongAdder delivered;

    private Reader(LongAdder delivered) {
      this.delivered = delivered;
    }

    static TerminalAttachment attach(Viewers viewers, List<String> command, LongAdder delivered) {
      Reader reader = new Reader(delivered);
      Terminal terminal = viewers.start(command);
      TerminalAttachment attachment =
          viewers.connection().attachFromStart(terminal, Viewers.SIZE, WINDOW_BYTES, reader);
      reader.attachment.complete(attachment);
      return attachment;
    }

    @Override
    public void onScreen(Screen piece) {
      // Drawn instead of output, which is missing in the count.
    }

    @Override
    public void onOutput(long offset, byte[] bytes) {
      delivered.add(bytes.length);
      attachment.thenAccept(reader -> reader.consumed(offset + bytes.length));
    }
  }
}
