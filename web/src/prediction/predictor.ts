import type { Clock } from '../net/clock';
import { type Key, keyOf } from './key';
import { afterKey, hasCome, type Line } from './line';
import { RoundTrip } from './round-trip';

/** The program's echo may come this much later than the acknowledgement of a key (which waits 50 ms for it). */
export const ECHO_GRACE_MS = 100;
/** Keys that may be under way and predicted. */
const MAX_KEYS = 256;

/** What is drawn over the terminal. */
export interface Overlay {
  readonly row: number;
  readonly cells: readonly { readonly column: number; readonly text: string }[];
  /** Where the cursor will be. */
  readonly column: number;
}

export interface PredictorOptions {
  readonly clock: Clock;
  /** The line with the cursor as the terminal shows it; undefined where nothing is predicted (alternate screen). */
  readonly line: () => Line | undefined;
  /** Draws this instead of what it has drawn before; undefined: nothing. */
  readonly draw: (overlay: Overlay | undefined) => void;
}

interface SentKey {
  readonly key: Key;
  /** Offset behind it in the input. */
  readonly end: number;
  /** When the server said that it has it. */
  arrivedAt: number | undefined;
}

/**
 * Predicts what a program will echo, in the manner of mosh (Winstein and Balakrishnan, USENIX ATC 2012). Predictions
 * are made in epochs, and an epoch is shown only after one of its predictions has come true: a program that does not
 * echo never gets that far. A key that may do anything (Enter, control keys, what is pasted) ends the epoch; so does
 * whatever comes otherwise than predicted, and then nothing of it stays on the screen.
 *
 * Knows no terminal: it reads one line and hands out an overlay. Offsets are those of the input.
 */
export class Predictor {
  readonly #options: PredictorOptions;
  readonly #roundTrip = new RoundTrip();
  /** Keys whose effect is not on the screen yet, as far as it can be predicted. */
  #keys: SentKey[] = [];
  /** The line before the first of them and after each. */
  #lines: Line[] = [];
  /** Typed after a key that may do anything, which is still under way: nobody knows yet where. */
  #deferred: SentKey[] = [];
  #blockedUntil = 0;
  #arrived = 0;
  #floor = 0;
  #confirmed = false;
  #shown = false;
  #cancelDeadline: () => void = () => {};

  constructor(options: PredictorOptions) {
    this.#options = options;
  }

  /** Whether nothing is under way that a prediction waits for. */
  get isIdle(): boolean {
    return this.#keys.length === 0 && !this.#isBlocked;
  }

  /** `data` was typed as one key; the input ends at offset `end` with it. */
  typed(data: string, end: number): void {
    this.#roundTrip.typed(end, this.#options.clock.now());
    const sent: SentKey = { key: keyOf(data), end, arrivedAt: undefined };
    if (sent.key.kind === 'unpredictable') {
      this.#block(end);
    } else if (this.#isBlocked) {
      if (this.#deferred.length < MAX_KEYS) this.#deferred.push(sent);
    } else {
      this.#predict(sent);
    }
    this.#draw();
  }

  /** The server has the input up to `offset`, and everything that it had printed by then is drawn. */
  acknowledged(offset: number): void {
    const { clock } = this.#options;
    const wasBlocked = this.#isBlocked;
    this.#arrived = Math.max(this.#arrived, offset);
    this.#roundTrip.acknowledged(offset, clock.now());
    for (const sent of [...this.#keys, ...this.#deferred]) {
      if (sent.end <= offset) sent.arrivedAt ??= clock.now();
    }
    this.#compare();
    if (wasBlocked && !this.#isBlocked) this.#placeDeferred();
    this.#awaitEcho();
    this.#draw();
  }

  /** Something was drawn. */
  drawn(): void {
    if (this.#lines.length === 0) return;
    this.#compare();
    this.#awaitEcho();
    this.#draw();
  }

  /** What is shown and what is under way have no more to do with each other. */
  restart(): void {
    this.#roundTrip.restart();
    this.#endEpoch();
    this.#keys = this.#deferred = [];
    this.#lines = [];
    this.#blockedUntil = this.#arrived = 0;
    this.#draw();
  }

  #block(end: number): void {
    // What was predicted before it stays until it comes true or not.
    this.#deferred = [];
    this.#blockedUntil = end;
  }

  /** Whether a key is under way that may do anything. */
  get #isBlocked(): boolean {
    return this.#blockedUntil > this.#arrived;
  }

  #predict(sent: SentKey): void {
    if (this.#lines.length === 0) this.#anchor();
    const last = this.#lines.at(-1);
    const next = last && this.#keys.length < MAX_KEYS ? afterKey(last, sent.key, this.#floor) : undefined;
    if (!next) {
      this.#block(sent.end);
      return;
    }
    this.#keys.push(sent);
    this.#lines.push(next);
  }

  #anchor(): void {
    const line = this.#options.line();
    this.#lines = line ? [line] : [];
    this.#floor = line?.column ?? 0;
  }

  /** Compares what was predicted with what there is. */
  #compare(): void {
    const actual = this.#options.line();
    if (!actual || (this.#lines.length > 0 && !this.#confirm(actual))) this.#giveUp();
  }

  /**
   * Takes what has come from what is predicted. Only keys that have arrived count: a later line may look alike by
   * chance. Of several that look alike the first is taken, as the others come to the same; the last when its
   * echo is overdue.
   */
  #confirm(actual: Line, overdue = false): boolean {
    const matches = this.#lines.map((line) => hasCome(actual, line, this.#floor));
    const unarrived = this.#keys.findIndex(({ arrivedAt }) => arrivedAt === undefined);
    const arrived = matches.slice(0, 1 + (unarrived < 0 ? this.#keys.length : unarrived));
    const done = overdue ? arrived.lastIndexOf(true) : arrived.indexOf(true);
    if (done < 0) return matches.includes(true);
    const come = this.#keys.splice(0, done);
    // A cursor that moves proves nothing: programs that do not echo move it, too.
    if (!arrived[0] && come.some(({ key }) => key.kind === 'character')) this.#confirmed = true;
    this.#rebuild(actual);
    return true;
  }

  /** Predicts what is under way once more, from what there is. */
  #rebuild(actual: Line): void {
    const keys = this.#keys;
    this.#keys = [];
    this.#lines = [actual];
    for (const sent of keys) {
      const next = afterKey(this.#lines.at(-1) ?? actual, sent.key, this.#floor);
      if (!next) {
        this.#block(keys.at(-1)?.end ?? sent.end);
        return;
      }
      this.#keys.push(sent);
      this.#lines.push(next);
    }
  }

  /** Something else has come: nothing of the epoch stays, and what is still under way begins the next. */
  #giveUp(): void {
    const underWay = this.#keys.filter(({ arrivedAt }) => arrivedAt === undefined);
    this.#endEpoch();
    this.#keys = [];
    this.#lines = [];
    if (!this.#isBlocked) underWay.forEach((sent) => this.#predict(sent));
  }

  /** The key that may do anything has arrived: what came after it begins an epoch where the cursor is now. */
  #placeDeferred(): void {
    const underWay = this.#deferred.filter(({ arrivedAt }) => arrivedAt === undefined);
    this.#endEpoch();
    this.#deferred = this.#keys = [];
    this.#lines = [];
    underWay.forEach((sent) => this.#predict(sent));
  }

  #endEpoch(): void {
    this.#confirmed = false;
    this.#cancelDeadline();
  }

  /** A key that has arrived and is not echoed in time is not echoed at all. */
  #awaitEcho(): void {
    this.#cancelDeadline();
    const arrivedAt = this.#keys[0]?.arrivedAt;
    if (arrivedAt === undefined) return;
    const { clock } = this.#options;
    const waitMs = Math.max(0, arrivedAt + ECHO_GRACE_MS - clock.now());
    this.#cancelDeadline = clock.after(waitMs, () => {
      const actual = this.#options.line();
      const before = this.#keys.length;
      if (actual) this.#confirm(actual, true);
      if (this.#keys.length === before) this.#giveUp();
      this.#awaitEcho();
      this.#draw();
    });
  }

  #draw(): void {
    const overlay = this.#overlay();
    if (overlay || this.#shown) this.#options.draw(overlay);
    this.#shown = overlay !== undefined;
  }

  #overlay(): Overlay | undefined {
    const last = this.#lines.at(-1);
    if (!last || !this.#confirmed || !this.#roundTrip.isSlow || this.#keys.length === 0) return undefined;
    const actual = this.#options.line();
    if (!actual || actual.row !== last.row) return undefined;
    const cells = last.cells.flatMap((text, column) => (text === actual.cells[column] ? [] : [{ column, text }]));
    return cells.length === 0 && last.column === actual.column
      ? undefined
      : { row: last.row, cells, column: last.column };
  }
}
