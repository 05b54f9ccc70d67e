/** A modifier of the key row: one tap holds it for the next key, a double tap until it is tapped again. */
export type StickyState = 'off' | 'once' | 'locked';

export type Modifier = 'ctrl' | 'alt';

/** Two taps closer than this lock the modifier. */
export const DOUBLE_TAP_MS = 350;

export class StickyModifiers {
  readonly #changed: () => void;
  readonly #states: Record<Modifier, StickyState> = { ctrl: 'off', alt: 'off' };
  readonly #tappedAt: Record<Modifier, number> = { ctrl: -Infinity, alt: -Infinity };

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  state(modifier: Modifier): StickyState {
    return this.#states[modifier];
  }

  get active(): boolean {
    return this.#states.ctrl !== 'off' || this.#states.alt !== 'off';
  }

  /** @param atMs when the finger did it, which may be a while ago on a busy device */
  tap(modifier: Modifier, atMs: number): void {
    const quick = atMs - this.#tappedAt[modifier] < DOUBLE_TAP_MS;
    this.#tappedAt[modifier] = atMs;
    this.#states[modifier] = afterTap(this.#states[modifier], quick);
    this.#changed();
  }

  /** The modifiers for one key; those held for one key are used up by it. */
  take(): Record<Modifier, boolean> {
    const taken = { ctrl: this.#states.ctrl !== 'off', alt: this.#states.alt !== 'off' };
    let usedUp = false;
    for (const modifier of ['ctrl', 'alt'] as const) {
      if (this.#states[modifier] !== 'once') continue;
      this.#states[modifier] = 'off';
      usedUp = true;
    }
    if (usedUp) this.#changed();
    return taken;
  }
}

function afterTap(state: StickyState, quick: boolean): StickyState {
  switch (state) {
    case 'off':
      return 'once';
    case 'once':
      return quick ? 'locked' : 'off';
    case 'locked':
      return 'off';
  }
}
