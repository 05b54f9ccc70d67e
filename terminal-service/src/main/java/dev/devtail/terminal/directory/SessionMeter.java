package dev.devtail.terminal.directory;

import com.google.protobuf.Timestamp;
import dev.devtail.kit.grpc.ReactiveCalls;
import dev.devtail.protocol.service.v1.EventServiceGrpc.EventServiceStub;
import dev.devtail.protocol.service.v1.Metric;
import dev.devtail.protocol.service.v1.MetricList;
import dev.devtail.terminal.domain.TerminalId;
import dev.devtail.terminal.domain.TerminalTraffic;
import dev.devtail.terminal.grpc.TerminalMessages;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Tells session-service what goes through each session's terminals: {@code output_bytes} and {@code
 * input_bytes} since it was told last, and {@code terminals_running}. What it cannot be told now is
 * in the next report; a session in which nothing happens is not reported.
 */
public final class SessionMeter {

  /** As the rule of the schema. */
  static final int MAX_METRICS = 1000;

  private static final Logger log = LoggerFactory.getLogger(SessionMeter.class);

  private static final class Usage {
    long outputBytes;
    long inputBytes;
    long running;

    boolean isSomething() {
      return outputBytes > 0 || inputBytes > 0 || running > 0;
    }
  }

  private final Supplier<CompletableFuture<List<TerminalTraffic>>> terminals;
  private final EventServiceStub events;
  private final Clock clock;

  /** What has been reported of each terminal that is listed. */
  private Map<TerminalId, TerminalTraffic> reported = Map.of();

  /**
   * @param terminals what has gone through each terminal by now
   */
  public SessionMeter(
      Supplier<CompletableFuture<List<TerminalTraffic>>> terminals,
      EventServiceStub events,
      Clock clock) {
    this.terminals = terminals;
    this.events = events;
    this.clock = clock;
  }

  /** Reports once. One at a time. */
  public Mono<Void> report() {
    return Mono.fromFuture(terminals)
        .flatMap(
            now ->
                Flux.fromIterable(lists(now))
                    .concatMap(list -> ReactiveCalls.call(events::recordMetrics, list))
                    .then(Mono.fromRunnable(() -> remember(now))))
        .then()
        .onErrorResume(
            failure -> {
              log.debug("metrics of sessions wait cause={}", failure.toString());
              return Mono.empty();
            });
  }

  private void remember(List<TerminalTraffic> now) {
    Map<TerminalId, TerminalTraffic> all = HashMap.newHashMap(now.size());
    now.forEach(terminal -> all.put(terminal.id(), terminal));
    reported = all;
  }

  private List<MetricList> lists(List<TerminalTraffic> now) {
    Timestamp stamp = TerminalMessages.toMessage(clock.instant());
    List<Metric> metrics = new ArrayList<>();
    bySession(now)
        .forEach(
            (session, usage) -> {
              if (usage.isSomething()) {
                metrics.add(metric(session, "output_bytes", usage.outputBytes, stamp));
                metrics.add(metric(session, "input_bytes", usage.inputBytes, stamp));
                metrics.add(metric(session, "terminals_running", usage.running, stamp));
              }
            });
    List<MetricList> lists = new ArrayList<>();
    for (int from = 0; from < metrics.size(); from += MAX_METRICS) {
      int to = Math.min(from + MAX_METRICS, metrics.size());
      lists.add(MetricList.newBuilder().addAllMetrics(metrics.subList(from, to)).build());
    }
    return lists;
  }

  private Map<String, Usage> bySession(List<TerminalTraffic> now) {
    Map<String, Usage> sessions = new TreeMap<>();
    for (TerminalTraffic terminal : now) {
      TerminalTraffic before = reported.get(terminal.id());
      Usage usage = sessions.computeIfAbsent(terminal.sessionId(), first -> new Usage());
      usage.outputBytes += terminal.outputBytes() - (before == null ? 0 : before.outputBytes());
      usage.inputBytes += terminal.inputBytes() - (before == null ? 0 : before.inputBytes());
      usage.running += terminal.running() ? 1 : 0;
    }
    return sessions;
  }

  private static Metric metric(String session, String name, long value, Timestamp time) {
    return Metric.newBuilder()
        .setSessionId(session)
        .setName(name)
        .setValue((double) value)
        .setTime(time)
        .build();
  }
}
