import { Compression, type Data, type Frame, type Opened, type Screen } from '../gen/devtail/v1/edge_pb';
import {
  type EndCause,
  ErrorCode,
  type ExitStatus,
  type Signal,
  type Terminal,
  TerminalState,
  ViewerRole,
} from '../gen/devtail/v1/model_pb';
import { fullJitter } from '../net/backoff';
import type { Clock } from '../net/clock';
import type { ChannelSend, ChannelUser, Connection, OpenTarget } from '../net/connection';
import { unreachable } from '../net/connection-state';
import { GatewayError } from '../net/errors';
import { Acknowledger } from './acknowledger';
import { CreditWindow } from './credit-window';
import { Decompressor } from './decompressor';
import { InputQueue, type PastedText, type PasteProgress } from './input-queue';
import { InputStream } from './input-stream';
import { OutputStream } from './output-stream';
import type { ViewerIdentity } from './viewer-identity';

export interface GridSize {
  readonly columns: number;
  readonly rows: number;
}

/** Where a viewer draws. Calls take effect in the order they are made. */
export interface Canvas {
  /** Clears everything; what follows is drawn in a terminal of this size. */
  restart(size: GridSize): void;
  /** `drawn` is called once the bytes are on the screen. */
  write(bytes: Uint8Array, drawn: () => void): void;
  /** As {@link write}, for a piece of a screen: it was drawn before, so nothing in it may be answered. */
  writeScreen(bytes: Uint8Array, drawn: () => void): void;
  /** All that the program had printed when it had the input up to this offset was written. */
  acknowledged(inputOffset: number): void;
  /** The terminal has this size now, as other viewers have a say in it. */
  resized(size: GridSize): void;
}

export type ViewerStatus =
  | { readonly name: 'opening' }
  | { readonly name: 'open' }
  /** Closed for now; it will be opened again. */
  | { readonly name: 'interrupted'; readonly error: GatewayError | undefined }
  /** The program has ended; while draining, its background children may still write. */
  | {
      readonly name: 'ended';
      readonly exit: ExitStatus | undefined;
      readonly draining: boolean;
      readonly cause: EndCause;
    }
  /** This viewer was opened at another place. */
  | { readonly name: 'taken' }
  /** There is nothing to see any more. */
  | { readonly name: 'gone'; readonly error: GatewayError };

export interface ViewerEvents {
  status(status: ViewerStatus): void;
  /** The server cannot say what became of this many typed characters. */
  inputLost(characters: number): void;
  described(terminal: Terminal): void;
  /** Whether this viewer may only look on, which the server has the last word on. */
  readOnly(readOnly: boolean): void;
  /** How far the paste is that is under way; undefined: none is, any more. */
  pasting(progress: PasteProgress | undefined): void;
}

export interface ViewerOptions {
  readonly terminalId: string;
  readonly identity: ViewerIdentity;
  readonly connection: Connection;
  readonly clock: Clock;
  readonly random: () => number;
  readonly canvas: Canvas;
  readonly events: ViewerEvents;
  readonly size: GridSize;
  /** To look on only: nothing typed is sent, and the size of this window counts for nothing. */
  readonly readOnly?: boolean;
  /** Set by whoever has just started the terminal: its output is then seen from the first byte. */
  readonly startedIncarnation?: bigint;
}

/**
 * One terminal as this tab shows it: attaches on every connection, draws what comes, sends what is typed.
 * Both streams survive any number of cuts; see {@link InputStream} and {@link OutputStream}.
 */
export class Viewer implements ChannelUser {
  readonly awaited = true;
  readonly #options: ViewerOptions;
  readonly #input = new InputStream();
  readonly #queue = new InputQueue(this.#input);
  readonly #output = new OutputStream();
  readonly #credit = new CreditWindow();
  readonly #acknowledger: Acknowledger;
  #pasting = false;
  #size: GridSize;
  /** The terminal's size as far as we know. */
  #serverSize: GridSize;
  #readOnly: boolean;
  #status: ViewerStatus = { name: 'opening' };
  #send: ChannelSend | undefined;
  #incarnation: bigint | undefined;
  /** Set while what is drawn is a whole screen that more bytes can be added to. */
  #resumable = false;
  #windowBytes = 0;
  #triedToResume = false;
  #drawingScreen = false;
  #decompressor: Decompressor | undefined;
  #drawn = 0;
  /** Counts screens: bytes of an earlier one may still wait to be drawn when the next begins. */
  #generation = 0;
  #exit:
    | {
        readonly status: ExitStatus | undefined;
        readonly finalOffset: number;
        readonly draining: boolean;
        readonly cause: EndCause;
      }
    | undefined;
  #failures = 0;
  #cancelRetry: () => void = () => {};
  #leaving = false;

  constructor(options: ViewerOptions) {
    this.#options = options;
    this.#size = options.size;
    this.#serverSize = options.size;
    this.#readOnly = options.readOnly ?? false;
    this.#incarnation = options.startedIncarnation;
    this.#resumable = options.startedIncarnation !== undefined;
    this.#acknowledger = new Acknowledger(options.clock, () => this.#acknowledge());
  }

  get status(): ViewerStatus {
    return this.#status;
  }

  /** Bytes typed and not yet accepted by the server. */
  get pendingInput(): number {
    return this.#queue.pending;
  }

  /** Offset behind all that was typed. */
  get inputEnd(): number {
    return this.#input.accepted + this.#queue.pending;
  }

  attach(): void {
    // Only the user can want back what another place has taken.
    if (this.#status.name === 'taken' || this.#status.name === 'gone') return;
    this.#leaving = false;
    this.#options.connection.open(this);
  }

  /** Leaves the terminal as soon as everything typed has arrived; {@link attach} comes back to it. */
  detach(): void {
    this.#leaving = true;
    this.#leaveWhenDone();
  }

  /** Leaves at once. */
  dispose(): void {
    this.#cancelRetry();
    this.#acknowledger.acknowledged(this.#output.have);
    this.#send = undefined;
    this.#options.connection.remove(this);
  }

  /** Takes what the user typed; false: there is no room for it, or nothing may be typed, and nothing was taken. */
  type(bytes: Uint8Array): boolean {
    if (this.#readOnly) return false;
    const taken = this.#queue.type(bytes);
    this.#pump();
    return taken;
  }

  /** Takes text to be pasted, as {@link type} does; it goes in pieces, and what is typed meanwhile waits behind it. */
  paste(text: PastedText): boolean {
    if (this.#readOnly) return false;
    const taken = this.#queue.addPaste(text);
    this.#pump();
    return taken;
  }

  /** Stops pasting; what is on its way still arrives. */
  cancelPaste(): void {
    this.#queue.cancelPastes();
    this.#pump();
  }

  /** The window has this size now. The terminal follows, unless another viewer has set its size. */
  resize(size: GridSize): void {
    const owned = sameSize(this.#size, this.#serverSize);
    this.#size = size;
    if (owned && !sameSize(size, this.#serverSize)) this.#sendSize();
  }

  /** Gives the terminal the size of the own window, whoever has set the one it has. */
  claimSize(): void {
    if (this.#sendSize()) this.#options.canvas.resized(this.#size);
  }

  signal(signal: Signal): void {
    if (!this.#readOnly) this.#send?.({ case: 'control', value: { control: { case: 'signal', value: signal } } });
  }

  opening(compression: Compression): OpenTarget {
    this.#cancelRetry();
    const { terminalId, identity } = this.#options;
    const have = this.#output.have;
    this.#decompressor = compression === Compression.DEFLATE ? new Decompressor() : undefined;
    const windowBytes = CreditWindow.remaining(this.#resumable ? have - this.#drawn : 0);
    this.#windowBytes = windowBytes;
    this.#triedToResume = this.#resumable;
    this.#credit.restart(have + windowBytes);
    this.#serverSize = this.#size;
    return {
      case: 'terminal',
      value: {
        terminalId,
        viewerId: identity.id,
        epoch: identity.nextEpoch(),
        size: this.#size,
        windowBytes: BigInt(windowBytes),
        compress: this.#decompressor !== undefined,
        ...(this.#options.readOnly ? { role: ViewerRole.READ_ONLY } : {}),
        ...(this.#resumable && this.#incarnation !== undefined
          ? { resume: { incarnation: this.#incarnation, outputOffset: BigInt(have) } }
          : {}),
      },
    };
  }

  opened(opened: Opened, send: ChannelSend): void {
    this.#send = send;
    this.#failures = 0;
    this.#readOnly = this.#options.readOnly === true || opened.role === ViewerRole.READ_ONLY;
    this.#options.events.readOnly(this.#readOnly);
    const incarnation = opened.terminal?.incarnation;
    const sameLife = this.#incarnation === undefined || this.#incarnation === incarnation;
    this.#incarnation = incarnation;
    let lost = this.#input.attach(Number(opened.inputOffset), Number(opened.inputLimit), sameLife);
    if (this.#readOnly) lost += this.#input.discard();
    if (lost > 0 || this.#readOnly) lost += this.#queue.clear();
    if (lost > 0) this.#options.events.inputLost(lost);
    this.#exit = undefined;
    const wished = this.#size;
    const askedFor = this.#serverSize;
    const size = opened.terminal?.size ?? askedFor;
    if (opened.resumed) this.#resized(size);
    else this.#startScreen(size, Number(opened.outputOffset));
    this.#acknowledger.restart(this.#output.have, this.#windowBytes);
    if (!sameSize(wished, askedFor)) this.claimSize();
    if (opened.terminal) this.#options.events.described(opened.terminal);
    this.#enter(
      opened.terminal?.state === TerminalState.ENDED
        ? { name: 'ended', exit: opened.terminal.exit, draining: false, cause: opened.terminal.endCause }
        : { name: 'open' },
    );
    this.#pump();
  }

  received({ kind }: Frame): void {
    switch (kind.case) {
      case 'data':
        this.#accepted(Number(kind.value.ack));
        this.#append(Number(kind.value.offset), this.#unpacked(kind.value));
        this.#options.canvas.acknowledged(Number(kind.value.ack));
        return;
      case 'screen':
        this.#draw(kind.value);
        return;
      case 'ack':
        this.#accepted(Number(kind.value.offset));
        this.#options.canvas.acknowledged(Number(kind.value.offset));
        return;
      case 'credit':
        this.#input.extend(Number(kind.value.limit));
        this.#pump();
        return;
      case 'control':
        if (kind.value.control.case === 'resize') this.#resized(kind.value.control.value);
        return;
      case 'exited':
        this.#exit = {
          status: kind.value.status,
          finalOffset: Number(kind.value.finalOffset),
          draining: kind.value.draining,
          cause: kind.value.cause,
        };
        this.#endWhenDrawn();
        return;
      default:
        return;
    }
  }

  closed(error: GatewayError | undefined): void {
    this.#send = undefined;
    switch (error?.code) {
      case ErrorCode.STALE_EPOCH:
        if (this.#triedToResume && this.#status.name === 'opening') {
          // It may be the incarnation that is stale, not this viewer.
          this.#resumable = false;
          this.#options.connection.open(this);
        } else {
          this.#giveUp({ name: 'taken' });
        }
        return;
      case ErrorCode.NOT_FOUND:
      case ErrorCode.ENDED:
      case ErrorCode.PERMISSION_DENIED:
      case ErrorCode.INVALID_ARGUMENT:
        this.#giveUp(this.#status.name === 'ended' ? this.#status : { name: 'gone', error });
        return;
      case undefined:
        if (this.#status.name !== 'ended') this.#tryLater(undefined);
        return;
      case ErrorCode.OFFSET_OUT_OF_RANGE:
        this.#resumable = false;
        this.#tryLater(error);
        return;
      default:
        this.#tryLater(error);
    }
  }

  lost(): void {
    this.#send = undefined;
    if (this.#status.name === 'open') this.#enter({ name: 'opening' });
  }

  #sendSize(): boolean {
    if (!this.#send || this.#readOnly) return false;
    this.#serverSize = this.#size;
    this.#send({ case: 'control', value: { control: { case: 'resize', value: this.#size } } });
    return true;
  }

  #enter(status: ViewerStatus): void {
    this.#status = status;
    this.#options.events.status(status);
  }

  #giveUp(status: ViewerStatus): void {
    this.#options.connection.remove(this);
    this.#enter(status);
  }

  #tryLater(error: GatewayError | undefined): void {
    const { clock, connection, random } = this.#options;
    const delayMs = Math.max(error?.retryAfterMs ?? 0, fullJitter(this.#failures, random));
    this.#failures += 1;
    this.#cancelRetry = clock.after(delayMs, () => {
      this.#enter({ name: 'opening' });
      connection.open(this);
    });
    this.#enter({ name: 'interrupted', error });
  }

  #resized(size: GridSize): void {
    this.#serverSize = size;
    this.#options.canvas.resized(size);
  }

  #startScreen(size: GridSize, offset: number): void {
    this.#decompressor?.restart();
    this.#serverSize = size;
    this.#generation += 1;
    this.#resumable = false;
    this.#drawingScreen = true;
    this.#output.restart(offset);
    this.#drawn = offset;
    this.#options.canvas.restart(size);
  }

  #unpacked({ payload, unpackedBytes }: Data | Screen): Uint8Array | undefined {
    return this.#decompressor ? this.#decompressor.next(payload, unpackedBytes) : payload;
  }

  #draw(screen: Screen): void {
    const offset = Number(screen.offset);
    if (!this.#drawingScreen) this.#startScreen(screen.size ?? this.#size, offset);
    else if (screen.size) this.#resized(screen.size);
    const piece = this.#unpacked(screen);
    if (!piece) {
      this.#startOver('A piece of the screen cannot be unpacked.');
      return;
    }
    if (screen.last) this.#decompressor?.restart();
    if (screen.last) {
      this.#drawingScreen = false;
      this.#resumable = true;
      this.#output.restart(offset);
    }
    this.#options.canvas.writeScreen(piece, this.#whenDrawn(offset, screen.last));
  }

  #append(offset: number, payload: Uint8Array | undefined): void {
    if (!payload) {
      this.#startOver('Output cannot be unpacked.');
      return;
    }
    const accepted = this.#output.accept(offset, payload);
    switch (accepted.kind) {
      case 'fresh':
        this.#options.canvas.write(accepted.bytes, this.#whenDrawn(this.#output.have));
        this.#acknowledger.received(this.#output.have);
        return;
      case 'known':
        return;
      case 'gap':
        // Only a faulty server skips bytes. A new screen is always right.
        this.#startOver('Output is missing.');
        return;
      default:
        unreachable(accepted);
    }
  }

  #startOver(reason: string): void {
    this.#options.connection.remove(this);
    this.closed(new GatewayError(ErrorCode.OFFSET_OUT_OF_RANGE, reason));
  }

  /** What is to be done once output up to `upTo` is on the screen. */
  #whenDrawn(upTo: number, acknowledge = false): () => void {
    const generation = this.#generation;
    return () => {
      if (generation !== this.#generation) return;
      this.#drawn = upTo;
      if (acknowledge) this.#acknowledge();
      const limit = this.#credit.drawn(upTo);
      if (limit !== undefined) this.#send?.({ case: 'credit', value: { limit: BigInt(limit) } });
      this.#endWhenDrawn();
    };
  }

  #endWhenDrawn(): void {
    const exit = this.#exit;
    if (!exit || this.#drawn < exit.finalOffset) return;
    this.#exit = undefined;
    this.#enter({ name: 'ended', exit: exit.status, draining: exit.draining, cause: exit.cause });
  }

  #accepted(offset: number): void {
    this.#input.acknowledge(offset);
    this.#pump();
    if (this.#leaving) this.#leaveWhenDone();
  }

  #pump(): void {
    this.#queue.fill();
    this.#tellPasting();
    if (!this.#send) return;
    for (let chunk = this.#input.next(); chunk; chunk = this.#input.next()) {
      const ack = this.#output.have;
      this.#send({ case: 'data', value: { offset: BigInt(chunk.offset), ack: BigInt(ack), payload: chunk.payload } });
      this.#acknowledger.acknowledged(ack);
    }
  }

  #tellPasting(): void {
    const { paste } = this.#queue;
    if (paste || this.#pasting) this.#options.events.pasting(paste);
    this.#pasting = paste !== undefined;
  }

  #acknowledge(): void {
    const have = this.#output.have;
    this.#send?.({ case: 'ack', value: { offset: BigInt(have) } });
    this.#acknowledger.acknowledged(have);
  }

  #leaveWhenDone(): void {
    if (this.#queue.pending > 0) return;
    this.#send = undefined;
    this.#options.connection.remove(this);
  }
}

function sameSize(one: GridSize, other: GridSize): boolean {
  return one.columns === other.columns && one.rows === other.rows;
}
