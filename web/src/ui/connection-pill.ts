import { type ConnectionState, unreachable } from '../net/connection-state';
import { element } from './dom';

const TICK_MS = 500;

type Tone = 'good' | 'busy' | 'bad';

/** Says how the connection is, in two words, and how much waits for it. A tap reconnects at once. */
export class ConnectionPill {
  readonly root: HTMLButtonElement;
  readonly #label = element('span', { className: 'pill-label' });
  readonly #waiting: () => number;
  #state: ConnectionState = { name: 'Disconnected' };
  #timer = 0;

  /** @param waiting how many typed bytes the terminal in view has not got yet */
  constructor(reconnect: () => void, waiting: () => number) {
    this.#waiting = waiting;
    this.root = element(
      'button',
      { className: 'pill', type: 'button', onclick: reconnect },
      element('span', { className: 'pill-dot' }),
      this.#label,
    );
    // A live region of its own: a button that renames itself is not read out.
    this.#label.setAttribute('role', 'status');
  }

  show(state: ConnectionState): void {
    this.#state = state;
    window.clearInterval(this.#timer);
    this.refresh();
    if (state.name === 'Backoff') this.#timer = window.setInterval(() => this.refresh(), TICK_MS);
  }

  refresh(): void {
    const state = this.#state;
    const [text, tone] = describe(state);
    const waiting = state.name === 'Live' ? 0 : this.#waiting();
    const label = waiting > 0 ? `${text} · ${waiting} typed` : text;
    if (this.#label.textContent !== label) this.#label.textContent = label;
    this.root.dataset['tone'] = tone;
    this.root.dataset['state'] = state.name;
    this.root.title = state.name === 'Backoff' ? `${state.cause}. Tap to reconnect now.` : '';
  }
}

function describe(state: ConnectionState): [string, Tone] {
  switch (state.name) {
    case 'Disconnected':
      return ['Disconnected', 'bad'];
    case 'Connecting':
      return ['Connecting…', 'busy'];
    case 'Resuming':
      return ['Resuming…', 'busy'];
    case 'Live':
      return ['Live', 'good'];
    case 'Backoff': {
      if (!navigator.onLine) return ['Offline', 'bad'];
      const seconds = Math.max(0, Math.ceil((state.retryAt - Date.now()) / 1000));
      return [`Reconnecting in ${seconds} s…`, 'bad'];
    }
    case 'Closed':
      return ['Signed out', 'bad'];
    default:
      return unreachable(state);
  }
}
