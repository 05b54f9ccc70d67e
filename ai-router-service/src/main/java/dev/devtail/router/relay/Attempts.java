package dev.devtail.router.relay;

import dev.devtail.router.exchange.HttpFaults;
import dev.devtail.router.exchange.ProviderFault;
import dev.devtail.router.exchange.ProviderFault.Kind;
import dev.devtail.router.provider.Deployments;
import dev.devtail.router.provider.ProviderClient;
import dev.devtail.router.request.MalformedRequestException;
import dev.devtail.router.request.RequestFacts;
import dev.devtail.router.route.Decision;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The one loop in which a call is tried: every target in turn, and all of them again as long as
 * that may help and is soon. There are no retries below it.
 */
public final class Attempts {

  private static final Logger log = LoggerFactory.getLogger(Attempts.class);

  /** How often all targets are tried. */
  private static final int MAX_ROUNDS = 3;

  /** Before the second round, where nobody says when to come back; twice that before the third. */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

  private final ProviderClient client;
  private final Deployments deployments;
  private final HttpFaults faults;
  private final RelayTimes times;
  private final InstantSource clock;
  private final Supplier<String> ids;

  /**
   * @param ids of calls: letters, digits, {@code _} and {@code -}
   */
  public Attempts(
      ProviderClient client,
      Deployments deployments,
      RelayTimes times,
      InstantSource clock,
      Supplier<String> ids) {
    this.client = client;
    this.deployments = deployments;
    this.faults = new HttpFaults(clock);
    this.times = times;
    this.clock = clock;
    this.ids = ids;
  }

  /**
   * @param targets at least one, the best first
   */
  Flux<AnswerPart> of(RelayCall call, RequestFacts facts, Decision decision, List<Target> targets) {
    Prepared prepared = new Prepared(ids.get(), clock.instant(), call, facts, decision);
    return new Loop(prepared, targets).next();
  }

  /** The attempts of one call. */
  private final class Loop {

    private final Prepared prepared;
    private final List<Target> targets;
    private Iterator<Target> round;
    private int rounds = 1;
    private int asked;
    private AttemptFailedException last =
        new AttemptFailedException(
            new ProviderFault(
                Kind.OVERLOADED, "Every provider of this model has failed; come back later."),
            null);

    Loop(Prepared prepared, List<Target> targets) {
      this.prepared = prepared;
      this.targets = targets;
      this.round = targets.iterator();
    }

    Flux<AnswerPart> next() {
      while (round.hasNext()) {
        Target target = round.next();
        if (deployments.mayBeAsked(target.deployment())) {
          return ask(target).onErrorResume(AttemptFailedException.class, this::failed);
        }
      }
      return afterRound();
    }

    private Flux<AnswerPart> ask(Target target) {
      asked++;
      long began = System.nanoTime();
      Passage passage;
      try {
        passage = prepared.to(target);
      } catch (MalformedRequestException malformed) {
        deployments.abandoned(target.deployment());
        return Flux.just(
            CallerErrors.invalid(prepared.protocol(), String.valueOf(malformed.getMessage())));
      }
      Attempt attempt =
          new Attempt(
              client,
              passage,
              prepared.dialect(),
              faults,
              times,
              prepared.stream(),
              prepared.headers(target, passage, asked));
      return attempt
          .run()
          .doOnComplete(() -> ended(target, began, attempt.brokenBy()))
          .doOnCancel(() -> deployments.abandoned(target.deployment()))
          .doOnError(
              AttemptFailedException.class, failure -> ended(target, began, failure.fault()));
    }

    private void ended(Target target, long began, @Nullable ProviderFault fault) {
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      if (fault == null) {
        deployments.answered(target.deployment(), took);
      } else {
        log.info(
            "attempt failed deployment={} model={} attempt={} kind={} reason={}",
            target.deployment().name(),
            target.model(),
            asked,
            fault.kind(),
            fault.message());
        deployments.failed(target.deployment(), took, fault);
      }
    }

    private Flux<AnswerPart> failed(AttemptFailedException failure) {
      last = failure;
      return failure.fault().kind().isCurable() ? next() : answer(failure);
    }

    private Flux<AnswerPart> afterRound() {
      Duration pause = pause();
      if (rounds == MAX_ROUNDS || !mayPass() || pause.compareTo(times.patience()) > 0) {
        return answer(last);
      }
      rounds++;
      round = targets.iterator();
      return Mono.delay(pause).thenMany(Flux.defer(this::next));
    }

    /** Whether what ails them may be over soon. */
    private boolean mayPass() {
      return switch (last.fault().kind()) {
        case OVERLOADED, RATE_LIMITED, SERVER_ERROR, UNREACHABLE, CUT, STALLED, MALFORMED -> true;
        case NOT_ALLOWED, NO_MODEL, TOO_LONG, REFUSED -> false;
      };
    }

    private Duration pause() {
      Duration rest = deployments.rest(targets.stream().map(Target::deployment).toList());
      Duration own = FIRST_PAUSE.multipliedBy(rounds);
      return rest.compareTo(own) > 0 ? rest : own;
    }

    private Flux<AnswerPart> answer(AttemptFailedException failure) {
      AnswerPart words = failure.words();
      return Flux.just(
          words == null ? CallerErrors.of(prepared.protocol(), failure.fault()) : words);
    }
  }
}
