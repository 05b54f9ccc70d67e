import type { IMarker, Terminal } from '@xterm/xterm';
import type { Line } from '../prediction/line';

/** Finds the line with the cursor. */
export class CursorLine {
  readonly #terminal: Terminal;
  /** A line that xterm.js follows when those above it are dropped, so that rows can be counted on from it. */
  #mark: IMarker | undefined;
  #markRow = 0;
  #lastRow = 0;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
  }

  /** Undefined on the alternate screen, where programs draw as they like. */
  read(): Line | undefined {
    const { active } = this.#terminal.buffer;
    if (active.type !== 'normal') return undefined;
    const y = active.baseY + active.cursorY;
    const line = active.getLine(y);
    if (!line) return undefined;
    const reused = active.getNullCell();
    const cells = Array.from(
      { length: this.#terminal.cols },
      (_, column) => line.getCell(column, reused)?.getChars() || ' ',
    );
    return { row: this.#row(y), column: active.cursorX, cells };
  }

  #row(y: number): number {
    if (!this.#mark || this.#mark.isDisposed) {
      this.#mark = this.#terminal.registerMarker(0);
      // The line that rows were counted from is gone: this is another one than any before.
      this.#markRow = this.#lastRow + 1;
    }
    this.#lastRow = this.#markRow + y - this.#mark.line;
    return this.#lastRow;
  }
}
