import type { Recording } from '../gen/devtail/v1/model_pb';
import { routeToRecording } from '../route';
import { element, iconButton } from './dom';
import { clockText, sizeText, startText } from './format';

export interface RecordingRowEvents {
  download(recording: Recording): void;
  delete(recording: Recording): void;
}

/** A recording in the list; it changes while the recording runs. */
export class RecordingRow {
  readonly root: HTMLLIElement;
  readonly #name = element('span', { className: 'recording-name' });
  readonly #mark = element('span', { className: 'recording-mark' }, 'Recording');
  readonly #facts = element('span', { className: 'soft' });
  readonly #delete: HTMLButtonElement;
  #recording: Recording | undefined;

  constructor(id: string, events: RecordingRowEvents) {
    this.#delete = iconButton('Delete', 'trash', () => this.#recording && events.delete(this.#recording));
    this.root = element(
      'li',
      { className: 'recording', 'data-id': id },
      element('a', { className: 'recording-link', href: routeToRecording(id) }, this.#name, this.#mark, this.#facts),
      iconButton('Download', 'download', () => this.#recording && events.download(this.#recording)),
      this.#delete,
    );
  }

  update(recording: Recording): void {
    this.#recording = recording;
    this.#name.textContent = recording.name || 'Terminal';
    this.#facts.textContent = factsOf(recording);
    this.#mark.hidden = !recording.running;
    this.#delete.disabled = recording.running;
    this.#delete.title = recording.running ? 'Stop the recording before you delete it' : 'Delete';
  }
}

/** When it began, its length, its size and its terminal. */
export function factsOf({ startedAt, durationMs, sizeBytes, terminalId }: Recording): string {
  const length = clockText(Number(durationMs));
  return [startText(startedAt), length, sizeText(Number(sizeBytes)), `terminal ${terminalId.slice(0, ID_SHOWN)}`]
    .filter((fact) => fact !== '')
    .join(' · ');
}

/** As `devtail ls` shows ids. */
const ID_SHOWN = 8;
