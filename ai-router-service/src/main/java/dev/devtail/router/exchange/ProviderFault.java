package dev.devtail.router.exchange;

import java.time.Duration;

/**
 * Why a provider has not answered.
 *
 * @param message what it said, or what was seen; for the caller, so that it holds no secret
 * @param retryAfter when to come back, as the provider says it; zero if it does not
 */
public record ProviderFault(Kind kind, String message, Duration retryAfter) {

  /** What went wrong, as far as it matters to whether another may do better. */
  public enum Kind {
    /** It has more to do than it can: HTTP 503 and 529, {@code overloaded_error}. */
    OVERLOADED(true),
    /** It has had enough of us: HTTP 429. */
    RATE_LIMITED(true),
    /** It is broken: any other 5xx, {@code api_error}. */
    SERVER_ERROR(true),
    /** It takes our key no longer, or there is no money: HTTP 401, 402, 403. */
    NOT_ALLOWED(true),
    /** It does not have the model: HTTP 404. */
    NO_MODEL(true),
    /** The conversation does not fit into the model: another may be larger. */
    TOO_LONG(true),
    /** No connection to it. */
    UNREACHABLE(true),
    /** The stream ended before its end. */
    CUT(true),
    /** Nothing came for too long. */
    STALLED(true),
    /** What came is not of its protocol. */
    MALFORMED(true),
    /** It does not take the request: any other 4xx. No other would. */
    REFUSED(false);

    private final boolean curable;

    Kind(boolean curable) {
      this.curable = curable;
    }

    /** Whether another model, or another key, may answer. */
    public boolean isCurable() {
      return curable;
    }
  }

  public ProviderFault(Kind kind, String message) {
    this(kind, message, Duration.ZERO);
  }
}
