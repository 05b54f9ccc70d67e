package dev.devtail.cli.remote;

import dev.devtail.cli.ExitCodes;
import dev.devtail.conformance.Subject;
import dev.devtail.conformance.ViolationException;
import dev.devtail.conformance.fuzz.Fuzz;
import dev.devtail.protocol.v1.ErrorCode;
import java.io.PrintWriter;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.LongConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code devtail fuzz}: frames that no client would send. */
@Command(
    name = "fuzz",
    mixinStandardHelpOptions = true,
    description = {
      "Send a gateway frames that no client would send, while somebody types at it.",
      "Meant for a gateway of your own: it starts and ends terminals that run /bin/cat. Ends with 1"
          + " if the gateway fails."
    })
public final class FuzzCommand implements Callable<Integer> {

  private static final long REPORT_EVERY = 100_000;

  @Spec private CommandSpec spec;
  @Mixin private GatewayOptions options;

  @Option(
      names = "--frames",
      defaultValue = "100000",
      description = "How many (default: ${DEFAULT-VALUE}).")
  private long frames;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "The same seed sends the same frames (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--json", description = "Print a JSON object.")
  private boolean json;

  private FuzzCommand() {}

  private record Summary(
      long frames, long connections, long internalErrors, Map<ErrorCode, Long> errors) {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    options.connect().close();
    Fuzz fuzz = new Fuzz(new Subject(options.url(), options.token()), seed);
    try {
      Fuzz.Result result = fuzz.run(frames, json ? sent -> {} : progress());
      if (json) {
        Json.print(
            out,
            new Summary(result.frames(), result.connections(), result.internal(), result.errors()));
      } else {
        out.printf("%d frames over %d connections%n", result.frames(), result.connections());
        new TreeMap<>(result.errors())
            .forEach((code, count) -> out.printf("  %-40s %10d%n", code, count));
      }
      out.flush();
      return result.internal() == 0 ? ExitCodes.OK : ExitCodes.FAILED;
    } catch (ViolationException failed) {
      out.printf("The gateway failed: %s%n", failed.getMessage());
      out.flush();
      return ExitCodes.FAILED;
    }
  }

  private LongConsumer progress() {
    PrintWriter err = spec.commandLine().getErr();
    return new LongConsumer() {
      private long reported;

      @Override
      public void accept(long sent) {
        if (sent - reported >= REPORT_EVERY) {
          reported = sent;
          err.printf("%d of %d frames%n", sent, frames);
          err.flush();
        }
      }
    };
  }
}
