import type { MessageInitShape } from '@bufbuild/protobuf';
import type { CallSchema, Reply } from '../gen/devtail/v1/edge_pb';
import type { FrameKind } from './frames';
import { GatewayError } from './errors';

export type Operation = NonNullable<MessageInitShape<typeof CallSchema>['operation']>;
export type Result = Exclude<Reply['result'], { case: 'error' } | { case: undefined }>;
export type Call = (operation: Operation) => Promise<Result>;

interface Pending {
  readonly operation: Operation;
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
      this.#pending.set(id, { operation, resolve, reject });
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

  replied(reply: Reply): void {
    const pending = this.#pending.get(reply.id);
    if (!pending) return;
    this.#pending.delete(reply.id);
    const { result } = reply;
    if (result.case === 'error') pending.reject(GatewayError.of(result.value));
    else if (result.case !== undefined) pending.resolve(result);
  }

  fail(error: GatewayError): void {
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }
}

/** What a caller throws at a result of another kind than its operation has. */
export function unexpected(result: Result): Error {
  return new Error(`The gateway answered with ${result.case}.`);
}
