package dev.devtail.router.relay;

import dev.devtail.router.exchange.ProviderFault;
import dev.devtail.router.exchange.ProviderFaultException;
import dev.devtail.router.provider.ProviderCall;
import dev.devtail.router.sse.ServerSentEvent;
import dev.devtail.router.translate.AnswerStream;
import dev.devtail.router.translate.Translation;
import dev.devtail.router.translate.WholeAnswer;
import dev.devtail.router.translate.answer.AnswerContext;
import dev.devtail.router.usage.Usage;
import dev.devtail.router.usage.UsageMeter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The way of one call to one provider, and of its answer back. For one attempt. */
sealed interface Passage {

  ProviderCall call();

  /** Names of what the provider cannot hold of the call. */
  List<String> dropped();

  /** Whether the caller can read what the provider says. */
  boolean isInCallersProtocol();

  /**
   * What of a stream goes on to the caller, in its protocol.
   *
   * @param piece as it came from the provider
   */
  byte[] accept(byte[] piece);

  /** What is left of a stream when the provider has closed it. */
  byte[] end();

  /** What the provider has said went wrong, where it does not say so in the caller's protocol. */
  Optional<ProviderFault> fault();

  /** Is shown every event that the caller gets. */
  void event(ServerSentEvent event);

  /**
   * The caller's answer, of one that came at once.
   *
   * @throws ProviderFaultException if it is none
   */
  byte[] whole(byte[] body);

  /** As far as the provider has told. */
  Optional<Usage> usage();

  /** Both speak the same protocol: bytes, and a meter beside them. */
  record PassedOn(ProviderCall call, List<String> dropped, UsageMeter meter) implements Passage {

    private static final byte[] NOTHING = {};

    @Override
    public boolean isInCallersProtocol() {
      return true;
    }

    @Override
    public byte[] accept(byte[] piece) {
      return piece;
    }

    @Override
    public byte[] end() {
      return NOTHING;
    }

    @Override
    public Optional<ProviderFault> fault() {
      return Optional.empty();
    }

    @Override
    public void event(ServerSentEvent event) {
      meter.event(event);
    }

    @Override
    public byte[] whole(byte[] body) {
      meter.object(new String(body, StandardCharsets.UTF_8));
      return body;
    }

    @Override
    public Optional<Usage> usage() {
      return meter.usage();
    }
  }

  /** Each speaks its own. */
  final class Translated implements Passage {

    private final ProviderCall call;
    private final List<String> dropped;
    private final Translation translation;
    private final AnswerContext context;
    private @Nullable AnswerStream stream;
    private Optional<Usage> whole = Optional.empty();

    Translated(
        ProviderCall call, List<String> dropped, Translation translation, AnswerContext context) {
      this.call = call;
      this.dropped = List.copyOf(dropped);
      this.translation = translation;
      this.context = context;
    }

    @Override
    public ProviderCall call() {
      return call;
    }

    @Override
    public List<String> dropped() {
      return dropped;
    }

    @Override
    public boolean isInCallersProtocol() {
      return false;
    }

    private AnswerStream stream() {
      AnswerStream begun = stream;
      if (begun == null) {
        begun = translation.stream(context);
        stream = begun;
      }
      return begun;
    }

    @Override
    public byte[] accept(byte[] piece) {
      return stream().accept(piece);
    }

    @Override
    public byte[] end() {
      return stream().end();
    }

    @Override
    public Optional<ProviderFault> fault() {
      return stream().fault();
    }

    @Override
    public void event(ServerSentEvent event) {
      // Usage is told by what it was translated of.
    }

    @Override
    public byte[] whole(byte[] body) {
      return switch (translation.answer(body, context)) {
        case WholeAnswer.Translated(byte[] answer, Usage usage) -> {
          whole = Optional.of(usage);
          yield answer;
        }
        case WholeAnswer.Failed(ProviderFault fault) -> throw new ProviderFaultException(fault);
      };
    }

    @Override
    public Optional<Usage> usage() {
      AnswerStream begun = stream;
      return begun == null ? whole : begun.usage();
    }
  }
}
