import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { Decompressor } from '../src/terminal/decompressor';
import { SeededRandom } from './random';

describe('Decompressor', () => {
  test('what came before is the dictionary', () => {
    const random = new SeededRandom(7);
    const decompressor = new Decompressor();
    let before = Buffer.alloc(0);
    for (let i = 0; i < 300; i++) {
      if (random.next() < 0.05) {
        decompressor.restart();
        before = Buffer.alloc(0);
      }
      const piece = Buffer.from(
        Array.from({ length: 1 + Math.floor(random.next() * 9000) }, () => 97 + Math.floor(random.next() * 3)),
      );
      const raw = random.next() < 0.3;
      const payload = raw ? piece : deflateRawSync(piece, { dictionary: before.subarray(-16 * 1024) });
      expect(Buffer.from(decompressor.next(payload, raw ? 0 : piece.length) ?? []).equals(piece)).toBe(true);
      before = Buffer.concat([before, piece]);
    }
  });

  test('what is not as it says is refused', () => {
    const piece = Buffer.from('0123456789'.repeat(500));
    const payload = deflateRawSync(piece);
    const refused = (bytes: Uint8Array, length: number): void =>
      expect(new Decompressor().next(bytes, length)).toBeUndefined();
    refused(payload, 5001);
    refused(payload, 70_000);
    refused(payload.subarray(0, payload.length / 2), 5000);
    refused(Buffer.from('this is no compressed piece'), 5000);
    refused(Buffer.alloc(0), 5000);
  });
});
