package dev.devtail.bench;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.devtail.bench.deploy.ChildJvm;
import dev.devtail.bench.deploy.Target;
import dev.devtail.bench.probe.IdleCrowd;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Many clients that are connected and do nothing: what each costs the gateway, and the wire. */
@Command(
    name = "connections",
    mixinStandardHelpOptions = true,
    description = "Memory and bytes on the wire of idle connections.")
final class ConnectionsScenario implements Callable<Integer> {

  /** Connections that come and go before anything is measured, so that the code is loaded. */
  private static final int WARM_UP = 500;

  /** Files that a process needs for other things than these connections. */
  private static final int OTHER_FILES = 500;

  @Spec private CommandSpec spec;
  @Mixin private TargetOptions options;

  @Option(
      names = "--count",
      defaultValue = "10000",
      description = "How many connections (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = "--minutes",
      defaultValue = "2",
      description = "How long they stay, to count their bytes (default: ${DEFAULT-VALUE}).")
  private int minutes;

  private ConnectionsScenario() {}

  private record Memory(long heap, long resident) {

    static Memory of(ChildJvm jvm) {
      return new Memory(jvm.liveHeapBytes(), jvm.residentBytes());
    }
  }

  @Override
  public Integer call() throws InterruptedException {
    checkFiles();
    Report report = new Report("connections");
    try (Target target = options.open()) {
      try (IdleCrowd warmUp = new IdleCrowd(target.url(), target.token())) {
        warmUp.open(Math.min(WARM_UP, count));
      }
      Optional<ChildJvm> gateway = target.gateway();
      Optional<Memory> before = gateway.map(Memory::of);
      try (IdleCrowd crowd = new IdleCrowd(target.url(), target.token())) {
        crowd.open(count);
        report.put("connections", count);
        before.ifPresent(
            empty -> {
              Memory full = Memory.of(gateway.orElseThrow());
              report
                  .put("heap_bytes_per_connection", (double) (full.heap - empty.heap) / count)
                  .put(
                      "rss_bytes_per_connection",
                      (double) (full.resident - empty.resident) / count);
            });
        long bytes = crowd.wireBytes();
        LockSupport.parkNanos(Duration.ofMinutes(minutes).toNanos());
        crowd.check();
        report.put("idle_bytes_per_minute", (double) (crowd.wireBytes() - bytes) / count / minutes);
      }
    }
    report.publish(spec.commandLine().getOut(), options.json());
    return 0;
  }

  /** This process and the gateway need one file each for every connection, within one limit. */
  private void checkFiles() {
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
      long most = system.getMaxFileDescriptorCount() - OTHER_FILES;
      if (count > most) {
        throw new ParameterException(
            spec.commandLine(),
            "--count: %d (expected: at most %d, because a process may open %d files here; raise it with ulimit -n)"
                .formatted(count, most, system.getMaxFileDescriptorCount()));
      }
    }
  }
}
