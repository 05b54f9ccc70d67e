import type { NewShare } from './gen/devtail/v1/edge_pb';
import { type Share, ViewerRole } from './gen/devtail/v1/model_pb';
import { type Call, unexpected } from './net/calls';

/** The user's links to terminals. */
export class Shares {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /** Those that are good now, newest first. */
  async list(): Promise<readonly Share[]> {
    const result = await this.#call({ case: 'listShares', value: {} });
    if (result.case !== 'shares') throw unexpected(result);
    return result.value.shares;
  }

  /** Its token is told this once. */
  async create(terminalId: string, mayType: boolean, lifetimeMs: number): Promise<NewShare> {
    const role = mayType ? ViewerRole.READ_WRITE : ViewerRole.READ_ONLY;
    const result = await this.#call({
      case: 'createShare',
      value: { terminalId, role, lifetimeMs: BigInt(lifetimeMs) },
    });
    if (result.case !== 'newShare') throw unexpected(result);
    return result.value;
  }

  async revoke(id: string): Promise<void> {
    await this.#call({ case: 'revokeShare', value: { shareId: id } });
  }
}
