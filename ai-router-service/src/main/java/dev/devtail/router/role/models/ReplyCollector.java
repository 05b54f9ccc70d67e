package dev.devtail.router.role.models;

import dev.devtail.router.provider.AnswerHead;
import dev.devtail.router.relay.AnswerPart;
import dev.devtail.router.role.ModelDoor.Reply;
import dev.devtail.router.route.ModelName;
import dev.devtail.router.usage.Price;
import dev.devtail.router.usage.Usage;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Collects the parts of the relay's answer. */
final class ReplyCollector {

  private static final int OK = 200;
  private static final int PAYMENT_REQUIRED = 402;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERRORS = 500;

  /** Before another try, where nobody says how long. */
  private static final Duration PAUSE = Duration.ofSeconds(2);

  /** What is read of an answer that is no stream, in bytes. */
  private static final int MAX_WORDS = 256 * 1024;

  private static final JsonMapper JSON = JsonMapper.shared();

  private final MessageAssembly message = new MessageAssembly();
  private final ByteArrayOutputStream words = new ByteArrayOutputStream();
  private @Nullable AnswerHead head;

  void add(AnswerPart part) {
    if (part.head() != null) {
      head = part.head();
    }
    if (isStream()) {
      message.add(part.body());
    } else {
      words.write(part.body(), 0, Math.min(part.body().length, MAX_WORDS - words.size()));
    }
  }

  private boolean isStream() {
    AnswerHead known = head;
    return known != null && known.status() == OK && known.isStream();
  }

  private int status() {
    return head == null ? 0 : head.status();
  }

  boolean isOk() {
    return status() == OK;
  }

  /** An answer that is no stream; of what is no JSON, a node that is missing. */
  JsonNode json() {
    try {
      return JSON.readTree(words.toByteArray());
    } catch (JacksonException noJson) {
      return JSON.missingNode();
    }
  }

  /** What an error says. */
  String error() {
    String text = words.toString(StandardCharsets.UTF_8);
    return json().path("error").path("message").asString(text.isBlank() ? "no answer" : text);
  }

  private Reply refusal() {
    if (status() == PAYMENT_REQUIRED) {
      return new Reply.NoMoney(error());
    }
    return status() == TOO_MANY_REQUESTS || status() >= SERVER_ERRORS
        ? new Reply.Later(error(), pause())
        : new Reply.Refused(error());
  }

  private Duration pause() {
    String seconds = head == null ? "" : head.headers().first("retry-after");
    return seconds.matches("\\d{1,2}") ? Duration.ofSeconds(Long.parseLong(seconds)) : PAUSE;
  }

  Reply reply(Function<ModelName, Price> prices) {
    if (!isStream()) {
      return refusal();
    }
    String model = head == null ? "" : head.headers().first("devtail-model");
    Optional<Usage> used = message.usage();
    Optional<BigDecimal> cost =
        used.flatMap(usage -> prices.apply(ModelName.parse(model)).of(usage));
    return message
        .broken()
        .<Reply>map(reason -> new Reply.Broken(reason, model, used.orElse(Usage.NONE), cost))
        .orElseGet(
            () -> new Reply.Answered(model, message.content(), used.orElse(Usage.NONE), cost));
  }
}
