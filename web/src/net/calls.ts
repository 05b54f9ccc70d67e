import type { MessageInitShape } from '@bufbuild/protobuf';
import type { CallSchema, Reply } from '../gen/devtail/v1/edge_pb';
import { ErrorCode } from '../gen/devtail/v1/model_pb';
import type { FrameKind } from './frames';
import { GatewayError } from './errors';

export type Operation = NonNullable<MessageInitShape<typeof CallSchema>['operation']>;
export type Result = Exclude<Reply['result'], { case: 'error' } | { case: undefined }>;
export type Call = (operation: Operation) => Promise<Result>;

/** How often a call is sent again that came too fast. */
const MAX_POSTPONED = 10;

interface Pending {
  readonly operation: Operation;
  postponed: number;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: GatewayError) => void;
}

/**
 * Calls in flight. A call that was cut off is sent again on the next connection: every operation used here
 * may be repeated (StartTerminal has its request_key).
 */
export class Calls {
  readonly #pending = new Map<number, Pending>();
  #send: ((kind: FrameKind) => void) | undefined;
  #lastId = 0;

  call(operation: Operation): Promise<Result> {
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId;
      this.#pending.set(id, { operation, postponed: 0, resolve, reject });
      this.#send?.({ case: 'call', value: { id, operation } });
    });
  }

  connected(send: (kind: FrameKind) => void): void {
    this.#send = send;
    for (const [id, { operation }] of this.#pending) send({ case: 'call', value: { id, operation } });
  }

  disconnected(): void {
    this.#send = undefined;
  }

  /** @returns when a call that came too fast, and so was not done, is to be sent again, in ms from now */
  replied(reply: Reply): number | undefined {
    const pending = this.#pending.get(reply.id);
    if (!pending) return undefined;
    const { result } = reply;
    if (result.case === 'error' && result.value.code === ErrorCode.RATE_LIMITED && pending.postponed < MAX_POSTPONED) {
      pending.postponed++;
      return result.value.retryAfterMs;
    }
    this.#pending.delete(reply.id);
    if (result.case === 'error') pending.reject(GatewayError.of(result.value));
    else if (result.case !== undefined) pending.resolve(result);
    return undefined;
  }

  sendAgain(id: number): void {
    const pending = this.#pending.get(id);
    if (pending) this.#send?.({ case: 'call', value: { id, operation: pending.operation } });
  }

  fail(error: GatewayError): void {
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }
}

/** What each kind of result holds. */
type Values = { [R in Result as R['case']]: R['value'] };

/**
 * What a call was answered with.
 *
 * @param kind the one that its operation has
 */
export async function valueOf<K extends keyof Values>(answer: Promise<Result>, kind: K): Promise<Values[K]> {
  const result = await answer;
  if (result.case !== kind) throw new Error(`The gateway answered with ${result.case}.`);
  return result.value as Values[K];
}
