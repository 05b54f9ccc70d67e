import { beforeEach, describe, expect, test } from 'vitest';
import { type Command, CommandLog, type Mark } from '../../src/commands/command-log';
import { reportedDirectory } from '../../src/commands/directory';

class Line implements Mark {
  isDisposed = false;
  readonly #line: number;

  constructor(line: number) {
    this.#line = line;
  }

  get line(): number {
    return this.isDisposed ? -1 : this.#line;
  }

  dispose(): void {
    this.isDisposed = true;
  }
}

describe('CommandLog', () => {
  let line: number;
  let now: number;
  let marks: Line[];
  let finished: { command: Command<Line>; durationMs: number }[];
  let log: CommandLog<Line>;

  beforeEach(() => {
    line = 0;
    now = 0;
    marks = [];
    finished = [];
    log = new CommandLog<Line>({
      now: () => now,
      here: () => {
        const mark = new Line(line);
        marks.push(mark);
        return { mark, column: 0 };
      },
      events: { changed: () => {}, finished: (command, durationMs) => finished.push({ command, durationMs }) },
    });
  });

  const run = (exit: string, lines = 1, ms = 0): void => {
    log.marked('A');
    log.marked('B');
    line += 1;
    log.marked('C');
    line += lines;
    now += ms;
    log.marked(`D${exit}`);
  };

  test('knows where a command is, how it ended and how long it took', () => {
    run(';3', 5, 12_000);
    expect(finished).toMatchObject([{ command: { exitCode: 3 }, durationMs: 12_000 }]);
    const { prompt, output, end } = log.lastFinished ?? {};
    expect([prompt?.mark.line, output?.mark.line, end?.mark.line]).toEqual([0, 1, 6]);
  });

  test('a prompt that is drawn again is one prompt', () => {
    run(';0');
    log.marked('A');
    log.marked('B');
    line += 10;
    log.marked('A');
    log.marked('B');
    expect(log.commands.map(({ prompt }) => prompt.mark.line)).toEqual([0, 12]);
    expect(marks.filter(({ isDisposed }) => isDisposed)).toHaveLength(2);
  });

  test('an empty command neither ends anything nor is taken for the last', () => {
    run(';1');
    log.marked('A');
    log.marked('D;1');
    log.marked('A');
    expect(finished).toHaveLength(1);
    expect(log.lastFinished?.exitCode).toBe(1);
  });

  test.each(['', ';', ';x', ';99999999999', ';1e3'])('an exit code that is none (%j) is unknown', (exit) => {
    run(exit);
    expect(log.lastFinished?.exitCode).toBeUndefined();
    expect(finished).toHaveLength(1);
  });

  test.each(['', 'Z', 'D', 'B', 'C;x', 'AA', ';;;'])('%j out of place does nothing', (data) => {
    log.marked(data);
    expect(log.commands).toEqual([]);
    expect(finished).toEqual([]);
  });

  test('forgets what is gone from the screen, and the oldest of very many', () => {
    for (let command = 0; command < 1_500; command++) run(';0');
    expect(log.commands).toHaveLength(1_000);
    expect(marks.filter(({ isDisposed }) => !isDisposed)).toHaveLength(4_000);
    marks.forEach((mark) => mark.line < 2_990 && mark.dispose());
    expect(log.commands.length).toBeLessThan(10);
    expect(log.commands.every(({ prompt }) => prompt.mark.line >= 2_990)).toBe(true);
  });
});

test.each([
  ['file://host/home/ada/a%20b', '/home/ada/a b'],
  ['file:///tmp', '/tmp'],
  ['http://host/x', undefined],
  ['file://host/%zz', undefined],
  ['', undefined],
])('%j reports %j', (data, directory) => {
  expect(reportedDirectory(data)).toBe(directory);
});
