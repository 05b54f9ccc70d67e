import type { Day, Days, Measure } from '../usage/days';
import { roundUp } from '../usage/days';
import { svg } from './dom';
import { dollars, tokensText } from './format';

const HEIGHT = 220;
const LEFT = 56;
const BOTTOM = 24;
const TOP = 10;
const PLOT_HEIGHT = HEIGHT - TOP - BOTTOM;
const GRID_LINES = 4;
/** Of the name of a day below. */
const LABEL_WIDTH = 64;
/** Of a day's width. */
const GAP = 0.2;
/** Colours that there are, in `--series-0` and so on. */
export const MAX_SERIES = 8;

/**
 * Bars for each day, a part for each model. What it shows stands in the tables, too.
 *
 * @param fullWidth in CSS pixels
 */
export function usageChart(days: Days, measure: Measure, fullWidth: number): SVGSVGElement {
  const top = roundUp(days.most);
  const chart = svg('svg', {
    viewBox: `0 0 ${fullWidth} ${HEIGHT}`,
    class: 'usage-chart',
    role: 'img',
    'aria-label': `${measure === 'cost' ? 'Cost' : 'Tokens'} of each day`,
  });
  for (let line = 0; line <= GRID_LINES; line++) {
    chart.append(...gridLine((top * line) / GRID_LINES, top, measure, fullWidth));
  }
  const plotWidth = fullWidth - LEFT;
  const width = plotWidth / days.days.length;
  const step = Math.ceil(LABEL_WIDTH / width);
  days.days.forEach((day, index) => {
    const x = LEFT + index * width;
    chart.append(bar(day, days, top, x + (width * GAP) / 2, width * (1 - GAP), measure));
    if (index % step === 0) chart.append(dayLabel(day, Math.min(x + width / 2, fullWidth - LABEL_WIDTH / 2)));
  });
  return chart;
}

function yOf(value: number, top: number): number {
  return TOP + PLOT_HEIGHT * (1 - value / top);
}

function gridLine(value: number, top: number, measure: Measure, width: number): SVGElement[] {
  const y = yOf(value, top);
  const text = svg('text', { x: LEFT - 6, y: y + 4, 'text-anchor': 'end' });
  text.textContent = measure === 'cost' ? dollars(value) : tokensText(value);
  return [svg('line', { x1: LEFT, x2: width, y1: y, y2: y, class: 'usage-grid' }), text];
}

function dayLabel({ start }: Day, x: number): SVGElement {
  const text = svg('text', { x, y: HEIGHT - 6, 'text-anchor': 'middle' });
  text.textContent = start.toLocaleDateString(undefined, { month: 'short', day: 'numeric' });
  return text;
}

function bar(day: Day, { series }: Days, top: number, x: number, width: number, measure: Measure): SVGElement {
  const group = svg('g', { class: 'usage-day' });
  let below = 0;
  series.forEach((name, index) => {
    const value = day.values.get(name) ?? 0;
    if (value <= 0) return;
    const y = yOf(below + value, top);
    group.append(
      svg('rect', { x, y, width, height: yOf(below, top) - y, style: `fill: var(--series-${index})` }),
    );
    below += value;
  });
  const title = svg('title', {});
  const what = measure === 'cost' ? dollars(below) : `${tokensText(below)} tokens`;
  title.textContent = `${day.start.toLocaleDateString()}: ${what}`;
  group.prepend(title);
  return group;
}
