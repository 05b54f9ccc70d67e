/** Output that may be on its way or waiting to be drawn. */
export const WINDOW_BYTES = 64 * 1024;
/** The smallest window that the protocol lets a client open with. */
const MIN_WINDOW_BYTES = 4 * 1024;
/** Credit is granted in steps, so that a screenful of small writes costs no frame each. */
const STEP_BYTES = WINDOW_BYTES / 4;

/** How far the server may send: a window ahead of what has been drawn, so that a slow phone is never flooded. */
export class CreditWindow {
  #limit = 0;

  /** The window to open a channel with: what waits to be drawn takes its share. */
  static remaining(waitingBytes: number): number {
    return Math.max(MIN_WINDOW_BYTES, WINDOW_BYTES - waitingBytes);
  }

  /** The server was told that it may send up to `limit`. */
  restart(limit: number): void {
    this.#limit = limit;
  }

  /** Output up to `offset` has been drawn. Returns the new limit when it is time to tell the server. */
  drawn(offset: number): number | undefined {
    const limit = offset + WINDOW_BYTES;
    if (limit - this.#limit < STEP_BYTES) return undefined;
    this.#limit = limit;
    return limit;
  }
}
