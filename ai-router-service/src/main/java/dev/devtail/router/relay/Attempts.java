package dev.devtail.router.relay;

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

  public Attempts(
      ProviderClient client, Deployments deployments, HttpFaults faults, RelayTimes times) {
    this.client = client;
    this.deployments = deployments;
    this.faults = faults;
    this.times = times;
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
    private AttemptFailedException last =
        new AttemptFailedException(
            new ProviderFault(
                Kind.OVERLOADED, "Every provider of this model has failed; come back later."),
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
      while (round.hasNext()) {
        Target target = round.next();
        if (deployments.mayBeAsked(target.deployment())) {
          return ask(target).onErrorResume(AttemptFailedException.class, this::failed);
        }
      }
      return afterRound();
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
              times,
              prepared.stream(),
              prepared.headers(target, passage, number, warnings));
      long began = System.nanoTime();
      return attempt
          .run()
          .doOnNext(part -> account.answering())
          .doOnComplete(() -> answered(target, attempt, passage, began))
          .doOnCancel(() -> abandoned(target, attempt, passage))
          .doOnError(failure -> unanswered(target, attempt, passage, began, failure));
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
