import { beforeEach, describe, expect, test } from 'vitest';
import type { CastEvent } from '../../src/recording/cast-parser';
import {
  LONGEST_PAUSE_MS,
  MAX_UNDRAWN_CHARS,
  type Moment,
  Player,
  type PlayerCanvas,
  SPEEDS,
} from '../../src/recording/player';
import type { GridSize } from '../../src/terminal/viewer';
import { SeededRandom } from '../random';
import { VirtualClock } from '../virtual-clock';
import { castOf, output, randomEvents, resize } from './casts';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const SIZE: GridSize = { columns: 80, rows: 24 };

/** Remembers what is drawn, with the time. */
class CanvasLog implements PlayerCanvas {
  readonly shown: { at: number; what: string }[] = [];
  readonly undrawn: (() => void)[] = [];
  /** While set, nothing is drawn before {@link drawAll}. */
  slow = false;
  readonly #clock: VirtualClock;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
  }

  get text(): string {
    return this.shown.map(({ what }) => what).join('');
  }

  restart(_size: GridSize, screen: Uint8Array): void {
    this.shown.length = 0;
    this.#note(new TextDecoder().decode(screen));
  }

  write(text: string, drawn: () => void): void {
    this.#note(text);
    if (this.slow) this.undrawn.push(drawn);
    else drawn();
  }

  resize({ columns, rows }: GridSize): void {
    this.#note(`<${columns}x${rows}>`);
  }

  drawAll(): void {
    for (const drawn of this.undrawn.splice(0)) drawn();
  }

  #note(what: string): void {
    this.shown.push({ at: this.#clock.now(), what });
  }
}

describe('Player', () => {
  let clock: VirtualClock;
  let canvas: CanvasLog;
  let file: Uint8Array;
  let events: CastEvent[];
  let player: Player;
  let sought: number[];
  let answerSeek: (() => Promise<void>) | undefined;
  let readFails: boolean;

  beforeEach(() => {
    clock = new VirtualClock();
    canvas = new CanvasLog(clock);
    sought = [];
    answerSeek = undefined;
    readFails = false;
  });

  /** Of a recording with these events; its "screen" is all that was shown. */
  function open(...recorded: CastEvent[]): void {
    events = recorded;
    file = castOf(events);
    player = new Player(
      {
        clock,
        canvas,
        changed: () => {},
        source: {
          duration: async () => events.at(-1)?.timeMs ?? 0,
          read: async (offset) => {
            if (readFails) throw new Error('unreadable');
            return file.subarray(offset, offset + 50);
          },
          seek: async (timeMs): Promise<Moment> => {
            sought.push(timeMs);
            await answerSeek?.();
            const before = events.filter((event) => event.timeMs <= timeMs);
            return {
              timeMs: before.at(-1)?.timeMs ?? 0,
              offset: castOf(before).length,
              size: SIZE,
              screen: new TextEncoder().encode(before.map(textOf).join('')),
            };
          },
        },
      },
      events.at(-1)?.timeMs ?? 0,
    );
  }

  async function play(fromMs = 0): Promise<void> {
    player.seek(fromMs);
    player.play();
    await settled();
  }

  /** Lets time go by as a browser does, in which reading takes turns with timers. */
  async function pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 10) {
      clock.advance(Math.min(10, ms - passed));
      await settled();
    }
  }

  test('shows each event at its time', async () => {
    open(output(0, 'a'), output(1_000, 'b'), resize(1_500, 100, 30), output(3_000, 'c'));
    await play();
    expect(canvas.text).toBe('a');
    await pass(990);
    expect(canvas.text).toBe('a');
    await pass(10);
    expect(canvas.text).toBe('ab');
    expect(player.positionMs).toBe(1_000);
    await pass(2_000);
    expect(canvas.shown.map(({ at, what }) => [at, what])).toEqual([
      [0, 'a'],
      [1_000, 'b'],
      [1_500, '<100x30>'],
      [3_000, 'c'],
    ]);
    expect(player.state.name).toBe('Ended');
  });

  test.each(Array.from({ length: 20 }, (_, seed) => seed))(
    'whatever the user does, what is shown is what was printed up to then (seed %i)',
    async (seed) => {
      const random = new SeededRandom(seed);
      open(...randomEvents(random, 60));
      await play();
      for (let step = 0; step < 60; step++) {
        const choice = random.integer(0, 7);
        if (choice === 0) player.pause();
        if (choice === 1) player.play();
        if (choice === 2) player.seek(random.integer(-1_000, player.durationMs + 1_000));
        if (choice === 3) player.speed = SPEEDS[random.integer(0, SPEEDS.length)] ?? 1;
        if (choice === 4) player.cutPauses = random.chance(0.5);
        if (random.chance(0.8)) await pass(random.integer(0, 3_000));
        await settled();
        const shown = events.filter(({ timeMs }) => timeMs <= player.positionMs);
        expect(canvas.text, `step ${step}`).toBe(shown.map(textOf).join(''));
      }
      player.speed = 8;
      player.cutPauses = true;
      while (player.state.name !== 'Ended') {
        player.play();
        await pass(1_000);
      }
      expect(canvas.text).toBe(events.map(textOf).join(''));
    },
  );

  test.each(SPEEDS)('at %f times the speed it takes as much less time', async (speed) => {
    open(output(0, 'a'), output(4_000, 'b'));
    player.speed = speed;
    await play();
    await pass(4_000 / speed - 10);
    expect(canvas.text).toBe('a');
    await pass(10);
    expect(canvas.text).toBe('ab');
  });

  test('a change of speed counts from where it is', async () => {
    open(output(0, 'a'), output(4_000, 'b'));
    await play();
    await pass(2_000);
    player.speed = 4;
    await pass(490);
    expect(canvas.text).toBe('a');
    await pass(10);
    expect(canvas.text).toBe('ab');
  });

  test('pauses are cut when that is asked for, and the time goes on behind them', async () => {
    open(output(0, 'a'), output(1_900, 'b'), output(60_000, 'c'), output(61_000, 'd'));
    player.cutPauses = true;
    await play();
    await pass(1_900);
    expect(canvas.text).toBe('ab');
    await pass(LONGEST_PAUSE_MS - 10);
    expect(canvas.text).toBe('ab');
    await pass(10);
    expect(canvas.text).toBe('abc');
    expect(player.positionMs).toBe(60_000);
    await pass(1_000);
    expect(canvas.text).toBe('abcd');
  });

  test('a pause that has already lasted long ends when cutting is turned on', async () => {
    open(output(0, 'a'), output(60_000, 'b'));
    await play();
    await pass(5_000);
    player.cutPauses = true;
    await settled();
    expect(canvas.text).toBe('ab');
  });

  test('a pause of the player takes no time of the recording', async () => {
    open(output(0, 'a'), output(1_000, 'b'));
    await play();
    await pass(600);
    player.pause();
    await pass(10_000);
    expect(player.positionMs).toBe(600);
    player.play();
    await pass(390);
    expect(canvas.text).toBe('a');
    await pass(10);
    expect(canvas.text).toBe('ab');
  });

  test('a device that slept finds the recording where it was', async () => {
    open(output(0, 'a'), output(1_000, 'b'), output(2_000, 'c'));
    await play();
    await pass(500);
    clock.sleep(3_600_000);
    clock.advance(0);
    expect(canvas.text).toBe('ab');
    expect(player.positionMs).toBe(1_000);
  });

  test('of the moments asked for while one is on its way, only the last is sought', async () => {
    open(output(0, 'a'), output(1_000, 'b'), output(5_000, 'c'));
    let answer = (): void => {};
    answerSeek = () => new Promise((resolve) => (answer = resolve));
    player.seek(1_000);
    for (let timeMs = 2_000; timeMs <= 4_000; timeMs += 100) player.seek(timeMs);
    expect(player.positionMs).toBe(4_000);
    answer();
    await settled();
    answer();
    await settled();
    expect(sought).toEqual([1_000, 4_000]);
    expect(canvas.text).toBe('ab');
    expect(player.state.name).toBe('Paused');
  });

  test('it waits for a screen that is slow, and the time waits with it', async () => {
    const long = 'x'.repeat(MAX_UNDRAWN_CHARS + 1);
    open(output(0, 'a'), output(100, long), output(200, 'b'), output(1_000, 'c'));
    canvas.slow = true;
    await play();
    await pass(300);
    // Reading a long line takes many parts.
    for (let parts = 0; parts < 10_000 && !canvas.text.includes('x'); parts++) await settled();
    await pass(5_000);
    expect(player.state.name).toBe('Waiting');
    expect(canvas.text.endsWith('b')).toBe(false);
    canvas.slow = false;
    canvas.drawAll();
    await pass(100);
    expect(canvas.text.endsWith('xb')).toBe(true);
    await pass(800);
    expect(canvas.text.endsWith('c')).toBe(true);
  });

  test('after the end it plays what has come since, and else from the beginning', async () => {
    open(output(0, 'a'), output(100, 'b'));
    await play();
    await pass(200);
    expect(player.state.name).toBe('Ended');
    events.push(output(300, 'c'));
    file = castOf(events);
    player.play();
    await pass(300);
    expect(canvas.text).toBe('abc');
    expect(player.state.name).toBe('Ended');
    expect(sought).toEqual([0]);
    player.play();
    await pass(10);
    expect(canvas.text).toBe('a');
  });

  test('a failure is told, and playing tries again', async () => {
    open(output(0, 'a'), output(100, 'b'));
    readFails = true;
    await play();
    expect(player.state).toMatchObject({ name: 'Failed', error: new Error('unreadable') });
    readFails = false;
    player.play();
    await pass(200);
    expect(canvas.text).toBe('ab');
  });

  test('nothing is drawn any more once it is disposed of', async () => {
    open(output(0, 'a'), output(100, 'b'));
    await play();
    player.dispose();
    await pass(1_000);
    expect(canvas.text).toBe('a');
  });
});

function textOf(event: CastEvent): string {
  return event.kind === 'output' ? event.text : `<${event.size.columns}x${event.size.rows}>`;
}
