package dev.devtail.router.relay;

import dev.devtail.router.protocol.Headers;
import dev.devtail.router.request.RequestFacts;
import dev.devtail.router.route.Decision;
import dev.devtail.router.route.ModelName;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Tells who would answer a call and why, and asks nobody: for a call with the header {@code
 * devtail-dry-run: true}.
 */
final class DryRun {

  private static final String HEADER = "devtail-dry-run";
  private static final JsonMapper JSON = JsonMapper.shared();

  private DryRun() {}

  static boolean isAskedFor(Headers headers) {
    return headers.first(HEADER).equals("true");
  }

  /**
   * @param targets ways to the models that were decided for
   */
  static AnswerPart answer(Decision decision, RequestFacts facts, List<Target> targets) {
    ObjectNode body = JSON.createObjectNode().put("rule", decision.rule());
    ArrayNode models = body.putArray("models");
    decision.candidates().stream().map(ModelName::toString).forEach(models::add);
    ArrayNode ways = body.putArray("ways");
    targets.forEach(target -> ways.add(target.deployment().toString()));
    ArrayNode considered = body.putArray("considered");
    for (Decision.Considered one : decision.considered()) {
      ObjectNode entry = considered.addObject().put("what", one.what());
      one.whyNot().ifPresent(reason -> entry.put("why_not", reason));
    }
    body.putObject("request")
        .put("model", facts.model())
        .put("stream", facts.stream())
        .put("messages", facts.messages())
        .put("tools", facts.tools())
        .put("estimated_tokens", facts.estimatedTokens())
        .put("thinking", facts.thinking())
        .put("effort", facts.effort())
        .put("image", facts.image())
        .put("web_search", facts.webSearch());
    return AnswerPart.json(200, body.toString());
  }

  /** Tokens as they are estimated, where the provider cannot be asked to count them. */
  static AnswerPart tokens(RequestFacts facts) {
    return AnswerPart.json(
        200, JSON.createObjectNode().put("input_tokens", facts.estimatedTokens()).toString());
  }
}
