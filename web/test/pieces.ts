/** Parts used by several tests. */
import type { GridSize, Canvas } from '../src/terminal/viewer';
import type { ViewerIdentity } from '../src/terminal/viewer-identity';
import type { Program, ProgramListener, ScreenModel } from './fake-gateway/program';
import type { VirtualClock } from './virtual-clock';

export const SIZE: GridSize = { columns: 80, rows: 24 };

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A growing run of bytes. */
export class ByteLog {
  #chunks: Uint8Array[] = [];
  #length = 0;

  push(bytes: Uint8Array): void {
    this.#chunks.push(bytes.slice());
    this.#length += bytes.length;
  }

  clear(): void {
    this.#chunks = [];
    this.#length = 0;
  }

  get length(): number {
    return this.#length;
  }

  get bytes(): Uint8Array {
    return new Uint8Array(Buffer.concat(this.#chunks));
  }

  get text(): string {
    return new TextDecoder().decode(this.bytes);
  }

  /** Compared here, as `toEqual` takes seconds for a megabyte. */
  equals(other: ByteLog): boolean {
    return Buffer.compare(Buffer.concat(this.#chunks), Buffer.concat(other.#chunks)) === 0;
  }
}

/** A program that says what a test lets it say, and remembers what it was told. */
export class ScriptedProgram implements Program {
  readonly heard = new ByteLog();
  readonly said = new ByteLog();
  readonly sizes: GridSize[] = [];
  readonly #listener: ProgramListener;

  constructor(listener: ProgramListener) {
    this.#listener = listener;
  }

  say(bytes: Uint8Array): void {
    this.said.push(bytes);
    this.#listener.output(bytes);
  }

  exit(code: number): void {
    this.#listener.exited(code);
  }

  write(bytes: Uint8Array): void {
    this.heard.push(bytes);
  }

  resize(size: GridSize): void {
    this.sizes.push(size);
  }

  hangUp(): void {
    this.exit(129);
  }
}

/** A "screen" that is everything ever written: what a viewer shows must then equal all that was said. */
export function wholeHistory(): ScreenModel {
  const all = new ByteLog();
  return {
    write: (bytes) => all.push(bytes),
    resize: () => {},
    dump: (ready) => ready(all.bytes),
  };
}

/** Draws into a log, a little later, as xterm.js does. */
export class LogCanvas implements Canvas {
  readonly shown = new ByteLog();
  size: GridSize | undefined;
  restarts = 0;
  readonly #clock: VirtualClock;
  readonly #delayMs: () => number;
  #lastDue = 0;

  constructor(clock: VirtualClock, delayMs: () => number) {
    this.#clock = clock;
    this.#delayMs = delayMs;
  }

  restart(size: GridSize): void {
    this.#later(() => {
      this.restarts += 1;
      this.shown.clear();
      this.size = size;
    });
  }

  write(bytes: Uint8Array, drawn: () => void): void {
    this.#later(() => {
      this.shown.push(bytes);
      drawn();
    });
  }

  writeScreen(bytes: Uint8Array, drawn: () => void): void {
    this.write(bytes, drawn);
  }

  acknowledged(): void {}

  resized(size: GridSize): void {
    this.#later(() => {
      this.size = size;
    });
  }

  #later(task: () => void): void {
    this.#lastDue = Math.max(this.#lastDue, this.#clock.now() + this.#delayMs());
    this.#clock.after(this.#lastDue - this.#clock.now(), task);
  }
}

export function identity(seed = 1): ViewerIdentity {
  let epoch = 0n;
  return { id: new Uint8Array(16).fill(seed), nextEpoch: () => ++epoch };
}
