import { beforeEach, describe, expect, test } from 'vitest';
import { type FinishedCommand, ShellMarks } from '../../src/xterm/shell-marks';
import type { Terminal } from '@xterm/xterm';
import { headlessTerminal, written } from '../headless';

const PROMPT = '\x1b]133;A\x07$ \x1b]133;B\x07';
const ran = (command: string, output: string, exit: number): string =>
  `${PROMPT}${command}\r\n\x1b]133;C\x07${output}\x1b]133;D;${exit}\x07`;

describe('ShellMarks', () => {
  let terminal: Terminal;
  let marks: ShellMarks;
  let finished: FinishedCommand[];
  let now: number;

  beforeEach(() => {
    terminal = headlessTerminal({ columns: 20, rows: 5 }, { scrollback: 1_000 });
    finished = [];
    now = 0;
    // Decorations belong to the page.
    terminal.registerDecoration = () => undefined;
    marks = new ShellMarks(
      terminal,
      () => now,
      (command) => finished.push(command),
    );
  });

  test('tells the command, its output and the directory', async () => {
    await written(
      terminal,
      `\x1b]7;file://h/home/ada\x07${ran('make -j8 all-of-it-please', 'one\r\ntwo and some more text\r\n', 2)}`,
    );
    expect(finished).toEqual([
      { text: 'make -j8 all-of-it-please', exitCode: 2, durationMs: 0, directory: '/home/ada' },
    ]);
    expect(marks.lastOutput).toBe('one\ntwo and some more text');
  });

  test('jumps from prompt to prompt and back', async () => {
    for (let command = 0; command < 4; command++) await written(terminal, ran(`c${command}`, 'line\r\n'.repeat(9), 0));
    await written(terminal, PROMPT);
    const top = (): string | undefined =>
      terminal.buffer.active.getLine(terminal.buffer.active.viewportY)?.translateToString(true);
    const seen = (['previous', 'previous', 'next', 'previous', 'previous', 'previous', 'previous'] as const).map(
      (towards) => {
        marks.jump(towards);
        return top();
      },
    );
    expect(seen).toEqual(['$ c3', '$ c2', '$ c3', '$ c2', '$ c1', '$ c0', '$ c0']);
    for (let step = 0; step < 5; step++) marks.jump('next');
    expect(terminal.buffer.active.viewportY).toBe(terminal.buffer.active.baseY);
  });

  test('a shell that marks nothing', async () => {
    await written(terminal, 'plain\r\n');
    expect([marks.jump('previous'), marks.lastOutput]).toEqual([false, undefined]);
  });

  test('what was scrolled out of the buffer is no output', async () => {
    await written(terminal, ran('seq', 'x\r\n'.repeat(3_000), 0));
    expect(marks.lastOutput).toBeUndefined();
  });
});
