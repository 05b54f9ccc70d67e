import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Line } from '../../src/prediction/line';
import { type Overlay, Predictor } from '../../src/prediction/predictor';
import { VirtualClock } from '../virtual-clock';

/** Written by the tests of the Java client (SharedSessionsTest). */
const FILE = new URL('../../../client/src/test/resources/prediction-sessions.json', import.meta.url);

/** One thing that happens to a predictor, and what it draws after it. */
interface Step {
  /** Milliseconds since the session began. */
  readonly at: number;
  readonly typed?: string;
  readonly end?: number;
  readonly line?: { readonly row: number; readonly column: number; readonly columns: number; readonly text: string };
  readonly acknowledged?: number;
  readonly overlay?: { readonly column: number; readonly cells: Readonly<Record<string, string>> };
}

const sessions = JSON.parse(readFileSync(FILE, 'utf8')) as readonly (readonly Step[])[];

function lineOf({ row, column, columns, text }: NonNullable<Step['line']>): Line {
  return { row, column, cells: Array.from(text.padEnd(columns)) };
}

function shown(overlay: Overlay | undefined): Step['overlay'] {
  return (
    overlay && {
      column: overlay.column,
      cells: Object.fromEntries(overlay.cells.map(({ column, text }) => [column, text])),
    }
  );
}

describe('a session that all clients are held to', () => {
  test.each(sessions.map((steps, index) => ({ index, steps })))('$index', ({ steps }) => {
    const clock = new VirtualClock();
    let line: Line | undefined;
    let overlay: Overlay | undefined;
    const predictor = new Predictor({ clock, line: () => line, draw: (drawn) => (overlay = drawn) });
    const drawn = steps.map((step) => {
      clock.advance(step.at - clock.now());
      if (step.line) {
        line = lineOf(step.line);
        predictor.drawn();
      }
      if (step.typed !== undefined) predictor.typed(step.typed, step.end ?? 0);
      if (step.acknowledged !== undefined) predictor.acknowledged(step.acknowledged);
      return shown(overlay);
    });
    expect(drawn).toEqual(steps.map((step) => step.overlay));
  });
});
