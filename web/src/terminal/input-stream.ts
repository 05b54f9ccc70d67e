import { ByteQueue } from './byte-queue';

/** Input that may be on its way, unacknowledged. */
export const MAX_IN_FLIGHT_BYTES = 64 * 1024;
/** Input that is kept in all: what is on its way, typed while offline, and the rest of a large paste. */
export const MAX_KEPT_BYTES = 4 * 1024 * 1024;
/** Small enough that a key typed elsewhere on the connection never waits long behind a paste. */
export const MAX_CHUNK_BYTES = 4 * 1024;

export interface Chunk {
  readonly offset: number;
  readonly payload: Uint8Array;
}

/**
 * What the user typed, numbered by byte, kept until the server has accepted it: sent again from where the
 * server stands after a reconnect, so that nothing is lost, and numbered, so that nothing is doubled.
 */
export class InputStream {
  readonly #kept = new ByteQueue();
  /** Offset of the first byte kept: everything below was accepted. */
  #base = 0;
  #sent = 0;
  #limit = 0;
  /** Offsets mean nothing before the server said where this viewer's input stands. */
  #numbered = false;

  /** The server has accepted everything below. */
  get accepted(): number {
    return this.#base;
  }

  /** Bytes that the server has not accepted yet. */
  get pending(): number {
    return this.#kept.length;
  }

  /** Takes all of `bytes`, or, when there is no room, nothing. */
  push(bytes: Uint8Array): boolean {
    if (this.#kept.length + bytes.length > MAX_KEPT_BYTES) return false;
    this.#kept.push(bytes);
    return true;
  }

  /**
   * A channel was opened: the server has accepted input up to `offset` and takes it up to `limit`.
   *
   * @param sameStream false when the terminal is a later life of the one that the kept input was meant for
   * @returns how many characters were dropped, as the server no longer knows what became of them
   */
  attach(offset: number, limit: number, sameStream: boolean): number {
    let dropped = 0;
    if (this.#numbered) {
      const continues = sameStream && offset >= this.#base && offset <= this.#base + this.#kept.length;
      if (continues) this.#kept.drop(offset - this.#base);
      else dropped = this.discard();
    }
    this.#numbered = true;
    this.#base = this.#sent = offset;
    this.#limit = limit;
    return dropped;
  }

  /** The server has accepted everything below `offset`. */
  acknowledge(offset: number): void {
    if (offset <= this.#base || offset > this.#sent) return;
    this.#kept.drop(offset - this.#base);
    this.#base = offset;
  }

  /** The server takes input up to `limit`; it only grows. */
  extend(limit: number): void {
    this.#limit = Math.max(this.#limit, limit);
  }

  /** The next piece to send, if there is one and it may be sent now. */
  next(): Chunk | undefined {
    const offset = this.#sent;
    const allowed = Math.min(this.#limit, this.#base + MAX_IN_FLIGHT_BYTES) - offset;
    const payload = this.#kept.slice(offset - this.#base, Math.max(0, Math.min(allowed, MAX_CHUNK_BYTES)));
    if (payload.length === 0) return undefined;
    this.#sent += payload.length;
    return { offset, payload };
  }

  /** Drops what the server has not accepted. Returns how many characters that were. */
  discard(): number {
    const characters = new TextDecoder().decode(this.#kept.slice(0, this.#kept.length)).length;
    this.#kept.clear();
    return characters;
  }
}
