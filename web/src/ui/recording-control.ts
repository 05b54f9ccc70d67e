import type { Terminal } from '../gen/devtail/v1/model_pb';
import type { Recordings } from '../recording/recordings';
import { clockText } from './format';
import type { Notices } from './notices';

/** Records a terminal, or stops to, and offers to play what was recorded. */
export class RecordingControl {
  readonly #recordings: Recordings;
  readonly #notices: Notices;
  readonly #play: (recordingId: string) => void;
  /** Takes away the notice of what was recorded last. */
  #forget = (): void => {};

  constructor(recordings: Recordings, notices: Notices, play: (recordingId: string) => void) {
    this.#recordings = recordings;
    this.#notices = notices;
    this.#play = play;
  }

  async toggle({ id, recording }: Terminal): Promise<void> {
    if (recording) await this.#stop(id);
    else await this.#recordings.start(id);
  }

  /** What was recorded last is of no more interest. */
  forget(): void {
    this.#forget();
  }

  async #stop(terminalId: string): Promise<void> {
    const recorded = await this.#recordings.stop(terminalId);
    this.#forget();
    this.#forget = this.#notices.show(`Recorded ${clockText(Number(recorded.durationMs))}.`, {
      label: 'Play',
      run: () => this.#play(recorded.id),
    });
  }
}
