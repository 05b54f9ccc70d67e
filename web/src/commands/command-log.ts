/** Commands kept; the oldest is forgotten. */
const MAX_COMMANDS = 1_000;

/** A place in the output that moves with it; `line` is -1 once the output there is gone. */
export interface Mark {
  readonly line: number;
  readonly isDisposed: boolean;
  dispose(): void;
}

/** A place between two cells. */
export interface Place<M extends Mark> {
  readonly mark: M;
  readonly column: number;
}

/** One command of a shell, from its prompt to its end, as far as the shell has told. */
export interface Command<M extends Mark> {
  readonly prompt: Place<M>;
  /** Behind the prompt, where the command is typed. */
  readonly input: Place<M> | undefined;
  readonly output: Place<M> | undefined;
  readonly end: Place<M> | undefined;
  /** Undefined while it runs, and when it was never started. */
  readonly exitCode: number | undefined;
}

export interface CommandEvents<M extends Mark> {
  /** There is a new command, or something new is known of it. */
  changed(command: Command<M>): void;
  /** A command has run for `durationMs`. */
  finished(command: Command<M>, durationMs: number): void;
}

export interface CommandLogOptions<M extends Mark> {
  /** Milliseconds. */
  readonly now: () => number;
  /** Where the cursor is. */
  readonly here: () => Place<M>;
  readonly events: CommandEvents<M>;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Prompts, commands and their outputs, as a shell marks them with OSC 133 (FinalTerm's, which most shells' integrations
 * speak): `A` begins a prompt, `B` ends it, `C` begins the output, `D` ends it with the exit code.
 */
export class CommandLog<M extends Mark> {
  readonly #options: CommandLogOptions<M>;
  #commands: Mutable<Command<M>>[] = [];
  #startedAt = 0;

  constructor(options: CommandLogOptions<M>) {
    this.#options = options;
  }

  /** Those whose prompt is still there, oldest first. */
  get commands(): readonly Command<M>[] {
    this.#forgetGone();
    return this.#commands;
  }

  /** The last command that has ended with output marked. */
  get lastFinished(): Command<M> | undefined {
    return this.commands.findLast(({ output, end }) => isThere(output) && isThere(end));
  }

  /** Takes what follows `133;`. Anything that it does not know is ignored. */
  marked(data: string): void {
    const [kind, argument] = data.split(';');
    switch (kind) {
      case 'A':
        this.#promptStarts();
        return;
      case 'B':
        this.#update((command) => {
          if (command.output) return false;
          command.input = this.#options.here();
          return true;
        });
        return;
      case 'C':
        this.#update((command) => {
          if (command.output) return false;
          command.output = this.#options.here();
          this.#startedAt = this.#options.now();
          return true;
        });
        return;
      case 'D':
        this.#finished(argument);
        return;
      default:
        return;
    }
  }

  #promptStarts(): void {
    const last = this.#commands.at(-1);
    // A shell draws its prompt again, and says so again.
    if (last && !last.output) this.#forget(this.#commands.splice(-1));
    const command = {
      prompt: this.#options.here(),
      input: undefined,
      output: undefined,
      end: undefined,
      exitCode: undefined,
    };
    this.#commands.push(command);
    this.#forgetGone();
    this.#forget(this.#commands.splice(0, this.#commands.length - MAX_COMMANDS));
    this.#options.events.changed(command);
  }

  #finished(argument: string | undefined): void {
    const command = this.#commands.at(-1);
    if (!command?.output || command.end) return;
    command.end = this.#options.here();
    command.exitCode = exitCodeOf(argument);
    this.#options.events.changed(command);
    this.#options.events.finished(command, this.#options.now() - this.#startedAt);
  }

  #update(change: (command: Mutable<Command<M>>) => boolean): void {
    const command = this.#commands.at(-1);
    if (command && change(command)) this.#options.events.changed(command);
  }

  #forgetGone(): void {
    if (!this.#commands.some(({ prompt }) => prompt.mark.isDisposed)) return;
    this.#forget(this.#commands.filter(({ prompt }) => prompt.mark.isDisposed));
    this.#commands = this.#commands.filter(({ prompt }) => !prompt.mark.isDisposed);
  }

  #forget(commands: readonly Command<M>[]): void {
    for (const { prompt, input, output, end } of commands) {
      for (const place of [prompt, input, output, end]) place?.mark.dispose();
    }
  }
}

function isThere(place: Place<Mark> | undefined): boolean {
  return place !== undefined && !place.mark.isDisposed;
}

function exitCodeOf(argument: string | undefined): number | undefined {
  return argument !== undefined && /^-?\d{1,10}$/.test(argument) ? Number(argument) : undefined;
}
