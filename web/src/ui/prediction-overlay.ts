import type { Terminal } from '@xterm/xterm';
import type { Overlay } from '../prediction/predictor';
import { element } from './dom';

/** Draws predictions over the terminal, underlined, until they are confirmed: its buffer is never touched. */
export class PredictionOverlay {
  readonly #terminal: Terminal;
  readonly #layer = element('div', { className: 'predictions', hidden: true });

  /** @param terminal that is open in the page */
  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    this.#layer.setAttribute('aria-hidden', 'true');
    terminal.element?.querySelector('.xterm-screen')?.append(this.#layer);
  }

  show(overlay: Overlay | undefined): void {
    const { active } = this.#terminal.buffer;
    // Whoever has scrolled back looks at something else.
    const visible = overlay !== undefined && active.viewportY === active.baseY;
    this.#layer.hidden = !visible;
    this.#terminal.element?.classList.toggle('predicting', visible);
    if (!visible) return;
    const { columns, rows } = { columns: this.#terminal.cols, rows: this.#terminal.rows };
    const place = (column: number): string =>
      `left: ${(100 * column) / columns}%; top: ${(100 * active.cursorY) / rows}%; ` +
      `width: ${100 / columns}%; height: ${100 / rows}%`;
    this.#layer.style.font = `${this.#terminal.options.fontSize}px ${this.#terminal.options.fontFamily}`;
    this.#layer.replaceChildren(
      ...overlay.cells.map(({ column, text }) => {
        const cell = element('span', { className: 'predicted' }, text);
        cell.style.cssText = place(column);
        return cell;
      }),
      this.#cursor(place(overlay.column)),
    );
  }

  #cursor(style: string): HTMLElement {
    const cursor = element('span', { className: 'predicted-cursor' });
    cursor.style.cssText = style;
    return cursor;
  }
}
