package dev.devtail.client;

import dev.devtail.protocol.v1.Error;
import dev.devtail.protocol.v1.Welcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a connection is in its life.
 *
 * <pre>
 * Disconnected --start--> Connecting --Welcome--> Resuming --every terminal opened--> Live
 *                          |      ^                   |                                 |
 *                 no answer|      |time over, wake    |cut                              |cut
 *                          v      |                   |                                 |
 *                         Backoff-+ <-----------------+---------------------------------+
 *
 * any of them --close, or refused for good--> Closed
 * </pre>
 */
public sealed interface ConnectionState {

  /** Not started. */
  record Disconnected() implements ConnectionState {}

  /**
   * A socket is being opened and Hello said.
   *
   * @param attempt counts from 1 since it was last live
   */
  record Connecting(int attempt) implements ConnectionState {}

  /** Known to the gateway; terminals are being attached again. */
  record Resuming(Welcome welcome) implements ConnectionState {}

  /** Everything is attached. */
  record Live(Welcome welcome) implements ConnectionState {}

  /**
   * Waits before the next attempt.
   *
   * @param why what ended the last one
   */
  record Backoff(int attempt, Duration delay, String why) implements ConnectionState {}

  /**
   * For good.
   *
   * @param error why, null if the client itself closed it
   */
  record Closed(@Nullable Error error) implements ConnectionState {}
}
