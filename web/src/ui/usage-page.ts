import { type BudgetAccount, BudgetPeriod, BudgetScope, type BudgetStanding } from '../gen/devtail/v1/usage_pb';
import { BudgetAtCap } from '../gen/devtail/v1/usage_pb';
import { messageOf } from '../net/errors';
import { by, daysOf, type Figures, type Measure, OTHERS, startOf } from '../usage/days';
import type { Usage } from '../usage/usage';
import { element, iconButton } from './dom';
import { dollars, tokensText } from './format';
import { MAX_SERIES, usageChart } from './usage-chart';

const SPANS = [7, 30, 90] as const;
/** Sessions that are listed: the dearest. */
const MAX_SESSIONS = 20;
const MIN_CHART_WIDTH = 280;
/** As in app.css. */
const PADDING = 12;

export interface UsagePageEvents {
  wantsTerminals(): void;
  /** Something that the user has asked for did not work. */
  failed(error: unknown): void;
}

interface Found {
  readonly from: Date;
  readonly days: Awaited<ReturnType<Usage['byDayAndModel']>>;
  readonly sessions: Awaited<ReturnType<Usage['bySession']>>;
  readonly budgets: readonly BudgetStanding[];
}

/** What the user's calls of models have used and cost, and what may be spent. */
export class UsagePage {
  readonly root = element('section', { className: 'page', 'aria-label': 'Usage', hidden: true });
  readonly #usage: Usage;
  readonly #events: UsagePageEvents;
  readonly #span = element('select', { className: 'usage-choice', 'aria-label': 'Time' });
  readonly #measure = element('select', { className: 'usage-choice', 'aria-label': 'Measure' });
  readonly #message = element('p', { className: 'page-message', hidden: true });
  readonly #content = element('div', { className: 'usage' });
  #found: Found | undefined;
  /** Counts questions: of several answers only the last question's is shown. */
  #asked = 0;

  constructor(usage: Usage, events: UsagePageEvents) {
    this.#usage = usage;
    this.#events = events;
    this.#message.setAttribute('role', 'status');
    for (const days of SPANS) this.#span.append(new Option(`${days} days`, String(days), days === 30, days === 30));
    this.#measure.append(new Option('Cost', 'cost'), new Option('Tokens', 'tokens'));
    this.#span.onchange = () => void this.refresh();
    this.#measure.onchange = () => this.#draw();
    this.root.append(
      element(
        'div',
        { className: 'page-body' },
        element(
          'header',
          { className: 'page-bar' },
          iconButton('Terminals', 'left', () => events.wantsTerminals()),
          element('h1', {}, 'Usage'),
          this.#measure,
          this.#span,
        ),
        element('div', { className: 'page-content' }, this.#message, this.#content),
      ),
    );
  }

  get isShown(): boolean {
    return !this.root.hidden;
  }

  show(): void {
    this.root.hidden = false;
    void this.refresh();
  }

  hide(): void {
    this.root.hidden = true;
  }

  async refresh(): Promise<void> {
    if (!this.isShown) return;
    const asked = ++this.#asked;
    const from = startOf(new Date(), 1 - Number(this.#span.value));
    try {
      const [days, sessions, budgets] = await Promise.all([
        this.#usage.byDayAndModel(from),
        this.#usage.bySession(from),
        this.#usage.budgets(),
      ]);
      if (asked !== this.#asked) return;
      this.#found = { from, days, sessions, budgets };
      this.#say('');
      this.#draw();
    } catch (error) {
      if (asked === this.#asked) this.#say(messageOf(error));
    }
  }

  #draw(): void {
    const found = this.#found;
    if (!found) return;
    const measure: Measure = this.#measure.value === 'tokens' ? 'tokens' : 'cost';
    const parts = [...this.#budgets(found.budgets)];
    if (found.days.length === 0) parts.push(emptyState());
    else parts.push(...this.#usageOf(found, measure));
    this.#content.replaceChildren(...parts);
  }

  *#usageOf({ from, days, sessions }: Found, measure: Measure): Generator<HTMLElement> {
    const picture = daysOf(days, measure, from, new Date(), MAX_SERIES);
    const colour = (model: string): number => {
      const index = picture.series.indexOf(model);
      return index < 0 ? picture.series.indexOf(OTHERS) : index;
    };
    const models = sorted(by(days, ({ model }) => model), measure);
    const width = Math.max(MIN_CHART_WIDTH, this.#content.clientWidth - 2 * PADDING);
    yield element('div', { className: 'usage-plot' }, usageChart(picture, measure, width));
    yield table('Models', models, (model) => [swatch(colour(model)), model]);
    const ofSessions = sorted(by(sessions, ({ sessionId }) => sessionId), measure).slice(0, MAX_SESSIONS);
    yield table('Sessions', ofSessions, (session) => [session || 'no session']);
  }

  *#budgets(budgets: readonly BudgetStanding[]): Generator<HTMLElement> {
    if (budgets.length === 0) return;
    const list = element('ul', { className: 'budgets', 'aria-label': 'Budgets' });
    for (const standing of budgets) {
      const accounts = standing.accounts.length > 0 ? standing.accounts : [undefined];
      list.append(...accounts.map((account) => this.#budgetRow(standing, account)));
    }
    yield element('h2', {}, 'Budgets');
    yield list;
  }

  #budgetRow({ budget }: BudgetStanding, account: BudgetAccount | undefined): HTMLElement {
    const cap = Number(budget?.capUsd ?? 0) + Number(account?.allowedUsd ?? 0);
    const spent = Number(account?.spentUsd ?? 0);
    const reserved = Number(account?.reservedUsd ?? 0);
    const share = (amount: number): string => `${cap <= 0 ? 100 : Math.min(100, (100 * amount) / cap)}%`;
    const name = `${subjectOf(budget?.scope, account?.subject ?? '')} ${periodOf(budget?.period)}`;
    const bar = element('div', { className: 'budget-bar', 'aria-hidden': 'true' });
    const spentPart = element('span', { className: 'budget-spent' });
    const reservedPart = element('span', { className: 'budget-reserved' });
    spentPart.style.width = share(spent);
    reservedPart.style.width = share(Math.min(reserved, Math.max(0, cap - spent)));
    bar.append(spentPart, reservedPart);
    bar.classList.toggle('near', spent + reserved >= cap * Number(budget?.warnAt ?? 1));
    bar.classList.toggle('full', spent >= cap);
    const underWay = reserved > 0 ? `, ${dollars(reserved)} under way` : '';
    const row = element(
      'li',
      {},
      element(
        'div',
        { className: 'budget-facts' },
        element('span', {}, name),
        element('span', { className: 'soft' }, `${dollars(spent)} of ${dollars(cap)}${underWay}`),
      ),
      bar,
    );
    if (budget && !budget.ofOperator && budget.atCap === BudgetAtCap.ASK && spent + reserved >= cap * Number(budget.warnAt)) {
      row.querySelector('.budget-facts')?.append(this.#allowButton(budget.id, account?.subject ?? '', budget.capUsd));
    }
    return row;
  }

  /** As much again, once. */
  #allowButton(budgetId: string, subject: string, amount: string): HTMLButtonElement {
    const button = element('button', { className: 'button', type: 'button' }, `Allow ${dollars(Number(amount))} more`);
    button.onclick = async () => {
      button.disabled = true;
      try {
        await this.#usage.allow(budgetId, subject, amount);
      } catch (error) {
        this.#events.failed(error);
      }
      await this.refresh();
    };
    return button;
  }

  #say(text: string): void {
    this.#message.hidden = text === '';
    this.#message.textContent = text;
  }
}

function sorted(figures: Map<string, Figures>, measure: Measure): [string, Figures][] {
  return [...figures].sort(([, one], [, other]) => other[measure] - one[measure]);
}

function swatch(series: number): HTMLElement {
  const mark = element('span', { className: 'usage-swatch', 'aria-hidden': 'true' });
  mark.style.background = `var(--series-${series})`;
  return mark;
}

function table(
  title: string,
  rows: readonly [string, Figures][],
  nameOf: (name: string) => (Node | string)[],
): HTMLElement {
  const cell = (text: string): HTMLElement => element('td', {}, text);
  const body = element('tbody');
  for (const [name, { calls, tokens, cost, unknownCosts }] of rows) {
    body.append(
      element(
        'tr',
        {},
        element('th', { scope: 'row' }, ...nameOf(name)),
        cell(String(calls)),
        cell(tokensText(tokens)),
        cell(costText(cost, calls, unknownCosts)),
      ),
    );
  }
  const head = ['Calls', 'Tokens', 'Cost'].map((name) => element('th', { scope: 'col' }, name));
  return element(
    'table',
    { className: 'usage-table' },
    element('thead', {}, element('tr', {}, element('th', { scope: 'col' }, title), ...head)),
    body,
  );
}

/** What is unknown is said, and is not nothing. */
function costText(cost: number, calls: number, unknownCosts: number): string {
  if (unknownCosts === 0) return dollars(cost);
  return unknownCosts === calls ? 'unknown' : `${dollars(cost)} + ${unknownCosts} unknown`;
}

function subjectOf(scope: BudgetScope | undefined, subject: string): string {
  switch (scope) {
    case BudgetScope.SESSION:
      return `Session ${subject}`;
    case BudgetScope.AGENT_RUN:
      return `Agent run ${subject}`;
    case BudgetScope.EACH_SESSION:
      return subject ? `Session ${subject}` : 'Each session';
    case BudgetScope.EACH_AGENT_RUN:
      return subject ? `Agent run ${subject}` : 'Each agent run';
    case BudgetScope.USER:
    case BudgetScope.UNSPECIFIED:
    case undefined:
      return 'All calls';
  }
}

function periodOf(period: BudgetPeriod | undefined): string {
  switch (period) {
    case BudgetPeriod.DAY:
      return 'today';
    case BudgetPeriod.MONTH:
      return 'this month';
    case BudgetPeriod.TOTAL:
    case BudgetPeriod.UNSPECIFIED:
    case undefined:
      return 'in all';
  }
}

function emptyState(): HTMLElement {
  const { origin } = location;
  return element(
    'div',
    { className: 'usage-empty' },
    element('p', {}, 'No calls of models in this time.'),
    element('p', {}, 'Point an agent here, with a key that calls models and does nothing else.'),
    element(
      'pre',
      {},
      `KEY=$(devtail keys create --name agents)\n\n` +
        `# Claude Code\nANTHROPIC_BASE_URL=${origin} ANTHROPIC_AUTH_TOKEN=$KEY claude\n\n` +
        `# Aider, and whatever speaks as OpenAI does\nOPENAI_API_BASE=${origin}/v1 OPENAI_API_KEY=$KEY aider`,
    ),
  );
}
