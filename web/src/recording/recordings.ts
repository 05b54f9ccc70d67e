import type { RecordingHit, RecordingMoment } from '../gen/devtail/v1/edge_pb';
import type { Recording } from '../gen/devtail/v1/model_pb';
import { type Call, valueOf } from '../net/calls';

/** Most lines that a search shows. */
export const MAX_HITS = 100;

/** The user's recordings, as the gateway has them. */
export class Recordings {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /** All of them, newest first. */
  async list(): Promise<readonly Recording[]> {
    return (await valueOf(this.#call({ case: 'listRecordings', value: {} }), 'recordings')).recordings;
  }

  /** As it is now; undefined: there is none with this id any more. */
  async find(id: string): Promise<Recording | undefined> {
    return (await this.list()).find((recording) => recording.id === id);
  }

  /** Records a terminal from now on. */
  async start(terminalId: string): Promise<void> {
    await this.#call({ case: 'startRecording', value: { terminalId } });
  }

  /** Ends the recording of a terminal, and answers with it. */
  stop(terminalId: string): Promise<Recording> {
    return valueOf(this.#call({ case: 'stopRecording', value: { terminalId } }), 'recording');
  }

  async delete(id: string): Promise<void> {
    await this.#call({ case: 'deleteRecording', value: { recordingId: id } });
  }

  /** Lines with all words of the query, newest first. */
  async search(query: string): Promise<readonly RecordingHit[]> {
    const value = { query, limit: MAX_HITS };
    return (await valueOf(this.#call({ case: 'searchRecordings', value }), 'recordingHits')).hits;
  }

  /** The screen so many milliseconds after the beginning, and where the file goes on. */
  seek(id: string, timeMs: number): Promise<RecordingMoment> {
    const value = { recordingId: id, timeMs: BigInt(Math.max(0, Math.round(timeMs))) };
    return valueOf(this.#call({ case: 'seekRecording', value }), 'recordingMoment');
  }

  /** A part of the file from an offset on; empty: there is no more now. */
  async read(id: string, offset: number): Promise<Uint8Array> {
    const value = { recordingId: id, offset: BigInt(offset) };
    return (await valueOf(this.#call({ case: 'readRecording', value }), 'recordingPart')).payload;
  }
}
