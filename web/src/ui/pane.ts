import { EndCause, type Terminal } from '../gen/devtail/v1/model_pb';
import type { StickyModifiers } from '../keys/modifiers';
import { systemClock } from '../net/clock';
import type { Connection } from '../net/connection';
import { unreachable } from '../net/connection-state';
import { randomBytes } from '../storage';
import { ClipboardConsent, type CopyRequest, MAX_COPY_BYTES } from '../terminal/clipboard-consent';
import type { PastedText } from '../terminal/input-queue';
import { type GridSize, Viewer, type ViewerStatus } from '../terminal/viewer';
import { forgetViewer, viewerIdentity } from '../terminal/viewer-identity';
import type { FinishedCommand } from '../xterm/shell-marks';
import { copyText } from './clipboard';
import { confirmDialog, linkDialog } from './dialogs';
import { element } from './dom';
import type { Notices } from './notices';
import { PasteChip } from './paste-chip';
import { TerminalView } from './terminal-view';
import { isTouchDevice } from './viewport';

export interface PaneEvents {
  titled(title: string): void;
  described(terminal: Terminal): void;
  ended(): void;
  typed(): void;
  /** Not offered where nothing else can be shown. */
  wantsNew?(): void;
  wantsClose?(): void;
  wantsBack(): void;
  wantsSelection(): void;
  /** Whether something can be typed has changed. */
  readOnly(): void;
  commandFinished(command: FinishedCommand): void;
}

export interface PaneOptions {
  readonly parent: HTMLElement;
  readonly fontSize: number;
  readonly sticky: StickyModifiers;
  readonly connection: Connection;
  readonly notices: Notices;
  /** To look on only. */
  readonly readOnly: boolean;
  readonly events: PaneEvents;
}

/** One terminal in the page: what is drawn, the viewer behind it, and a banner when there is something to say. */
export class Pane {
  readonly view: TerminalView;
  readonly #root = element('section', { className: 'pane', 'aria-label': 'Terminal' });
  readonly #banner = element('div', { className: 'banner', hidden: true });
  readonly #readOnlyChip = element('span', { className: 'chip', hidden: true }, 'Read only');
  readonly #recordingChip = element('span', { className: 'chip recording-mark', hidden: true }, 'Recording');
  readonly #sizeChip = element('button', {
    className: 'chip',
    type: 'button',
    hidden: true,
    title: 'Give the terminal the size of this window',
  });
  readonly #pasteChip = new PasteChip(() => this.#viewer?.cancelPaste());
  readonly #consent = new ClipboardConsent(sessionStorage);
  readonly #options: PaneOptions;
  /** The user is being asked whether programs may copy. */
  #askingToCopy = false;
  #viewer: Viewer | undefined;
  #terminalId: string | undefined;
  /** Typed before the terminal had started. */
  #early: Uint8Array[] = [];
  #readOnly: boolean;

  constructor(options: PaneOptions) {
    this.#options = options;
    this.#readOnly = options.readOnly;
    this.#sizeChip.onclick = () => this.#takeSize();
    this.#banner.setAttribute('role', 'status');
    this.#recordingChip.setAttribute('role', 'status');
    options.parent.append(this.#root);
    this.#root.append(
      this.#banner,
      element(
        'div',
        { className: 'chips' },
        this.#pasteChip.root,
        this.#recordingChip,
        this.#readOnlyChip,
        this.#sizeChip,
      ),
    );
    this.view = new TerminalView(this.#root, options.fontSize, options.sticky, {
      typed: (bytes) => this.#typed(bytes),
      resized: (room) => this.#viewer?.resize(room),
      foreignSize: (size) => this.#showForeignSize(size),
      titled: (title) => options.events.titled(title),
      pasted: (text) => this.#pasted(text),
      confirmPaste: (lines) =>
        confirmDialog(
          `Paste ${lines} lines? This program takes each of them as if you had typed it and pressed Enter.`,
          'Paste',
        ),
      requestedCopy: (request) => this.#requestedCopy(request),
      chosenLink: (address) => void linkDialog(address),
      commandFinished: (command) => options.events.commandFinished(command),
      wantsSelection: () => options.events.wantsSelection(),
    });
    this.#showReadOnly(options.readOnly);
  }

  /** What the window has room for. */
  get room(): GridSize {
    return this.view.room;
  }

  /** Whether this place may only look on. */
  get readOnly(): boolean {
    return this.#readOnly;
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
      size: this.room,
      readOnly: this.#options.readOnly,
      ...(started ? { startedIncarnation: started.incarnation } : {}),
      events: {
        status: (status) => this.#showStatus(status),
        inputLost: (characters) =>
          notices.show(`${characters} typed ${characters === 1 ? 'character' : 'characters'} may not have arrived.`),
        described: (terminal) => events.described(terminal),
        readOnly: (readOnly) => this.#showReadOnly(readOnly),
        pasting: (progress) => this.#pasteChip.show(progress),
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

  /** Whether what is shown here is being recorded. */
  showRecording(recording: boolean): void {
    this.#recordingChip.hidden = !recording;
  }

  /** The next pane for this terminal is a new viewer, and leaves the place that has taken this one alone. */
  forgetViewer(): void {
    if (this.#terminalId) forgetViewer(sessionStorage, this.#terminalId);
  }

  /** The terminal was closed: what its programs were allowed ends with it. */
  forgetConsent(): void {
    if (this.#terminalId) this.#consent.forget(this.#terminalId);
  }

  #typed(bytes: Uint8Array): number | undefined {
    const { events, notices } = this.#options;
    if (!this.#viewer) {
      this.#early.push(bytes);
      return undefined;
    }
    if (this.#readOnly || this.#isOver()) return undefined;
    const taken = this.#viewer.type(bytes);
    events.typed();
    if (!taken) notices.show('That is more than can wait to be sent. It was not typed; try a smaller piece.');
    return taken ? this.#viewer.inputEnd : undefined;
  }

  #takeSize(): void {
    this.#viewer?.claimSize();
    if (!isTouchDevice()) this.view.focus();
  }

  #showForeignSize(size: GridSize | undefined): void {
    this.#sizeChip.hidden = size === undefined;
    if (!size) return;
    this.#sizeChip.textContent = `${size.columns}×${size.rows}, set by another viewer`;
    // Who only looks on has no say in it.
    this.#sizeChip.disabled = this.#readOnly;
  }

  #showReadOnly(readOnly: boolean): void {
    this.#readOnly = readOnly;
    this.view.readOnly = readOnly;
    this.#readOnlyChip.hidden = !readOnly;
    this.#sizeChip.disabled = readOnly;
    this.#options.events.readOnly();
  }

  #pasted(text: PastedText): void {
    if (!this.#viewer) {
      this.#early.push(new TextEncoder().encode(text.opening + text.text + text.closing));
      return;
    }
    if (this.#readOnly || this.#isOver()) return;
    const taken = this.#viewer.paste(text);
    this.#options.events.typed();
    if (!taken) this.#options.notices.show('That is more than can be pasted. Paste a smaller piece, or copy a file.');
  }

  #isOver(): boolean {
    const status = this.#viewer?.status;
    return status?.name === 'ended' && !status.draining;
  }

  #requestedCopy(request: CopyRequest): void {
    const { notices } = this.#options;
    switch (request.kind) {
      case 'ignored':
        return;
      case 'tooLong':
        notices.show(`A program wanted to copy more than ${MAX_COPY_BYTES / 1000} KB. It was not copied.`);
        return;
      case 'copy':
        void this.#copyWithConsent(request.text);
        return;
      default:
        unreachable(request);
    }
  }

  async #copyWithConsent(text: string): Promise<void> {
    const terminalId = this.#terminalId;
    if (terminalId === undefined || this.#readOnly) return;
    const { notices } = this.#options;
    switch (this.#consent.of(terminalId)) {
      case 'refused':
        return;
      case 'allowed':
        // Without a gesture some browsers refuse.
        if (!(await copyText(text))) {
          notices.show(`A program wants to copy ${text.length} characters.`, {
            label: 'Copy',
            run: () => void copyText(text),
          });
        }
        return;
      case 'unasked':
        this.#askToCopy(terminalId, text);
    }
  }

  #askToCopy(terminalId: string, text: string): void {
    if (this.#askingToCopy) return;
    this.#askingToCopy = true;
    const answer = (allowed: boolean): void => {
      this.#askingToCopy = false;
      this.#consent.answer(terminalId, allowed);
    };
    this.#options.notices.show(
      'A program in this terminal wants to copy text to your clipboard. Let programs here do that?',
      {
        label: 'Allow',
        run: () => {
          answer(true);
          void copyText(text);
        },
      },
      { label: 'Never here', run: () => answer(false) },
    );
  }

  #showStatus(status: ViewerStatus): void {
    const { events } = this.#options;
    switch (status.name) {
      case 'open':
        this.view.restartPrediction();
        this.#banner.hidden = true;
        return;
      case 'opening':
        this.#banner.hidden = true;
        return;
      case 'interrupted':
        this.#say(`${status.error?.message ?? 'The terminal cannot be reached.'} Trying again…`);
        return;
      case 'ended':
        events.ended();
        this.#say(endedText(status), ...this.#waysOn());
        return;
      case 'taken':
        this.#say('Opened elsewhere.', ['Take back', events.wantsBack]);
        return;
      case 'gone':
        this.#say(status.error.message, ...this.#waysOn());
        return;
      default:
        unreachable(status);
    }
  }

  #waysOn(): [label: string, run: () => void][] {
    const { wantsNew, wantsClose } = this.#options.events;
    return [...action('New terminal', wantsNew), ...action('Close', wantsClose)];
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

function action(label: string, run: (() => void) | undefined): [label: string, run: () => void][] {
  return run ? [[label, run]] : [];
}

function endedText({ exit, draining, cause }: Extract<ViewerStatus, { name: 'ended' }>): string {
  if (cause === EndCause.SERVICE) return '[ended when the service stopped]';
  const ended = exit ? `[process ended with status ${exit.code}]` : '[process ended]';
  return draining ? `${ended} Its background processes still run.` : ended;
}
