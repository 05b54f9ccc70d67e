import type { IDecoration, IDisposable, IMarker, Terminal } from '@xterm/xterm';
import { type Command, CommandLog, type Place } from '../commands/command-log';
import { reportedDirectory } from '../commands/directory';

export interface FinishedCommand {
  /** As it was typed; empty when the shell marks no input. */
  readonly text: string;
  readonly exitCode: number | undefined;
  readonly durationMs: number;
  /** Where it ran, when the shell tells. */
  readonly directory: string | undefined;
}

/**
 * What a shell says about itself (OSC 7, OSC 133), in an xterm.js terminal: a bar beside each prompt, green or red
 * once its command has ended, and ways to jump between prompts and to take the last output.
 */
export class ShellMarks implements IDisposable {
  readonly #terminal: Terminal;
  readonly #log: CommandLog<IMarker>;
  readonly #bars = new WeakMap<IMarker, IDecoration>();
  readonly #handlers: IDisposable[];
  #directory: string | undefined;
  /** The prompt that was jumped to last. */
  #selected: IMarker | undefined;

  constructor(terminal: Terminal, now: () => number, finished: (command: FinishedCommand) => void) {
    this.#terminal = terminal;
    this.#log = new CommandLog({
      now,
      here: () => this.#here(),
      events: {
        changed: (command) => this.#drawBar(command),
        finished: (command, durationMs) =>
          finished({
            text: this.#textOf(command.input, command.output),
            exitCode: command.exitCode,
            durationMs,
            directory: this.#directory,
          }),
      },
    });
    this.#handlers = [
      terminal.parser.registerOscHandler(7, (data) => {
        this.#directory = reportedDirectory(data) ?? this.#directory;
        return true;
      }),
      terminal.parser.registerOscHandler(133, (data) => {
        // Marks of the alternate screen would go with it.
        if (terminal.buffer.active.type === 'normal') this.#log.marked(data);
        return true;
      }),
      terminal.onData(() => this.#select(undefined)),
    ];
  }

  dispose(): void {
    this.#handlers.forEach((handler) => handler.dispose());
  }

  /** Shows the prompt before or after the one that was jumped to last. Returns false when the shell marks none. */
  jump(towards: 'previous' | 'next'): boolean {
    const prompts = this.#log.commands.map(({ prompt }) => prompt.mark);
    if (prompts.length === 0) return false;
    const selected = this.#selected ? prompts.indexOf(this.#selected) : -1;
    // The last prompt is where one is; the one before it is the first to jump to.
    const from = selected < 0 ? prompts.length - 1 : selected;
    const to = prompts[towards === 'previous' ? Math.max(0, from - 1) : from + 1];
    this.#select(to);
    if (to && to !== prompts.at(-1)) this.#terminal.scrollToLine(to.line);
    else this.#terminal.scrollToBottom();
    return true;
  }

  /** What the last command that has ended has printed; undefined: the shell marks none. */
  get lastOutput(): string | undefined {
    const command = this.#log.lastFinished;
    return command && this.#textOf(command.output, command.end);
  }

  #here(): Place<IMarker> {
    return { mark: this.#terminal.registerMarker(0), column: this.#terminal.buffer.active.cursorX };
  }

  #select(prompt: IMarker | undefined): void {
    if (this.#selected) delete this.#bars.get(this.#selected)?.element?.dataset['selected'];
    this.#selected = prompt;
    const element = prompt && this.#bars.get(prompt)?.element;
    if (element) element.dataset['selected'] = 'true';
  }

  #drawBar(command: Command<IMarker>): void {
    const { mark } = command.prompt;
    const known = this.#bars.get(mark);
    const draw = (element: HTMLElement): void => {
      element.classList.add('command-mark');
      element.dataset['outcome'] = outcomeOf(command);
      element.title = titleOf(command);
      if (mark === this.#selected) element.dataset['selected'] = 'true';
    };
    if (known) {
      if (known.element) draw(known.element);
      return;
    }
    const bar = this.#terminal.registerDecoration({ marker: mark });
    if (!bar) return;
    this.#bars.set(mark, bar);
    bar.onRender(draw);
  }

  #textOf(from: Place<IMarker> | undefined, to: Place<IMarker> | undefined): string {
    if (!from || !to || from.mark.isDisposed || to.mark.isDisposed) return '';
    let text = '';
    for (let row = from.mark.line; row <= to.mark.line; row++) {
      const line = this.#terminal.buffer.normal.getLine(row);
      const start = row === from.mark.line ? from.column : 0;
      const end = row === to.mark.line ? to.column : undefined;
      if (row > from.mark.line && !line?.isWrapped) text += '\n';
      text += line?.translateToString(end === undefined, start, end) ?? '';
    }
    return text.trimEnd();
  }
}

function outcomeOf({ output, end, exitCode }: Command<IMarker>): string {
  if (!output) return 'typing';
  if (!end) return 'running';
  return exitCode === undefined || exitCode === 0 ? 'good' : 'bad';
}

function titleOf({ end, exitCode }: Command<IMarker>): string {
  return end && exitCode !== undefined ? `Exit status ${exitCode}` : '';
}
