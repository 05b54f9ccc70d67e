import type { UsageSum } from '../gen/devtail/v1/usage_pb';

/** What is drawn: dollars, or tokens of input and output together. */
export type Measure = 'cost' | 'tokens';

/** What is not drawn by itself, as there are too many. */
export const OTHERS = 'others';

export interface Figures {
  readonly calls: number;
  readonly tokens: number;
  /** In dollars, of calls whose cost is known. */
  readonly cost: number;
  /** Calls whose cost nobody knows. */
  readonly unknownCosts: number;
}

export interface Day {
  /** Its beginning. */
  readonly start: Date;
  /** By the name of a series. */
  readonly values: ReadonlyMap<string, number>;
}

export interface Days {
  /** The largest first; others last. */
  readonly series: readonly string[];
  /** Every day, also those without calls. */
  readonly days: readonly Day[];
  /** The highest of all days. */
  readonly most: number;
}

const MS_PER_SECOND = 1_000;

export function figuresOf(sum: UsageSum): Figures {
  const { usage } = sum;
  const tokens = usage ? usage.input + usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h + usage.output : 0n;
  return {
    calls: Number(sum.calls),
    tokens: Number(tokens),
    cost: Number(sum.costUsd),
    unknownCosts: Number(sum.unknownCosts),
  };
}

export function plus(one: Figures, other: Figures): Figures {
  return {
    calls: one.calls + other.calls,
    tokens: one.tokens + other.tokens,
    cost: one.cost + other.cost,
    unknownCosts: one.unknownCosts + other.unknownCosts,
  };
}

/** Sums by a name that they have. */
export function by(sums: readonly UsageSum[], name: (sum: UsageSum) => string): Map<string, Figures> {
  const all = new Map<string, Figures>();
  for (const sum of sums) {
    const before = all.get(name(sum));
    all.set(name(sum), before ? plus(before, figuresOf(sum)) : figuresOf(sum));
  }
  return all;
}

/**
 * Sums of days and models as a picture shows them.
 *
 * @param from the first day
 * @param until a time in the last day
 * @param maxSeries models that are drawn by themselves
 */
export function daysOf(
  sums: readonly UsageSum[],
  measure: Measure,
  from: Date,
  until: Date,
  maxSeries: number,
): Days {
  const largest = [...by(sums, ({ model }) => model)].sort(([, one], [, other]) => other[measure] - one[measure]);
  const own = largest.slice(0, largest.length > maxSeries ? maxSeries - 1 : maxSeries).map(([name]) => name);
  const seriesOf = (model: string): string => (own.includes(model) ? model : OTHERS);
  const found = new Map<string, Map<string, number>>();
  for (const sum of sums) {
    const day = keyOf(new Date(Number(sum.start?.seconds ?? 0n) * MS_PER_SECOND));
    const values = found.get(day) ?? new Map<string, number>();
    found.set(day, values);
    const series = seriesOf(sum.model);
    values.set(series, (values.get(series) ?? 0) + figuresOf(sum)[measure]);
  }
  const days: Day[] = [];
  // By the calendar: a day may have 23 hours, or 25.
  for (let start = startOf(from); start <= until; start = startOf(start, 1)) {
    days.push({ start, values: found.get(keyOf(start)) ?? new Map() });
  }
  return {
    series: own.length < largest.length ? [...own, OTHERS] : own,
    days,
    most: Math.max(0, ...days.map(({ values }) => [...values.values()].reduce((sum, value) => sum + value, 0))),
  };
}

/** When a day begins, here. */
export function startOf(time: Date, laterByDays = 0): Date {
  return new Date(time.getFullYear(), time.getMonth(), time.getDate() + laterByDays);
}

function keyOf(time: Date): string {
  return `${time.getFullYear()}-${time.getMonth()}-${time.getDate()}`;
}

/** A round number that is not below: 1, 2 or 5 times a power of ten. */
export function roundUp(value: number): number {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= value) ?? 10;
  return step * power;
}
