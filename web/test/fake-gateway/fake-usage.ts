import type { MessageInitShape } from '@bufbuild/protobuf';
import {
  BudgetAtCap,
  BudgetPeriod,
  BudgetScope,
  type BudgetStandingSchema,
  type GetUsage,
  UsageGrouping,
  type UsageSumSchema,
} from '../../src/gen/devtail/v1/usage_pb';

const MODELS = ['anthropic/claude-opus-4-1', 'anthropic/claude-haiku-4-5', 'openai/gpt-5-mini', 'ollama/qwen3'];
const BUDGET = '019ab000-0000-7000-8000-000000000001';

/** What calls of models have used: some each day, of four models; what one of them costs nobody knows. */
export class FakeUsage {
  #allowed = 0;

  usage({ filter, groupBy }: GetUsage): { sums: MessageInitShape<typeof UsageSumSchema>[] } {
    const from = new Date(Number(filter?.from?.seconds ?? 0n) * 1_000);
    const now = new Date();
    const sums: MessageInitShape<typeof UsageSumSchema>[] = [];
    if (groupBy.includes(UsageGrouping.SESSION)) {
      return { sums: [this.#sum('', 's-4f1c', from, 3), this.#sum('', '', from, 1)] };
    }
    for (let day = 0; ; day++) {
      const start = new Date(from.getFullYear(), from.getMonth(), from.getDate() + day);
      if (start > now) return { sums };
      MODELS.forEach((model, index) => {
        const many = ((day * 7 + index * 3) % 11) / (index + 1);
        if (many >= 1) sums.push(this.#sum(model, '', start, many));
      });
    }
  }

  #sum(model: string, sessionId: string, start: Date, many: number): MessageInitShape<typeof UsageSumSchema> {
    const isKnown = !model.startsWith('ollama');
    return {
      model,
      sessionId,
      start: { seconds: BigInt(start.getTime() / 1_000) },
      calls: BigInt(Math.round(many * 12)),
      usage: { input: BigInt(Math.round(many * 20_000)), cacheRead: 50_000n, output: BigInt(Math.round(many * 3_000)) },
      costUsd: isKnown ? (many * 0.4321).toFixed(6) : '0',
      unknownCosts: isKnown ? 0n : BigInt(Math.round(many * 12)),
    };
  }

  allow(amountUsd: string): MessageInitShape<typeof BudgetStandingSchema> {
    this.#allowed += Number(amountUsd);
    return this.#daily();
  }

  budgets(): MessageInitShape<typeof BudgetStandingSchema>[] {
    return [
      this.#daily(),
      {
        budget: {
          id: BUDGET.replace(/1$/, '2'),
          scope: BudgetScope.EACH_SESSION,
          period: BudgetPeriod.TOTAL,
          capUsd: '10',
          warnAt: '0.8',
          atCap: BudgetAtCap.STOP,
        },
        accounts: [{ subject: 's-4f1c', spentUsd: '2.5', reservedUsd: '1.25', allowedUsd: '0' }],
      },
    ];
  }

  #daily(): MessageInitShape<typeof BudgetStandingSchema> {
    return {
      budget: {
        id: BUDGET,
        scope: BudgetScope.USER,
        period: BudgetPeriod.DAY,
        capUsd: '5',
        warnAt: '0.8',
        atCap: BudgetAtCap.ASK,
      },
      accounts: [{ subject: 'ada', spentUsd: String((5 + this.#allowed) * 0.92), reservedUsd: '0.25', allowedUsd: String(this.#allowed) }],
    };
  }
}
