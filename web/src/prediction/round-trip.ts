/** Share of a new measurement in the smoothed one, as for TCP (RFC 6298). */
const GAIN = 1 / 8;
/** Slower than this, echo is predicted … */
const ON_ABOVE_MS = 30;
/** … until it is faster than this: in between nothing changes, so that it does not flicker. */
const OFF_BELOW_MS = 20;
/** Keys under way that are timed; more of them at once are not. */
const MAX_TIMED = 64;

/** How long a key takes to the program's terminal and back, and whether that is long enough to predict its echo. */
export class RoundTrip {
  #timed: { readonly end: number; readonly at: number }[] = [];
  #smoothedMs: number | undefined;
  #slow = false;

  /** Milliseconds; undefined before the first measurement. */
  get smoothedMs(): number | undefined {
    return this.#smoothedMs;
  }

  get isSlow(): boolean {
    return this.#slow;
  }

  /** Input up to offset `end` was typed. */
  typed(end: number, at: number): void {
    if (this.#timed.length < MAX_TIMED) this.#timed.push({ end, at });
  }

  /** Input up to `offset` has arrived. */
  acknowledged(offset: number, at: number): void {
    let arrived = this.#timed.findIndex(({ end }) => end > offset);
    if (arrived < 0) arrived = this.#timed.length;
    for (const key of this.#timed.splice(0, arrived)) this.#measured(at - key.at);
  }

  /** What was under way may have been cut off: it measures nothing. */
  restart(): void {
    this.#timed = [];
  }

  #measured(ms: number): void {
    this.#smoothedMs = this.#smoothedMs === undefined ? ms : this.#smoothedMs + GAIN * (ms - this.#smoothedMs);
    if (this.#smoothedMs > ON_ABOVE_MS) this.#slow = true;
    else if (this.#smoothedMs <= OFF_BELOW_MS) this.#slow = false;
  }
}
