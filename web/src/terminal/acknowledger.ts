import type { Clock } from '../net/clock';

/** Received output after which an Ack is sent at once. */
const ACK_AFTER_BYTES = 64 * 1024;
/** An Ack waits this long for an input frame that could carry it. */
const ACK_AFTER_MS = 1_000;

/** Decides when received output is acknowledged by a frame of its own. */
export class Acknowledger {
  readonly #clock: Clock;
  readonly #send: () => void;
  #acknowledged = 0;
  #cancel: (() => void) | undefined;

  constructor(clock: Clock, send: () => void) {
    this.#clock = clock;
    this.#send = send;
  }

  /** Output up to `have` has been received. */
  received(have: number): void {
    if (have - this.#acknowledged >= ACK_AFTER_BYTES) this.#send();
    else this.#cancel ??= this.#clock.after(ACK_AFTER_MS, this.#send);
  }

  /** The server was told that output up to `have` is here, by whatever frame. */
  acknowledged(have: number): void {
    this.#acknowledged = have;
    this.#cancel?.();
    this.#cancel = undefined;
  }
}
