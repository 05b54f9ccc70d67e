package dev.devtail.simulator.script;

/** Why an answer ends. */
public enum Stop {
  /** All is said, or a tool is to be called. */
  DONE,
  /** There was no more room. */
  MAX_TOKENS,
  /** The model does not want to. */
  REFUSAL
}
