package dev.devtail.terminal.directory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.devtail.protocol.service.v1.EventServiceGrpc;
import dev.devtail.protocol.service.v1.Metric;
import dev.devtail.protocol.service.v1.MetricList;
import dev.devtail.protocol.v1.Done;
import dev.devtail.terminal.domain.TerminalId;
import dev.devtail.terminal.domain.TerminalTraffic;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionMeterTest {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Recorder recorder = new Recorder();
  private final String name = InProcessServerBuilder.generateName();
  private final Server server =
      InProcessServerBuilder.forName(name).directExecutor().addService(recorder).build();
  private final ManagedChannel channel =
      InProcessChannelBuilder.forName(name).directExecutor().build();
  private List<TerminalTraffic> traffic = List.of();
  private final SessionMeter meter =
      new SessionMeter(
          () -> CompletableFuture.completedFuture(traffic),
          EventServiceGrpc.newStub(channel),
          Clock.systemUTC());

  @BeforeEach
  void start() throws IOException {
    server.start();
  }

  @AfterEach
  void stop() {
    channel.shutdownNow();
    server.shutdownNow();
  }

  @Test
  void tellsWhatHasGoneThroughEachSessionSinceItToldLast() {
    traffic =
        List.of(
            terminal("a", "work", true, 100, 10),
            terminal("b", "work", false, 50, 5),
            terminal("c", "play", true, 7, 0));
    report();
    assertThat(recorder.taken())
        .containsExactlyInAnyOrder(
            "work output_bytes 150",
            "work input_bytes 15",
            "work terminals_running 1",
            "play output_bytes 7",
            "play input_bytes 0",
            "play terminals_running 1");

    traffic = List.of(terminal("a", "work", true, 180, 11), terminal("b", "work", false, 50, 5));
    report();
    assertThat(recorder.taken())
        .containsExactlyInAnyOrder(
            "work output_bytes 80", "work input_bytes 1", "work terminals_running 1");
  }

  @Test
  void whatCouldNotBeToldIsInTheNextReport() {
    recorder.refusing = true;
    traffic = List.of(terminal("a", "work", true, 100, 10));
    report();
    recorder.refusing = false;
    traffic = List.of(terminal("a", "work", true, 130, 10));
    report();

    assertThat(recorder.taken()).contains("work output_bytes 130", "work input_bytes 10");
  }

  @Test
  void saysNothingOfASessionInWhichNothingHappens() {
    traffic = List.of(terminal("a", "work", false, 100, 10));
    report();
    recorder.taken();
    report();

    assertThat(recorder.taken()).isEmpty();
  }

  @Test
  void manySessionsComeInSeveralLists() {
    traffic =
        IntStream.range(0, 400).mapToObj(i -> terminal("t" + i, "s" + i, true, 1, 1)).toList();
    report();

    assertThat(recorder.lists)
        .extracting(MetricList::getMetricsCount)
        .containsExactly(SessionMeter.MAX_METRICS, 200);
  }

  private void report() {
    meter.report().block(PATIENCE);
  }

  private static TerminalTraffic terminal(
      String id, String session, boolean running, long output, long input) {
    return new TerminalTraffic(new TerminalId(id), session, running, output, input);
  }

  private static final class Recorder extends EventServiceGrpc.EventServiceImplBase {

    final List<MetricList> lists = new ArrayList<>();
    boolean refusing;

    @Override
    public void recordMetrics(MetricList request, StreamObserver<Done> observer) {
      if (refusing) {
        observer.onError(Status.UNAVAILABLE.asRuntimeException());
        return;
      }
      lists.add(request);
      observer.onNext(Done.getDefaultInstance());
      observer.onCompleted();
    }

    List<String> taken() {
      List<String> all =
          lists.stream()
              .flatMap(list -> list.getMetricsList().stream())
              .map(Recorder::text)
              .toList();
      lists.clear();
      return all;
    }

    private static String text(Metric metric) {
      return "%s %s %.0f".formatted(metric.getSessionId(), metric.getName(), metric.getValue());
    }
  }
}
