import { type CastEvent, CastParser } from './cast-parser';

/** The next part is asked for while less than this waits to be played, in UTF-16 units. */
export const READ_AHEAD_CHARS = 128 * 1024;

/** Bytes of a recording's file from an offset on; none: there are no more now. */
export type ReadPart = (offset: number) => Promise<Uint8Array>;

/**
 * Reads the events of a recording, a part ahead of whoever plays it. What it holds is bounded, however large the
 * recording is: {@link READ_AHEAD_CHARS}, one part, and one line that is not finished.
 */
export class EventReader {
  readonly #read: ReadPart;
  readonly #parser = new CastParser();
  #offset: number;
  #events: CastEvent[] = [];
  /** Of `#events`, those before it have been taken. */
  #taken = 0;
  #waitingChars = 0;
  #reading: Promise<void> | undefined;
  #atEnd = false;
  #failure: unknown;

  /** @param offset where in the file an event begins */
  constructor(read: ReadPart, offset: number) {
    this.#read = read;
    this.#offset = offset;
  }

  /** The next event, as far as it is here already. */
  get next(): CastEvent | undefined {
    return this.#events[this.#taken];
  }

  /** What waits to be played, in UTF-16 units, and bytes of a line that is not finished. */
  get held(): number {
    return this.#waitingChars + this.#parser.heldBytes;
  }

  /** Goes to the event after {@link next}. */
  take(): void {
    const event = this.next;
    if (!event) return;
    this.#waitingChars -= weight(event);
    this.#taken += 1;
    if (this.#taken === this.#events.length) {
      this.#events = [];
      this.#taken = 0;
    }
    this.#readAhead();
  }

  /**
   * Waits until there is a next event; false: there is none now, and it is asked again for more when this is called
   * again.
   *
   * @throws what reading has failed with
   */
  async arrived(): Promise<boolean> {
    this.#atEnd = false;
    while (!this.next && !this.#atEnd) {
      this.#readAhead();
      await this.#reading;
      if (this.#failure !== undefined) throw this.#failure;
    }
    return this.next !== undefined;
  }

  #readAhead(): void {
    if (this.#reading || this.#atEnd || this.#failure !== undefined || this.#waitingChars >= READ_AHEAD_CHARS) return;
    this.#reading = this.#readPart()
      .catch((failure: unknown) => {
        this.#failure = failure;
      })
      .finally(() => {
        this.#reading = undefined;
      });
  }

  async #readPart(): Promise<void> {
    const part = await this.#read(this.#offset);
    this.#offset += part.length;
    this.#atEnd = part.length === 0;
    for (const event of this.#parser.take(part)) {
      this.#waitingChars += weight(event);
      this.#events.push(event);
    }
  }
}

function weight(event: CastEvent): number {
  return event.kind === 'output' ? event.text.length : 1;
}
