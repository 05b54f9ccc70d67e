package dev.devtail.router.translate;

import dev.devtail.router.protocol.CallerProtocol;
import dev.devtail.router.protocol.ProviderProtocol;
import dev.devtail.router.route.ModelName;
import dev.devtail.router.translate.answer.AnswerContext;

/**
 * How calls of one protocol are put to providers of another. Has no state of a call, and may be
 * shared.
 */
public interface Translation {

  /**
   * Also of a protocol to itself, which keeps the meaning but not the bytes: where {@link
   * ProviderProtocol#speaks} they should pass as they are.
   */
  static Translation between(CallerProtocol caller, ProviderProtocol provider) {
    return Translator.between(caller, provider);
  }

  /**
   * The provider's request. Its body is for {@code POST}
   *
   * <ul>
   *   <li>{@code /v1/messages} (Anthropic),
   *   <li>{@code /v1/chat/completions} (OpenAI),
   *   <li>{@code /v1beta/models/MODEL:generateContent}, or, where a stream is asked for, {@code
   *       /v1beta/models/MODEL:streamGenerateContent?alt=sse} (Gemini, whose body names neither),
   *   <li>{@code /api/chat} (Ollama).
   * </ul>
   *
   * @param model as the provider names it
   * @param maxOutputTokens most that the model writes: an answer that may be longer is bounded to
   *     it; 0 if not known
   * @throws dev.devtail.router.request.MalformedRequestException if the caller's cannot be
   *     understood; the message says which field
   */
  ProviderRequest request(byte[] body, ModelName model, long maxOutputTokens);

  /** As that, to a model of which it is not known how much it writes. */
  default ProviderRequest request(byte[] body, ModelName model) {
    return request(body, model, 0);
  }

  /**
   * A whole answer, with HTTP 200.
   *
   * @param context with the shape that came with the request
   */
  WholeAnswer answer(byte[] providerBody, AnswerContext context);

  /**
   * A stream, with HTTP 200.
   *
   * @param context with the shape that came with the request
   */
  AnswerStream stream(AnswerContext context);
}
