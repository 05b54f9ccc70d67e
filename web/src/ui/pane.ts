import type { Terminal } from '../gen/devtail/v1/model_pb';
import type { StickyModifiers } from '../keys/modifiers';
import { systemClock } from '../net/clock';
import type { Connection } from '../net/connection';
import { unreachable } from '../net/connection-state';
import { randomBytes } from '../storage';
import { type GridSize, Viewer, type ViewerStatus } from '../terminal/viewer';
import { forgetViewer, viewerIdentity } from '../terminal/viewer-identity';
import { element } from './dom';
import type { Notices } from './notices';
import { copyText } from './clipboard';
import { TerminalView } from './terminal-view';

export interface PaneEvents {
  titled(title: string): void;
  described(terminal: Terminal): void;
  ended(): void;
  typed(): void;
  wantsNew(): void;
  wantsClose(): void;
  wantsBack(): void;
  wantsSelection(): void;
}

export interface PaneOptions {
  readonly parent: HTMLElement;
  readonly fontSize: number;
  readonly sticky: StickyModifiers;
  readonly connection: Connection;
  readonly notices: Notices;
  readonly events: PaneEvents;
}

/** One terminal in the page: what is drawn, the viewer behind it, and a banner when there is something to say. */
export class Pane {
  readonly view: TerminalView;
  readonly #root = element('section', { className: 'pane', 'aria-label': 'Terminal' });
  readonly #banner = element('div', { className: 'banner', hidden: true });
  readonly #options: PaneOptions;
  #viewer: Viewer | undefined;
  #terminalId: string | undefined;
  /** Typed before the terminal had started. */
  #early: Uint8Array[] = [];

  constructor(options: PaneOptions) {
    this.#options = options;
    this.#banner.setAttribute('role', 'status');
    options.parent.append(this.#root);
    this.#root.append(this.#banner);
    this.view = new TerminalView(this.#root, options.fontSize, options.sticky, {
      typed: (bytes) => this.#typed(bytes),
      resized: (size) => this.#viewer?.resize(size),
      focused: () => this.#viewer?.claimSize(),
      titled: (title) => options.events.titled(title),
      offeredCopy: (text) => this.#offerCopy(text),
      wantsSelection: () => options.events.wantsSelection(),
    });
  }

  get size(): GridSize {
    return this.view.size;
  }

  /** Typed bytes that have not arrived yet. */
  get pendingInput(): number {
    return this.#viewer?.pendingInput ?? 0;
  }

  /** Shows the terminal from now on; `started`: this tab has just started it. */
  bind(terminalId: string, started?: Terminal): void {
    const { connection, events, notices } = this.#options;
    this.#terminalId = terminalId;
    this.#viewer = new Viewer({
      terminalId,
      identity: viewerIdentity(sessionStorage, terminalId, randomBytes),
      connection,
      clock: systemClock,
      random: Math.random,
      canvas: this.view,
      size: this.size,
      ...(started ? { startedIncarnation: started.incarnation } : {}),
      events: {
        status: (status) => this.#showStatus(status),
        inputLost: (characters) =>
          notices.show(`${characters} typed ${characters === 1 ? 'character' : 'characters'} may not have arrived.`),
        described: (terminal) => events.described(terminal),
      },
    });
    for (const bytes of this.#early) this.#viewer.type(bytes);
    this.#early = [];
    this.#viewer.attach();
  }

  show(): void {
    this.#root.hidden = false;
    this.view.fit();
    this.#viewer?.attach();
  }

  /** Out of sight; what was typed still arrives. */
  hide(): void {
    this.#root.hidden = true;
    this.#viewer?.detach();
  }

  dispose(): void {
    this.#viewer?.dispose();
    this.view.dispose();
    this.#root.remove();
  }

  /** The next pane for this terminal is a new viewer, and leaves the place that has taken this one alone. */
  forgetViewer(): void {
    if (this.#terminalId) forgetViewer(sessionStorage, this.#terminalId);
  }

  #typed(bytes: Uint8Array): boolean {
    if (!this.#viewer) {
      this.#early.push(bytes);
      return true;
    }
    const { status } = this.#viewer;
    if (status.name === 'ended' && !status.draining) return true;
    const taken = this.#viewer.type(bytes);
    this.#options.events.typed();
    if (!taken)
      this.#options.notices.show('That is more than can wait to be sent. It was not typed; try a smaller piece.');
    return taken;
  }

  #offerCopy(text: string): void {
    const { notices } = this.#options;
    notices.show(`The terminal wants to copy ${text.length} characters to your clipboard.`, {
      label: 'Copy',
      run: () => void copyText(text),
    });
  }

  #showStatus(status: ViewerStatus): void {
    const { events } = this.#options;
    switch (status.name) {
      case 'opening':
      case 'open':
        this.#banner.hidden = true;
        return;
      case 'interrupted':
        this.#say(`${status.error?.message ?? 'The terminal cannot be reached.'} Trying again…`);
        return;
      case 'ended':
        events.ended();
        this.#say(endedText(status), ['New terminal', events.wantsNew], ['Close', events.wantsClose]);
        return;
      case 'taken':
        this.#say('Opened elsewhere.', ['Take back', events.wantsBack]);
        return;
      case 'gone':
        this.#say(status.error.message, ['New terminal', events.wantsNew], ['Close', events.wantsClose]);
        return;
      default:
        unreachable(status);
    }
  }

  #say(text: string, ...actions: [label: string, run: () => void][]): void {
    this.#banner.hidden = false;
    this.#banner.replaceChildren(
      element('span', { className: 'banner-text' }, text),
      element(
        'div',
        { className: 'banner-actions' },
        ...actions.map(([label, run]) =>
          element('button', { className: 'button', type: 'button', onclick: () => run() }, label),
        ),
      ),
    );
  }
}

function endedText({ exit, draining }: Extract<ViewerStatus, { name: 'ended' }>): string {
  const ended = exit ? `[process ended with status ${exit.code}]` : '[process ended]';
  return draining ? `${ended} Its background processes still run.` : ended;
}
