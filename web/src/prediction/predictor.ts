import type { Clock } from '../net/clock';
import { type Key, keyOf } from './key';
import { afterKey, BLANK, hasCome, isSame, type Line } from './line';
import { RoundTrip } from './round-trip';

/** The program's echo may come this much later than the acknowledgement of a key (which waits 50 ms for it). */
export const ECHO_GRACE_MS = 100;
/** A program that leaves the cursor in its line for so long after it was given an Enter keeps it there. */
export const ENTER_GRACE_MS = 1_000;
/** Keys that may be under way and predicted, and as many that wait. */
const MAX_KEYS = 256;
/** What programs print for a letter that they hide. */
const MASK = '*';

/** What is drawn over the line with the cursor. */
export interface Overlay {
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
 * are made in epochs, and an epoch is shown only after a letter of it has come true: a program that does not echo never
 * gets that far. A key that may do anything (Enter, control keys, what is pasted) ends the epoch; so does whatever
 * comes otherwise than predicted, and then nothing of it stays on the screen.
 *
 * Knows no terminal: it reads one line and hands out an overlay. Offsets are those of the input. While the link is
 * known to be fast, a key costs nothing. The same as `dev.devtail.client.prediction` of the Java client: both are held
 * to the same sessions.
 */
export class Predictor {
  readonly #options: PredictorOptions;
  readonly #roundTrip = new RoundTrip();
  /** Keys whose effect is not on the screen yet, as far as it can be predicted. */
  #keys: SentKey[] = [];
  /** The line before the first of them and after each. */
  #lines: Line[] = [];
  /** Typed after a key that may do anything: nobody knows yet where. */
  #waiting: SentKey[] = [];
  #arrived = 0;
  /** The offset behind the last key that may do anything. */
  #barrier = 0;
  /** Whether an epoch has ended at the barrier and the next has not begun behind it. */
  #barred = false;
  /** When all before the barrier was known to have arrived. */
  #barrierReachedAt = 0;
  /** How many Enters there are before the barrier whose effect is not there yet, as far as seen. */
  #enters = 0;
  /** The row in which the first of them was typed. */
  #enterRow = 0;
  #floor = 0;
  #confirmed = false;
  #shown = false;
  #cancelDeadline: () => void = () => {};

  constructor(options: PredictorOptions) {
    this.#options = options;
  }

  /** Whether nothing is under way that a prediction waits for. */
  get isIdle(): boolean {
    return this.#roundTrip.isFast || (this.#keys.length === 0 && !this.#barred);
  }

  /** `data` was typed as one key; the input ends at offset `end` with it. */
  typed(data: string, end: number): void {
    this.#roundTrip.typed(end, this.#options.clock.now());
    if (this.#roundTrip.isFast) {
      this.#bar(end);
      return;
    }
    const actual = this.#options.line();
    this.#passBarrier(actual);
    const sent: SentKey = { key: keyOf(data), end, arrivedAt: undefined };
    if (sent.key.kind === 'unpredictable') {
      this.#bar(end);
    } else if (sent.key.kind === 'enter') {
      this.#bar(end);
      if (actual) this.#awaitNextRow(actual);
    } else if (!this.#barred) {
      this.#predict(sent, actual);
    } else if (this.#waiting.length < MAX_KEYS) {
      this.#waiting.push(sent);
    } else {
      this.#bar(end);
    }
    this.#draw(actual);
  }

  /** The server has the input up to `offset`, and everything that it had printed by then is drawn. */
  acknowledged(offset: number): void {
    const now = this.#options.clock.now();
    this.#roundTrip.acknowledged(offset, now);
    if (this.#arrived < this.#barrier && offset >= this.#barrier) this.#barrierReachedAt = now;
    this.#arrived = Math.max(this.#arrived, offset);
    if (this.#roundTrip.isFast) {
      this.#forget();
      return;
    }
    for (const sent of this.#keys) this.#markArrived(sent, now);
    for (const sent of this.#waiting) this.#markArrived(sent, now);
    if (this.#barred || this.#lines.length > 0) this.#compare(false);
  }

  #markArrived(sent: SentKey, now: number): void {
    if (sent.end <= this.#arrived) sent.arrivedAt ??= now;
  }

  /** Something was drawn. */
  drawn(): void {
    if (!this.#roundTrip.isFast && (this.#barred || this.#lines.length > 0)) this.#compare(true);
  }

  /** What is shown and what is under way have no more to do with each other. */
  restart(): void {
    this.#roundTrip.restart();
    this.#forget();
    this.#barrier = this.#arrived = this.#enters = 0;
    this.#barred = false;
  }

  /** What was typed so far is not predicted. */
  #forget(): void {
    const last = this.#waiting.at(-1) ?? this.#keys.at(-1);
    if (last) this.#bar(last.end);
    this.#endEpoch();
    this.#draw(undefined);
  }

  /** Nothing is known behind `end`. What was predicted before it stays until it comes true or not. */
  #bar(end: number): void {
    if (end > this.#barrier) {
      this.#barrier = end;
      if (this.#waiting.length > 0) this.#waiting = this.#waiting.filter((sent) => sent.end > end);
    }
    this.#barred = true;
  }

  /**
   * Shells that are slow echo what was typed before an Enter long after it has arrived: that must not pass for an echo
   * of what was typed behind it.
   */
  #awaitNextRow(actual: Line): void {
    if (this.#enters === 0) this.#enterRow = actual.row;
    this.#enters += 1;
  }

  /** Begins an epoch with what was typed behind the barrier when that is behind us. */
  #passBarrier(actual: Line | undefined): void {
    if (!this.#barred || this.#arrived < this.#barrier || (actual && !this.#isBehindEnters(actual))) return;
    this.#barred = false;
    this.#enters = 0;
    this.#beginAnew(this.#waiting, actual);
  }

  /** A row above the one with the first Enter is that of a screen that was cleared. */
  #isBehindEnters({ row }: Line): boolean {
    return (
      row >= this.#enterRow + this.#enters ||
      row < this.#enterRow ||
      this.#enters === 0 ||
      this.#options.clock.now() - this.#barrierReachedAt > ENTER_GRACE_MS
    );
  }

  /** Predicts them in turn; what follows one that may do anything waits until it has arrived. */
  #predictAll(underWay: readonly SentKey[], actual: Line | undefined): void {
    const wasBarred = this.#barred;
    const failed = underWay.findIndex((sent) => !this.#predict(sent, actual));
    if (failed >= 0 && !wasBarred) this.#waiting.push(...underWay.slice(failed + 1));
  }

  /** Whether it could be predicted: if not, the epoch ends with it. */
  #predict(sent: SentKey, actual: Line | undefined): boolean {
    if (this.#lines.length === 0 && actual) {
      this.#lines.push(actual);
      this.#floor = actual.column;
    }
    const last = this.#lines.at(-1);
    const next = last && this.#keys.length < MAX_KEYS ? afterKey(last, sent.key, this.#floor) : undefined;
    if (!next) {
      this.#bar(sent.end);
      return false;
    }
    this.#keys.push(sent);
    this.#lines.push(next);
    return true;
  }

  /**
   * Compares what was predicted with what there is.
   *
   * @param aheadOfAcknowledgement whether what there is may be the effect of keys that are acknowledged right after this
   */
  #compare(aheadOfAcknowledgement: boolean): void {
    const actual = this.#options.line();
    const predicted =
      actual !== undefined && (this.#confirm(actual) || (aheadOfAcknowledgement && this.#isExpected(actual)));
    if (this.#lines.length > 0 && !predicted) this.#giveUp(actual);
    this.#passBarrier(actual);
    this.#awaitEcho();
    this.#draw(actual);
  }

  /**
   * Takes what has come from what is predicted. Only keys that have arrived count: a later line may look alike by
   * chance. Of several that look alike the first is taken, as the others come to the same; before all, one that is the
   * same behind the cursor, too.
   *
   * @returns whether one of them has come
   */
  #confirm(actual: Line): boolean {
    const come = this.#lines.flatMap((line, i) => (this.#hasArrived(i) && hasCome(actual, line) ? [i] : []));
    const done = come.find((i) => isSame(this.#lines[i]!, actual, actual.cells.length)) ?? come[0];
    if (done === undefined) return false;
    this.#take(done, actual);
    return true;
  }

  #isExpected(actual: Line): boolean {
    return this.#lines.some((line) => hasCome(actual, line));
  }

  /**
   * The first key has arrived so long ago that its effect is there: the last line that looks like what there is is the
   * one.
   *
   * @returns whether there is one
   */
  #confirmOverdue(actual: Line): boolean {
    const done = this.#lines.findLastIndex((line, i) => i > 0 && this.#hasArrived(i) && hasCome(actual, line));
    if (done < 0) return false;
    this.#take(done, actual);
    return true;
  }

  /** Whether the server has all the keys that make this line. */
  #hasArrived(line: number): boolean {
    return line === 0 || this.#keys[line - 1]?.arrivedAt !== undefined;
  }

  /** The first keys have had their effect; what is under way is predicted from what there is. */
  #take(done: number, actual: Line): void {
    this.#confirmed ||= this.#isProven(done, actual);
    const underWay = this.#keys.slice(done);
    this.#keys = [];
    this.#lines = [actual];
    this.#predictAll(underWay, actual);
  }

  /**
   * Whether one of the first keys put a letter where there was another. A cursor that moves proves nothing, with a
   * space or over what was there: programs that do not echo move it, too. Nor does the letter that hides letters.
   */
  #isProven(done: number, actual: Line): boolean {
    const before = this.#lines[0];
    return this.#keys.slice(0, done).some(({ key }, i) => {
      const column = this.#lines[i]!.column;
      return (
        key.kind === 'character' &&
        key.character !== BLANK &&
        key.character !== MASK &&
        actual.cells[column] === key.character &&
        before?.cells[column] !== key.character
      );
    });
  }

  /** Something else has come: nothing of the epoch stays, and what is still under way begins the next. */
  #giveUp(actual: Line | undefined): void {
    if (this.#barred) this.#endEpoch();
    else this.#beginAnew(this.#keys, actual);
  }

  /** Begins an epoch where the cursor is now with those keys that have not arrived. */
  #beginAnew(keys: readonly SentKey[], actual: Line | undefined): void {
    const underWay = keys.filter(({ arrivedAt }) => arrivedAt === undefined);
    this.#endEpoch();
    this.#waiting = [];
    this.#predictAll(underWay, actual);
  }

  #endEpoch(): void {
    if (this.#keys.length > 0) this.#keys = [];
    if (this.#lines.length > 0) this.#lines = [];
    this.#confirmed = false;
    this.#cancelDeadline();
  }

  /** A key that has arrived and is not echoed in time is not echoed at all. */
  #awaitEcho(): void {
    this.#cancelDeadline();
    const arrivedAt = this.#keys[0]?.arrivedAt;
    if (arrivedAt === undefined) return;
    const { clock } = this.#options;
    this.#cancelDeadline = clock.after(Math.max(0, arrivedAt + ECHO_GRACE_MS - clock.now()), () => this.#onOverdue());
  }

  #onOverdue(): void {
    const actual = this.#options.line();
    if (!actual || !this.#confirmOverdue(actual)) this.#giveUp(actual);
    this.#passBarrier(actual);
    this.#awaitEcho();
    this.#draw(actual);
  }

  #draw(actual: Line | undefined): void {
    const overlay = actual && this.#overlay(actual);
    if (overlay || this.#shown) this.#options.draw(overlay);
    this.#shown = overlay !== undefined;
  }

  #overlay(actual: Line): Overlay | undefined {
    const last = this.#lines.at(-1);
    if (!last || this.#keys.length === 0 || !this.#confirmed || !this.#roundTrip.isSlow) return undefined;
    if (actual.row !== last.row || actual.cells.length !== last.cells.length) return undefined;
    const cells = last.cells.flatMap((text, column) => (text === actual.cells[column] ? [] : [{ column, text }]));
    return cells.length === 0 && last.column === actual.column ? undefined : { cells, column: last.column };
  }
}
