package dev.devtail.bench;

import dev.devtail.bench.deploy.Target;
import dev.devtail.client.TerminalAttachment;
import dev.devtail.client.TerminalListener;
import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.Exited;
import dev.devtail.protocol.v1.Screen;
import dev.devtail.protocol.v1.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Commands that print and exit at once: is every byte there, and the exit status? */
@Command(
    name = "exit",
    mixinStandardHelpOptions = true,
    description = "Commands that print 100 KB and exit at once, read to the last byte.")
final class ExitScenario implements Callable<Integer> {

  private static final int BYTES = 100_000;
  private static final int STATUS_RANGE = 200;
  private static final long WINDOW_BYTES = 64 * 1024;
  private static final long DEADLINE_SECONDS = 30;

  @Spec private CommandSpec spec;
  @Mixin private TargetOptions options;

  @Option(
      names = "--runs",
      defaultValue = "1000",
      description = "How many commands (default: ${DEFAULT-VALUE}).")
  private int runs;

  private ExitScenario() {}

  @Override
  public Integer call() throws Exception {
    long lost = 0;
    long wrongStatus = 0;
    Samples times = new Samples();
    try (Target target = options.open();
        Viewers viewers = Viewers.connect(target)) {
      for (int run = 0; run < runs; run++) {
        int status = run % STATUS_RANGE;
        long began = System.nanoTime();
        Terminal terminal =
            viewers.start(
                List.of(
                    "/bin/sh",
                    "-c",
                    "head -c %d /dev/zero | tr '\\0' x; exit %d".formatted(BYTES, status)));
        Reader reader = new Reader();
        TerminalAttachment attachment =
            viewers.connection().attachFromStart(terminal, Viewers.SIZE, WINDOW_BYTES, reader);
        reader.attachment.complete(attachment);
        Exited exited = reader.exited.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        times.add(System.nanoTime() - began);
        lost += BYTES - reader.count;
        wrongStatus += exited.getStatus().getCode() == status ? 0 : 1;
        attachment.detach();
      }
    }
    Report report =
        new Report("exit")
            .put("runs", runs)
            .put("lost_bytes", lost)
            .put("wrong_status", wrongStatus)
            .put("p50_ms", times.millis(0.5))
            .put("p99_ms", times.millis(0.99));
    report.publish(spec.commandLine().getOut(), options.json());
    return lost == 0 && wrongStatus == 0 ? 0 : 1;
  }

  private static final class Reader implements TerminalListener {

    private final CompletableFuture<TerminalAttachment> attachment = new CompletableFuture<>();
    private final CompletableFuture<Exited> exited = new CompletableFuture<>();
    private volatile long count;

    @Override
    public void onScreen(Screen piece) {
      // Bytes were asked for; a screen instead of them shows as lost bytes.
    }

    @Override
    public void onOutput(long offset, byte[] bytes) {
      count = offset + bytes.length;
      attachment.thenAccept(reader -> reader.consumed(offset + bytes.length));
    }

    @Override
    public void onExited(Exited last) {
      if (!last.getDraining()) {
        exited.complete(last);
      }
    }

    @Override
    public void onClosed(@Nullable Error error) {
      exited.completeExceptionally(new IllegalStateException("closed: " + error));
    }
  }
}
