import { element } from './dom';
import { clockText } from './format';

/** How far an arrow key goes. */
export const STEP_MS = 5_000;

/** The place in a recording as a bar: a click, a drag or a key goes elsewhere. */
export class SeekBar {
  readonly root = element('input', {
    className: 'seek-bar',
    type: 'range',
    min: '0',
    step: '1',
    'aria-label': 'Position',
  });

  constructor(chosen: (positionMs: number) => void) {
    this.root.oninput = () => chosen(Number(this.root.value));
    this.root.onkeydown = (event) => {
      const step = stepOf(event.key);
      if (step === undefined) return;
      event.preventDefault();
      // The page has the same keys.
      event.stopPropagation();
      chosen(Number(this.root.value) + step);
    };
  }

  show(positionMs: number, durationMs: number): void {
    this.root.max = String(Math.max(1, durationMs));
    this.root.value = String(positionMs);
    this.root.setAttribute('aria-valuetext', `${clockText(positionMs)} of ${clockText(durationMs)}`);
    this.root.style.setProperty('--played', `${(100 * positionMs) / Math.max(1, durationMs)}%`);
  }
}

/** How far a key goes; undefined: nowhere, or as the browser has it. */
export function stepOf(key: string): number | undefined {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return -STEP_MS;
    case 'ArrowRight':
    case 'ArrowUp':
      return STEP_MS;
    default:
      return undefined;
  }
}
