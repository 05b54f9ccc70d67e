package dev.devtail.router.request;

import org.jspecify.annotations.Nullable;

/**
 * What a request's body says about itself. Everything else of it is passed on unseen.
 *
 * @param model as the caller names it
 * @param modelStart offset of the model's first byte in the body, its quote
 * @param modelEnd offset behind its last one
 * @param stream whether the answer is to come in events
 * @param maxOutputTokens what the caller bounds the answer to; 0 if it does not
 * @param tools how many the model may call
 * @param webSearch whether one of them is the provider's own search of the web
 * @param thinking whether thinking is asked for
 * @param effort how hard to think, as the caller says it; empty if it does not
 * @param image whether the last message of the user holds one
 * @param messages how many there are
 * @param textBytes of all strings of the conversation, of the system prompt and of tools, images
 *     left out: what tokens are estimated by
 * @param subAgentTag in the system prompt; null if there is none
 */
public record RequestFacts(
    String model,
    int modelStart,
    int modelEnd,
    boolean stream,
    int maxOutputTokens,
    int tools,
    boolean webSearch,
    boolean thinking,
    String effort,
    boolean image,
    int messages,
    long textBytes,
    @Nullable SubAgentTag subAgentTag) {

  /** Bytes of text that make a token, on average: enough to choose by, not to pay by. */
  private static final int BYTES_PER_TOKEN = 4;

  /** Tokens of the conversation, roughly. */
  public long estimatedTokens() {
    return textBytes / BYTES_PER_TOKEN;
  }

  /** The same of a request that asks for another model. */
  public RequestFacts asking(String other) {
    return new RequestFacts(
        other,
        modelStart,
        modelEnd,
        stream,
        maxOutputTokens,
        tools,
        webSearch,
        thinking,
        effort,
        image,
        messages,
        textBytes,
        subAgentTag);
  }
}
