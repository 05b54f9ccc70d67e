import { expect, test } from 'vitest';
import { clockText, sizeText } from '../src/ui/format';

test.each([
  [0, '0:00'],
  [7_999, '0:07'],
  [754_000, '12:34'],
  [3_723_000, '1:02:03'],
  [360_000_000, '100:00:00'],
])('%i ms are %s', (ms, text) => {
  expect(clockText(ms)).toBe(text);
});

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_234, '1.2 KB'],
  [53_400_000, '53 MB'],
  [5_000_000_000_000, '5000 GB'],
])('%i bytes are %s', (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});
