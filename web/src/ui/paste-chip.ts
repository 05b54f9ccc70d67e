import type { PasteProgress } from '../terminal/input-queue';
import { element, icon, ICONS } from './dom';

/** A paste that is through before one could read about it is not mentioned. */
const MIN_BYTES = 256 * 1024;
const BYTES_PER_MB = 1_000_000;

/** Says how far a large paste is, and cancels it. */
export class PasteChip {
  readonly root = element('div', { className: 'chip paste-chip', hidden: true });
  readonly #label = element('span');

  constructor(cancel: () => void) {
    const button = element(
      'button',
      { className: 'icon-button', type: 'button', 'aria-label': 'Cancel the paste' },
      icon(ICONS.close),
    );
    button.onclick = cancel;
    this.root.setAttribute('role', 'status');
    this.root.append(this.#label, button);
  }

  show(progress: PasteProgress | undefined): void {
    this.root.hidden = progress === undefined || progress.totalBytes < MIN_BYTES;
    if (!progress || this.root.hidden) return;
    const { doneBytes, totalBytes } = progress;
    this.#label.textContent = `Pasting ${megabytes(doneBytes)} of ${megabytes(totalBytes)} MB`;
    this.root.style.setProperty('--done', `${Math.floor((100 * doneBytes) / totalBytes)}%`);
  }
}

function megabytes(bytes: number): string {
  return (bytes / BYTES_PER_MB).toFixed(1);
}
