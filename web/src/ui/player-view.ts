import type { Recording } from '../gen/devtail/v1/model_pb';
import { systemClock } from '../net/clock';
import { unreachable } from '../net/connection-state';
import { LONGEST_PAUSE_MS, Player, type PlayerSource, type PlayerState, SPEEDS } from '../recording/player';
import { element, icon, iconButton, ICONS } from './dom';
import { linkDialog } from './dialogs';
import { clockText, startText } from './format';
import { PlayerScreen } from './player-screen';
import { SeekBar, stepOf } from './seek-bar';

/** How often the place on the bar is drawn while it moves. */
const TICK_MS = 100;
/** The address follows when the user has come to rest: browsers take few changes of it at a time. */
const STANDS_AFTER_MS = 300;
const MS_PER_SECOND = 1_000;

export interface PlayerViewEvents {
  /** It stands at another moment, so many milliseconds after the beginning. */
  stands(positionMs: number): void;
  copyLink(positionMs: number): void;
  download(): void;
  wantsBack(): void;
}

export interface PlayerViewOptions {
  readonly recording: Recording;
  readonly source: PlayerSource;
  /** Where it begins; undefined: at the beginning, playing, unless the user's device asks for stillness. */
  readonly fromMs: number | undefined;
  readonly events: PlayerViewEvents;
}

/** A recording with its screen and its controls. */
export class PlayerView {
  readonly root = element('section', { className: 'player', 'aria-label': 'Player', tabIndex: -1 });
  readonly #player: Player;
  readonly #screen: PlayerScreen;
  readonly #events: PlayerViewEvents;
  readonly #seekBar = new SeekBar((positionMs) => this.#seek(positionMs));
  readonly #playButton = iconButton('Play', 'play', () => this.#toggle());
  readonly #time = element('span', { className: 'player-time' });
  readonly #status = element('div', { className: 'player-status', hidden: true });
  readonly #speed = element(
    'select',
    { className: 'player-speed', 'aria-label': 'Speed' },
    ...SPEEDS.map((speed) => element('option', { value: String(speed) }, `${speed}×`)),
  );
  readonly #keys = (event: KeyboardEvent): void => this.#pressed(event);
  #timer = 0;
  #standsTimer = 0;

  constructor(parent: HTMLElement, { recording, source, fromMs, events }: PlayerViewOptions) {
    this.#events = events;
    this.#status.setAttribute('role', 'status');
    const stage = element('div', { className: 'player-stage' }, this.#status);
    this.root.append(this.#header(recording), stage, this.#controls());
    parent.append(this.root);
    this.#screen = new PlayerScreen(stage, (address) => void linkDialog(address));
    this.#player = new Player(
      { source, canvas: this.#screen, clock: systemClock, changed: (state) => this.#show(state) },
      Number(recording.durationMs),
    );
    window.addEventListener('keydown', this.#keys);
    this.root.focus();
    this.#setSpeed(1);
    this.#player.seek(fromMs ?? 0);
    if (fromMs === undefined && !matchMedia('(prefers-reduced-motion: reduce)').matches) this.#player.play();
  }

  dispose(): void {
    window.removeEventListener('keydown', this.#keys);
    window.clearInterval(this.#timer);
    window.clearTimeout(this.#standsTimer);
    this.#player.dispose();
    this.#screen.dispose();
    this.root.remove();
  }

  /** Goes to a moment and stays there. */
  showMoment(positionMs: number): void {
    this.#player.pause();
    this.#player.seek(positionMs);
  }

  followTheme(): void {
    this.#screen.followTheme();
  }

  #header({ name, startedAt }: Recording): HTMLElement {
    return element(
      'header',
      { className: 'page-bar' },
      iconButton('All recordings', 'left', () => this.#events.wantsBack()),
      element(
        'div',
        { className: 'player-title' },
        element('strong', {}, name || 'Terminal'),
        element('span', { className: 'soft' }, startText(startedAt)),
      ),
      iconButton('Copy link to this moment', 'link', () => this.#events.copyLink(this.#player.positionMs)),
      iconButton('Download', 'download', () => this.#events.download()),
    );
  }

  #controls(): HTMLElement {
    this.#speed.onchange = () => this.#setSpeed(Number(this.#speed.value));
    const cutPauses = element('input', { type: 'checkbox' });
    cutPauses.onchange = () => (this.#player.cutPauses = cutPauses.checked);
    return element(
      'div',
      { className: 'player-controls' },
      this.#seekBar.root,
      this.#playButton,
      this.#time,
      this.#speed,
      element(
        'label',
        { className: 'player-option', title: `Longer ones are cut to ${LONGEST_PAUSE_MS / MS_PER_SECOND} s` },
        cutPauses,
        element(
          'span',
          {},
          'Skip pauses',
          element('span', { className: 'where-wide' }, ` longer than ${LONGEST_PAUSE_MS / MS_PER_SECOND} s`),
        ),
      ),
    );
  }

  #toggle(): void {
    if (this.#player.isPlaying) this.#player.pause();
    else this.#player.play();
  }

  #seek(positionMs: number): void {
    this.#player.seek(positionMs);
    this.#showPlace();
  }

  #setSpeed(speed: number): void {
    this.#player.speed = speed;
    this.#speed.value = String(speed);
  }

  #changeSpeed(by: -1 | 1): void {
    const next = SPEEDS[SPEEDS.findIndex((speed) => speed === this.#player.speed) + by];
    if (next !== undefined) this.#setSpeed(next);
  }

  #show(state: PlayerState): void {
    this.root.dataset['state'] = state.name;
    const playing = this.#player.isPlaying;
    const label = playing ? 'Pause' : 'Play';
    if (this.#playButton.title !== label) {
      this.#playButton.title = label;
      this.#playButton.ariaLabel = label;
      this.#playButton.replaceChildren(icon(playing ? ICONS.pause : ICONS.play));
    }
    this.#showPlace();
    window.clearInterval(this.#timer);
    if (state.name === 'Playing') this.#timer = window.setInterval(() => this.#showPlace(), TICK_MS);
    this.#showStatus(state);
    window.clearTimeout(this.#standsTimer);
    if (state.name === 'Paused' || state.name === 'Ended') {
      this.#standsTimer = window.setTimeout(() => this.#events.stands(this.#player.positionMs), STANDS_AFTER_MS);
    }
  }

  #showStatus(state: PlayerState): void {
    switch (state.name) {
      case 'Seeking':
      case 'Waiting':
        this.#say('Loading…');
        return;
      case 'Failed':
        this.#say(state.error instanceof Error ? state.error.message : String(state.error));
        return;
      case 'Playing':
      case 'Paused':
      case 'Ended':
        this.#say('');
        return;
      default:
        unreachable(state);
    }
  }

  #say(text: string): void {
    this.#status.hidden = text === '';
    this.#status.textContent = text;
  }

  #showPlace(): void {
    const { positionMs, durationMs } = this.#player;
    this.#seekBar.show(positionMs, durationMs);
    const text = `${clockText(positionMs)} / ${clockText(durationMs)}`;
    if (this.#time.textContent !== text) this.#time.textContent = text;
  }

  #pressed(event: KeyboardEvent): void {
    if (event.ctrlKey || event.altKey || event.metaKey || isForSomethingElse(event)) return;
    const run = this.#keyOf(event);
    if (!run) return;
    event.preventDefault();
    run();
  }

  #keyOf({ key }: KeyboardEvent): (() => void) | undefined {
    const step = key === 'ArrowLeft' || key === 'ArrowRight' ? stepOf(key) : undefined;
    if (step !== undefined) return () => this.#seek(this.#player.positionMs + step);
    switch (key) {
      case ' ':
        return () => this.#toggle();
      case '<':
        return () => this.#changeSpeed(-1);
      case '>':
        return () => this.#changeSpeed(1);
      case 'Home':
        return () => this.#seek(0);
      case 'End':
        return () => this.#seek(this.#player.durationMs);
      default:
        return undefined;
    }
  }
}

/** Keys belong to a dialog or a menu that is open, and the space bar to a button or a field with the focus. */
function isForSomethingElse({ target, key }: KeyboardEvent): boolean {
  if (document.querySelector('dialog[open], .menu:popover-open')) return true;
  if (!(target instanceof HTMLElement) || target.classList.contains('xterm-helper-textarea')) return false;
  if (target.matches('select, textarea, input:not([type="range"], [type="checkbox"])')) return true;
  return key === ' ' && target.matches('button, a, input[type="checkbox"]');
}
