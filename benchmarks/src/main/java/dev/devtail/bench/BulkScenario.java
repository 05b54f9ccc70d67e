package dev.devtail.bench;

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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A program that prints as fast as it can, read to its last byte. */
@Command(
    name = "bulk",
    mixinStandardHelpOptions = true,
    description = "Throughput of a program's output, in MB/s (10^6 bytes).")
final class BulkScenario implements Callable<Integer> {

  private static final String LINE =
      "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final double BYTES_PER_MB = 1e6;

  @Spec private CommandSpec spec;
  @Mixin private TargetOptions options;

  @Option(names = "--ttyd", paramLabel = "URL", description = "Measure this ttyd beside it.")
  private @Nullable URI ttyd;

  @Option(
      names = "--mbytes",
      defaultValue = "100",
      description = "How much is printed in each round (default: ${DEFAULT-VALUE}).")
  private int megabytes;

  @Option(
      names = "--rounds",
      defaultValue = "5",
      description = "Rounds; the median counts (default: ${DEFAULT-VALUE}).")
  private int rounds;

  private BulkScenario() {}

  private record Path(String name, Supplier<Probe> probe, List<Double> rates) {}

  @Override
  public Integer call() {
    Report report = new Report("bulk");
    try (Target target = options.open()) {
      List<Path> paths = new ArrayList<>();
      paths.add(
          new Path(
              "devtail",
              () -> new DevtailProbe(target.url(), target.token(), Shells.BASH),
              new ArrayList<>()));
      paths.add(new Path("raw_pty", () -> new RawPtyProbe(Shells.BASH), new ArrayList<>()));
      URI peer = ttyd;
      if (peer != null) {
        paths.add(new Path("ttyd", () -> new TtydProbe(peer), new ArrayList<>()));
      }
      paths.forEach(this::rate);
      List<Path> order = new ArrayList<>(paths);
      for (int round = 0; round < rounds; round++) {
        order.forEach(path -> path.rates().add(rate(path)));
        Collections.rotate(order, 1);
      }
      paths.forEach(path -> report.put(path.name() + "_mb_s", median(path.rates())));
    }
    report.publish(spec.commandLine().getOut(), options.json());
    return 0;
  }

  /**
   * One round, over a connection of its own: one that waits for its turn answers no pings, and
   * servers close it.
   */
  private double rate(Path path) {
    try (Probe probe = path.probe().get()) {
      probe.awaitPrompt();
      return rate(probe);
    }
  }

  /** Prints once and reads until the mark behind it. */
  private double rate(Probe probe) {
    String command =
        "yes %s | head -c %d; printf '%%s_%%s\\n' END MARK\n"
            .formatted(LINE, megabytes * 1_000_000L);
    probe.type(Shells.ascii(command));
    probe.await("\n");
    long bytes = 0;
    long began = System.nanoTime();
    Tail tail = new Tail("END_MARK");
    do {
      int count = probe.receive();
      bytes += count;
      tail.add(probe.output(), count);
    } while (!tail.isReached());
    double seconds = (System.nanoTime() - began) / 1e9;
    return bytes / BYTES_PER_MB / seconds;
  }

  private static double median(List<Double> rates) {
    List<Double> sorted = rates.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }

  /** Looks for a mark at the end of a stream without looking at all of it. */
  private static final class Tail {

    private static final int KEPT = 64;

    private final String mark;
    private final StringBuilder last = new StringBuilder();

    Tail(String mark) {
      this.mark = mark;
    }

    void add(byte[] bytes, int count) {
      for (int i = Math.max(0, count - KEPT); i < count; i++) {
        last.append((char) bytes[i]);
      }
      if (last.length() > KEPT) {
        last.delete(0, last.length() - KEPT);
      }
    }

    boolean isReached() {
      return last.indexOf(mark) >= 0;
    }
  }
}
