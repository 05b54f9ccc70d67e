import type { Key } from './key';

const BLANK = ' ';

/** The line with the cursor. */
export interface Line {
  /** Counted from the top of everything that is kept, so that it changes when the line is another one. */
  readonly row: number;
  readonly column: number;
  /** One entry for each column. */
  readonly cells: readonly string[];
}

/**
 * The line after a key, if the program edits it as programs do.
 *
 * @param floor the first column that was typed at: what is left of it is a prompt, and stays
 * @returns undefined when nothing can be said about it
 */
export function afterKey(line: Line, key: Key, floor: number): Line | undefined {
  const { column, cells } = line;
  switch (key.kind) {
    case 'character': {
      // In the last column programs wrap, each in its way; so they do when text is pushed out of the line.
      if (column + 1 >= cells.length || cells.at(-1) !== BLANK) return undefined;
      return {
        ...line,
        column: column + 1,
        cells: [...cells.slice(0, column), key.character, ...cells.slice(column, -1)],
      };
    }
    case 'backspace':
      if (column <= floor) return undefined;
      return { ...line, column: column - 1, cells: [...cells.slice(0, column - 1), ...cells.slice(column), BLANK] };
    case 'left':
      return column <= floor ? undefined : { ...line, column: column - 1 };
    case 'right': {
      const onText = cells.slice(column).some((cell) => cell !== BLANK);
      return onText && column + 1 < cells.length ? { ...line, column: column + 1 } : undefined;
    }
    case 'unpredictable':
      return undefined;
  }
}

/** Whether the program has come to `expected`: the cursor is there, and what was typed is left of it. */
export function hasCome(actual: Line, expected: Line, floor: number): boolean {
  if (actual.row !== expected.row || actual.column !== expected.column) return false;
  for (let column = floor; column < expected.column; column++) {
    if (actual.cells[column] !== expected.cells[column]) return false;
  }
  return true;
}
