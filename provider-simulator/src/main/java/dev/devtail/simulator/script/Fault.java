package dev.devtail.simulator.script;

import java.time.Duration;
import java.util.List;

/** Something that goes wrong, or is merely unusual, on the way of an answer. */
public sealed interface Fault {

  /** What a provider complains of, in its own words. */
  enum Kind {
    OVERLOADED,
    RATE_LIMITED,
    SERVER_ERROR,
    UNAVAILABLE,
    BAD_KEY,
    NO_MODEL,
    TOO_LONG
  }

  /** How far an answer gets. */
  enum Where {
    /** Nothing of it is sent. */
    BEFORE_HEAD,
    /** What comes before the answer itself. */
    BEFORE_FIRST_TOKEN,
    /** One event of the answer itself. */
    AFTER_FIRST_TOKEN,
    /** One event of the answer, and half of another. */
    WITHIN_EVENT
  }

  /** An error instead of an answer. */
  record Refused(Kind kind, RetryAfter retryAfter) implements Fault {}

  /** An error within a stream; as {@link Refused} where no stream is asked for. */
  record ErrorEvent(Kind kind, Where where) implements Fault {}

  /** The connection is closed. */
  record Cut(Where where) implements Fault {}

  /** Nothing more comes, and the connection stays. */
  record Stall(Where where) implements Fault {}

  /** A byte at a time. */
  record Drip(Duration perByte) implements Fault {}

  /**
   * An event that is no JSON, behind the first token; the body is none where there is no stream.
   */
  record Malformed() implements Fault {}

  /** Events, and fields of them, that nobody has heard of. */
  record Unknown() implements Fault {}

  /** Pieces that begin and end anywhere. */
  record OddBorders() implements Fault {}

  /** Lines end in CR LF. */
  record CarriageReturns() implements Fault {}

  /** Comments between events. */
  record Comments() implements Fault {}

  /** HTTP 200, and nothing in it. */
  record Empty() implements Fault {}

  /** Packed, though that was not asked for. */
  record Gzip() implements Fault {}

  /**
   * Reads a list as of {@code cut:before-first-token, crlf}; see {@link FaultNames}.
   *
   * @throws IllegalArgumentException saying what there is
   */
  static List<Fault> parse(String names) {
    return FaultNames.parse(names);
  }
}
