import type { GridSize } from '../terminal/viewer';

/** A longer line is none of ours: one event holds what one read gave, or the screen that a recording begins with. */
export const MAX_LINE_BYTES = 8 * 1024 * 1024;
/** As the protocol's rules for Size. */
const MAX_SIDE_CELLS = 1_000;

const NEWLINE = 0x0a;
const MS_PER_SECOND = 1_000;
const SIZE = /^(\d{1,4})x(\d{1,4})$/;

/** Something that happened in a recording, so long after its beginning. */
export type CastEvent =
  | { readonly kind: 'output'; readonly timeMs: number; readonly text: string }
  | { readonly kind: 'resize'; readonly timeMs: number; readonly size: GridSize };

/** What was read is no recording, or a damaged one. */
export class DamagedRecording extends Error {
  constructor(why: string) {
    super(`This recording is damaged (${why}). Download it to save what can be saved.`);
    this.name = 'DamagedRecording';
  }
}

/**
 * Takes a recording (asciicast v2: a line for its header, then one for each event) in parts that may end anywhere,
 * within a line or a character, and gives its events.
 */
export class CastParser {
  readonly #decoder = new TextDecoder();
  /** The beginning of a line whose end has not come yet. */
  #begun: Uint8Array[] = [];
  #begunBytes = 0;

  /** Bytes held back for their line's end. */
  get heldBytes(): number {
    return this.#begunBytes;
  }

  /**
   * The events whose lines end in `part`. Kinds of events that draw nothing are left out, and so is the header.
   *
   * @throws DamagedRecording
   */
  take(part: Uint8Array): CastEvent[] {
    const events: CastEvent[] = [];
    let start = 0;
    for (let end = part.indexOf(NEWLINE); end >= 0; end = part.indexOf(NEWLINE, start)) {
      this.#hold(part.subarray(start, end));
      const event = eventIn(this.#line());
      if (event) events.push(event);
      start = end + 1;
    }
    // A copy: the part itself is not kept for the sake of its end.
    if (start < part.length) this.#hold(part.slice(start));
    return events;
  }

  #hold(bytes: Uint8Array): void {
    this.#begunBytes += bytes.length;
    if (this.#begunBytes > MAX_LINE_BYTES) throw new DamagedRecording(`a line of more than ${MAX_LINE_BYTES} bytes`);
    this.#begun.push(bytes);
  }

  #line(): string {
    const [only] = this.#begun;
    const text = this.#decoder.decode(this.#begun.length === 1 && only ? only : concatenate(this.#begun));
    this.#begun = [];
    this.#begunBytes = 0;
    return text;
  }
}

function eventIn(line: string): CastEvent | undefined {
  if (!line.startsWith('[')) return undefined;
  const [seconds, code, data] = parsed(line);
  if (!isTime(seconds) || typeof code !== 'string' || typeof data !== 'string') {
    throw new DamagedRecording('a line is no event');
  }
  const timeMs = Math.round(seconds * MS_PER_SECOND);
  switch (code) {
    case 'o':
      return { kind: 'output', timeMs, text: data };
    case 'r': {
      const size = sizeIn(data);
      return size && { kind: 'resize', timeMs, size };
    }
    default:
      return undefined;
  }
}

function parsed(line: string): unknown[] {
  try {
    return JSON.parse(line) as unknown[];
  } catch {
    throw new DamagedRecording('a line is no JSON');
  }
}

function isTime(seconds: unknown): seconds is number {
  return typeof seconds === 'number' && Number.isFinite(seconds) && seconds >= 0;
}

function sizeIn(data: string): GridSize | undefined {
  const [, columns, rows] = SIZE.exec(data) ?? [];
  const size = { columns: Number(columns), rows: Number(rows) };
  return isSide(size.columns) && isSide(size.rows) ? size : undefined;
}

function isSide(cells: number): boolean {
  return cells >= 1 && cells <= MAX_SIDE_CELLS;
}

function concatenate(pieces: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}
