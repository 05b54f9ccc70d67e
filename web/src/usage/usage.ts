import type { BudgetStanding, Usage as UsageAnswer, UsageSum } from '../gen/devtail/v1/usage_pb';
import { UsageGrouping } from '../gen/devtail/v1/usage_pb';
import { type Call, valueOf } from '../net/calls';

const MS_PER_SECOND = 1_000;

/** What the user's calls of models have used, as the gateway has it. */
export class Usage {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /** Of each day and model. */
  byDayAndModel(from: Date): Promise<readonly UsageSum[]> {
    return this.#sums(from, [UsageGrouping.DAY, UsageGrouping.MODEL]);
  }

  bySession(from: Date): Promise<readonly UsageSum[]> {
    return this.#sums(from, [UsageGrouping.SESSION]);
  }

  async #sums(from: Date, groupBy: UsageGrouping[]): Promise<readonly UsageSum[]> {
    const value = {
      filter: { from: { seconds: BigInt(Math.floor(from.getTime() / MS_PER_SECOND)) } },
      groupBy,
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    };
    const answer: UsageAnswer = await valueOf(this.#call({ case: 'getUsage', value }), 'usage');
    return answer.sums;
  }

  async budgets(): Promise<readonly BudgetStanding[]> {
    return (await valueOf(this.#call({ case: 'listBudgets', value: {} }), 'budgets')).budgets;
  }

  /** Lets more be spent under a budget, in its present period. */
  async allow(budgetId: string, subject: string, amountUsd: string): Promise<void> {
    await this.#call({ case: 'allowMore', value: { budgetId, subject, amountUsd } });
  }
}
