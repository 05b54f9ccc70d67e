import type { Clock } from './clock';
import type { QuietInterval } from './quiet-interval';

/** How long an answer may take when the device woke up and the socket may be dead. */
export const PROBE_DEADLINE_MS = 2_000;

export interface HeartbeatLimits {
  /** The silence after which a client that is looked at asks. */
  readonly intervalMs: number;
  /** The longest silence that a client may announce; 0: it may announce none. */
  readonly maxIntervalMs: number;
}

export interface HeartbeatEvents {
  /** @param nextWithinMs the silence that is announced; 0: as Welcome has it */
  readonly ping: (nextWithinMs: number) => void;
  readonly dead: (reason: string) => void;
}

/**
 * Watches that both sides are heard. Silence for one interval, of either side, sends a Ping; no answer for another
 * interval after it means that the connection is dead. While nobody looks, the interval is what the network bears.
 */
export class Heartbeat {
  readonly #clock: Clock;
  readonly #limits: HeartbeatLimits;
  readonly #quietInterval: QuietInterval;
  readonly #events: HeartbeatEvents;
  #intervalMs: number;
  #lastHeard: number;
  #lastSent: number;
  #cancel: () => void;
  #probing = false;
  /** How long both sides were silent before the Ping that waits for its answer. */
  #silenceMs = 0;

  constructor(clock: Clock, limits: HeartbeatLimits, quietInterval: QuietInterval, events: HeartbeatEvents) {
    this.#clock = clock;
    this.#limits = limits;
    this.#quietInterval = quietInterval;
    this.#events = events;
    this.#intervalMs = limits.intervalMs;
    this.#lastHeard = clock.now();
    this.#lastSent = clock.now();
    this.#cancel = clock.after(this.#intervalMs, () => this.#intervalOver());
  }

  /** Any frame is a sign of life. Timers are not moved here, as this runs for every frame. */
  heard(): void {
    this.#lastHeard = this.#clock.now();
    if (!this.#probing) return;
    this.#probing = false;
    this.#quietInterval.borne(this.#silenceMs);
    this.#wait(this.#intervalMs, () => this.#intervalOver());
  }

  sent(): void {
    this.#lastSent = this.#clock.now();
  }

  /** Nobody looks, or somebody does again. */
  quiet(quiet: boolean): void {
    if (this.#limits.maxIntervalMs === 0) return;
    this.#intervalMs = quiet ? this.#nextQuietInterval() : this.#limits.intervalMs;
    this.#ask(PROBE_DEADLINE_MS);
  }

  /** Asks for a sign of life within PROBE_DEADLINE_MS. */
  probe(): void {
    if (this.#probing) return;
    this.#ask(PROBE_DEADLINE_MS);
  }

  stop(): void {
    this.#cancel();
  }

  /** The connection was lost. If that came to light by asking, the silence before it was too long. */
  lost(): void {
    if (this.#probing) this.#quietInterval.cost(this.#silenceMs);
    this.stop();
  }

  #intervalOver(): void {
    const silentMs = this.#clock.now() - Math.min(this.#lastHeard, this.#lastSent);
    if (silentMs < this.#intervalMs) {
      this.#wait(this.#intervalMs - silentMs, () => this.#intervalOver());
      return;
    }
    if (this.#isQuiet) this.#intervalMs = this.#nextQuietInterval();
    this.#ask(this.#limits.intervalMs);
  }

  get #isQuiet(): boolean {
    return this.#intervalMs !== this.#limits.intervalMs;
  }

  #nextQuietInterval(): number {
    const { intervalMs, maxIntervalMs } = this.#limits;
    return this.#quietInterval.within(2 * intervalMs, maxIntervalMs);
  }

  // The deadline counts from the Ping, not from the last sound: timers fire late on a device that slept.
  #ask(deadlineMs: number): void {
    this.#probing = true;
    this.#silenceMs = this.#clock.now() - Math.max(this.#lastHeard, this.#lastSent);
    this.#wait(deadlineMs, () => this.#events.dead('no answer from the gateway'));
    this.#events.ping(this.#isQuiet ? this.#intervalMs : 0);
  }

  #wait(delayMs: number, task: () => void): void {
    this.#cancel();
    this.#cancel = this.#clock.after(delayMs, task);
  }
}
