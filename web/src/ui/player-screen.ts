import { FitAddon } from '@xterm/addon-fit';
import { Unicode11Addon } from '@xterm/addon-unicode11';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal } from '@xterm/xterm';
import type { PlayerCanvas } from '../recording/player';
import type { GridSize } from '../terminal/viewer';
import { guardEraseAbove } from '../xterm/erase-above';
import { element } from './dom';
import { TERMINAL_FONT_FAMILY, terminalTheme } from './theme';

const SCROLLBACK_LINES = 1_000;
const SCROLLBAR_PX = 8;
const MAX_FONT_PX = 18;
const MIN_FONT_PX = 1;
const FONT_STEP_PX = 0.5;

/**
 * xterm.js that only shows: whatever a recording holds, nothing is answered, copied, opened or told to anybody. All of
 * a line is within the width of the page, in text as small as that takes.
 */
export class PlayerScreen implements PlayerCanvas {
  readonly root = element('div', { className: 'player-screen' });
  readonly #terminal: Terminal;
  readonly #fit = new FitAddon();
  readonly #observer = new ResizeObserver(() => this.#scale());

  /** @param chosenLink the user has chosen a link, which is to be shown before it is followed */
  constructor(parent: HTMLElement, chosenLink: (address: string) => void) {
    parent.append(this.root);
    this.#terminal = new Terminal({
      allowProposedApi: true,
      cursorBlink: false,
      cursorInactiveStyle: 'block',
      // Answers to a program's questions go where keys go, and nobody listens there.
      disableStdin: true,
      fontFamily: TERMINAL_FONT_FAMILY,
      linkHandler: { activate: (_, address) => chosenLink(address) },
      overviewRuler: { width: SCROLLBAR_PX },
      scrollback: SCROLLBACK_LINES,
      theme: terminalTheme(),
    });
    this.#terminal.loadAddon(new WebLinksAddon((_, address) => chosenLink(address)));
    this.#terminal.loadAddon(new Unicode11Addon());
    this.#terminal.unicode.activeVersion = '11';
    this.#terminal.loadAddon(this.#fit);
    this.#terminal.open(this.root);
    this.#neverTakeKeys();
    guardEraseAbove(this.#terminal);
    // A program that copied once does not copy again for whoever looks at it.
    this.#terminal.parser.registerOscHandler(52, () => true);
    this.#observer.observe(this.root);
  }

  dispose(): void {
    this.#observer.disconnect();
    this.#terminal.dispose();
    this.root.remove();
  }

  // These go through the write queue, so that they take effect between the right characters.

  restart(size: GridSize, screen: Uint8Array): void {
    this.#terminal.write('\x1bc', () => {
      // Colours that a program has set would stay.
      this.followTheme();
      this.#draw(size);
    });
    this.#terminal.write(screen);
  }

  write(text: string, drawn: () => void): void {
    this.#terminal.write(text, drawn);
  }

  resize(size: GridSize): void {
    this.#terminal.write('', () => this.#draw(size));
  }

  followTheme(): void {
    this.#terminal.options.theme = { ...terminalTheme() };
  }

  #draw({ columns, rows }: GridSize): void {
    this.#terminal.resize(columns, rows);
    this.#scale();
  }

  /** Takes the largest text with which the whole screen is in view. */
  #scale(): void {
    if (!this.root.offsetParent) return;
    let low = MIN_FONT_PX / FONT_STEP_PX;
    let high = MAX_FONT_PX / FONT_STEP_PX;
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if (this.#fits(middle * FONT_STEP_PX)) low = middle;
      else high = middle - 1;
    }
    this.#terminal.options.fontSize = low * FONT_STEP_PX;
  }

  #fits(fontPixels: number): boolean {
    this.#terminal.options.fontSize = fontPixels;
    const room = this.#fit.proposeDimensions();
    return room !== undefined && room.cols >= this.#terminal.cols && room.rows >= this.#terminal.rows;
  }

  /** Keys are the player's. */
  #neverTakeKeys(): void {
    const { textarea } = this.#terminal;
    this.#terminal.attachCustomKeyEventHandler(() => false);
    if (!textarea) return;
    textarea.readOnly = true;
    textarea.tabIndex = -1;
  }
}
