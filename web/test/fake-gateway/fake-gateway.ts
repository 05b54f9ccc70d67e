import type { MessageInitShape } from '@bufbuild/protobuf';
import { type Call, Compression, type Frame, type ReplySchema } from '../../src/gen/devtail/v1/edge_pb';
import { ErrorCode, EventType } from '../../src/gen/devtail/v1/model_pb';
import { CONTROL_CHANNEL, decodeFrame, encodeFrame, type FrameKind } from '../../src/net/frames';
import type { FakeRecording } from './fake-recordings';
import { closing, type FakeAttachment, FakeTerminal } from './fake-terminal';
import { FakeUsage } from './fake-usage';
import type { MakeScreenModel, StartProgram } from './program';

type Result = NonNullable<MessageInitShape<typeof ReplySchema>['result']>;

export interface FakeGatewayOptions {
  readonly token: string;
  readonly ringBytes: number;
  readonly overlapBytes?: number;
  readonly heartbeatMs: number;
  readonly start: StartProgram;
  readonly makeScreen: MakeScreenModel;
}

/** A gateway and the services behind it, in memory, without a transport. */
export class FakeGateway {
  readonly options: FakeGatewayOptions;
  readonly terminals = new Map<string, FakeTerminal>();
  /** Newest first. */
  recordings: FakeRecording[] = [];
  readonly usage = new FakeUsage();
  /** Told of each event. */
  readonly watchers = new Set<(type: EventType) => void>();
  readonly #started = new Map<string, string>();

  constructor(options: FakeGatewayOptions) {
    this.options = options;
  }

  /** Serves one connection; `send` takes its messages, `close` ends it from this side. */
  connect(send: (message: Uint8Array) => void, close: () => void): FakeConnection {
    return new FakeConnection(this, send, close);
  }

  answer({ id, operation }: Call): FrameKind {
    const result = this.#result(operation) ?? NOT_FOUND;
    const type = EVENTS[operation.case ?? ''];
    if (type !== undefined && result.case !== 'error') this.watchers.forEach((tell) => tell(type));
    return { case: 'reply', value: { id, result } };
  }

  /** Undefined: what it is about is not there. */
  #result(operation: Call['operation']): Result | undefined {
    switch (operation.case) {
      case 'listTerminals':
        return {
          case: 'terminals',
          value: { terminals: [...this.terminals.values()].map((terminal) => terminal.describe()) },
        };
      case 'startTerminal': {
        const key = Buffer.from(operation.value.requestKey).toString('hex');
        const size = operation.value.spec?.size ?? { columns: 80, rows: 24 };
        const terminal = this.terminals.get(this.#started.get(key) ?? '') ?? this.startTerminal(size);
        this.#started.set(key, terminal.options.id);
        return { case: 'terminal', value: terminal.describe() };
      }
      case 'endTerminal': {
        const terminal = this.terminals.get(operation.value.terminalId);
        if (!terminal) return undefined;
        terminal.stopRecording();
        terminal.terminate();
        this.terminals.delete(operation.value.terminalId);
        return { case: 'done', value: {} };
      }
      case 'startRecording': {
        const recording = this.terminals
          .get(operation.value.terminalId)
          ?.startRecording(`recording-${this.recordings.length + 1}-${Date.now()}`);
        if (recording && !this.recordings.includes(recording)) this.recordings.unshift(recording);
        return recording && { case: 'recording', value: recording.describe() };
      }
      case 'stopRecording': {
        const recording = this.terminals.get(operation.value.terminalId)?.stopRecording();
        return recording && { case: 'recording', value: recording.describe() };
      }
      case 'listRecordings':
        return {
          case: 'recordings',
          value: { recordings: this.recordings.map((recording) => recording.describe()) },
        };
      case 'readRecording': {
        const part = this.recording(operation.value.recordingId)?.read(
          Number(operation.value.offset),
          operation.value.maxBytes,
        );
        return part && { case: 'recordingPart', value: part };
      }
      case 'seekRecording': {
        const moment = this.recording(operation.value.recordingId)?.seek(Number(operation.value.timeMs));
        return moment && { case: 'recordingMoment', value: moment };
      }
      case 'searchRecordings': {
        const words = operation.value.query.split(' ');
        return {
          case: 'recordingHits',
          value: { hits: this.recordings.flatMap((recording) => recording.search(words)) },
        };
      }
      case 'readHistory': {
        const { terminalId, offset, maxBytes } = operation.value;
        const part = this.terminals.get(terminalId)?.readHistory(Number(offset), maxBytes);
        return part && { case: 'historyPart', value: part };
      }
      case 'searchHistory': {
        const { terminalId, query, limit } = operation.value;
        const hits = this.terminals.get(terminalId)?.searchHistory(query.split(' '), limit);
        return hits && { case: 'historyHits', value: hits };
      }
      case 'deleteRecording': {
        const recording = this.recording(operation.value.recordingId);
        this.recordings = this.recordings.filter((other) => other !== recording);
        return recording && { case: 'done', value: {} };
      }
      case 'getUsage':
        return { case: 'usage', value: this.usage.usage(operation.value) };
      case 'listBudgets':
        return { case: 'budgets', value: { budgets: this.usage.budgets() } };
      case 'allowMore':
        return { case: 'budget', value: this.usage.allow(operation.value.amountUsd) };
      default:
        return undefined;
    }
  }

  recording(id: string): FakeRecording | undefined {
    return this.recordings.find((recording) => recording.id === id);
  }

  startTerminal(size: { columns: number; rows: number }): FakeTerminal {
    const number = this.#started.size + this.terminals.size + 1;
    const terminal = new FakeTerminal({
      ...this.options,
      id: `terminal-${number}`,
      name: 'bash',
      incarnation: BigInt(number),
      size: { columns: size.columns, rows: size.rows },
    });
    this.terminals.set(terminal.options.id, terminal);
    return terminal;
  }
}

export class FakeConnection {
  readonly #gateway: FakeGateway;
  readonly #send: (message: Uint8Array) => void;
  readonly #close: () => void;
  readonly #channels = new Map<number, FakeAttachment>();
  readonly #watches = new Map<number, (type: EventType) => void>();
  #greeted = false;

  constructor(gateway: FakeGateway, send: (message: Uint8Array) => void, close: () => void) {
    this.#gateway = gateway;
    this.#send = send;
    this.#close = close;
  }

  received(message: Uint8Array): void {
    const frame = decodeFrame(message);
    if (frame.channel === CONTROL_CHANNEL) this.#control(frame);
    else this.#channel(frame);
  }

  cut(): void {
    for (const attachment of this.#channels.values()) attachment.cut();
    this.#channels.clear();
    for (const watch of this.#watches.values()) this.#gateway.watchers.delete(watch);
    this.#watches.clear();
  }

  #control({ kind }: Frame): void {
    switch (kind.case) {
      case 'hello':
        this.#hello(kind.value.token);
        return;
      case 'ping':
        this.#reply({ case: 'pong', value: { payload: kind.value.payload } });
        return;
      case 'call':
        if (this.#greeted) this.#reply(this.#gateway.answer(kind.value));
        return;
      case 'close':
        this.cut();
        this.#close();
        return;
      default:
        return;
    }
  }

  #hello(token: string): void {
    if (token !== this.#gateway.options.token) {
      this.#reply(closing(ErrorCode.UNAUTHENTICATED, 'This token is not known here.'));
      this.#close();
      return;
    }
    this.#greeted = true;
    this.#reply({
      case: 'welcome',
      value: {
        version: 1,
        connectionId: 'fake',
        user: 'owner',
        heartbeatIntervalMs: this.#gateway.options.heartbeatMs,
        compression: Compression.DEFLATE,
      },
    });
  }

  #channel({ channel, kind }: Frame): void {
    if (kind.case === 'open') {
      if (kind.value.target.case === 'events') this.#watch(channel);
      else this.#open(channel, kind.value.target.value);
      return;
    }
    const attachment = this.#channels.get(channel);
    if (!attachment) return;
    switch (kind.case) {
      case 'data':
        attachment.input(Number(kind.value.offset), Number(kind.value.ack), kind.value.payload);
        return;
      case 'ack':
        attachment.ack(Number(kind.value.offset));
        return;
      case 'credit':
        attachment.credit(Number(kind.value.limit));
        return;
      case 'control':
        if (kind.value.control.case === 'resize') attachment.resize(kind.value.control.value);
        return;
      case 'close':
        attachment.detach();
        this.#channels.delete(channel);
        return;
      default:
        return;
    }
  }

  #watch(channel: number): void {
    const watch = (type: EventType): void => this.#send(encodeFrame(channel, { case: 'event', value: { type } }));
    this.#watches.set(channel, watch);
    this.#gateway.watchers.add(watch);
    this.#send(encodeFrame(channel, { case: 'opened', value: {} }));
  }

  #open(channel: number, request: Parameters<FakeTerminal['attach']>[0] | undefined): void {
    const send = (kind: FrameKind): void => this.#send(encodeFrame(channel, kind));
    const terminal = request && this.#gateway.terminals.get(request.terminalId);
    if (!terminal) {
      send(closing(ErrorCode.NOT_FOUND, 'There is no such terminal.'));
      return;
    }
    const attachment = terminal.attach(request, send);
    if (attachment) this.#channels.set(channel, attachment);
  }

  #reply(kind: FrameKind): void {
    this.#send(encodeFrame(CONTROL_CHANNEL, kind));
  }
}

/** What a call makes happen. */
const EVENTS: Readonly<Record<string, EventType>> = {
  startTerminal: EventType.TERMINAL_STARTED,
  endTerminal: EventType.TERMINAL_ENDED,
  startRecording: EventType.RECORDING_STARTED,
  stopRecording: EventType.RECORDING_STOPPED,
};

const NOT_FOUND: Result = {
  case: 'error',
  value: { code: ErrorCode.NOT_FOUND, message: 'There is no such thing.' },
};
