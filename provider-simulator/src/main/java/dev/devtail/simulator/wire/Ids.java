package dev.devtail.simulator.wire;

/**
 * Names for what a provider numbers, made of where in which run they are used: the same run gives
 * the same ones, another turn of a conversation gives others.
 */
public final class Ids {

  private static final int DIGITS = 24;
  private static final String ALPHABET =
      "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

  private final long seed;
  private int next;

  /**
   * @param seed of the run
   * @param number of the request
   */
  public Ids(long seed, long number) {
    this.seed = mix(seed * 31 + number);
  }

  /** One that has not been given out for this request. */
  String next(String prefix) {
    return of(prefix, ++next);
  }

  /** The answer's own: the same each time. */
  public String answer(String prefix) {
    return of(prefix, 0);
  }

  private String of(String prefix, int index) {
    StringBuilder id = new StringBuilder(prefix.length() + DIGITS).append(prefix);
    long state = mix(seed + index);
    for (int digit = 0; digit < DIGITS; digit++) {
      state = mix(state + digit);
      id.append(ALPHABET.charAt((int) Math.floorMod(state, (long) ALPHABET.length())));
    }
    return id.toString();
  }

  /** The finalizer of SplitMix64. */
  private static long mix(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
