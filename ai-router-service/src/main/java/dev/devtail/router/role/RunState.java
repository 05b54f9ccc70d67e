package dev.devtail.router.role;

/**
 * How a run stands.
 *
 * <pre>
 * Running --+-- the reviewer approves ------------------> Ended APPROVED
 *           |-- the rounds are used up -----------------> Ended REJECTED, or BLOCKED by a hook
 *           |-- its bound, or a budget -----------------> Ended OUT_OF_MONEY
 *           |-- a model, the workspace, a bound of ours -> Ended FAILED
 *           |-- its user -------------------------------> Ended CANCELLED
 *           '-- the service stops, or is lost ----------> Ended INTERRUPTED
 * </pre>
 */
public sealed interface RunState {

  /** It is under way, somewhere. */
  record Running() implements RunState {}

  /**
   * It is over.
   *
   * @param reason one plain text; empty if there is nothing to say
   */
  record Ended(Ending ending, String reason) implements RunState {

    public Ended {
      reason = Texts.beginning(Texts.storable(reason), Step.MAX_TEXT);
    }
  }

  /** How it ended. */
  enum Ending {
    APPROVED,
    REJECTED,
    OUT_OF_MONEY,
    BLOCKED,
    FAILED,
    CANCELLED,
    INTERRUPTED
  }
}
