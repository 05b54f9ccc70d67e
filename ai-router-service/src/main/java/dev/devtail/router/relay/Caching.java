package dev.devtail.router.relay;

import dev.devtail.router.cache.CacheKey;
import dev.devtail.router.cache.CachedAnswer;
import dev.devtail.router.cache.ResponseCache;
import dev.devtail.router.ledger.Outcome;
import dev.devtail.router.protocol.Header;
import dev.devtail.router.protocol.Headers;
import dev.devtail.router.provider.AnswerHead;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** Gives answers again where that is wanted: header {@code devtail-cache} says so, and says so. */
final class Caching {

  private static final String HEADER = "devtail-cache";

  /** Of one call alone. */
  private static final Set<String> OF_THE_CALL =
      Set.of("devtail-request-id", "devtail-attempts", "devtail-budget-warning", "request-id");

  private final ResponseCache cache;

  Caching(ResponseCache cache) {
    this.cache = cache;
  }

  /**
   * @param account settled here if nobody has to be asked
   * @param ask whoever has to be
   */
  Flux<AnswerPart> answer(
      Prepared prepared, CallAccount account, Function<CallAccount, Flux<AnswerPart>> ask) {
    RelayCall call = prepared.call();
    if (!cache.isFor(call.headers().first(HEADER), prepared.facts().tools() > 0)) {
      return ask.apply(account);
    }
    CacheKey key =
        CacheKey.of(
            call.user(),
            prepared.protocol(),
            prepared.decision().candidates().getFirst(),
            call.body());
    Optional<CachedAnswer> kept = cache.get(key);
    if (kept.isPresent()) {
      account.settle(Outcome.CACHED);
      return Flux.just(again(kept.get(), prepared.id()));
    }
    Keeper keeper = new Keeper();
    return ask.apply(account)
        .doOnNext(keeper::keep)
        .doOnComplete(
            () -> {
              if (account.isDone()) {
                keeper.whole().ifPresent(answer -> cache.put(key, answer));
              }
            });
  }

  private static AnswerPart again(CachedAnswer answer, String requestId) {
    Headers headers =
        answer.head().headers().with("devtail-request-id", requestId).with(HEADER, "hit");
    return new AnswerPart(new AnswerHead(answer.head().status(), headers), answer.body());
  }

  /** Puts the parts of one answer together beside their way. */
  private static final class Keeper {

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private @Nullable AnswerHead head;

    void keep(AnswerPart part) {
      if (part.head() != null) {
        head = part.head();
      }
      if (body.size() <= ResponseCache.MAX_ANSWER_BYTES) {
        body.writeBytes(part.body());
      }
    }

    Optional<CachedAnswer> whole() {
      AnswerHead known = head;
      if (known == null || !known.isOk() || body.size() > ResponseCache.MAX_ANSWER_BYTES) {
        return Optional.empty();
      }
      List<Header> lasting =
          known.headers().all().stream()
              .filter(header -> !OF_THE_CALL.contains(header.name()))
              .toList();
      return Optional.of(
          new CachedAnswer(
              new AnswerHead(known.status(), new Headers(lasting)), body.toByteArray()));
    }
  }
}
