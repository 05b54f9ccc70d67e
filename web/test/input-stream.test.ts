import { describe, expect, test } from 'vitest';
import { InputStream, MAX_CHUNK_BYTES, MAX_IN_FLIGHT_BYTES, MAX_KEPT_BYTES } from '../src/terminal/input-stream';
import { SeededRandom } from './random';
import { ByteLog, utf8 } from './pieces';

const UNLIMITED = Number.MAX_SAFE_INTEGER;

function drain(stream: InputStream): { offset: number; text: string }[] {
  const chunks = [];
  for (let chunk = stream.next(); chunk; chunk = stream.next()) {
    chunks.push({ offset: chunk.offset, text: new TextDecoder().decode(chunk.payload) });
  }
  return chunks;
}

describe('InputStream', () => {
  test('keeps what is typed before it is attached', () => {
    const stream = new InputStream();
    stream.push(utf8('early'));
    expect(stream.next()).toBeUndefined();
    expect(stream.attach(7, UNLIMITED, true)).toBe(0);
    expect(drain(stream)).toEqual([{ offset: 7, text: 'early' }]);
  });

  test('sends again from where the server stands', () => {
    const stream = new InputStream();
    stream.attach(0, UNLIMITED, true);
    stream.push(utf8('abcdef'));
    drain(stream);
    stream.acknowledge(2);
    expect(stream.pending).toBe(4);
    expect(stream.attach(3, UNLIMITED, true)).toBe(0);
    expect(drain(stream)).toEqual([{ offset: 3, text: 'def' }]);
  });

  test('sends no more than it was granted', () => {
    const stream = new InputStream();
    stream.attach(0, 4, true);
    stream.push(utf8('abcdef'));
    expect(drain(stream)).toEqual([{ offset: 0, text: 'abcd' }]);
    stream.extend(5);
    stream.extend(3);
    expect(drain(stream)).toEqual([{ offset: 4, text: 'e' }]);
  });

  test('sends a large paste in small pieces, and waits when enough is on its way', () => {
    const stream = new InputStream();
    stream.attach(0, UNLIMITED, true);
    stream.push(new Uint8Array(3 * MAX_IN_FLIGHT_BYTES));
    const sizes = drain(stream).map(({ text }) => text.length);
    expect(Math.max(...sizes)).toBe(MAX_CHUNK_BYTES);
    expect(sizes.reduce((sum, size) => sum + size)).toBe(MAX_IN_FLIGHT_BYTES);
    stream.acknowledge(10);
    expect(drain(stream).map(({ text }) => text.length)).toEqual([10]);
  });

  test('refuses as a whole what it has no room for', () => {
    const stream = new InputStream();
    expect(stream.push(new Uint8Array(MAX_KEPT_BYTES - 1))).toBe(true);
    expect(stream.push(utf8('ab'))).toBe(false);
    expect(stream.push(utf8('a'))).toBe(true);
    expect(stream.pending).toBe(MAX_KEPT_BYTES);
  });

  test('drops and counts what nobody knows the fate of', () => {
    const stream = new InputStream();
    stream.attach(0, UNLIMITED, true);
    stream.push(utf8('ab'));
    drain(stream);
    stream.acknowledge(2);
    stream.push(utf8('grüß'));
    drain(stream);
    // The server forgot this viewer.
    expect(stream.attach(0, UNLIMITED, true)).toBe(4);
    stream.push(utf8('new'));
    expect(drain(stream)).toEqual([{ offset: 0, text: 'new' }]);
  });

  test('drops what was meant for an earlier life of the terminal', () => {
    const stream = new InputStream();
    stream.attach(0, UNLIMITED, true);
    stream.push(utf8('rm'));
    expect(stream.attach(0, UNLIMITED, false)).toBe(2);
    expect(stream.next()).toBeUndefined();
  });

  test('ignores acknowledgements of what was never sent', () => {
    const stream = new InputStream();
    stream.attach(0, UNLIMITED, true);
    stream.push(utf8('abc'));
    stream.acknowledge(2);
    expect(stream.pending).toBe(3);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('the server gets every byte once, whatever is cut (seed %i)', (seed) => {
    const random = new SeededRandom(seed);
    const stream = new InputStream();
    const typed = new ByteLog();
    const accepted = new ByteLog();
    let limit = 0;
    const attach = (): void => {
      limit = Math.max(limit, accepted.length + random.integer(1, 3000));
      expect(stream.attach(accepted.length, limit, true)).toBe(0);
    };
    attach();
    for (let step = 0; step < 3000; step++) {
      const action = random.next();
      if (action < 0.3) {
        const bytes = random.bytes(random.integer(1, action < 0.01 ? 20_000 : 20));
        if (stream.push(bytes)) typed.push(bytes);
      } else if (action < 0.7) {
        const chunk = stream.next();
        if (!chunk) continue;
        expect(chunk.offset).toBeLessThanOrEqual(accepted.length);
        expect(chunk.offset + chunk.payload.length).toBeLessThanOrEqual(limit);
        if (random.chance(0.8)) accepted.push(chunk.payload.subarray(accepted.length - chunk.offset));
        else attach();
      } else if (action < 0.85) {
        stream.acknowledge(random.integer(0, accepted.length + 1));
      } else if (action < 0.95) {
        limit = Math.max(limit, accepted.length + random.integer(1, 3000));
        stream.extend(limit);
      } else {
        attach();
      }
    }
    limit = UNLIMITED;
    stream.extend(limit);
    for (let chunk = stream.next(); chunk || stream.pending > 0; chunk = stream.next()) {
      if (chunk) accepted.push(chunk.payload.subarray(accepted.length - chunk.offset));
      else stream.acknowledge(accepted.length);
    }
    expect(accepted.equals(typed)).toBe(true);
  });
});
