import type { InputStream } from './input-stream';

/** What waits behind a paste, the paste included. */
export const MAX_WAITING_BYTES = 64 * 1024 * 1024;
/** The stream is kept filled up to here: enough to be always on its way, little enough to be cancelled in time. */
const FILL_BYTES = 128 * 1024;

/** Text to be pasted, and what the program is sent around it once. */
export interface PastedText {
  readonly opening: string;
  readonly text: string;
  readonly closing: string;
}

export interface PasteProgress {
  /** Taken by the server. */
  readonly doneBytes: number;
  readonly totalBytes: number;
}

interface Segment {
  readonly bytes: Uint8Array;
  at: number;
  /** Set for a paste: what is sent in any case when something of it was sent. */
  readonly closing: Uint8Array | undefined;
}

const CONTINUATION_MASK = 0b1100_0000;
const CONTINUATION = 0b1000_0000;

/**
 * Feeds the {@link InputStream}: what is typed at once, a paste in pieces, as the server takes them. What is typed
 * while a paste is under way waits behind it.
 */
export class InputQueue {
  readonly #stream: InputStream;
  readonly #encoder = new TextEncoder();
  #segments: Segment[] = [];

  constructor(stream: InputStream) {
    this.#stream = stream;
  }

  /** Bytes that the server has not accepted yet. */
  get pending(): number {
    return this.#stream.pending + this.#waiting;
  }

  /** How far the paste is that is under way. */
  get paste(): PasteProgress | undefined {
    const segment = this.#segments.find(({ closing }) => closing !== undefined);
    if (!segment) return undefined;
    return { doneBytes: Math.max(0, segment.at - this.#stream.pending), totalBytes: segment.bytes.length };
  }

  /** Takes all of `bytes`, or, when there is no room, nothing. */
  type(bytes: Uint8Array): boolean {
    if (this.#segments.length === 0) return this.#stream.push(bytes);
    return this.#append({ bytes, at: 0, closing: undefined });
  }

  /** Takes all of the text, or, when there is no room, nothing. */
  addPaste({ opening, text, closing }: PastedText): boolean {
    const bytes = this.#encoder.encode(opening + text);
    return this.#append({ bytes, at: 0, closing: this.#encoder.encode(closing) });
  }

  /** Drops what was not given to the stream of the pastes; the program still hears that they have ended. */
  cancelPastes(): void {
    this.#segments = this.#segments.flatMap((segment) => {
      if (!segment.closing) return [segment];
      return segment.at > 0 ? [{ bytes: segment.closing, at: 0, closing: undefined }] : [];
    });
    this.fill();
  }

  /** Gives the stream as much as it is to hold. Call it whenever the stream has room. */
  fill(): void {
    for (let segment = this.#segments[0]; segment; segment = this.#segments[0]) {
      const room = FILL_BYTES - this.#stream.pending;
      if (room <= 0) return;
      const end = wholeCharacters(segment.bytes, segment.at, segment.at + room);
      if (!this.#stream.push(segment.bytes.subarray(segment.at, end))) return;
      segment.at = end;
      if (end < segment.bytes.length) return;
      this.#segments.shift();
      if (segment.closing?.length) this.#segments.unshift({ bytes: segment.closing, at: 0, closing: undefined });
    }
  }

  /** Drops everything that was not given to the stream. Returns how many bytes that were. */
  clear(): number {
    const dropped = this.#waiting;
    this.#segments = [];
    return dropped;
  }

  get #waiting(): number {
    return this.#segments.reduce((sum, { bytes, at }) => sum + bytes.length - at, 0);
  }

  #append(segment: Segment): boolean {
    if (this.#waiting + segment.bytes.length > MAX_WAITING_BYTES) return false;
    this.#segments.push(segment);
    this.fill();
    return true;
  }
}

/** The largest end up to `limit` that cuts no character, so that a paste can be cancelled after it. */
function wholeCharacters(bytes: Uint8Array, from: number, limit: number): number {
  if (limit >= bytes.length) return bytes.length;
  let end = limit;
  while (end > from + 1 && ((bytes[end] ?? 0) & CONTINUATION_MASK) === CONTINUATION) end--;
  return end;
}
