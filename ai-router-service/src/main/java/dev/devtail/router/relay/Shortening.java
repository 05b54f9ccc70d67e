package dev.devtail.router.relay;

import dev.devtail.router.catalog.Catalog;
import dev.devtail.router.exchange.ProviderFault;
import dev.devtail.router.protocol.Headers;
import dev.devtail.router.request.RequestFacts;
import dev.devtail.router.request.RequestReader;
import dev.devtail.router.route.ModelName;
import dev.devtail.router.window.Measure;
import dev.devtail.router.window.OldTurns;
import dev.devtail.router.window.Shortened;
import dev.devtail.router.window.Shortener;
import dev.devtail.router.window.Shortener.Step;
import dev.devtail.router.window.Strategy;
import dev.devtail.router.window.TooLong;
import java.util.Iterator;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Makes calls fit whose conversation is too long: by their header, or as is configured. */
final class Shortening {

  static final String HEADER = "devtail-window";

  private static final Logger log = LoggerFactory.getLogger(Shortening.class);

  /** What is aimed at where a provider does not say how much it takes, in percent. */
  private static final int GUESS = 75;

  private final RequestReader reader = new RequestReader();
  private final WindowSettings settings;
  private final Catalog catalog;
  private final Summaries summaries;

  Shortening(WindowSettings settings, Catalog catalog, Summaries summaries) {
    this.settings = settings;
    this.catalog = catalog;
    this.summaries = summaries;
  }

  /**
   * In the order in which they are tried.
   *
   * @throws IllegalArgumentException if the call names one that there is not
   */
  List<Strategy> strategies(Headers headers) {
    String asked = headers.first(HEADER);
    return asked.isEmpty() ? settings.strategies() : Strategy.parseAll(asked);
  }

  /** How long a call is. */
  Measure measure(RelayCall call, RequestFacts facts) {
    return new Measure(call.body(), facts, model -> catalog.facts(model).maxOutputTokens());
  }

  /** What of the model's window is there for this call's input; 0 if that is not known. */
  long room(Measure measure, ModelName model) {
    return measure.room(model, catalog.facts(model).capabilities());
  }

  /** Before anybody is asked; for the model that is asked first. */
  Mono<Fitted> before(RelayCall call, Measure measure, ModelName model) {
    return Mono.defer(
            () ->
                fit(
                    call,
                    Shortener.before(
                        call.body(),
                        measure,
                        model,
                        room(measure, model),
                        catalog.facts(model).capabilities().contextTokens()),
                    strategies(call.headers()).iterator()))
        .subscribeOn(Schedulers.parallel());
  }

  /** After the provider of that model has said that it is too long; empty if nothing helps. */
  Mono<Prepared> after(Prepared prepared, ModelName model, ProviderFault fault) {
    if (prepared.call().operation() == RelayCall.Operation.COUNT_TOKENS) {
      return Mono.empty();
    }
    return Mono.defer(
            () -> {
              RelayCall call = prepared.call();
              Measure measure = measure(call, prepared.facts());
              TooLong told =
                  TooLong.parse(fault.message())
                      .orElseGet(() -> guess(measure.counted(model), room(measure, model)));
              return fit(
                  call,
                  Shortener.after(call.body(), measure, model, told),
                  strategies(call.headers()).stream()
                      .takeWhile(strategy -> strategy != Strategy.REFUSE)
                      .iterator());
            })
        .ofType(Fitted.Shorter.class)
        .map(shorter -> prepared.as(shorter.call(), shorter.facts(), shorter.report()))
        .subscribeOn(Schedulers.parallel());
  }

  private static TooLong guess(long tokens, long room) {
    long most = room == 0 ? tokens : Math.min(tokens, room);
    return new TooLong(tokens, Math.max(1, most * GUESS / 100));
  }

  private Mono<Fitted> fit(RelayCall call, Shortener shortener, Iterator<Strategy> strategies) {
    while (strategies.hasNext()) {
      switch (shortener.step(strategies.next())) {
        case Step.Refused(long tokens, long context) -> {
          return Mono.just(new Fitted.Refused(tokens, context));
        }
        case Step.Cut(Shortened shortened) -> {
          return Mono.just(shorter(call, shortened));
        }
        case Step.Summarise(OldTurns turns) -> {
          return summaries
              .of(call, turns)
              .flatMap(summary -> Mono.justOrEmpty(shortener.summarised(turns, summary)))
              .map(shortened -> shorter(call, shortened))
              .onErrorResume(
                  failure -> {
                    log.info("no summary cause={}", failure.toString());
                    return Mono.empty();
                  })
              .switchIfEmpty(Mono.defer(() -> fit(call, shortener, strategies)));
        }
        case Step.Useless() -> {
          // The next may help.
        }
      }
    }
    return Mono.just(new Fitted.AsItIs());
  }

  private Fitted shorter(RelayCall call, Shortened shortened) {
    RelayCall shorter = call.with(shortened.body());
    return new Fitted.Shorter(shorter, reader.read(shorter.body()), shortened.report());
  }
}
