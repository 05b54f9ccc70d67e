import { FitAddon } from '@xterm/addon-fit';
import type { Terminal } from '@xterm/xterm';
import type { GridSize } from '../terminal/viewer';

/** A drag or a keyboard that comes up changes the size many times; the program is told once. */
const RESIZE_SETTLES_MS = 80;
/** Smaller text cannot be read: beyond that the terminal is scrolled. */
const MIN_SCALED_FONT_PX = 4;
const FONT_STEP_PX = 0.5;

export interface GridFitEvents {
  /** The window has had room for so many cells for a while. */
  settled(room: GridSize): void;
  /** The terminal has a size that is not the window's; undefined: it has the window's. */
  foreign(size: GridSize | undefined): void;
}

/**
 * Fits the terminal into its place in the page. While the size is ours, the terminal takes all the room. When another
 * viewer has set it, it is shown as it is: in smaller text, as far as that can be read, or with space around it.
 */
export class GridFit {
  readonly #terminal: Terminal;
  readonly #place: HTMLElement;
  readonly #events: GridFitEvents;
  readonly #fit = new FitAddon();
  readonly #observer: ResizeObserver;
  #fontSize: number;
  #room: GridSize;
  #timer = 0;

  constructor(terminal: Terminal, place: HTMLElement, events: GridFitEvents) {
    this.#terminal = terminal;
    this.#place = place;
    this.#events = events;
    this.#fontSize = terminal.options.fontSize ?? MIN_SCALED_FONT_PX;
    terminal.loadAddon(this.#fit);
    this.#room = this.#drawn;
    this.follow();
    this.#observer = new ResizeObserver(() => this.follow());
    this.#observer.observe(place);
  }

  /** What the window has room for. */
  get room(): GridSize {
    return this.#room;
  }

  dispose(): void {
    window.clearTimeout(this.#timer);
    this.#observer.disconnect();
  }

  /** The room may have changed. */
  follow(): void {
    const room = this.#measure();
    if (!room) return;
    const owned = same(this.#drawn, this.#room);
    this.#room = room;
    if (owned) this.#terminal.resize(room.columns, room.rows);
    this.#show();
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#events.settled(this.#room), RESIZE_SETTLES_MS);
  }

  /** The terminal has this size from here on. */
  draw({ columns, rows }: GridSize): void {
    this.#terminal.resize(columns, rows);
    this.#show();
  }

  setFontSize(pixels: number): void {
    this.#fontSize = pixels;
    this.follow();
  }

  get #drawn(): GridSize {
    return { columns: this.#terminal.cols, rows: this.#terminal.rows };
  }

  /** The room in cells of the user's own text size; undefined while nothing is laid out. */
  #measure(): GridSize | undefined {
    if (!this.#place.offsetParent) return undefined;
    this.#terminal.options.fontSize = this.#fontSize;
    const room = this.#fit.proposeDimensions();
    return room && Number.isFinite(room.cols) && Number.isFinite(room.rows)
      ? { columns: room.cols, rows: room.rows }
      : undefined;
  }

  #show(): void {
    const drawn = this.#drawn;
    const foreign = !same(drawn, this.#room);
    this.#terminal.options.fontSize = foreign ? this.#scaledFontSize(drawn) : this.#fontSize;
    this.#place.classList.toggle('foreign-size', foreign);
    this.#events.foreign(foreign ? drawn : undefined);
  }

  #scaledFontSize({ columns, rows }: GridSize): number {
    const scale = Math.min(1, this.#room.columns / columns, this.#room.rows / rows);
    const scaled = Math.floor((this.#fontSize * scale) / FONT_STEP_PX) * FONT_STEP_PX;
    return Math.max(Math.min(MIN_SCALED_FONT_PX, this.#fontSize), scaled);
  }
}

function same(one: GridSize, other: GridSize): boolean {
  return one.columns === other.columns && one.rows === other.rows;
}
