import type { StickyModifiers } from '../keys/modifiers';
import type { Connection } from '../net/connection';
import { MAX_FONT_SIZE_PX, MIN_FONT_SIZE_PX, saveFontSize, startWish, startWishGranted } from '../storage';
import type { TerminalDirectory } from '../terminal-directory';
import type { FinishedCommand } from '../xterm/shell-marks';
import { preferredFontSize } from './font-size';
import type { Notices } from './notices';
import { Pane } from './pane';
import { isTouchDevice } from './viewport';

/** Terminals kept drawn while another one is shown; the oldest is drawn anew from the server when it comes back. */
const MAX_PANES = 6;

export interface PanesEvents {
  /** A terminal comes into view: what is there instead of one goes. */
  readonly opening: () => void;
  /** Another one is in view, or none. */
  readonly changed: () => void;
  readonly titled: () => void;
  /** The program of one has ended. */
  readonly ended: () => void;
  readonly typed: () => void;
  readonly wantsSelection: () => void;
  /** Whether something can be typed has changed. */
  readonly readOnly: () => void;
  readonly commandFinished: (command: FinishedCommand) => void;
  /** No terminal could be started. */
  readonly failed: (error: unknown) => void;
}

export interface PanesOptions {
  readonly parent: HTMLElement;
  readonly connection: Connection;
  readonly directory: TerminalDirectory;
  readonly notices: Notices;
  readonly sticky: StickyModifiers;
  readonly events: PanesEvents;
}

/** The terminals that are drawn: one of them in view, the others ready to be. */
export class Panes {
  readonly #options: PanesOptions;
  /** In the order they were last shown. */
  readonly #panes = new Map<string, Pane>();
  readonly #titles = new Map<string, string>();
  /** Terminals that this place was asked to look at only. */
  readonly #onlyViewed = new Set<string>();
  /** The terminal that is being started, which has no id yet. */
  #starting: Pane | undefined;
  #current: string | undefined;
  #fontSize = preferredFontSize();

  constructor(options: PanesOptions) {
    this.#options = options;
  }

  /** The one in view. */
  get current(): Pane | undefined {
    return this.#starting ?? (this.#current === undefined ? undefined : this.#panes.get(this.#current));
  }

  /** The id of the one in view, which also stays while something else is shown; undefined while it is being started. */
  get currentId(): string | undefined {
    return this.#current;
  }

  /** Whether something typed waits to be sent. */
  get hasPendingInput(): boolean {
    return [...this.#panes.values()].some((pane) => pane.pendingInput > 0);
  }

  /** In pixels. */
  get fontSize(): number {
    return this.#fontSize;
  }

  /** What the program has titled its terminal, as far as it was drawn here. */
  titleOf(id: string): string | undefined {
    return this.#titles.get(id);
  }

  isOnlyViewed(id: string): boolean {
    return this.#onlyViewed.has(id);
  }

  /** Draws a new terminal, and starts it. */
  async start(): Promise<void> {
    if (this.#starting) return;
    const { directory, events } = this.#options;
    this.hideCurrent();
    events.opening();
    // It is drawn before it exists, so that it starts in the right size.
    const pane = this.#make(false);
    this.#starting = pane;
    this.#setCurrent(undefined);
    const terminal = await directory.start(pane.room, startWish()).catch((error: unknown) => events.failed(error));
    if (this.#starting !== pane) return;
    this.#starting = undefined;
    startWishGranted();
    if (!terminal) {
      pane.dispose();
      this.openAnother();
      return;
    }
    this.#panes.set(terminal.id, pane);
    pane.bind(terminal.id, terminal);
    this.#setCurrent(terminal.id);
    this.focusOnDesk();
  }

  /** Brings a terminal into view. */
  open(id: string): void {
    this.hideCurrent();
    this.#options.events.opening();
    const pane = this.#panes.get(id) ?? this.#make(this.#onlyViewed.has(id));
    const isNew = !this.#panes.delete(id);
    this.#panes.set(id, pane);
    this.#setCurrent(id);
    if (isNew) pane.bind(id);
    else pane.show();
    this.#dropOldest();
    this.focusOnDesk();
  }

  /** Whether a terminal is to be looked at only, from now on. */
  setOnlyViewed(id: string, onlyViewed: boolean): void {
    const pane = this.#panes.get(id);
    if (pane && this.#onlyViewed.has(id) !== onlyViewed) this.#drop(pane);
    if (onlyViewed) this.#onlyViewed.add(id);
    else this.#onlyViewed.delete(id);
  }

  /** Brings one that runs into view, unless one is. */
  openAnother(): void {
    if (this.current) return;
    const next = this.#options.directory.running[0];
    if (next) this.open(next.id);
    else this.#setCurrent(undefined);
  }

  hideCurrent(): void {
    if (this.#current !== undefined) this.#panes.get(this.#current)?.hide();
  }

  /** A terminal was closed by its user. */
  close(id: string): void {
    const pane = this.#panes.get(id);
    if (!pane) return;
    pane.forgetConsent();
    this.#drop(pane);
  }

  /** The one in view may be of yesterday: it goes, unless somebody came to look at it only and is to read that it ended. */
  forgetVanished(): void {
    if (this.#current === undefined || this.#options.directory.find(this.#current)) return;
    if (this.#onlyViewed.has(this.#current)) return;
    const pane = this.#panes.get(this.#current);
    if (pane) this.#drop(pane);
  }

  /** Takes all of them away. */
  clear(): void {
    this.#each((pane) => pane.dispose());
    this.#panes.clear();
    this.#starting = undefined;
    this.#setCurrent(undefined);
  }

  /** Marks those that are recorded. */
  showRecording(): void {
    for (const [id, pane] of this.#panes) pane.showRecording(this.#options.directory.find(id)?.recording ?? false);
  }

  changeFontSize(byPixels: number): void {
    this.#fontSize = Math.min(MAX_FONT_SIZE_PX, Math.max(MIN_FONT_SIZE_PX, this.#fontSize + byPixels));
    saveFontSize(this.#fontSize);
    this.#each((pane) => pane.view.setFontSize(this.#fontSize));
  }

  followTheme(): void {
    this.#each((pane) => pane.view.followTheme());
  }

  /** On a phone a keyboard that nobody asked for hides half of the screen. */
  focusOnDesk(): void {
    if (!isTouchDevice()) this.current?.view.focus();
  }

  #make(readOnly: boolean): Pane {
    const { parent, connection, directory, notices, sticky, events } = this.#options;
    const pane: Pane = new Pane({
      parent,
      fontSize: this.#fontSize,
      sticky,
      connection,
      notices,
      readOnly,
      events: {
        titled: (title) => this.#titled(pane, title),
        described: (terminal) => directory.update(terminal),
        ended: events.ended,
        typed: events.typed,
        wantsNew: () => this.#replace(pane),
        wantsClose: () => this.#leave(pane),
        wantsBack: () => this.#takeBack(pane),
        wantsSelection: events.wantsSelection,
        readOnly: events.readOnly,
        commandFinished: events.commandFinished,
      },
    });
    return pane;
  }

  #titled(pane: Pane, title: string): void {
    const id = this.#idOf(pane);
    if (id === undefined) return;
    this.#titles.set(id, title);
    this.#options.events.titled();
  }

  #replace(pane: Pane): void {
    this.#drop(pane);
    void this.start();
  }

  #leave(pane: Pane): void {
    this.#drop(pane);
    this.openAnother();
  }

  #takeBack(pane: Pane): void {
    const id = this.#idOf(pane);
    pane.forgetViewer();
    this.#drop(pane);
    if (id !== undefined) this.open(id);
  }

  #drop(pane: Pane): void {
    const id = this.#idOf(pane);
    if (id === undefined) return;
    this.#panes.delete(id);
    this.#titles.delete(id);
    pane.dispose();
    if (id === this.#current) this.#setCurrent(undefined);
  }

  #dropOldest(): void {
    for (const [id, pane] of this.#panes) {
      if (this.#panes.size <= MAX_PANES) return;
      if (id !== this.#current && pane.pendingInput === 0) this.#drop(pane);
    }
  }

  #setCurrent(id: string | undefined): void {
    this.#current = id;
    this.#options.events.changed();
  }

  #idOf(pane: Pane): string | undefined {
    for (const [id, candidate] of this.#panes) if (candidate === pane) return id;
    return undefined;
  }

  #each(run: (pane: Pane) => void): void {
    for (const pane of this.#panes.values()) run(pane);
    if (this.#starting) run(this.#starting);
  }
}
