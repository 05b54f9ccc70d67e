package dev.devtail.router.window;

import dev.devtail.router.request.RequestFacts;
import dev.devtail.router.route.Capabilities;
import dev.devtail.router.route.Fit;
import dev.devtail.router.route.ModelName;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long one request is, for one model and another. It is weighed first, at four bytes a token;
 * where that comes near to a model's window, it is counted. For one call; not thread-safe.
 */
public final class Measure implements Fit {

  /**
   * Shorter requests are read on event loops, where nothing is counted: what is weighed has to do.
   */
  private static final int MIN_BYTES_TO_COUNT = 64 * 1024;

  /** A request is counted where it weighs more than this part of the window. */
  private static final int NEAR = 2;

  /** Models whose window for input is told without what they write. */
  private static final Pattern OUTPUT_APART = Pattern.compile("(.*/)?(gpt-5|codex|gemini).*");

  /** More than this part of a window is not kept free for the answer. */
  private static final int MAX_OUTPUT_PART = 2;

  private final byte[] body;
  private final RequestFacts facts;
  private final ToLongFunction<ModelName> maxOutputTokens;
  private @Nullable Outline outline;

  /**
   * @param maxOutputTokens of a model; 0 if not known
   */
  public Measure(byte[] body, RequestFacts facts, ToLongFunction<ModelName> maxOutputTokens) {
    this.body = body;
    this.facts = facts;
    this.maxOutputTokens = maxOutputTokens;
  }

  /** What of a model's window is there for input; 0 if that is not known. */
  public long room(ModelName model, Capabilities capabilities) {
    long context = capabilities.contextTokens();
    if (context == 0 || OUTPUT_APART.matcher(model.model()).matches()) {
      return context;
    }
    long asked = facts.maxOutputTokens();
    long possible = maxOutputTokens.applyAsLong(model);
    long output = possible == 0 ? asked : Math.min(asked, possible);
    return context - Math.min(output, context / MAX_OUTPUT_PART);
  }

  @Override
  public Optional<String> whyNot(ModelName model, Capabilities capabilities) {
    long room = room(model, capabilities);
    long tokens = tokens(model, room).likely();
    return room > 0 && tokens > room
        ? Optional.of("about %d tokens do not fit into its %d".formatted(tokens, room))
        : Optional.empty();
  }

  /**
   * @param room of the model; 0 if it is not known
   */
  public TokenCount tokens(ModelName model, long room) {
    boolean near = room > 0 && facts.estimatedTokens() > room / NEAR;
    return near ? closely(model) : TokenCount.roughly(facts.estimatedTokens());
  }

  /** As exactly as there is time for where the request has been read. */
  public TokenCount closely(ModelName model) {
    return body.length >= MIN_BYTES_TO_COUNT
        ? exact(model)
        : TokenCount.roughly(facts.estimatedTokens());
  }

  /** As the model's provider is thought to count it; takes its time. */
  public long counted(ModelName model) {
    return exact(model).likely();
  }

  /** By what is counted, whatever it weighs. */
  TokenCount exact(ModelName model) {
    return Tokenizer.of(model).of(outline().tokens());
  }

  Outline outline() {
    Outline read = outline;
    if (read == null) {
      read = OutlineReader.read(body);
      outline = read;
    }
    return read;
  }
}
