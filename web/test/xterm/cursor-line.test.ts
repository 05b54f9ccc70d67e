import { expect, test } from 'vitest';
import { CursorLine } from '../../src/xterm/cursor-line';
import { headlessTerminal, written } from '../headless';

test('tells the text, a space where there is none, and the cursor', async () => {
  const terminal = headlessTerminal({ columns: 6, rows: 3 });
  await written(terminal, 'one\r\n$ a世\x1b[D');
  expect(new CursorLine(terminal).read()).toMatchObject({ column: 4, cells: ['$', ' ', 'a', '世', ' ', ' '] });
});

test('a line further down has another row, when the oldest are dropped, too', async () => {
  const terminal = headlessTerminal({ columns: 20, rows: 3 }, { scrollback: 2 });
  const cursorLine = new CursorLine(terminal);
  let last = cursorLine.read()!.row;
  for (let line = 0; line < 20; line++) {
    await written(terminal, '\r\n$ ');
    const { row } = cursorLine.read()!;
    expect(row).toBe(last + 1);
    last = row;
  }
});

test('there is none on the alternate screen', async () => {
  const terminal = headlessTerminal({ columns: 20, rows: 3 });
  await written(terminal, '\x1b[?1049h');
  expect(new CursorLine(terminal).read()).toBeUndefined();
});
