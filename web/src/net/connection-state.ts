import type { Welcome } from '../gen/devtail/v1/edge_pb';
import type { GatewayError } from './errors';

/**
 * The life of a connection.
 *
 * ```
 *  Disconnected ──start──▶ Connecting ──Welcome──▶ Resuming ──all channels answered──▶ Live
 *       ▲                   ▲      │                  │                                 │
 *       │              timer│      ├──────loss────────┴─────────────loss────────────────┤
 *  stop (from any)     nudge│      ▼                                                    │
 *                           └── Backoff ◀───────────────────────────────────────────────┘
 *
 *  Closed: from Connecting, Resuming or Live, when the gateway refuses for good; left by start or stop.
 * ```
 */
export type ConnectionState =
  | { readonly name: 'Disconnected' }
  /** The transport opens, Hello is said, Welcome is awaited. */
  | { readonly name: 'Connecting'; readonly attempt: number; readonly since: number }
  /** Calls go through; channels are being opened again. */
  | { readonly name: 'Resuming'; readonly attempt: number; readonly welcome: Welcome }
  | { readonly name: 'Live'; readonly attempt: number; readonly welcome: Welcome; readonly since: number }
  | {
      readonly name: 'Backoff';
      readonly attempt: number;
      readonly retryAt: number;
      /** As the gateway asked: no nudge shortens the wait below this. */
      readonly notBefore: number;
      readonly cause: string;
    }
  | { readonly name: 'Closed'; readonly error: GatewayError };

/** The end of an exhaustive switch: does not compile while a case is missing. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
