package dev.devtail.router.route;

/** Which of several models that can answer is asked first. */
public enum Preference {
  /** As they are listed. */
  LISTED,
  /** What the call is expected to cost; models whose price is not known come last. */
  CHEAPEST,
  /**
   * How soon each has lately begun to answer; models that nobody has asked for a while come first,
   * or nobody would ever know.
   */
  FASTEST
}
