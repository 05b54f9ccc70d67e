/** What became of a piece of output. */
export type Accepted =
  /** `bytes` are new and follow what was there. */
  | { readonly kind: 'fresh'; readonly bytes: Uint8Array }
  /** All of it was there already. */
  | { readonly kind: 'known' }
  /** Bytes are missing in between: the stream cannot go on. */
  | { readonly kind: 'gap' };

/** Output by byte offset. Appending is idempotent: however often a piece comes, it is taken once. */
export class OutputStream {
  #have = 0;

  /** Everything below has been received. */
  get have(): number {
    return this.#have;
  }

  /** The stream goes on from `offset`; what was before it is no longer of interest. */
  restart(offset: number): void {
    this.#have = offset;
  }

  accept(offset: number, payload: Uint8Array): Accepted {
    if (offset > this.#have) return { kind: 'gap' };
    const end = offset + payload.length;
    if (end <= this.#have) return { kind: 'known' };
    const bytes = payload.subarray(this.#have - offset);
    this.#have = end;
    return { kind: 'fresh', bytes };
  }
}
