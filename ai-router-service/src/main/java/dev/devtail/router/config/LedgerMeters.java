package dev.devtail.router.config;

import dev.devtail.router.ledger.LedgerEntry;
import dev.devtail.router.ledger.Outcome;
import dev.devtail.router.ledger.journal.Journal;
import dev.devtail.router.protocol.CallerProtocol;
import dev.devtail.router.route.ModelName;
import dev.devtail.router.usage.Usage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What calls use, as figures. Names and tags are OpenTelemetry's for clients of generative AI, as
 * far as it has any; users and sessions are in the ledger, not here.
 */
final class LedgerMeters implements MeterBinder {

  /** Models that have figures of their own; all others are one. */
  private static final int MAX_MODELS = 200;

  private static final ModelName OTHER = new ModelName("_OTHER", "_OTHER");

  private final Journal journal;
  private final Set<ModelName> known = ConcurrentHashMap.newKeySet();
  private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();

  LedgerMeters(Journal journal) {
    this.journal = journal;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    registries.add(registry);
    Gauge.builder("devtail.router.journal.size", journal, Journal::bytes)
        .description("Calls that the database does not have yet")
        .baseUnit("bytes")
        .register(registry);
  }

  void count(LedgerEntry entry) {
    Tags tags = tags(entry);
    registries.forEach(registry -> count(registry, entry, tags));
  }

  private Tags tags(LedgerEntry entry) {
    ModelName model = bounded(entry.model());
    return Tags.of(
        "gen_ai.operation.name",
        operation(entry.caller()),
        "gen_ai.provider.name",
        model.provider(),
        "gen_ai.request.model",
        model.model());
  }

  /** Names come from callers, who may make up as many as they like. */
  private ModelName bounded(ModelName model) {
    if (known.contains(model)) {
      return model;
    }
    return known.size() < MAX_MODELS && known.add(model) ? model : OTHER;
  }

  private static String operation(CallerProtocol caller) {
    return switch (caller) {
      case MESSAGES, CHAT_COMPLETIONS, RESPONSES -> "chat";
    };
  }

  private static void count(MeterRegistry registry, LedgerEntry entry, Tags tags) {
    Tags ended = tags.and("error.type", error(entry.outcome()));
    Timer.builder("gen_ai.client.operation.duration")
        .description("From the beginning of a call to its end")
        .tags(ended)
        .register(registry)
        .record(Duration.ofMillis(entry.durationMillis()));
    entry
        .firstTokenMillis()
        .ifPresent(
            millis ->
                Timer.builder("gen_ai.client.operation.time_to_first_chunk")
                    .description("From the beginning of a call to its first content")
                    .tags(tags)
                    .register(registry)
                    .record(Duration.ofMillis(millis)));
    Usage usage = entry.usage();
    tokens(registry, tags, "input", usage.totalInput());
    tokens(registry, tags, "output", usage.output());
    entry
        .cost()
        .ifPresentOrElse(
            cost ->
                counter(registry, "devtail.router.cost.usd", "What calls have cost", tags)
                    .increment(cost.doubleValue()),
            () ->
                counter(
                        registry,
                        "devtail.router.cost.unknown",
                        "Calls whose cost nobody knows",
                        tags)
                    .increment());
  }

  private static void tokens(MeterRegistry registry, Tags tags, String type, long count) {
    if (count > 0) {
      DistributionSummary.builder("gen_ai.client.token.usage")
          .description("Tokens of a call")
          .tags(tags.and("gen_ai.token.type", type))
          .register(registry)
          .record((double) count);
    }
  }

  private static Counter counter(
      MeterRegistry registry, String name, String description, Tags tags) {
    return Counter.builder(name).description(description).tags(tags).register(registry);
  }

  /** A call that was answered has none. */
  private static String error(Outcome outcome) {
    return switch (outcome) {
      case DONE, CACHED -> "";
      case BROKEN -> "broken";
      case FAILED -> "failed";
      case CANCELLED -> "cancelled";
      case REFUSED -> "refused";
    };
  }
}
