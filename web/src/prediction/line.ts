import { isNarrow, type Key } from './key';

export const BLANK = ' ';
/** So many blank columns separate what is edited from what stands at the right margin. */
const GAP_COLUMNS = 8;

/** The line with the cursor. */
export interface Line {
  /** Counted from the top of everything that was printed, so that it changes when the line is another one. */
  readonly row: number;
  readonly column: number;
  /** One entry for each column, a space where there is nothing. */
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
  const end = endOfText(line);
  switch (key.kind) {
    case 'character':
      // In the last column programs wrap, each in its way; so they do when text is pushed out of the line.
      if (column + 1 >= cells.length || end === cells.length) return undefined;
      return {
        ...line,
        column: column + 1,
        cells: [...cells.slice(0, column), key.character, ...cells.slice(column, end), ...cells.slice(end + 1)],
      };
    case 'backspace':
      // From a line that is full, what follows may come down from the next one.
      if (!isBehindLetter(line, floor) || end === cells.length) return undefined;
      return {
        ...line,
        column: column - 1,
        cells: [...cells.slice(0, column - 1), ...cells.slice(column, end), BLANK, ...cells.slice(end)],
      };
    case 'left':
      return isBehindLetter(line, floor) ? { ...line, column: column - 1 } : undefined;
    case 'right': {
      const isOnLetter = column < end && column + 1 < cells.length && isNarrow(cells[column]);
      return isOnLetter ? { ...line, column: column + 1 } : undefined;
    }
    case 'enter':
    case 'unpredictable':
      return undefined;
  }
}

/** The first column behind the text that the cursor is in or at the end of. */
function endOfText({ column, cells }: Line): number {
  let end = column;
  for (let i = column; i < cells.length && i - end < GAP_COLUMNS; i++) {
    if (cells[i] !== BLANK) end = i + 1;
  }
  return end;
}

/** What is wider or combined is one step for some programs and two for others. */
function isBehindLetter({ column, cells }: Line, floor: number): boolean {
  return column > floor && isNarrow(cells[column - 1]) && (column < 2 || isNarrow(cells[column - 2]));
}

/** Whether the program has come to `expected`, up to the cursor: programs suggest things behind it. */
export function hasCome(actual: Line, expected: Line): boolean {
  return (
    actual.row === expected.row &&
    actual.column === expected.column &&
    actual.column <= actual.cells.length &&
    actual.cells.length === expected.cells.length &&
    isSame(actual, expected, actual.column)
  );
}

/** Whether the first `columns` are the same. */
export function isSame(one: Line, other: Line, columns: number): boolean {
  for (let column = 0; column < columns; column++) {
    if (one.cells[column] !== other.cells[column]) return false;
  }
  return true;
}
