import { type Share, ViewerRole } from './gen/devtail/v1/model_pb';
import { type Call, valueOf } from './net/calls';

/** The user's links to terminals. */
export class Shares {
  readonly #call: Call;

  constructor(call: Call) {
    this.#call = call;
  }

  /** Those that are good now, newest first. */
  async list(): Promise<readonly Share[]> {
    return (await valueOf(this.#call({ case: 'listShares', value: {} }), 'shares')).shares;
  }

  /** @returns the token of a new one; it is told this once */
  async create(terminalId: string, mayType: boolean, lifetimeMs: number): Promise<string> {
    const role = mayType ? ViewerRole.READ_WRITE : ViewerRole.READ_ONLY;
    const value = { terminalId, role, lifetimeMs: BigInt(lifetimeMs) };
    return (await valueOf(this.#call({ case: 'createShare', value }), 'newShare')).token;
  }

  async revoke(id: string): Promise<void> {
    await this.#call({ case: 'revokeShare', value: { shareId: id } });
  }
}
