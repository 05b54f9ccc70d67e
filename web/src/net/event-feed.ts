import type { Frame } from '../gen/devtail/v1/edge_pb';
import { ErrorCode, type Event } from '../gen/devtail/v1/model_pb';
import { fullJitter } from './backoff';
import type { Clock } from './clock';
import type { ChannelUser, Connection, OpenTarget } from './connection';
import type { GatewayError } from './errors';

export interface EventFeedOptions {
  readonly connection: Connection;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** From here on every event comes; some may have been missed before: list now. */
  readonly live: () => void;
  readonly happened: (event: Event) => void;
}

/** What happens to the user's sessions, as it happens, through all connections. */
export class EventFeed implements ChannelUser {
  /** Terminals do not wait for it. */
  readonly awaited = false;
  readonly #options: EventFeedOptions;
  #attempt = 0;
  #cancelRetry: () => void = () => {};

  constructor(options: EventFeedOptions) {
    this.#options = options;
  }

  start(): void {
    this.#options.connection.open(this);
  }

  stop(): void {
    this.#cancelRetry();
    this.#options.connection.remove(this);
  }

  opening(): OpenTarget {
    this.#cancelRetry();
    return { case: 'events', value: {} };
  }

  opened(): void {
    this.#attempt = 0;
    this.#options.live();
  }

  received({ kind }: Frame): void {
    if (kind.case === 'event') this.#options.happened(kind.value);
  }

  closed(error: GatewayError | undefined): void {
    if (!error || !mayComeBack(error.code)) return;
    const { clock, connection, random } = this.#options;
    const delayMs = Math.max(error.retryAfterMs, fullJitter(this.#attempt, random));
    this.#attempt += 1;
    this.#cancelRetry = clock.after(delayMs, () => connection.open(this));
  }

  lost(): void {
    this.#cancelRetry();
  }
}

/** Otherwise this gateway will not tell events to this client however often it asks. */
function mayComeBack(code: ErrorCode): boolean {
  return (
    code === ErrorCode.UNAVAILABLE ||
    code === ErrorCode.TIMEOUT ||
    code === ErrorCode.RATE_LIMITED ||
    code === ErrorCode.INTERNAL
  );
}
