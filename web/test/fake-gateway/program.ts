import type { GridSize } from '../../src/terminal/viewer';

/** What runs in a fake terminal. */
export interface Program {
  write(bytes: Uint8Array): void;
  resize(size: GridSize): void;
  hangUp(): void;
  /** Lets the program wait, or go on. */
  setReading?(reading: boolean): void;
}

export interface ProgramListener {
  output(bytes: Uint8Array): void;
  exited(code: number): void;
}

export type StartProgram = (size: GridSize, listener: ProgramListener) => Program;

/** Knows what the screen looks like. */
export interface ScreenModel {
  write(bytes: Uint8Array): void;
  resize(size: GridSize): void;
  /** A stream that draws the screen in a terminal just reset. `ready` may come later, with what was written by then. */
  dump(ready: (bytes: Uint8Array) => void): void;
}

export type MakeScreenModel = (size: GridSize) => ScreenModel;
