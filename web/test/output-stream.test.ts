import { describe, expect, test } from 'vitest';
import { OutputStream } from '../src/terminal/output-stream';
import { SeededRandom } from './random';
import { ByteLog, utf8 } from './pieces';

describe('OutputStream', () => {
  test('takes what is new of a piece, and knows the rest', () => {
    const stream = new OutputStream();
    expect(stream.accept(0, utf8('abc'))).toEqual({ kind: 'fresh', bytes: utf8('abc') });
    expect(stream.accept(0, utf8('abc'))).toEqual({ kind: 'known' });
    expect(stream.accept(1, utf8('bcde'))).toEqual({ kind: 'fresh', bytes: utf8('de') });
    expect(stream.accept(6, utf8('g'))).toEqual({ kind: 'gap' });
    expect(stream.have).toBe(5);
  });

  test('an empty piece changes nothing', () => {
    const stream = new OutputStream();
    stream.restart(10);
    expect(stream.accept(10, utf8(''))).toEqual({ kind: 'known' });
    expect(stream.have).toBe(10);
  });

  test.each([1, 2, 3, 4, 5])('pieces in any order and number make up the stream once (seed %i)', (seed) => {
    const random = new SeededRandom(seed);
    const whole = random.bytes(5000);
    const stream = new OutputStream();
    const got = new ByteLog();
    while (stream.have < whole.length) {
      const offset = random.integer(0, Math.min(whole.length, stream.have + 50));
      const accepted = stream.accept(offset, whole.subarray(offset, offset + random.integer(0, 200)));
      if (accepted.kind === 'fresh') got.push(accepted.bytes);
      expect(got.length).toBe(stream.have);
    }
    expect(got.bytes).toEqual(whole);
  });
});
