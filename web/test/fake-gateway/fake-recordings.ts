import type { MessageInitShape } from '@bufbuild/protobuf';
import type { RecordingHitSchema, RecordingMomentSchema, RecordingPartSchema } from '../../src/gen/devtail/v1/edge_pb';
import type { RecordingSchema } from '../../src/gen/devtail/v1/model_pb';
import type { CastEvent } from '../../src/recording/cast-parser';
import type { GridSize } from '../../src/terminal/viewer';
import { castOf } from '../recording/casts';

const DEFAULT_PART_BYTES = 64 * 1024;
const ESCAPES = /\x1b(?:\[[ -?]*[@-~]|[P\]][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-~])/g;

type Description = MessageInitShape<typeof RecordingSchema>;

/** One recording, in memory. */
export class FakeRecording {
  readonly id: string;
  readonly terminalId: string;
  readonly #name: string;
  readonly #startedMs = Date.now();
  readonly #decoder = new TextDecoder();
  readonly #events: CastEvent[] = [];
  running = true;

  constructor(id: string, terminalId: string, name: string, size: GridSize) {
    this.id = id;
    this.terminalId = terminalId;
    this.#name = name;
    this.resize(size);
  }

  output(bytes: Uint8Array): void {
    const text = this.#decoder.decode(bytes, { stream: true });
    if (text !== '') this.#events.push({ kind: 'output', timeMs: this.#now(), text });
  }

  resize({ columns, rows }: GridSize): void {
    this.#events.push({ kind: 'resize', timeMs: this.#now(), size: { columns, rows } });
  }

  get file(): Uint8Array {
    return castOf(this.#events);
  }

  describe(): Description {
    return {
      id: this.id,
      terminalId: this.terminalId,
      name: this.#name,
      startedAt: { seconds: BigInt(Math.floor(this.#startedMs / 1000)) },
      durationMs: BigInt(this.#events.at(-1)?.timeMs ?? 0),
      sizeBytes: BigInt(this.file.length),
      running: this.running,
    };
  }

  read(offset: number, maxBytes: number): MessageInitShape<typeof RecordingPartSchema> {
    const { file } = this;
    const payload = file.slice(offset, offset + (maxBytes || DEFAULT_PART_BYTES));
    return { offset: BigInt(offset), payload, size: BigInt(file.length) };
  }

  /** The "screen" is all that was printed, which draws it. */
  seek(timeMs: number): MessageInitShape<typeof RecordingMomentSchema> {
    const before = this.#events.filter((event) => event.timeMs <= timeMs);
    const size = before.findLast((event) => event.kind === 'resize')?.size ?? { columns: 80, rows: 24 };
    const text = before.map((event) => (event.kind === 'output' ? event.text : '')).join('');
    return {
      timeMs: BigInt(before.at(-1)?.timeMs ?? 0),
      offset: BigInt(castOf(before).length),
      size,
      screen: new TextEncoder().encode(text),
    };
  }

  search(words: readonly string[]): MessageInitShape<typeof RecordingHitSchema>[] {
    const hits: MessageInitShape<typeof RecordingHitSchema>[] = [];
    let line = '';
    for (const event of this.#events) {
      if (event.kind !== 'output') continue;
      const pieces = event.text.replace(ESCAPES, '').replaceAll('\r', '').split('\n');
      for (const [index, piece] of pieces.entries()) {
        line += piece;
        if (index === pieces.length - 1) continue;
        if (words.every((word) => line.toLowerCase().includes(word.toLowerCase()))) {
          hits.push({ recording: this.describe(), timeMs: BigInt(event.timeMs), line });
        }
        line = '';
      }
    }
    return hits.reverse();
  }

  #now(): number {
    return Date.now() - this.#startedMs;
  }
}
