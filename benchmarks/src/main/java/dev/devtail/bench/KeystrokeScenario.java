package dev.devtail.bench;

import dev.devtail.bench.deploy.ChildJvm;
import dev.devtail.bench.deploy.Target;
import dev.devtail.bench.probe.DevtailProbe;
import dev.devtail.bench.probe.Probe;
import dev.devtail.bench.probe.RawPtyProbe;
import dev.devtail.bench.probe.TtydProbe;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * From the key to its echo: through DevTail, ttyd and a bare PTY, in blocks that take turns, each
 * round in another order, so that what disturbs the machine disturbs all of them alike.
 */
@Command(
    name = "keystroke",
    mixinStandardHelpOptions = true,
    description = "Time from a key to its echo in bash.")
final class KeystrokeScenario implements Callable<Integer> {

  private static final int BLOCK = 100;

  /** A line this long is thrown away, unmeasured: the shell redraws long lines differently. */
  private static final int LINE = 50;

  private static final byte[] KEY = Shells.ascii("a");
  private static final byte[] KILL_LINE = {0x15};
  private static final int PINGS = 5_000;

  @Spec private CommandSpec spec;
  @Mixin private TargetOptions options;

  @Option(
      names = "--ttyd",
      paramLabel = "URL",
      description = "Measure this ttyd beside it (started with: ttyd -W -p PORT bash --norc).")
  private @Nullable URI ttyd;

  @Option(
      names = "--neighbour",
      description = "Measure also while another terminal of the same server floods.")
  private boolean neighbour;

  @Option(
      names = "--keys",
      defaultValue = "20000",
      description = "Keys measured on each path (default: ${DEFAULT-VALUE}).")
  private int keys;

  @Option(
      names = "--warm-up",
      defaultValue = "12000",
      description = "Keys before that (default: ${DEFAULT-VALUE}).")
  private int warmUp;

  private KeystrokeScenario() {}

  private record Path(String name, Probe probe, Samples samples) {}

  @Override
  public Integer call() {
    Report report = new Report("keystroke");
    try (Target target = options.open()) {
      List<Path> paths = new ArrayList<>();
      DevtailProbe devtail = new DevtailProbe(target.url(), target.token(), Shells.BASH);
      paths.add(new Path("devtail", devtail, new Samples()));
      devtail.awaitPrompt();
      double firstKey = devtail.echo(KEY) / 1_000.0;
      paths.add(new Path("raw_pty", new RawPtyProbe(Shells.BASH), new Samples()));
      if (ttyd != null) {
        paths.add(new Path("ttyd", new TtydProbe(ttyd), new Samples()));
      }
      paths.stream().skip(1).forEach(path -> path.probe().awaitPrompt());
      paths.forEach(path -> type(path.probe(), warmUp, new Samples()));

      measure(paths, keys);
      for (Path path : paths) {
        report.put(path.name() + "_p50_us", path.samples().micros(0.5));
        report.put(path.name() + "_p99_us", path.samples().micros(0.99));
        report.put(path.name() + "_p999_us", path.samples().micros(0.999));
      }
      report.put("gateway_p99_us", pings(devtail).micros(0.99));
      inside(report, target, devtail);
      report.put("first_key_us", firstKey);
      if (neighbour) {
        underFlood(report, target, devtail);
      }
      paths.forEach(path -> path.probe().close());
    }
    report.publish(spec.commandLine().getOut(), options.json());
    return 0;
  }

  /** Blocks in turn, another order each round. */
  private static void measure(List<Path> paths, int keys) {
    List<Path> order = new ArrayList<>(paths);
    for (int done = 0; done < keys; done += BLOCK) {
      for (Path path : order) {
        type(path.probe(), BLOCK, path.samples());
      }
      Collections.rotate(order, 1);
    }
  }

  private static void type(Probe probe, int keys, Samples samples) {
    for (int i = 0; i < keys; i++) {
      if (i % LINE == 0) {
        clearLine(probe);
      }
      samples.add(probe.echo(KEY));
    }
  }

  /** Empties the line, and waits for a mark so that nothing of it is left under way. */
  private static void clearLine(Probe probe) {
    probe.type(KILL_LINE);
    probe.echo(Shells.ascii("#"));
    probe.type(KILL_LINE);
    probe.echo(Shells.ascii("+"));
  }

  /** As many as keys at most: over a simulated network each takes its round trip. */
  private Samples pings(DevtailProbe devtail) {
    int count = Math.min(PINGS, keys);
    for (int i = 0; i < count; i++) {
      devtail.ping();
    }
    Samples samples = new Samples();
    for (int i = 0; i < count; i++) {
      samples.add(devtail.ping());
    }
    return samples;
  }

  /** What the keys cost within the JVMs, as far as those were started here. */
  private void inside(Report report, Target target, DevtailProbe devtail) {
    List<ChildJvm> jvms = target.jvms();
    if (jvms.isEmpty()) {
      return;
    }
    jvms.forEach(ChildJvm::allocatedBytes);
    long[] logs = jvms.stream().mapToLong(ChildJvm::gcLogPosition).toArray();
    long before = jvms.stream().mapToLong(ChildJvm::allocatedBytes).sum();
    long asking = jvms.stream().mapToLong(ChildJvm::allocatedBytes).sum() - before;
    type(devtail, keys, new Samples());
    long allocated = jvms.stream().mapToLong(ChildJvm::allocatedBytes).sum() - before - 2 * asking;
    report.put("allocated_bytes_per_key", (double) Math.max(0, allocated) / keys);
    double pause = 0;
    for (int i = 0; i < logs.length; i++) {
      pause = Math.max(pause, jvms.get(i).longestPauseMicros(logs[i]));
    }
    report.put("max_gc_pause_us", pause);
  }

  private void underFlood(Report report, Target target, DevtailProbe devtail) {
    Samples busy = new Samples();
    try (Flood flood = new Flood(new DevtailProbe(target.url(), target.token(), Shells.BASH))) {
      flood.begin();
      type(devtail, keys / 4, new Samples());
      type(devtail, keys / 4, busy);
    }
    report.put("busy_p50_us", busy.micros(0.5));
    if (ttyd != null) {
      Samples busyTtyd = new Samples();
      try (TtydProbe quiet = new TtydProbe(ttyd);
          Flood flood = new Flood(new TtydProbe(ttyd))) {
        quiet.awaitPrompt();
        flood.begin();
        type(quiet, keys / 4, new Samples());
        type(quiet, keys / 4, busyTtyd);
      }
      report.put("busy_ttyd_p50_us", busyTtyd.micros(0.5));
    }
  }

  /** A neighbour's terminal that prints without end, read by a thread of its own. */
  private static final class Flood implements AutoCloseable {

    private final Probe probe;
    private final Thread reader;
    private volatile boolean stopping;

    Flood(Probe probe) {
      this.probe = probe;
      reader =
          Thread.ofPlatform()
              .daemon()
              .unstarted(
                  () -> {
                    while (!stopping) {
                      probe.receive();
                    }
                  });
    }

    void begin() {
      probe.awaitPrompt();
      probe.type(Shells.ascii("yes\n"));
      reader.start();
    }

    @Override
    public void close() {
      stopping = true;
      try {
        reader.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      probe.close();
    }
  }
}
