import { describe, expect, test } from 'vitest';
import { BACKOFF_BASE_MS, BACKOFF_CAP_MS, fullJitter } from '../src/net/backoff';

const almostOne = (): number => 1 - Number.EPSILON;

describe('fullJitter', () => {
  test('doubles its ceiling up to the cap', () => {
    const ceilings = [0, 1, 2, 3, 4, 5, 50, 5000].map((attempt) => Math.round(fullJitter(attempt, almostOne)));
    expect(ceilings).toEqual([500, 1000, 2000, 4000, 8000, 10_000, 10_000, 10_000]);
    expect([BACKOFF_BASE_MS, BACKOFF_CAP_MS]).toEqual([500, 10_000]);
  });

  test('may be nothing at all', () => {
    expect(fullJitter(7, () => 0)).toBe(0);
  });
});
