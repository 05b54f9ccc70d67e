import { Unicode11Addon } from '@xterm/addon-unicode11';
import { WebLinksAddon } from '@xterm/addon-web-links';
import { Terminal } from '@xterm/xterm';
import type { StickyModifiers } from '../keys/modifiers';
import { isTypedText, modify, type NamedKey, pastedText, sequenceOf } from '../keys/sequences';
import { systemClock } from '../net/clock';
import { Predictor } from '../prediction/predictor';
import { type CopyRequest, copyRequest } from '../terminal/clipboard-consent';
import type { PastedText } from '../terminal/input-queue';
import type { Canvas, GridSize } from '../terminal/viewer';
import { WholeCharacters } from '../terminal/whole-characters';
import { isAnswer } from '../xterm/answers';
import { CursorLine } from '../xterm/cursor-line';
import { guardEraseAbove } from '../xterm/erase-above';
import { type FinishedCommand, ShellMarks } from '../xterm/shell-marks';
import { copyText } from './clipboard';
import { element } from './dom';
import { GridFit } from './grid-fit';
import { PredictionOverlay } from './prediction-overlay';
import { TERMINAL_FONT_FAMILY, terminalTheme } from './theme';
import { followTouches } from './touch-scroll';
import { isKeyboardOpen, isTouchDevice } from './viewport';

const SCROLLBACK_LINES = 5_000;
const SCROLLBAR_PX = 8;
/** A composition that was broken off reports its text within this time. */
const SWALLOW_MS = 250;

export interface TerminalViewEvents {
  /** The user typed. Returns the offset of the input behind it; undefined: it was not taken, or has no number yet. */
  typed(bytes: Uint8Array): number | undefined;
  pasted(text: PastedText): void;
  /** So many lines would be pasted into a program that takes each as if it were typed. */
  confirmPaste(lines: number): Promise<boolean>;
  /** The window has room for a terminal of this size. */
  resized(room: GridSize): void;
  /** The terminal is shown in a size that another viewer has set; undefined: in the window's own. */
  foreignSize(size: GridSize | undefined): void;
  titled(title: string): void;
  /** The program wants something of the clipboard. */
  requestedCopy(request: CopyRequest): void;
  /** The user has chosen a link whose address the text does not show. */
  chosenLink(address: string): void;
  commandFinished(command: FinishedCommand): void;
  /** A long press: the user wants to select text. */
  wantsSelection(): void;
}

/** xterm.js in the page: draws a terminal and takes what is typed, by keyboard, finger or key row. */
export class TerminalView implements Canvas {
  readonly root: HTMLElement;
  readonly #terminal: Terminal;
  readonly #fit: GridFit;
  readonly #characters = new WholeCharacters();
  readonly #marks: ShellMarks;
  readonly #predictor: Predictor;
  readonly #sticky: StickyModifiers;
  readonly #events: TerminalViewEvents;
  readonly #encoder = new TextEncoder();
  #scrolledPixels = 0;
  #readOnly = false;
  /** Set while a screen is drawn, whose questions were answered when the program asked them. */
  #drawingScreen = false;
  /** Composed text that was already sent as a modified key. */
  #swallow = '';

  constructor(parent: HTMLElement, fontSize: number, sticky: StickyModifiers, events: TerminalViewEvents) {
    this.#sticky = sticky;
    this.#events = events;
    this.root = element('div', { className: 'terminal-view' });
    parent.append(this.root);
    this.#terminal = new Terminal({
      allowProposedApi: true,
      cursorBlink: false,
      fontFamily: TERMINAL_FONT_FAMILY,
      fontSize,
      linkHandler: { activate: (_, address) => events.chosenLink(address) },
      macOptionIsMeta: true,
      overviewRuler: { width: SCROLLBAR_PX },
      scrollback: SCROLLBACK_LINES,
      theme: terminalTheme(),
    });
    this.#terminal.loadAddon(new WebLinksAddon());
    this.#terminal.loadAddon(new Unicode11Addon());
    // Emoji are two cells wide for the programs of today.
    this.#terminal.unicode.activeVersion = '11';
    this.#terminal.open(this.root);
    this.#tuneTextarea();
    guardEraseAbove(this.#terminal);
    this.#marks = new ShellMarks(this.#terminal, systemClock.now, (command) => events.commandFinished(command));
    const overlay = new PredictionOverlay(this.#terminal);
    const cursorLine = new CursorLine(this.#terminal);
    this.#predictor = new Predictor({
      clock: systemClock,
      line: () => cursorLine.read(),
      draw: (predicted) => overlay.show(predicted),
    });
    this.#listen();
    this.#fit = new GridFit(this.#terminal, this.root, {
      settled: (room) => events.resized(room),
      foreign: (size) => events.foreignSize(size),
    });
  }

  /** The size that the terminal is drawn in. */
  get size(): GridSize {
    return { columns: this.#terminal.cols, rows: this.#terminal.rows };
  }

  /** What the window has room for. */
  get room(): GridSize {
    return this.#fit.room;
  }

  /** Nothing can be typed while this is set; what is shown can be scrolled, selected and copied. */
  set readOnly(readOnly: boolean) {
    this.#readOnly = readOnly;
    this.#terminal.options.disableStdin = readOnly;
    this.#terminal.options.cursorInactiveStyle = readOnly ? 'none' : 'outline';
    if (this.#terminal.textarea) this.#terminal.textarea.readOnly = readOnly;
  }

  dispose(): void {
    this.#fit.dispose();
    this.#marks.dispose();
    this.#predictor.restart();
    this.#terminal.dispose();
    this.root.remove();
  }

  // Everything below goes through the write queue, so that it takes effect between the right bytes.

  restart(size: GridSize): void {
    this.#characters.restart();
    this.#terminal.write('\x1bc', () => this.#fit.draw(size));
  }

  write(bytes: Uint8Array, drawn: () => void): void {
    this.#terminal.write(this.#characters.take(bytes), drawn);
  }

  writeScreen(bytes: Uint8Array, drawn: () => void): void {
    this.#terminal.write('', () => (this.#drawingScreen = true));
    this.write(bytes, () => {
      this.#drawingScreen = false;
      drawn();
    });
  }

  acknowledged(inputOffset: number): void {
    // With nothing under way it does not matter when it is heard.
    if (this.#predictor.isIdle) this.#predictor.acknowledged(inputOffset);
    else this.#terminal.write('', () => this.#predictor.acknowledged(inputOffset));
  }

  /** Input is numbered anew, or some of it was lost: predictions that wait for it are void. */
  restartPrediction(): void {
    this.#predictor.restart();
  }

  resized(size: GridSize): void {
    this.#terminal.write('', () => this.#fit.draw(size));
  }

  /** The window may have become larger or smaller. */
  fit(): void {
    this.#fit.follow();
  }

  setFontSize(pixels: number): void {
    this.#fit.setFontSize(pixels);
  }

  followTheme(): void {
    this.#terminal.options.theme = terminalTheme();
  }

  focus(): void {
    this.#terminal.focus();
  }

  /** Presses a key of the key row. */
  press(key: NamedKey): void {
    const { applicationCursorKeysMode } = this.#terminal.modes;
    this.#send(sequenceOf(key, this.#sticky.take(), applicationCursorKeysMode));
  }

  /** Types text of the key row. */
  typeText(text: string): void {
    this.#send(modify(text, this.#sticky.take()));
  }

  async paste(text: string): Promise<void> {
    if (this.#readOnly || text === '') return;
    const { lines } = pastedText(text, false);
    if (lines > 1 && !this.#terminal.modes.bracketedPasteMode && !(await this.#events.confirmPaste(lines))) return;
    this.#events.pasted(pastedText(text, this.#terminal.modes.bracketedPasteMode));
    this.#predictor.restart();
    this.#terminal.scrollToBottom();
  }

  /** Shows the prompt before or after; false: the shell marks none. */
  jumpToPrompt(towards: 'previous' | 'next'): boolean {
    return this.#marks.jump(towards);
  }

  /** What the last command has printed; undefined: the shell does not mark it. */
  get lastOutput(): string | undefined {
    return this.#marks.lastOutput;
  }

  /** What is on the screen and in the scrollback, as plain text. */
  text(): string {
    const buffer = this.#terminal.buffer.active;
    const lines: string[] = [];
    for (let index = 0; index < buffer.length; index++) {
      const line = buffer.getLine(index);
      const text = line?.translateToString(true) ?? '';
      if (line?.isWrapped && lines.length > 0) lines[lines.length - 1] += text;
      else lines.push(text);
    }
    return lines.join('\n').trimEnd();
  }

  /** Where the cursor is in the page, in CSS pixels. */
  cursorBox(): DOMRect {
    const screen = this.root.querySelector('.xterm-screen')?.getBoundingClientRect() ?? new DOMRect();
    const width = screen.width / this.#terminal.cols;
    const height = screen.height / this.#terminal.rows;
    const { cursorX, cursorY } = this.#terminal.buffer.active;
    return new DOMRect(screen.left + cursorX * width, screen.top + cursorY * height, width, height);
  }

  #send(data: string): void {
    this.#terminal.input(data);
  }

  #tuneTextarea(): void {
    const { textarea } = this.#terminal;
    if (!textarea) return;
    textarea.setAttribute('autocomplete', 'off');
    textarea.setAttribute('autocapitalize', 'none');
    textarea.setAttribute('enterkeyhint', 'enter');
    // Suggestions of a keyboard hold text back until a word is done.
    textarea.setAttribute('data-gramm', 'false');
    textarea.setAttribute('writingsuggestions', 'false');
  }

  #listen(): void {
    const terminal = this.#terminal;
    terminal.onData((data) => this.#typed(data));
    terminal.onBinary((data) => this.#enter(data, Uint8Array.from(data, (character) => character.charCodeAt(0))));
    terminal.onWriteParsed(() => this.#predictor.drawn());
    terminal.onTitleChange((title) => this.#events.titled(title));
    terminal.attachCustomKeyEventHandler((event) => !this.#isShortcut(event));
    terminal.parser.registerOscHandler(52, (data) => {
      this.#events.requestedCopy(copyRequest(data));
      return true;
    });
    terminal.textarea?.addEventListener('compositionupdate', (event) => this.#composing(event));
    this.root.addEventListener('paste', (event) => this.#pasted(event), { capture: true });
    this.root.addEventListener('contextmenu', (event) => this.#contextMenu(event), { capture: true });
    followTouches(this.root, {
      scrolled: (pixels, x, y) => this.#scrolled(pixels, x, y),
      tapped: () => this.#tapped(),
    });
  }

  #typed(data: string): void {
    if (this.#drawingScreen && isAnswer(data)) return;
    if (this.#swallow !== '' && data === this.#swallow) {
      this.#swallow = '';
      return;
    }
    const modified = this.#sticky.active && isTypedText(data) ? modify(data, this.#sticky.take()) : data;
    this.#enter(modified, this.#encoder.encode(modified));
  }

  /** Nothing is typed past the predictor: it would take an echo for that of another key. */
  #enter(data: string, bytes: Uint8Array): void {
    const end = this.#events.typed(bytes);
    if (end !== undefined) this.#predictor.typed(data, end);
  }

  // Keyboards of phones compose words and send them when they are done. A key that is meant for a modifier is
  // taken out of the composition at once.
  #composing(event: CompositionEvent): void {
    if (this.#readOnly || !this.#sticky.active || event.data.length !== 1) return;
    this.#swallow = event.data;
    window.setTimeout(() => (this.#swallow = ''), SWALLOW_MS);
    const modified = modify(event.data, this.#sticky.take());
    this.#enter(modified, this.#encoder.encode(modified));
    const { textarea } = this.#terminal;
    textarea?.blur();
    textarea?.focus();
  }

  #pasted(event: ClipboardEvent): void {
    event.preventDefault();
    event.stopPropagation();
    void this.paste(event.clipboardData?.getData('text/plain') ?? '');
  }

  /** Runs what Ctrl and Shift with a key do in the page; false: the key is the program's. */
  #isShortcut(event: KeyboardEvent): boolean {
    const run = event.ctrlKey && event.shiftKey ? this.#shortcut(event.code) : undefined;
    if (!run) return false;
    if (event.type === 'keydown') {
      event.preventDefault();
      run();
    }
    return true;
  }

  #shortcut(code: string): (() => void) | undefined {
    switch (code) {
      case 'KeyC':
        return () => {
          if (this.#terminal.hasSelection()) void copyText(this.#terminal.getSelection());
        };
      case 'ArrowUp':
        return () => this.jumpToPrompt('previous');
      case 'ArrowDown':
        return () => this.jumpToPrompt('next');
      default:
        return undefined;
    }
  }

  #contextMenu(event: Event): void {
    if (!isTouchDevice()) return;
    event.preventDefault();
    event.stopPropagation();
    this.#events.wantsSelection();
  }

  #tapped(): void {
    if (this.#readOnly) return;
    const { textarea } = this.#terminal;
    // A keyboard that was put away comes back only for a field that gains the focus.
    if (textarea && document.activeElement === textarea && !isKeyboardOpen()) textarea.blur();
    this.#terminal.focus();
  }

  #scrolled(pixels: number, x: number, y: number): void {
    this.#scrolledPixels += pixels;
    const rowHeight = (this.root.querySelector('.xterm-screen')?.clientHeight ?? 0) / this.#terminal.rows;
    if (rowHeight <= 0) return;
    const lines = Math.trunc(this.#scrolledPixels / rowHeight);
    if (lines === 0) return;
    this.#scrolledPixels -= lines * rowHeight;
    const programScrolls =
      this.#terminal.modes.mouseTrackingMode !== 'none' || this.#terminal.buffer.active.type === 'alternate';
    if (programScrolls) this.#turnWheel(lines, x, y);
    else this.#terminal.scrollLines(lines);
  }

  // xterm.js makes of the wheel what the program asked for: mouse reports, or arrow keys on the alternate screen.
  #turnWheel(lines: number, clientX: number, clientY: number): void {
    const target = this.root.querySelector('.xterm-screen');
    for (let line = 0; line < Math.abs(lines); line++) {
      target?.dispatchEvent(
        new WheelEvent('wheel', {
          deltaY: Math.sign(lines),
          deltaMode: WheelEvent.DOM_DELTA_LINE,
          clientX,
          clientY,
          bubbles: true,
          cancelable: true,
        }),
      );
    }
  }
}
