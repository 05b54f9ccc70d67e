package dev.devtail.router.ledger;

/** How a call ended. */
public enum Outcome {
  /** Answered whole. */
  DONE,
  /** Cut off after the answer had begun. */
  BROKEN,
  /** No provider answered. */
  FAILED,
  /** The caller went away. */
  CANCELLED,
  /** A budget did not let it begin. */
  REFUSED,
  /** Answered from the cache: no provider was asked. */
  CACHED
}
