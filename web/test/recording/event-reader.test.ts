import { describe, expect, test } from 'vitest';
import { EventReader, READ_AHEAD_CHARS } from '../../src/recording/event-reader';
import { utf8 } from '../pieces';
import { SeededRandom } from '../random';
import { castOf, lineOf, output, randomEvents } from './casts';

const PART_BYTES = 64 * 1024;

/** Everything that waits for a promise has run. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('EventReader', () => {
  test('reads on from where it is told to, to the end', async () => {
    const events = randomEvents(new SeededRandom(1), 500);
    const file = castOf(events);
    const offset = castOf(events.slice(0, 100)).length;
    const reader = new EventReader(async (at) => file.subarray(at, at + 100), offset);
    const taken = [];
    while (await reader.arrived()) {
      taken.push(reader.next);
      reader.take();
    }
    expect(taken).toEqual(events.slice(100));
  });

  test('of a large recording it holds little, and asks for it as it is taken', async () => {
    const line = utf8(`${lineOf(output(1, 'x'.repeat(4_000)))}\n`);
    const totalBytes = 50 * 1024 * 1024;
    let read = 0;
    let largest = 0;
    const part = (at: number): Uint8Array =>
      Uint8Array.from(
        { length: Math.min(PART_BYTES, totalBytes - at) },
        (_, index) => line[(at + index) % line.length]!,
      );
    const reader = new EventReader(async (at) => {
      read = at;
      return part(at);
    }, 0);
    expect(await reader.arrived()).toBe(true);
    for (let steps = 0; steps < 500; steps++) {
      await settled();
      largest = Math.max(largest, reader.held);
      reader.take();
    }
    expect(largest).toBeLessThan(READ_AHEAD_CHARS + PART_BYTES + line.length);
    expect(read).toBeGreaterThan(1_000_000);
    expect(read).toBeLessThan(3_000_000);
  });

  test('a recording that has grown is read on', async () => {
    let file = castOf([output(1, 'one')]);
    const reader = new EventReader(async (at) => file.subarray(at), 0);
    expect(await reader.arrived()).toBe(true);
    reader.take();
    expect(await reader.arrived()).toBe(false);
    file = castOf([output(1, 'one'), output(2, 'two')]);
    expect(await reader.arrived()).toBe(true);
    expect(reader.next).toEqual(output(2, 'two'));
  });

  test('what has arrived is given before a failure is', async () => {
    const file = castOf([output(1, 'one')]);
    const reader = new EventReader(async (at) => {
      if (at > 0) throw new Error('gone');
      return file;
    }, 0);
    expect(await reader.arrived()).toBe(true);
    expect(reader.next).toEqual(output(1, 'one'));
    reader.take();
    await expect(reader.arrived()).rejects.toThrow('gone');
  });
});
