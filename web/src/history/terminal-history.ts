import type { HistoryPart } from '../gen/devtail/v1/edge_pb';
import { type Call, valueOf } from '../net/calls';
import { type PlainLine, plainLines } from './plain-lines';

/** What is loaded at once, in bytes. */
export const PAGE_BYTES = 65_536;
const HITS = 20;
const NEWLINE = 0x0a;

/** Whole lines of the output that follow each other. */
export interface HistoryPage {
  readonly from: number;
  readonly to: number;
  /** Bytes in it that are not kept. */
  readonly missing: number;
  readonly lines: readonly PlainLine[];
}

export interface FoundLines {
  readonly lines: readonly PlainLine[];
  /** Where to search on, further back; undefined: everything was searched. */
  readonly before: number | undefined;
}

interface Bytes {
  readonly from: number;
  readonly missing: number;
  readonly bytes: Uint8Array;
}

/** What one terminal has printed, page by page and by words. Knows no DOM. */
export class TerminalHistory {
  readonly #call: Call;
  readonly #terminalId: string;
  /** Which life is looked at; 0: the last. */
  #incarnation = 0n;
  #previousIncarnation = 0n;
  #start = 0;
  #end = 0;

  constructor(call: Call, terminalId: string) {
    this.#call = call;
    this.#terminalId = terminalId;
  }

  /** Offset of the oldest byte that is kept. */
  get start(): number {
    return this.#start;
  }

  /** Whether there was a life before the one that is looked at, of which something is kept. */
  get hasEarlierLife(): boolean {
    return this.#previousIncarnation !== 0n;
  }

  /** Looks at the life before from now on. */
  goToEarlierLife(): void {
    this.#incarnation = this.#previousIncarnation;
  }

  /** The newest page. */
  async newest(): Promise<HistoryPage> {
    await this.#read(0, 1);
    return this.before(this.#end);
  }

  /** The page that ends at an offset, where a line begins. */
  before(to: number): Promise<HistoryPage> {
    const from = Math.max(this.#start, to - PAGE_BYTES);
    return this.#page(from, to, { first: from > this.#start, last: false });
  }

  /** The page that begins at an offset, where a line begins; undefined: there is nothing more. */
  async after(from: number): Promise<HistoryPage | undefined> {
    const page = await this.#page(from, from + PAGE_BYTES, { first: false, last: true });
    return page.to > from ? page : undefined;
  }

  /** A page with the offset in the middle. */
  around(offset: number): Promise<HistoryPage> {
    const from = Math.max(this.#start, offset - PAGE_BYTES / 2);
    return this.#page(from, from + PAGE_BYTES, { first: from > this.#start, last: true });
  }

  /** Lines with all of the words, newest first. */
  async search(query: string, before: number | undefined): Promise<FoundLines> {
    let from = before ?? 0;
    for (;;) {
      const value = {
        terminalId: this.#terminalId,
        query,
        before: BigInt(from),
        limit: HITS,
        incarnation: this.#incarnation,
      };
      const hits = await valueOf(this.#call({ case: 'searchHistory', value }), 'historyHits');
      from = Number(hits.searchedFrom);
      const over = from <= Number(hits.start);
      if (hits.hits.length > 0 || over) {
        return {
          lines: hits.hits.map(({ offset, line }) => ({ offset: Number(offset), text: line })),
          before: over ? undefined : from,
        };
      }
    }
  }

  /** @param cut whether the first line may have begun earlier, and the last may go on: they belong to other pages */
  async #page(from: number, to: number, cut: { first: boolean; last: boolean }): Promise<HistoryPage> {
    const pieces: Bytes[] = [];
    let missing = 0;
    let at = from;
    while (at < to) {
      const part = await this.#read(at, to - at);
      const offset = Math.min(Number(part.offset), to);
      missing += offset - at;
      if (part.payload.length === 0 || Number(part.offset) >= to) {
        at = offset;
        break;
      }
      pieces.push({ from: offset, missing: offset - at, bytes: part.payload });
      at = offset + part.payload.length;
    }
    let begin = from;
    const first = pieces[0];
    if (cut.first && first && first.missing === 0) {
      const newline = first.bytes.indexOf(NEWLINE);
      // A page without an end of a line is shown as it is.
      if (newline >= 0 && newline + 1 < first.bytes.length) {
        begin = first.from + newline + 1;
        pieces[0] = { ...first, from: begin, bytes: first.bytes.subarray(newline + 1) };
      }
    }
    const last = pieces.at(-1);
    if (cut.last && last && at < this.#end) {
      const newline = last.bytes.lastIndexOf(NEWLINE);
      if (newline >= 0) {
        at = last.from + newline + 1;
        pieces[pieces.length - 1] = { ...last, bytes: last.bytes.subarray(0, newline + 1) };
      }
    }
    return { from: begin, to: at, missing, lines: joined(pieces).flatMap((run) => plainLines(run.from, run.bytes)) };
  }

  async #read(offset: number, maxBytes: number): Promise<HistoryPart> {
    const value = {
      terminalId: this.#terminalId,
      offset: BigInt(offset),
      maxBytes: Math.min(maxBytes, PAGE_BYTES),
      incarnation: this.#incarnation,
    };
    const part = await valueOf(this.#call({ case: 'readHistory', value }), 'historyPart');
    this.#incarnation = part.incarnation;
    this.#previousIncarnation = part.previousIncarnation;
    this.#start = Number(part.start);
    this.#end = Number(part.end);
    return part;
  }
}

/** Pieces that follow each other as one, so that no line is cut between them. */
function joined(pieces: readonly Bytes[]): Bytes[] {
  const runs: Bytes[] = [];
  for (const piece of pieces) {
    const last = runs.at(-1);
    if (!last || piece.missing > 0) {
      runs.push(piece);
      continue;
    }
    const bytes = new Uint8Array(last.bytes.length + piece.bytes.length);
    bytes.set(last.bytes);
    bytes.set(piece.bytes, last.bytes.length);
    runs[runs.length - 1] = { ...last, bytes };
  }
  return runs;
}
