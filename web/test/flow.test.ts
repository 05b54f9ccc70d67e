import { describe, expect, test } from 'vitest';
import { Acknowledger } from '../src/terminal/acknowledger';
import { ByteQueue } from '../src/terminal/byte-queue';
import { CreditWindow, WINDOW_BYTES } from '../src/terminal/credit-window';
import { SeededRandom } from './random';
import { VirtualClock } from './virtual-clock';

describe('CreditWindow', () => {
  test('grants in steps of a quarter of the window', () => {
    const window = new CreditWindow();
    window.restart(WINDOW_BYTES);
    expect(window.drawn(WINDOW_BYTES / 4 - 1)).toBeUndefined();
    expect(window.drawn(WINDOW_BYTES / 4)).toBe(WINDOW_BYTES * 1.25);
    expect(window.drawn(WINDOW_BYTES / 4 + 1)).toBeUndefined();
  });

  test('opens with less while much waits to be drawn, but never with nothing', () => {
    expect(CreditWindow.remaining(0)).toBe(WINDOW_BYTES);
    expect(CreditWindow.remaining(WINDOW_BYTES / 2)).toBe(WINDOW_BYTES / 2);
    expect(CreditWindow.remaining(2 * WINDOW_BYTES)).toBe(4096);
  });
});

describe('Acknowledger', () => {
  test.each([
    [WINDOW_BYTES, 16 * 1024],
    [16 * 1024, 4 * 1024],
  ])(
    'with a window of %i bytes it waits a second for a frame that carries the Ack, or for %i bytes',
    (window, most) => {
      const clock = new VirtualClock();
      let sent = 0;
      let have = 0;
      const acknowledger = new Acknowledger(clock, () => {
        sent += 1;
        acknowledger.acknowledged(have);
      });
      acknowledger.restart(have, window);
      const receive = (bytes: number): void => acknowledger.received((have += bytes));

      receive(10);
      clock.advance(999);
      expect(sent).toBe(0);
      clock.advance(1);
      expect(sent).toBe(1);
      receive(most - 1);
      expect(sent).toBe(1);
      receive(1);
      expect(sent).toBe(2);
      receive(5);
      acknowledger.acknowledged(have);
      clock.advance(5000);
      expect(sent).toBe(2);
    },
  );
});

describe('ByteQueue', () => {
  test.each([1, 2, 3])('is a window on everything that was pushed (seed %i)', (seed) => {
    const random = new SeededRandom(seed);
    const all: number[] = [];
    let dropped = 0;
    const queue = new ByteQueue();
    for (let step = 0; step < 500; step++) {
      const bytes = random.bytes(random.integer(0, 3000));
      queue.push(bytes);
      all.push(...bytes);
      const count = random.integer(0, queue.length + 1);
      queue.drop(count);
      dropped += count;
      expect(queue.length).toBe(all.length - dropped);
      const from = random.integer(0, queue.length + 1);
      expect([...queue.slice(from, 50)]).toEqual(all.slice(dropped + from, dropped + from + 50));
    }
  });
});
