import headless, { type ITerminalOptions } from '@xterm/headless';
import type { Terminal } from '@xterm/xterm';
import type { GridSize } from '../src/terminal/viewer';

/** xterm.js without a page: the same parser and buffer, and as much of the API as they have. */
export function headlessTerminal({ columns, rows }: GridSize, more: ITerminalOptions = {}): Terminal {
  return new headless.Terminal({ cols: columns, rows, allowProposedApi: true, ...more }) as unknown as Terminal;
}

export function written(terminal: Terminal, data: string | Uint8Array): Promise<void> {
  return new Promise((resolve) => terminal.write(data, resolve));
}

/** The rows in view, without blanks at their ends. */
export function screenOf(terminal: Terminal): string[] {
  const { active } = terminal.buffer;
  return Array.from(
    { length: terminal.rows },
    (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '',
  );
}
