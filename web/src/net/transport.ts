/** A connection that carries whole binary messages in order until it closes; nothing more is asked of it. */
export interface Transport {
  send(message: Uint8Array): void;
  /** Closes without a word to the listener. */
  close(): void;
}

export interface TransportListener {
  opened(): void;
  received(message: Uint8Array): void;
  /** Once at most, also when it could not be opened. */
  closed(reason: string): void;
}

export type Dial = (listener: TransportListener) => Transport;
