import type { IDisposable, Terminal } from '@xterm/xterm';

const ERASE_ABOVE = 1;
const ERASE_ALL = 2;

/** The part of xterm.js that its API does not show, and that the way around needs. */
interface WithInputHandler {
  readonly _core?: {
    readonly _inputHandler?: {
      eraseInDisplay?(params: { readonly params: ArrayLike<number> }, respectProtect: boolean): boolean;
    };
  };
}

/**
 * Keeps `CSI 1 J` and `CSI ? 1 J` (erase above) from stopping a terminal for good. In xterm.js 6.0.0, with the cursor
 * in the last column, `eraseInDisplay` touches the line below the cursor's without asking whether there is one: in the
 * bottom row it throws within the parser, and nothing is drawn any more. (It forgets the scrollback when it looks for
 * that line, too; see https://github.com/xtermjs/xterm.js/pull/5785.) Everything above the bottom right corner is
 * everything: there, all is erased instead, which does not touch that line.
 */
export function guardEraseAbove(terminal: Terminal): IDisposable {
  const guard =
    (respectProtect: boolean) =>
    ([what]: (number | number[])[]): boolean => {
      const { cursorX, cursorY } = terminal.buffer.active;
      const atCorner = cursorX >= terminal.cols - 1 && cursorY === terminal.rows - 1;
      if (what !== ERASE_ABOVE || !atCorner) return false;
      const handler = (terminal as WithInputHandler)._core?._inputHandler;
      return handler?.eraseInDisplay?.({ params: [ERASE_ALL] }, respectProtect) ?? false;
    };
  const handlers = [
    terminal.parser.registerCsiHandler({ final: 'J' }, guard(false)),
    terminal.parser.registerCsiHandler({ prefix: '?', final: 'J' }, guard(true)),
  ];
  return { dispose: () => handlers.forEach((handler) => handler.dispose()) };
}
