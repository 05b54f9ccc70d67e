/** Recordings for tests. */
import type { CastEvent } from '../../src/recording/cast-parser';
import { utf8 } from '../pieces';
import type { SeededRandom } from '../random';

const TEXTS = ['a', 'é', '世', '🙂', '\x1b[31m', '\r\n', '"', '\\', '\u0000', 'ls -l'] as const;

export const output = (timeMs: number, text: string): CastEvent => ({ kind: 'output', timeMs, text });

export const resize = (timeMs: number, columns: number, rows: number): CastEvent => ({
  kind: 'resize',
  timeMs,
  size: { columns, rows },
});

/** Events in order of time. */
export function randomEvents(random: SeededRandom, count: number): CastEvent[] {
  let timeMs = 0;
  return Array.from({ length: count }, () => {
    timeMs += random.chance(0.1) ? random.integer(0, 20_000) : random.integer(0, 200);
    if (random.chance(0.1)) return resize(timeMs, random.integer(1, 200), random.integer(1, 60));
    const text = Array.from({ length: random.integer(1, 30) }, () => TEXTS[random.integer(0, TEXTS.length)]).join('');
    return output(timeMs, text);
  });
}

/** The file that a recording of these events is. */
export function castOf(events: readonly CastEvent[]): Uint8Array {
  return utf8(['{"version": 2, "width": 80, "height": 24}', ...events.map(lineOf), ''].join('\n'));
}

export function lineOf(event: CastEvent): string {
  const seconds = event.timeMs / 1000;
  return event.kind === 'output'
    ? JSON.stringify([seconds, 'o', event.text])
    : JSON.stringify([seconds, 'r', `${event.size.columns}x${event.size.rows}`]);
}
