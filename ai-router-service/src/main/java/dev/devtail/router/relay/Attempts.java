package dev.devtail.router.relay;

import dev.devtail.router.catalog.FirstTokenTimes;
import dev.devtail.router.exchange.HttpFaults;
import dev.devtail.router.exchange.ProviderFault;
import dev.devtail.router.exchange.ProviderFault.Kind;
import dev.devtail.router.ledger.Outcome;
import dev.devtail.router.protocol.Header;
import dev.devtail.router.provider.Deployments;
import dev.devtail.router.provider.ProviderClient;
import dev.devtail.router.request.MalformedRequestException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The one loop in which a call is tried: every target in turn, and all of them again as long as
 * that may help and is soon. There are no retries below it. Two are asked at a time only where
 * hedging is on.
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
  private final FirstTokenTimes firstTokens;

  /**
   * @param firstTokens is told how soon models begin to answer
   */
  public Attempts(
      ProviderClient client,
      Deployments deployments,
      HttpFaults faults,
      RelayTimes times,
      FirstTokenTimes firstTokens) {
    this.client = client;
    this.deployments = deployments;
    this.faults = faults;
    this.times = times;
    this.firstTokens = firstTokens;
  }

  /**
   * @param targets at least one, the best first
   * @param account is settled when the answer is over, but not if it is cancelled
   * @param warnings headers that every answer gets
   * @param shortening where all say that the conversation is too long
   */
  Flux<AnswerPart> of(
      Prepared prepared,
      List<Target> targets,
      CallAccount account,
      List<Header> warnings,
      Shortening shortening) {
    return new Loop(prepared, targets, account, warnings, shortening).next();
  }

  /** The attempts of one call. */
  private final class Loop {

    private final List<Target> targets;
    private final CallAccount account;
    private final List<Header> warnings;
    private final Shortening shortening;
    private Prepared prepared;
    private boolean shortened;
    private Iterator<Target> round;
    private int rounds = 1;
    private volatile AttemptFailedException last =
        new AttemptFailedException(
            new ProviderFault(
                Kind.OVERLOADED,
                "Every way to this model is at its limit or has failed; come back later."),
            null);

    Loop(
        Prepared prepared,
        List<Target> targets,
        CallAccount account,
        List<Header> warnings,
        Shortening shortening) {
      this.prepared = prepared;
      this.targets = targets;
      this.account = account;
      this.warnings = warnings;
      this.shortening = shortening;
      this.round = targets.iterator();
    }

    Flux<AnswerPart> next() {
      return nextTarget().map(this::hedged).orElseGet(this::afterRound);
    }

    /** Of this round, and one that may be asked. */
    private Optional<Target> nextTarget() {
      while (round.hasNext()) {
        Target target = round.next();
        if (deployments.mayBeAsked(target.deployment())) {
          return Optional.of(target);
        }
      }
      return Optional.empty();
    }

    /** The next one is asked when this one has failed, or has not begun for long. */
    private Flux<AnswerPart> hedged(Target target) {
      if (times.hedge().isZero()) {
        return ask(target)
            .onErrorResume(AttemptFailedException.class, failure -> cure(failure, this::next));
      }
      Sinks.Empty<Void> failed = Sinks.empty();
      Flux<AnswerPart> first = unlessCurable(target).doOnTerminate(failed::tryEmitEmpty);
      Flux<AnswerPart> second =
          Mono.firstWithSignal(Mono.delay(times.hedge()).then(), failed.asMono())
              .thenMany(
                  Flux.defer(() -> nextTarget().map(this::unlessCurable).orElseGet(Flux::empty)));
      return Flux.firstWithValue(first, second)
          .onErrorResume(NoSuchElementException.class, neither -> next());
    }

    /** Empty if another may do what this one could not. */
    private Flux<AnswerPart> unlessCurable(Target target) {
      return ask(target)
          .onErrorResume(AttemptFailedException.class, failure -> cure(failure, Flux::empty));
    }

    private Flux<AnswerPart> ask(Target target) {
      int number = account.attempt(target.model());
      Passage passage;
      try {
        passage = prepared.to(target);
      } catch (MalformedRequestException malformed) {
        deployments.abandoned(target.deployment());
        account.settle(Outcome.FAILED);
        return Flux.just(prepared.errors().invalid(String.valueOf(malformed.getMessage())));
      }
      Attempt attempt =
          new Attempt(
              client,
              passage,
              prepared.dialect(),
              faults,
              times.at(target),
              prepared.stream(),
              prepared.headers(target, passage, number, warnings));
      long began = System.nanoTime();
      return attempt
          .run()
          .doOnNext(part -> answering(target, part, began))
          .doOnComplete(() -> answered(target, attempt, passage, began))
          .doOnCancel(() -> abandoned(target, attempt, passage))
          .doOnError(failure -> unanswered(target, attempt, passage, began, failure));
    }

    private void answering(Target target, AnswerPart part, long began) {
      account.answering(target.model());
      if (part.head() != null && prepared.stream()) {
        firstTokens.add(target.model(), since(began));
      }
    }

    private void answered(Target target, Attempt attempt, Passage passage, long began) {
      account.used(target.model(), true, passage.usage());
      ProviderFault broken = attempt.brokenBy();
      if (broken == null) {
        deployments.answered(target.deployment(), since(began));
        account.settle(Outcome.DONE);
      } else {
        tell(target, broken);
        deployments.failed(target.deployment(), since(began), broken);
        account.settle(Outcome.BROKEN);
      }
    }

    private void abandoned(Target target, Attempt attempt, Passage passage) {
      account.used(target.model(), attempt.hasBegun(), passage.usage());
      deployments.abandoned(target.deployment());
    }

    private void unanswered(
        Target target, Attempt attempt, Passage passage, long began, Throwable failure) {
      account.used(target.model(), attempt.hasBegun(), passage.usage());
      if (failure instanceof AttemptFailedException failed) {
        tell(target, failed.fault());
        deployments.failed(target.deployment(), since(began), failed.fault());
      } else {
        deployments.abandoned(target.deployment());
      }
    }

    private Duration since(long began) {
      return Duration.ofNanos(System.nanoTime() - began);
    }

    private void tell(Target target, ProviderFault fault) {
      log.info(
          "attempt failed call={} deployment={} model={} kind={} reason={}",
          prepared.id(),
          target.deployment().name(),
          target.model(),
          fault.kind(),
          fault.message());
    }

    private Flux<AnswerPart> cure(
        AttemptFailedException failure, Supplier<Flux<AnswerPart>> another) {
      last = failure;
      return failure.fault().kind().isCurable() ? another.get() : answer(failure);
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
      if (failure.fault().kind() == Kind.TOO_LONG && !shortened) {
        shortened = true;
        return shortening
            .after(prepared, targets.getFirst().model(), failure.fault())
            .flatMapMany(this::again)
            .switchIfEmpty(Flux.defer(() -> answer(failure)));
      }
      account.settle(Outcome.FAILED);
      AnswerPart words = failure.words();
      return Flux.just(words == null ? prepared.errors().of(failure.fault()) : words);
    }

    private Flux<AnswerPart> again(Prepared shorter) {
      prepared = shorter;
      round = targets.iterator();
      return next();
    }
  }
}
