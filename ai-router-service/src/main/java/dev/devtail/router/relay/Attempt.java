package dev.devtail.router.relay;

import dev.devtail.router.exchange.HttpFaults;
import dev.devtail.router.exchange.ProviderFault;
import dev.devtail.router.exchange.ProviderFault.Kind;
import dev.devtail.router.exchange.ProviderFaultException;
import dev.devtail.router.exchange.StreamDialect;
import dev.devtail.router.exchange.StreamGate;
import dev.devtail.router.protocol.Header;
import dev.devtail.router.protocol.Headers;
import dev.devtail.router.provider.AnswerHead;
import dev.devtail.router.provider.ProviderClient;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;

/**
 * Asks one provider. Until the answer itself begins the caller gets nothing, so that a failure is
 * this attempt's alone; from then on what goes wrong is told in the answer.
 */
final class Attempt {

  /** Longest answer that does not come in events, in bytes. */
  private static final int MAX_ANSWER_BYTES = 32 << 20;

  /** What is read of the words of a provider that refuses, in bytes. */
  private static final int MAX_ERROR_BYTES = 256 * 1024;

  /** As JSON has it. */
  private static final String WHITE_SPACE = " \t\r\n";

  private final ProviderClient client;
  private final Passage passage;
  private final StreamDialect dialect;
  private final HttpFaults faults;
  private final RelayTimes times;
  private final boolean stream;
  private final List<Header> ours;

  private @Nullable StreamGate gate;
  private boolean begun;

  /**
   * @param stream whether events are asked for
   * @param ours headers that the answer gets
   */
  Attempt(
      ProviderClient client,
      Passage passage,
      StreamDialect dialect,
      HttpFaults faults,
      RelayTimes times,
      boolean stream,
      List<Header> ours) {
    this.client = client;
    this.passage = passage;
    this.dialect = dialect;
    this.faults = faults;
    this.times = times;
    this.stream = stream;
    this.ours = List.copyOf(ours);
  }

  /** Fails with {@link AttemptFailedException} as long as nothing has come out. */
  Flux<AnswerPart> run() {
    return client
        .call(passage.call(), this::onAnswer)
        .timeout(Mono.delay(stream ? times.firstToken() : times.answer()), part -> Mono.never())
        .onErrorMap(TimeoutException.class, late -> stalled())
        .onErrorMap(
            ProviderFaultException.class,
            failed -> new AttemptFailedException(failed.fault(), null));
  }

  /** Whether the provider has begun to answer, be it for nobody to see. */
  boolean hasBegun() {
    return begun;
  }

  /** What has become of an answer that began; null if it has come whole. */
  @Nullable ProviderFault brokenBy() {
    StreamGate begun = gate;
    return begun != null && begun.state() instanceof StreamGate.State.Broken(ProviderFault fault)
        ? fault
        : null;
  }

  private static ProviderFaultException stalled() {
    return new ProviderFaultException(
        new ProviderFault(Kind.STALLED, "The model's provider does not answer."));
  }

  private Publisher<AnswerPart> onAnswer(AnswerHead head, Flux<byte[]> body) {
    if (!head.isOk()) {
      return BodyCollector.collect(body, MAX_ERROR_BYTES).flatMap(words -> refused(head, words));
    }
    begun = true;
    if (head.isStream()) {
      return stream(head, StallGuard.guard(body, times.idle(), Attempt::stalled));
    }
    return BodyCollector.collect(body, MAX_ANSWER_BYTES).flatMap(whole -> whole(head, whole));
  }

  /** Its own words are for the caller, but not those of whatever stands before it. */
  private Mono<AnswerPart> refused(AnswerHead head, byte[] words) {
    String text = new String(words, StandardCharsets.UTF_8);
    ProviderFault fault = faults.read(head.status(), head.headers()::first, text);
    boolean readable =
        passage.isInCallersProtocol() && isObject(words) && text.contains("\"error\"");
    return Mono.error(new AttemptFailedException(fault, readable ? part(head, words) : null));
  }

  private static boolean isObject(byte[] json) {
    int start = 0;
    while (start < json.length && WHITE_SPACE.indexOf(json[start]) >= 0) {
      start++;
    }
    return start < json.length && json[start] == '{';
  }

  private Mono<AnswerPart> whole(AnswerHead head, byte[] body) {
    if (stream || !isObject(body)) {
      return Mono.error(
          new ProviderFaultException(
              new ProviderFault(Kind.MALFORMED, "The model's provider sent what is no answer.")));
    }
    return Mono.just(part(head, passage.whole(body)));
  }

  private AnswerPart part(AnswerHead head, byte[] body) {
    return new AnswerPart(
        new AnswerHead(head.status(), AnswerHeaders.of(headers(head), ours, body.length)), body);
  }

  /** A translated answer has nothing of the provider's own head. */
  private Headers headers(AnswerHead head) {
    return passage.isInCallersProtocol()
        ? head.headers()
        : Headers.NONE.with(
            "content-type", head.isStream() ? "text/event-stream" : "application/json");
  }

  private Flux<AnswerPart> stream(AnswerHead head, Flux<byte[]> body) {
    StreamGate through = new StreamGate(dialect, passage::event);
    gate = through;
    AnswerHead first = new AnswerHead(head.status(), AnswerHeaders.of(headers(head), ours, -1));
    return body.<byte[]>handle((piece, out) -> emit(through, pass(through, piece), out))
        .concatWith(Flux.defer(() -> last(through, end(through))))
        .onErrorResume(
            ProviderFaultException.class, failed -> last(through, through.fail(failed.fault())))
        .map(new FirstHead(first));
  }

  private byte[] pass(StreamGate through, byte[] piece) {
    byte[] out = through.accept(passage.accept(piece));
    Optional<ProviderFault> fault = passage.fault();
    return fault.isEmpty() ? out : join(out, through.fail(fault.get()));
  }

  private byte[] end(StreamGate through) {
    byte[] out = through.accept(passage.end());
    Optional<ProviderFault> fault = passage.fault();
    return join(out, fault.isEmpty() ? through.end() : through.fail(fault.get()));
  }

  private static byte[] join(byte[] one, byte[] other) {
    if (one.length == 0 || other.length == 0) {
      return one.length == 0 ? other : one;
    }
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  private static void emit(StreamGate gate, byte[] bytes, SynchronousSink<byte[]> out) {
    if (gate.state() instanceof StreamGate.State.Failed(ProviderFault fault)) {
      out.error(new ProviderFaultException(fault));
    } else if (bytes.length > 0) {
      out.next(bytes);
    }
  }

  private static Flux<byte[]> last(StreamGate gate, byte[] bytes) {
    if (gate.state() instanceof StreamGate.State.Failed(ProviderFault fault)) {
      return Flux.error(new AttemptFailedException(fault, null));
    }
    return bytes.length > 0 ? Flux.just(bytes) : Flux.empty();
  }
}
