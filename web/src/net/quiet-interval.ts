/** How much longer the next silence is, after one that was borne. */
const GROWTH = 1.5;
/** How much shorter, after one that cost the connection. */
const SHRINKAGE = 0.7;

/**
 * How long a connection that nobody looks at may be silent. What lies between (a phone network's address
 * translation, a proxy) forgets connections after a time that nobody states: so the silence grows until it costs a
 * connection, and stays below that as long as the network is the same.
 */
export class QuietInterval {
  #grownMs = 0;
  #ceilingMs = Number.POSITIVE_INFINITY;

  /** @param baseMs what is borne everywhere; @param maxMs what the gateway bears */
  within(baseMs: number, maxMs: number): number {
    return Math.round(Math.min(maxMs, Math.max(baseMs, Math.min(this.#grownMs, this.#ceilingMs))));
  }

  borne(silenceMs: number): void {
    this.#grownMs = Math.max(this.#grownMs, silenceMs * GROWTH);
  }

  cost(silenceMs: number): void {
    this.#ceilingMs = Math.min(this.#ceilingMs, silenceMs * SHRINKAGE);
  }

  /** Another network: what was learned of the last one does not hold. */
  forget(): void {
    this.#grownMs = 0;
    this.#ceilingMs = Number.POSITIVE_INFINITY;
  }
}
