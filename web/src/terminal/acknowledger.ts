import type { Clock } from '../net/clock';

/** Received output after which an Ack is sent at once, at the latest. */
const MAX_UNACKNOWLEDGED_BYTES = 16 * 1024;
/** With a small window it is sent earlier: after this share of it. */
const WINDOW_SHARE = 1 / 4;
/** An Ack waits this long for an input frame that could carry it. */
const ACK_AFTER_MS = 1_000;

/** Decides when received output is acknowledged by a frame of its own. */
export class Acknowledger {
  readonly #clock: Clock;
  readonly #send: () => void;
  #ackAfterBytes = MAX_UNACKNOWLEDGED_BYTES;
  #acknowledged = 0;
  #cancel: (() => void) | undefined;

  constructor(clock: Clock, send: () => void) {
    this.#clock = clock;
    this.#send = send;
  }

  /** A channel was opened with this window, and output goes on at `have`. */
  restart(have: number, windowBytes: number): void {
    this.#ackAfterBytes = Math.min(MAX_UNACKNOWLEDGED_BYTES, windowBytes * WINDOW_SHARE);
    this.acknowledged(have);
  }

  /** Output up to `have` has been received. */
  received(have: number): void {
    if (have - this.#acknowledged >= this.#ackAfterBytes) this.#send();
    else this.#cancel ??= this.#clock.after(ACK_AFTER_MS, this.#send);
  }

  /** The server was told that output up to `have` is here, by whatever frame. */
  acknowledged(have: number): void {
    this.#acknowledged = have;
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
