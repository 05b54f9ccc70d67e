package dev.devtail.router.relay;

import dev.devtail.router.exchange.StreamDialect;
import dev.devtail.router.protocol.CallerProtocol;
import dev.devtail.router.protocol.Header;
import dev.devtail.router.provider.Addresses;
import dev.devtail.router.provider.Deployment;
import dev.devtail.router.request.ModelSplice;
import dev.devtail.router.request.RequestFacts;
import dev.devtail.router.route.Decision;
import dev.devtail.router.translate.ProviderRequest;
import dev.devtail.router.translate.Translation;
import dev.devtail.router.translate.answer.AnswerContext;
import dev.devtail.router.translate.messages.MessagesFitting;
import dev.devtail.router.translate.messages.MessagesFitting.Fitted;
import dev.devtail.router.usage.UsageFormat;
import dev.devtail.router.usage.UsageMeter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A call, ready to be put to any target.
 *
 * @param errors how its caller is told of them
 * @param window how its conversation was shortened; empty if it was not
 */
record Prepared(
    CallerErrors errors,
    Instant time,
    RelayCall call,
    RequestFacts facts,
    Decision decision,
    String window) {

  /** The same call with a conversation that was shortened. */
  Prepared as(RelayCall shorter, RequestFacts its, String report) {
    return new Prepared(errors, time, shorter, its, decision, report);
  }

  /** What the caller knows the call by. */
  String id() {
    return errors.requestId();
  }

  CallerProtocol protocol() {
    return call.operation().protocol();
  }

  /** In which a coding agent's sub-agent calls; empty if in none. */
  String agentRole() {
    return call.headers().first("x-claude-code-agent-type");
  }

  boolean stream() {
    return facts.stream() && call.operation() != RelayCall.Operation.COUNT_TOKENS;
  }

  StreamDialect dialect() {
    return StreamDialect.of(protocol());
  }

  /**
   * @throws dev.devtail.router.request.MalformedRequestException if it cannot be put to this one
   */
  Passage to(Target target) {
    Deployment way = target.deployment();
    if (way.protocol().speaks(protocol())) {
      return passedOn(target);
    }
    Translation translation = Translation.between(protocol(), way.protocol());
    ProviderRequest request =
        translation.request(call.body(), target.model(), target.maxOutputTokens());
    return new Passage.Translated(
        Addresses.translated(way, target.model(), facts.stream(), request.body()),
        request.dropped(),
        translation,
        new AnswerContext(id(), target.model(), time, request.shape()));
  }

  /** The caller's bytes, but for the model and for what only another model understands. */
  private Passage passedOn(Target target) {
    String model = target.model().model();
    byte[] body = ModelSplice.splice(call.body(), facts, model);
    List<String> dropped = List.of();
    if (protocol() == CallerProtocol.MESSAGES) {
      Fitted fitted = MessagesFitting.fit(body, model);
      body = fitted.body();
      dropped = fitted.dropped();
    }
    return new Passage.PassedOn(
        Addresses.passed(
            target.deployment(), call.operation().path(), call.query(), call.headers(), body),
        dropped,
        new UsageMeter(format()));
  }

  private UsageFormat format() {
    return switch (protocol()) {
      case MESSAGES -> UsageFormat.ANTHROPIC;
      case CHAT_COMPLETIONS -> UsageFormat.OPENAI_CHAT;
      case RESPONSES -> UsageFormat.OPENAI_RESPONSES;
    };
  }

  /** What the caller is told of how it came about. */
  List<Header> headers(Target target, Passage passage, int attempt, List<Header> warnings) {
    List<Header> headers = new ArrayList<>(warnings);
    headers.add(new Header("devtail-request-id", id()));
    headers.add(new Header("devtail-model", target.model().toString()));
    headers.add(new Header("devtail-rule", decision.rule()));
    headers.add(new Header("devtail-attempts", Integer.toString(attempt)));
    if (!window.isEmpty()) {
      headers.add(new Header(Shortening.HEADER, window));
    }
    if (!passage.dropped().isEmpty()) {
      headers.add(new Header("devtail-dropped", String.join(", ", passage.dropped())));
    }
    return headers;
  }
}
