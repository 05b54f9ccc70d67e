import { type Event, EventType } from './gen/devtail/v1/model_pb';
import { systemClock } from './net/clock';
import type { Connection } from './net/connection';
import { EventFeed } from './net/event-feed';
import { OneMoreTime } from './one-more-time';

/** While the page is in view: what no event tells (a title, a gateway that knows no events) is seen then. */
const REFRESH_MS = 60_000;
const LISTED_EVENTS: ReadonlySet<EventType> = new Set([
  EventType.TERMINAL_STARTED,
  EventType.TERMINAL_ENDED,
  EventType.RECORDING_STARTED,
  EventType.RECORDING_STOPPED,
]);

/** Lists anew what may have changed elsewhere: when something happens, when the page comes into view, and now and then. */
export class ListRefresher {
  readonly #connection: Connection;
  readonly #refresh: () => Promise<unknown>;
  readonly #events: EventFeed;
  readonly #runs = new OneMoreTime(() => this.#run());

  constructor(connection: Connection, refresh: () => Promise<unknown>) {
    this.#connection = connection;
    this.#refresh = refresh;
    this.#events = new EventFeed({
      connection,
      clock: systemClock,
      random: Math.random,
      live: () => this.want(),
      happened: (event) => this.#happened(event),
    });
  }

  start(): void {
    this.#events.start();
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) this.want();
    });
    window.setInterval(() => {
      if (!document.hidden) this.want();
    }, REFRESH_MS);
  }

  want(): void {
    this.#runs.want();
  }

  #happened({ type }: Event): void {
    if (LISTED_EVENTS.has(type)) this.want();
  }

  async #run(): Promise<void> {
    const { name } = this.#connection.state;
    if (name !== 'Live' && name !== 'Resuming') return;
    try {
      await this.#refresh();
    } catch {
      // It is seen at the pill. When the connection is back, the events are live again and it is listed anew.
    }
  }
}
