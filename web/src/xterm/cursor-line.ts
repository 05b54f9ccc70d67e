import type { Terminal } from '@xterm/xterm';
import type { Line } from '../prediction/line';

/** The line with the cursor; undefined on the alternate screen, where programs draw as they like. */
export function cursorLine(terminal: Terminal): Line | undefined {
  const { active } = terminal.buffer;
  if (active.type !== 'normal') return undefined;
  const row = active.baseY + active.cursorY;
  const line = active.getLine(row);
  if (!line) return undefined;
  const reused = active.getNullCell();
  const cells = Array.from({ length: terminal.cols }, (_, column) => line.getCell(column, reused)?.getChars() || ' ');
  return { row, column: active.cursorX, cells };
}
