import type { MessageInitShape } from '@bufbuild/protobuf';
import type { AttachTerminal, HistoryHitsSchema, HistoryPartSchema } from '../../src/gen/devtail/v1/edge_pb';
import { ErrorCode, type TerminalSchema, TerminalState, ViewerRole } from '../../src/gen/devtail/v1/model_pb';
import { plainLines } from '../../src/history/plain-lines';
import type { FrameKind } from '../../src/net/frames';
import type { GridSize } from '../../src/terminal/viewer';
import { compressing } from './compressing';
import { FakeRecording } from './fake-recordings';
import type { MakeScreenModel, Program, ScreenModel, StartProgram } from './program';

const INPUT_WINDOW_BYTES = 16 * 1024;
const MAX_DATA_BYTES = 16 * 1024;
const SCREEN_PIECE_BYTES = 16 * 1024;
const HISTORY_PART_BYTES = 64 * 1024;
const HISTORY_HITS = 20;

export type Send = (kind: FrameKind) => void;

/** The gateway's view of a client that breaks the protocol; tests fail on it. */
export class ProtocolViolation extends Error {}

export interface FakeTerminalOptions {
  readonly id: string;
  readonly name: string;
  readonly incarnation: bigint;
  readonly size: GridSize;
  /** Output kept for viewers that come back. */
  readonly ringBytes: number;
  /** Output that is sent once more on a resume, which a client must not mind. */
  readonly overlapBytes?: number;
  readonly start: StartProgram;
  readonly makeScreen: MakeScreenModel;
}

interface Attached {
  readonly send: Send;
  sent: number;
  acknowledged: number;
  limit: number;
}

interface FakeViewer {
  epoch: bigint;
  inputAccepted: number;
  inputLimit: number;
  attached: Attached | undefined;
}

/** A terminal with the semantics of docs/protocol.md, as short as they can be written. */
export class FakeTerminal {
  readonly options: FakeTerminalOptions;
  readonly #program: Program;
  readonly #screen: ScreenModel;
  readonly #viewers = new Map<string, FakeViewer>();
  #size: GridSize;
  #ring = new Uint8Array(0);
  #ringStart = 0;
  #exitCode: number | undefined;
  #recording: FakeRecording | undefined;

  constructor(options: FakeTerminalOptions) {
    this.options = options;
    this.#size = options.size;
    this.#screen = options.makeScreen(options.size);
    this.#program = options.start(options.size, {
      output: (bytes) => this.#output(bytes),
      exited: (code) => this.#exited(code),
    });
  }

  /** How often a viewer asked for compressed output. */
  compressedAttachments = 0;

  get end(): number {
    return this.#ringStart + this.#ring.length;
  }

  describe(): MessageInitShape<typeof TerminalSchema> {
    const { id, name, incarnation } = this.options;
    const exit = this.#exitCode === undefined ? {} : { exit: { code: this.#exitCode } };
    const state = this.#exitCode === undefined ? TerminalState.RUNNING : TerminalState.ENDED;
    return { id, name, incarnation, size: this.#size, state, recording: this.#recording !== undefined, ...exit };
  }

  /** Begins with what a viewer that comes back would be sent again. */
  startRecording(id: string): FakeRecording {
    if (this.#recording) return this.#recording;
    this.#recording = new FakeRecording(id, this.options.id, this.options.name, this.#size);
    this.#recording.output(this.#ring);
    return this.#recording;
  }

  stopRecording(): FakeRecording | undefined {
    const recording = this.#recording;
    if (recording) recording.running = false;
    this.#recording = undefined;
    return recording;
  }

  terminate(): void {
    this.#program.hangUp();
  }

  /** Forgets all viewers, as a server does that was restarted and kept its terminals. */
  forgetViewers(): void {
    this.#viewers.clear();
  }

  /** How far a viewer has said that it has the output. */
  acknowledgedBy(viewerId: Uint8Array): number {
    return this.#viewers.get(Buffer.from(viewerId).toString('hex'))?.attached?.acknowledged ?? 0;
  }

  attach(request: AttachTerminal, plain: Send): FakeAttachment | undefined {
    const send = request.compress ? compressing(plain) : plain;
    if (request.compress) this.compressedAttachments += 1;
    const key = Buffer.from(request.viewerId).toString('hex');
    const viewer = this.#viewers.get(key) ?? {
      epoch: 0n,
      inputAccepted: 0,
      inputLimit: INPUT_WINDOW_BYTES,
      attached: undefined,
    };
    if (request.epoch <= viewer.epoch) {
      send(closing(ErrorCode.STALE_EPOCH, 'This viewer is attached elsewhere.'));
      return undefined;
    }
    viewer.attached?.send(closing(ErrorCode.STALE_EPOCH, 'This viewer was attached again elsewhere.'));
    this.#viewers.set(key, viewer);
    viewer.epoch = request.epoch;
    const readOnly = request.role === ViewerRole.READ_ONLY;
    if (request.size && !readOnly) this.#resize(request.size, viewer);
    const offset = this.#resumeOffset(request);
    const from = offset ?? this.end;
    const attached: Attached = { send, sent: from, acknowledged: from, limit: from + Number(request.windowBytes) };
    const opened = (at: number): void =>
      send({
        case: 'opened',
        value: {
          terminal: this.describe(),
          resumed: offset !== undefined,
          outputOffset: BigInt(at),
          inputOffset: BigInt(viewer.inputAccepted),
          inputLimit: BigInt(viewer.inputLimit),
          role: readOnly ? ViewerRole.READ_ONLY : ViewerRole.READ_WRITE,
        },
      });
    const readOnlyBreaks = (): never => {
      throw new ProtocolViolation('input or control of a viewer that only looks on');
    };
    if (offset !== undefined) {
      viewer.attached = attached;
      opened(from);
      this.#pump(viewer);
    } else {
      this.#sendScreen(viewer, attached, opened);
    }
    return {
      input: readOnly ? readOnlyBreaks : (at, ack, payload) => this.#input(viewer, attached, at, ack, payload),
      ack: (at) => acknowledge(attached, at),
      credit: (limit) => {
        attached.limit = Math.max(attached.limit, limit);
        this.#pump(viewer);
      },
      resize: readOnly ? readOnlyBreaks : (size) => this.#resize(size, viewer),
      detach: () => {
        if (viewer.attached === attached) this.#viewers.delete(key);
      },
      cut: () => {
        if (viewer.attached === attached) viewer.attached = undefined;
        this.#pace();
      },
    };
  }

  #resumeOffset({ resume }: AttachTerminal): number | undefined {
    if (!resume || resume.incarnation !== this.options.incarnation) return undefined;
    const offset = Number(resume.outputOffset);
    if (offset > this.end) throw new ProtocolViolation(`resume at ${offset} (expected: <= ${this.end})`);
    return offset >= this.#ringStart ? Math.max(this.#ringStart, offset - (this.options.overlapBytes ?? 0)) : undefined;
  }

  #sendScreen(viewer: FakeViewer, attached: Attached, opened: (at: number) => void): void {
    const { epoch } = viewer;
    this.#screen.dump((dump) => {
      if (viewer.epoch !== epoch) return;
      const windowBytes = attached.limit - attached.sent;
      attached.sent = attached.acknowledged = this.end;
      attached.limit = this.end + windowBytes;
      viewer.attached = attached;
      opened(this.end);
      let at = 0;
      do {
        const payload = dump.subarray(at, at + SCREEN_PIECE_BYTES);
        at += payload.length;
        const last = at >= dump.length;
        attached.send({ case: 'screen', value: { offset: BigInt(this.end), size: this.#size, payload, last } });
      } while (at < dump.length);
      this.#pump(viewer);
    });
  }

  #input(viewer: FakeViewer, attached: Attached, offset: number, ack: number, payload: Uint8Array): void {
    if (viewer.attached !== attached) return;
    if (offset > viewer.inputAccepted) {
      throw new ProtocolViolation(`input at ${offset} (expected: <= ${viewer.inputAccepted})`);
    }
    if (offset + payload.length > viewer.inputLimit) {
      throw new ProtocolViolation(`input up to ${offset + payload.length} (expected: <= ${viewer.inputLimit})`);
    }
    acknowledge(attached, ack);
    const fresh = payload.subarray(viewer.inputAccepted - offset);
    if (offset + payload.length > viewer.inputAccepted) {
      viewer.inputAccepted = offset + payload.length;
      this.#program.write(fresh);
    }
    attached.send({ case: 'ack', value: { offset: BigInt(viewer.inputAccepted) } });
    if (viewer.inputAccepted + INPUT_WINDOW_BYTES / 2 >= viewer.inputLimit) {
      viewer.inputLimit = viewer.inputAccepted + INPUT_WINDOW_BYTES;
      attached.send({ case: 'credit', value: { limit: BigInt(viewer.inputLimit) } });
    }
  }

  #resize(size: GridSize, by: FakeViewer): void {
    if (size.columns === this.#size.columns && size.rows === this.#size.rows) return;
    this.#size = { columns: size.columns, rows: size.rows };
    this.#screen.resize(size);
    this.#recording?.resize(size);
    this.#program.resize(size);
    for (const viewer of this.#viewers.values()) {
      if (viewer !== by)
        viewer.attached?.send({ case: 'control', value: { control: { case: 'resize', value: size } } });
    }
  }

  /** All that is in the ring counts as kept. */
  readHistory(offset: number, maxBytes: number): MessageInitShape<typeof HistoryPartSchema> {
    const from = Math.max(offset, this.#ringStart);
    const at = from - this.#ringStart;
    return {
      start: BigInt(this.#ringStart),
      offset: BigInt(from),
      payload: this.#ring.slice(at, at + (maxBytes || HISTORY_PART_BYTES)),
      end: BigInt(this.end),
      gap: BigInt(from - offset),
      incarnation: this.options.incarnation,
    };
  }

  /** Everything at once. */
  searchHistory(words: readonly string[], limit: number): MessageInitShape<typeof HistoryHitsSchema> {
    const hits = plainLines(this.#ringStart, this.#ring)
      .filter(({ text }) => words.every((word) => text.includes(word)))
      .map(({ offset, text }) => ({ offset: BigInt(offset), line: text }))
      .reverse();
    const start = BigInt(this.#ringStart);
    return { hits: hits.slice(0, limit || HISTORY_HITS), searchedFrom: start, start };
  }

  #output(bytes: Uint8Array): void {
    this.#screen.write(bytes);
    this.#recording?.output(bytes);
    const all = new Uint8Array(this.#ring.length + bytes.length);
    all.set(this.#ring);
    all.set(bytes, this.#ring.length);
    const excess = Math.max(0, all.length - this.options.ringBytes);
    this.#ring = all.subarray(excess);
    this.#ringStart += excess;
    for (const viewer of this.#viewers.values()) this.#pump(viewer);
  }

  #pump(viewer: FakeViewer): void {
    const { attached } = viewer;
    if (!attached) return;
    if (attached.sent < this.#ringStart) {
      viewer.attached = undefined;
      this.#sendScreen(viewer, attached, () => {});
      return;
    }
    while (attached.sent < this.end && attached.sent < attached.limit) {
      const from = attached.sent - this.#ringStart;
      const count = Math.min(MAX_DATA_BYTES, attached.limit - attached.sent);
      const payload = this.#ring.slice(from, from + count);
      const offset = attached.sent;
      attached.sent += payload.length;
      attached.send({
        case: 'data',
        value: { offset: BigInt(offset), ack: BigInt(viewer.inputAccepted), payload },
      });
    }
    if (this.#exitCode !== undefined && attached.sent === this.end) {
      attached.send({
        case: 'exited',
        value: { status: { code: this.#exitCode }, finalOffset: BigInt(this.end), draining: false },
      });
    }
    this.#pace();
  }

  #pace(): void {
    const unsent = [...this.#viewers.values()].flatMap(({ attached }) => (attached ? [this.end - attached.sent] : []));
    this.#program.setReading?.(unsent.length === 0 || Math.min(...unsent) < MAX_DATA_BYTES);
  }

  #exited(code: number): void {
    this.#exitCode = code;
    for (const viewer of this.#viewers.values()) this.#pump(viewer);
  }
}

/** One attachment, as the frames of its channel act on it. */
export interface FakeAttachment {
  input(offset: number, ack: number, payload: Uint8Array): void;
  ack(offset: number): void;
  credit(limit: number): void;
  resize(size: GridSize): void;
  /** The client says goodbye: the viewer is forgotten. */
  detach(): void;
  /** The connection is gone: the viewer may come back. */
  cut(): void;
}

function acknowledge(attached: Attached, offset: number): void {
  if (offset > attached.sent) throw new ProtocolViolation(`ack ${offset} (expected: <= ${attached.sent})`);
  attached.acknowledged = Math.max(attached.acknowledged, offset);
}

export function closing(code: ErrorCode, message: string): FrameKind {
  return { case: 'close', value: { error: { code, message } } };
}
