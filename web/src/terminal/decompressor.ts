import { inflateSync } from 'fflate';

/** What came last of the stream is the dictionary of the next piece. */
const DICTIONARY_BYTES = 16 * 1024;
/** Largest piece, as the schema has it. */
const MAX_PIECE_BYTES = 64 * 1024;

/** Undoes, with raw DEFLATE, what `unpacked_bytes` of Data and Screen says. */
export class Decompressor {
  #before = new Uint8Array(0);

  /** A new stream begins: Opened, or a screen. */
  restart(): void {
    this.#before = new Uint8Array(0);
  }

  /** The next piece of the stream; undefined: it is not what it says. */
  next(payload: Uint8Array, unpackedBytes: number): Uint8Array | undefined {
    const piece = unpackedBytes === 0 ? payload : this.#inflate(payload, unpackedBytes);
    if (piece) this.#remember(piece);
    return piece;
  }

  #inflate(payload: Uint8Array, unpackedBytes: number): Uint8Array | undefined {
    if (unpackedBytes > MAX_PIECE_BYTES || payload.length === 0) return undefined;
    try {
      const piece = inflateSync(payload, { out: new Uint8Array(unpackedBytes), dictionary: this.#before });
      return piece.length === unpackedBytes ? piece : undefined;
    } catch {
      return undefined;
    }
  }

  #remember(piece: Uint8Array): void {
    const kept = Math.min(this.#before.length, Math.max(0, DICTIONARY_BYTES - piece.length));
    const newest = piece.subarray(Math.max(0, piece.length - DICTIONARY_BYTES));
    const all = new Uint8Array(kept + newest.length);
    all.set(this.#before.subarray(this.#before.length - kept));
    all.set(newest, kept);
    this.#before = all;
  }
}
