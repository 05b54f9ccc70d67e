import type { MessageInitShape } from '@bufbuild/protobuf';
import type { CallSchema, Reply } from '../gen/devtail/v1/edge_pb';
import { ErrorCode } from '../gen/devtail/v1/model_pb';
import type { Clock } from './clock';
import { GatewayError } from './errors';
import type { FrameKind } from './frames';

export type Operation = NonNullable<MessageInitShape<typeof CallSchema>['operation']>;
export type Result = Exclude<Reply['result'], { case: 'error' } | { case: undefined }>;
export type Call = (operation: Operation) => Promise<Result>;

/**
 * From a call to its answer, through all cuts between: time enough to find out that a connection is dead, which takes
 * two heartbeats, and to ask again on the next one.
 */
export const CALL_DEADLINE_MS = 90_000;
/** How often a call is sent again that came too fast. */
const MAX_POSTPONED = 10;
const MS_PER_SECOND = 1_000;
const SEE_FIRST = 'See whether it was done before you try again.';

/**
 * Whether an operation may be sent again when it is not known whether it was done
 * (docs/protocol.md, "Calls"). One that may not is left to the user.
 */
const REPEATABLE: Readonly<Record<NonNullable<Operation['case']>, boolean>> = {
  createSession: false,
  getSession: true,
  listSessions: true,
  updateSession: true,
  deleteSession: true,
  // It has its request_key.
  startTerminal: true,
  listTerminals: true,
  signalTerminal: false,
  endTerminal: true,
  startRecording: true,
  stopRecording: true,
  listRecordings: true,
  readRecording: true,
  seekRecording: true,
  searchRecordings: true,
  deleteRecording: true,
  createShare: false,
  listShares: true,
  revokeShare: true,
  pairDevice: false,
  listDevices: true,
  revokeDevice: true,
  createKey: false,
  listKeys: true,
  revokeKey: true,
  readHistory: true,
  searchHistory: true,
  listEvents: true,
  getUsage: true,
  listModelCalls: true,
  listBudgets: true,
  setBudget: true,
  deleteBudget: true,
  allowMore: false,
};

interface Pending {
  readonly operation: Operation;
  /** Whether it may have reached the gateway, and be done. */
  sent: boolean;
  postponed: number;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: GatewayError) => void;
  readonly cancelDeadline: () => void;
}

/** Calls in flight. A call that was cut off is sent again on the next connection, where that cannot do it twice. */
export class Calls {
  readonly #clock: Clock;
  readonly #pending = new Map<number, Pending>();
  #sendFrame: ((kind: FrameKind) => void) | undefined;
  #lastId = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  call(operation: Operation): Promise<Result> {
    return new Promise((resolve, reject) => {
      const id = ++this.#lastId;
      const cancelDeadline = this.#clock.after(CALL_DEADLINE_MS, () => this.#late(id));
      this.#pending.set(id, { operation, sent: false, postponed: 0, resolve, reject, cancelDeadline });
      this.send(id);
    });
  }

  connected(send: (kind: FrameKind) => void): void {
    this.#sendFrame = send;
    for (const id of this.#pending.keys()) this.send(id);
  }

  disconnected(): void {
    this.#sendFrame = undefined;
    for (const [id, pending] of this.#pending) {
      if (isLeftToUser(pending)) {
        const message = `The connection was cut before the answer came. ${SEE_FIRST}`;
        this.#take(id)?.reject(new GatewayError(ErrorCode.UNAVAILABLE, message));
      }
    }
  }

  /** @returns when a call that came too fast, and so was not done, is to be sent again, in ms from now */
  replied({ id, result }: Reply): number | undefined {
    const pending = this.#pending.get(id);
    if (!pending) return undefined;
    if (result.case === 'error' && result.value.code === ErrorCode.RATE_LIMITED && pending.postponed < MAX_POSTPONED) {
      pending.postponed++;
      pending.sent = false;
      return result.value.retryAfterMs;
    }
    this.#take(id);
    if (result.case === 'error') pending.reject(GatewayError.of(result.value));
    else if (result.case !== undefined) pending.resolve(result);
    return undefined;
  }

  /** Sends a call, once more if need be, unless it is answered or there is no connection. */
  send(id: number): void {
    const pending = this.#pending.get(id);
    if (!pending || !this.#sendFrame) return;
    pending.sent = true;
    this.#sendFrame({ case: 'call', value: { id, operation: pending.operation } });
  }

  fail(error: GatewayError): void {
    for (const id of this.#pending.keys()) this.#take(id)?.reject(error);
  }

  #late(id: number): void {
    const pending = this.#take(id);
    const what = pending && isLeftToUser(pending) ? SEE_FIRST : 'Try again.';
    pending?.reject(
      new GatewayError(ErrorCode.TIMEOUT, `No answer came within ${CALL_DEADLINE_MS / MS_PER_SECOND} s. ${what}`),
    );
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    pending?.cancelDeadline();
    return pending;
  }
}

/** Whether it may be done already, and must not be done twice. */
function isLeftToUser({ operation, sent }: Pending): boolean {
  return sent && operation.case !== undefined && !REPEATABLE[operation.case];
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
