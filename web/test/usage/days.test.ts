import { create } from '@bufbuild/protobuf';
import { describe, expect, test } from 'vitest';
import { type UsageSum, UsageSumSchema } from '../../src/gen/devtail/v1/usage_pb';
import { by, daysOf, OTHERS, roundUp } from '../../src/usage/days';

function sum(day: Date, model: string, costUsd: string, unknownCosts = 0n): UsageSum {
  return create(UsageSumSchema, {
    start: { seconds: BigInt(day.getTime() / 1_000) },
    model,
    calls: 2n,
    usage: { input: 10n, cacheRead: 20n, cacheWrite5m: 30n, cacheWrite1h: 40n, output: 50n, reasoning: 5n },
    costUsd,
    unknownCosts,
  });
}

const first = new Date(2026, 9, 24);
const second = new Date(2026, 9, 25);
const third = new Date(2026, 9, 26);

describe('days', () => {
  test('every day is there, whether or not it has calls, and however long it is', () => {
    const { days, series, most } = daysOf(
      [sum(first, 'a', '1'), sum(third, 'a', '2'), sum(third, 'b', '3')],
      'cost',
      first,
      new Date(2026, 9, 26, 15),
      8,
    );
    expect(days.map(({ start }) => start)).toEqual([first, second, third]);
    expect(days.map(({ values }) => [...values])).toEqual([
      [['a', 1]],
      [],
      [
        ['a', 2],
        ['b', 3],
      ],
    ]);
    expect(series).toEqual(['a', 'b']);
    expect(most).toBe(5);
  });

  test('models that are too many are drawn as one', () => {
    const sums = ['a', 'b', 'c', 'd'].map((model, index) => sum(first, model, String(index + 1)));
    const { series, days } = daysOf(sums, 'cost', first, first, 3);
    expect(series).toEqual(['d', 'c', OTHERS]);
    expect(days[0]?.values.get(OTHERS)).toBe(3);
    expect(daysOf(sums, 'cost', first, first, 4).series).toEqual(['d', 'c', 'b', 'a']);
  });

  test('tokens are counted once: reasoning is output', () => {
    expect(by([sum(first, 'a', '1'), sum(second, 'a', '0', 2n)], ({ model }) => model).get('a')).toEqual({
      calls: 4,
      tokens: 300,
      cost: 1,
      unknownCosts: 2,
    });
  });

  test.each([
    [0, 1],
    [0.0012, 0.002],
    [0.5, 0.5],
    [3, 5],
    [7, 10],
    [1_000, 1_000],
    [1_001, 2_000],
  ])('%d is rounded up to %d', (value, rounded) => {
    expect(roundUp(value)).toBeCloseTo(rounded, 10);
  });
});
