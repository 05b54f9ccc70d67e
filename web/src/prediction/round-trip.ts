/** Share of a new measurement in the smoothed one, as for TCP (RFC 6298). */
const GAIN = 1 / 8;
/** Slower than this, echo is predicted … */
const ON_ABOVE_MS = 30;
/** … until it is as fast as this: in between nothing changes, so that it does not flicker. */
const OFF_BELOW_MS = 20;
/** Keys under way that are timed; more of them at once are not. */
const MAX_TIMED = 64;

/**
 * How long a key takes to the program's terminal and back, and whether that is long enough to predict its echo. Takes
 * no memory for a key.
 */
export class RoundTrip {
  /** Of the keys that are timed, in a ring: the offset behind each in the input, and when. */
  readonly #ends = new Float64Array(MAX_TIMED);
  readonly #typedAt = new Float64Array(MAX_TIMED);
  #first = 0;
  #count = 0;
  #measured = false;
  #smoothedMs = 0;
  #slow = false;

  get isSlow(): boolean {
    return this.#slow;
  }

  /** Known not to be slow. Before anything is measured it may be. */
  get isFast(): boolean {
    return this.#measured && !this.#slow;
  }

  /** Input up to offset `end` was typed. */
  typed(end: number, at: number): void {
    if (this.#count === MAX_TIMED) return;
    const last = (this.#first + this.#count) % MAX_TIMED;
    this.#ends[last] = end;
    this.#typedAt[last] = at;
    this.#count += 1;
  }

  /** Input up to `offset` has arrived. */
  acknowledged(offset: number, at: number): void {
    while (this.#count > 0 && this.#ends[this.#first]! <= offset) {
      this.#took(at - this.#typedAt[this.#first]!);
      this.#first = (this.#first + 1) % MAX_TIMED;
      this.#count -= 1;
    }
  }

  /** What was under way may have been cut off: it measures nothing. */
  restart(): void {
    this.#count = 0;
  }

  #took(ms: number): void {
    this.#smoothedMs = this.#measured ? this.#smoothedMs + GAIN * (ms - this.#smoothedMs) : ms;
    this.#measured = true;
    if (this.#smoothedMs > ON_ABOVE_MS) this.#slow = true;
    else if (this.#smoothedMs <= OFF_BELOW_MS) this.#slow = false;
  }
}
