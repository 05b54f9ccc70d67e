import { type Terminal, TerminalState } from './gen/devtail/v1/model_pb';
import { type Call, valueOf } from './net/calls';
import type { GridSize } from './terminal/viewer';

/** The user's terminals, as far as they are known here. */
export class TerminalDirectory {
  readonly #call: Call;
  readonly #changed: () => void;
  #terminals: readonly Terminal[] = [];

  constructor(call: Call, changed: () => void) {
    this.#call = call;
    this.#changed = changed;
  }

  get terminals(): readonly Terminal[] {
    return this.#terminals;
  }

  /** Those that have not ended. */
  get running(): readonly Terminal[] {
    return this.#terminals.filter(({ state }) => state !== TerminalState.ENDED);
  }

  find(id: string): Terminal | undefined {
    return this.#terminals.find((terminal) => terminal.id === id);
  }

  async refresh(): Promise<void> {
    this.#set((await valueOf(this.#call({ case: 'listTerminals', value: {} }), 'terminals')).terminals);
  }

  /** Starts the login shell. The same `requestKey` never starts two. */
  async start(size: GridSize, requestKey: Uint8Array): Promise<Terminal> {
    const call = this.#call({ case: 'startTerminal', value: { spec: { size }, requestKey } });
    const terminal = await valueOf(call, 'terminal');
    this.update(terminal);
    return terminal;
  }

  async end(id: string): Promise<void> {
    await this.#call({ case: 'endTerminal', value: { terminalId: id } });
    this.#set(this.#terminals.filter((terminal) => terminal.id !== id));
  }

  /** Takes newer news of one terminal. */
  update(terminal: Terminal): void {
    const known = this.#terminals.some(({ id }) => id === terminal.id);
    this.#set(
      known ? this.#terminals.map((old) => (old.id === terminal.id ? terminal : old)) : [...this.#terminals, terminal],
    );
  }

  #set(terminals: readonly Terminal[]): void {
    this.#terminals = terminals;
    this.#changed();
  }
}
