import { type Key, keyOf } from '../../src/prediction/key';
import type { Line } from '../../src/prediction/line';

const PROMPT = '$ ';

/** What a program does with what is typed. */
export type Manner = 'edits' | 'overwrites' | 'silent' | 'stars' | 'shouts';

/** A program with one line at a time, written apart from what predicts it. */
export class SimulatedProgram {
  /** Of the lines that follow, in turn. */
  readonly #manners: readonly Manner[];
  readonly #columns: number;
  row = 0;
  /** By row: how many times Enter had been pressed before it. */
  readonly #inputLines = [0];
  #text = PROMPT;
  #cursor = PROMPT.length;

  constructor(manners: readonly Manner[], columns: number) {
    this.#manners = manners;
    this.#columns = columns;
  }

  /** What it does, or did, with what is typed in a row. */
  manner(row = this.row): Manner {
    const inputLine = this.#inputLines[row] ?? 0;
    return this.#manners[inputLine % this.#manners.length] ?? 'edits';
  }

  get line(): Line {
    return {
      row: this.row,
      column: this.#cursor,
      cells: [...this.#text.padEnd(this.#columns).slice(0, this.#columns)],
    };
  }

  take(data: string): void {
    const key = keyOf(data);
    if (key.kind === 'unpredictable' || key.kind === 'enter') this.#control(data);
    else if (this.manner() === 'edits' || this.manner() === 'overwrites' || this.manner() === 'shouts') this.#edit(key);
    else if (this.manner() === 'stars' && key.kind === 'character') this.#insert('*');
  }

  /** Something else prints, and the prompt is drawn again below it. */
  interrupt(): void {
    this.#nextRow(0);
  }

  #control(data: string): void {
    if (data === '\r') {
      this.#nextRow(1);
      this.#text = PROMPT;
      this.#cursor = PROMPT.length;
    } else if (data === '\x01') {
      this.#cursor = PROMPT.length;
    } else if (data === '\x1b[A') {
      this.#text = `${PROMPT}from history`;
      this.#cursor = this.#text.length;
    }
  }

  #edit(key: Key): void {
    switch (key.kind) {
      case 'character':
        this.#insert(this.manner() === 'shouts' ? key.character.toUpperCase() : key.character);
        return;
      case 'backspace':
        if (this.#cursor === PROMPT.length) return;
        this.#text = this.#text.slice(0, this.#cursor - 1) + this.#text.slice(this.#cursor);
        this.#cursor -= 1;
        return;
      case 'left':
        this.#cursor = Math.max(PROMPT.length, this.#cursor - 1);
        return;
      case 'right':
        this.#cursor = Math.min(this.#text.length, this.#cursor + 1);
        return;
      default:
        return;
    }
  }

  #nextRow(entered: number): void {
    this.#inputLines.push((this.#inputLines[this.row] ?? 0) + entered);
    this.row += 1;
  }

  #insert(text: string): void {
    // Lines that wrap are another matter: here they are full.
    if (this.#text.length >= this.#columns - 1) return;
    const kept = this.manner() === 'overwrites' ? this.#cursor + 1 : this.#cursor;
    this.#text = this.#text.slice(0, this.#cursor) + text + this.#text.slice(kept);
    this.#cursor += 1;
  }
}
