import { describe, expect, test } from 'vitest';
import { type CastEvent, CastParser, DamagedRecording, MAX_LINE_BYTES } from '../../src/recording/cast-parser';
import { utf8 } from '../pieces';
import { SeededRandom } from '../random';
import { castOf, randomEvents } from './casts';

describe('CastParser', () => {
  test.each(Array.from({ length: 20 }, (_, seed) => seed))(
    'gives the same events however it is cut (seed %i)',
    (seed) => {
      const random = new SeededRandom(seed);
      const events = randomEvents(random, 200);
      const file = castOf(events);
      const parser = new CastParser();
      const taken: CastEvent[] = [];
      for (let at = 0; at < file.length;) {
        const length = random.chance(0.5) ? random.integer(1, 4) : random.integer(1, 2_000);
        taken.push(...parser.take(file.subarray(at, at + length)));
        at += length;
      }
      expect(taken).toEqual(events);
      expect(parser.heldBytes).toBe(0);
    },
  );

  test('a line is cut at every byte', () => {
    const line = utf8('[1.5, "o", "é世🙂\\u001b[0m\\"\\\\"]\n');
    for (let cut = 0; cut <= line.length; cut++) {
      const parser = new CastParser();
      expect([...parser.take(line.subarray(0, cut)), ...parser.take(line.subarray(cut))], `cut at ${cut}`).toEqual([
        { kind: 'output', timeMs: 1500, text: 'é世🙂\x1b[0m"\\' },
      ]);
    }
  });

  test('what draws nothing is left out, and what is not finished waits', () => {
    const parser = new CastParser();
    const file =
      '{"version": 2}\n[1, "i", "typed"]\n[2, "m", ""]\n\n[3, "r", "0x5"]\n[3, "r", "5000x5"]\n[4, "r", "90x30"]\n[5, "o';
    expect(parser.take(utf8(file))).toEqual([{ kind: 'resize', timeMs: 4000, size: { columns: 90, rows: 30 } }]);
    expect(parser.heldBytes).toBe('[5, "o'.length);
  });

  test('a part that was taken can be used again', () => {
    const parser = new CastParser();
    const part = utf8('[1, "o", "kept');
    parser.take(part);
    part.fill(0);
    expect(parser.take(utf8('"]\n'))).toEqual([{ kind: 'output', timeMs: 1000, text: 'kept' }]);
  });

  test.each(['[1, "o"]', '["1", "o", "x"]', '[-1, "o", "x"]', '[1e999, "o", "x"]', '[1, "o", 2]', '[1, "o", "x"'])(
    '%s is damaged',
    (line) => {
      expect(() => new CastParser().take(utf8(`${line}\n`))).toThrow(DamagedRecording);
    },
  );

  test('a line without an end is held up to a bound', () => {
    const parser = new CastParser();
    const part = new Uint8Array(MAX_LINE_BYTES / 4).fill(0x20);
    for (let parts = 0; parts < 4; parts++) parser.take(part);
    expect(() => parser.take(part.subarray(0, 1))).toThrow(DamagedRecording);
  });
});
