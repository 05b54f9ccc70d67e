import { expect, test } from 'vitest';
import { isAnswer } from '../../src/xterm/answers';
import { headlessTerminal, written } from '../headless';

test.each([
  '\x1b[c',
  '\x1b[>c',
  '\x1b[5n',
  '\x1b[6n',
  '\x1b[?6n',
  '\x1b[?25$p',
  '\x1b[4$p',
  '\x1bP$qm\x1b\\',
  '\x1b[18t',
])('what xterm.js answers to %j is known as an answer', async (question) => {
  const terminal = headlessTerminal({ columns: 80, rows: 24 }, { windowOptions: { getWinSizeChars: true } });
  const answers: string[] = [];
  terminal.onData((data) => answers.push(data));
  await written(terminal, question);
  expect(answers).toHaveLength(1);
  expect(answers.filter(isAnswer)).toEqual(answers);
});

test.each(['\x1b[I', '\x1b[O', '\x1b]11;rgb:1414/1616/1a1a\x1b\\'])('%j is an answer', (data) => {
  expect(isAnswer(data)).toBe(true);
});

test.each([
  'a',
  '\x1b',
  '\x1b[A',
  '\x1bOP',
  '\x1b[1;5C',
  '\x1b[5~',
  '\x1b[200~text\x1b[201~',
  '\x1b[<0;3;4M',
  '\x03',
  '[c',
])('%j was typed', (data) => expect(isAnswer(data)).toBe(false));
