import { describe, expect, test } from 'vitest';
import { guardEraseAbove } from '../../src/xterm/erase-above';
import { headlessTerminal, screenOf, written } from '../headless';

const SIZE = { columns: 10, rows: 3 };
const FULL = '0123456789'.repeat(3);

// Nothing is drawn any more once xterm.js has thrown: without the guard these tests run into their time limit.
describe.each([
  ['main screen', ''],
  ['alternate screen', '\x1b[?1049h\x1b[H'],
])('erase above from the bottom right corner of the %s', (_, before) => {
  test.each(['\x1b[1J', '\x1b[?1J'])('%j erases all, and drawing goes on', async (erase) => {
    const terminal = headlessTerminal(SIZE);
    guardEraseAbove(terminal);
    await written(terminal, `${before}${FULL}\x1b[3;10H${erase}\x1b[2;3Hon`);
    expect(screenOf(terminal)).toEqual(['', '  on', '']);
  });
});

test('elsewhere it erases what xterm.js erases', async () => {
  const terminal = headlessTerminal(SIZE);
  guardEraseAbove(terminal);
  await written(terminal, `${FULL}\x1b[2;5H\x1b[1J`);
  expect(screenOf(terminal)).toEqual(['', '     56789', '0123456789']);
  await written(terminal, '\x1b[0J');
  expect(screenOf(terminal)).toEqual(['', '', '']);
});

test('what is protected stays with the selective one', async () => {
  const terminal = headlessTerminal(SIZE);
  guardEraseAbove(terminal);
  await written(terminal, '\x1b[1"qkept\x1b[0"q lost\x1b[3;10H\x1b[?1J');
  expect(screenOf(terminal)).toEqual(['kept', '', '']);
});
