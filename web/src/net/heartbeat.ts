import type { Clock } from './clock';

/** How long an answer may take when the device woke up and the socket may be dead. */
export const PROBE_DEADLINE_MS = 2_000;

/**
 * Watches that the other side is heard. Silence for one interval sends a Ping, silence for another one after
 * it means that the connection is dead. An idle connection thus costs one Ping and one Pong per interval.
 */
export class Heartbeat {
  readonly #clock: Clock;
  readonly #intervalMs: number;
  readonly #ping: () => void;
  readonly #dead: (reason: string) => void;
  #lastHeard: number;
  #cancel: () => void;
  #probing = false;

  constructor(clock: Clock, intervalMs: number, ping: () => void, dead: (reason: string) => void) {
    this.#clock = clock;
    this.#intervalMs = intervalMs;
    this.#ping = ping;
    this.#dead = dead;
    this.#lastHeard = clock.now();
    this.#cancel = clock.after(intervalMs, () => this.#intervalOver());
  }

  /** Any frame is a sign of life. Timers are not moved here, as this runs for every frame. */
  heard(): void {
    this.#lastHeard = this.#clock.now();
    if (this.#probing) {
      this.#probing = false;
      this.#wait(this.#intervalMs, () => this.#intervalOver());
    }
  }

  /** Asks for a sign of life within PROBE_DEADLINE_MS. */
  probe(): void {
    if (this.#probing) return;
    this.#ask(PROBE_DEADLINE_MS);
  }

  stop(): void {
    this.#cancel();
  }

  #intervalOver(): void {
    const silentMs = this.#clock.now() - this.#lastHeard;
    if (silentMs < this.#intervalMs) {
      this.#wait(this.#intervalMs - silentMs, () => this.#intervalOver());
    } else {
      this.#ask(this.#intervalMs);
    }
  }

  // The deadline counts from the Ping, not from the last sound: timers fire late on a device that slept.
  #ask(deadlineMs: number): void {
    this.#probing = true;
    this.#wait(deadlineMs, () => this.#dead('no answer from the gateway'));
    this.#ping();
  }

  #wait(delayMs: number, task: () => void): void {
    this.#cancel();
    this.#cancel = this.#clock.after(delayMs, task);
  }
}
