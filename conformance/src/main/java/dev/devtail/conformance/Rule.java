package dev.devtail.conformance;

/**
 * One rule of the guide.
 *
 * @param id as in {@code resume.stale-epoch}
 * @param section the section of {@code docs/protocol.md} that states it
 * @param statement what holds, in a sentence
 * @param check returns if it holds, else throws
 */
public record Rule(String id, int section, String statement, Check check) {

  /** Tries a rule on a gateway. */
  @FunctionalInterface
  public interface Check {

    /**
     * @throws ViolationException if the gateway breaks the rule
     * @throws Exception if it could not be tried
     */
    void run(Subject gateway) throws Exception;
  }
}
