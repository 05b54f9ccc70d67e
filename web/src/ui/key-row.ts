import { DOUBLE_TAP_MS, type Modifier, type StickyModifiers } from '../keys/modifiers';
import type { NamedKey } from '../keys/sequences';
import { element, icon, ICONS } from './dom';

const REPEAT_AFTER_MS = 400;
const REPEAT_EVERY_MS = 50;
/** A finger that moved further than this wants to scroll the row. */
const SLOP_PX = 10;

export interface KeyRowEvents {
  press(key: NamedKey): void;
  typeText(text: string): void;
  paste(): Promise<void>;
  select(): Promise<void>;
  previousPrompt(): void;
  nextPrompt(): void;
  copyOutput(): Promise<void>;
}

interface Key {
  readonly label: string;
  readonly name: string;
  readonly icon?: keyof typeof ICONS;
  readonly repeats?: boolean;
  readonly run: (events: KeyRowEvents) => void;
}

const named = (label: string, name: string, key: NamedKey, more: Partial<Key> = {}): Key => ({
  label,
  name,
  run: (events) => events.press(key),
  ...more,
});
const character = (text: string, name: string): Key => ({ label: text, name, run: (events) => events.typeText(text) });

const KEYS_BEFORE_MODIFIERS: readonly Key[] = [named('Esc', 'Escape', 'escape'), named('Tab', 'Tab', 'tab')];

const KEYS_AFTER_MODIFIERS: readonly Key[] = [
  named('←', 'Left', 'left', { icon: 'left', repeats: true }),
  named('↓', 'Down', 'down', { icon: 'down', repeats: true }),
  named('↑', 'Up', 'up', { icon: 'up', repeats: true }),
  named('→', 'Right', 'right', { icon: 'right', repeats: true }),
  { label: 'Paste', name: 'Paste', run: (events) => void events.paste() },
  { label: 'Select', name: 'Select and copy text', run: (events) => void events.select() },
  {
    label: 'Prompt up',
    name: 'Previous prompt',
    icon: 'previousPrompt',
    run: (events) => events.previousPrompt(),
  },
  { label: 'Prompt down', name: 'Next prompt', icon: 'nextPrompt', run: (events) => events.nextPrompt() },
  { label: 'Output', name: 'Copy last output', run: (events) => void events.copyOutput() },
  character('|', 'Pipe'),
  character('/', 'Slash'),
  character('-', 'Hyphen'),
  character('~', 'Tilde'),
  named('Home', 'Home', 'home'),
  named('End', 'End', 'end'),
  named('PgUp', 'Page up', 'pageUp', { repeats: true }),
  named('PgDn', 'Page down', 'pageDown', { repeats: true }),
];

/** The keys that the keyboard of a phone lacks. Taps never take the focus, so the keyboard stays up. */
export class KeyRow {
  readonly root = element('div', { className: 'key-row', 'aria-label': 'Terminal keys' });
  readonly #sticky: StickyModifiers;
  readonly #events: KeyRowEvents;
  readonly #modifierButtons: ReadonlyMap<Modifier, HTMLButtonElement>;

  constructor(sticky: StickyModifiers, events: KeyRowEvents) {
    this.#sticky = sticky;
    this.#events = events;
    this.root.setAttribute('role', 'toolbar');
    this.#modifierButtons = new Map([
      ['ctrl', this.#modifier('Ctrl', 'ctrl')],
      ['alt', this.#modifier('Alt', 'alt')],
    ]);
    this.root.append(
      ...KEYS_BEFORE_MODIFIERS.map((key) => this.#key(key)),
      ...this.#modifierButtons.values(),
      ...KEYS_AFTER_MODIFIERS.map((key) => this.#key(key)),
    );
    this.root.addEventListener('mousedown', (event) => event.preventDefault());
  }

  /** Shows which modifiers are held. */
  update(): void {
    for (const [modifier, button] of this.#modifierButtons) {
      const state = this.#sticky.state(modifier);
      button.dataset['state'] = state;
      button.setAttribute('aria-pressed', String(state !== 'off'));
    }
  }

  #modifier(label: string, modifier: Modifier): HTMLButtonElement {
    const button = keyButton(label, `${label}, tap twice within ${DOUBLE_TAP_MS} ms to lock`);
    button.dataset['state'] = 'off';
    button.setAttribute('aria-pressed', 'false');
    button.onclick = (event) => this.#sticky.tap(modifier, event.timeStamp);
    return button;
  }

  #key(key: Key): HTMLButtonElement {
    const button = keyButton(key.icon ? '' : key.label, key.name);
    if (key.icon) button.append(icon(ICONS[key.icon]));
    const run = (): void => key.run(this.#events);
    if (key.repeats) repeatWhileHeld(button, run);
    else button.onclick = run;
    return button;
  }
}

function keyButton(label: string, name: string): HTMLButtonElement {
  return element('button', { className: 'key', type: 'button', tabIndex: -1, 'aria-label': name }, label);
}

function repeatWhileHeld(button: HTMLButtonElement, run: () => void): void {
  let timer = 0;
  let repeated = false;
  let startX = 0;

  const stop = (): void => window.clearTimeout(timer);
  const repeat = (): void => {
    repeated = true;
    run();
    timer = window.setTimeout(repeat, REPEAT_EVERY_MS);
  };

  button.addEventListener('pointerdown', (event) => {
    stop();
    repeated = false;
    startX = event.clientX;
    timer = window.setTimeout(repeat, REPEAT_AFTER_MS);
  });
  button.addEventListener('pointermove', (event) => {
    if (Math.abs(event.clientX - startX) > SLOP_PX) stop();
  });
  for (const end of ['pointerup', 'pointercancel', 'pointerleave']) button.addEventListener(end, stop);
  button.addEventListener('contextmenu', (event) => event.preventDefault());
  // The click that ends a long press adds no key to those it repeated.
  button.onclick = () => {
    if (!repeated) run();
    repeated = false;
  };
}
