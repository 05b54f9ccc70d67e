package dev.devtail.simulator;

/** How a request has ended. */
public enum Ending {
  /** It has not. */
  OPEN,
  /** It has been answered, be it with an error. */
  ANSWERED,
  /** The script wanted the connection closed. */
  CUT,
  /** The client has closed the connection before the answer was whole. */
  CLIENT_GONE
}
