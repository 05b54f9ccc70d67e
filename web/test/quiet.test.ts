import { describe, expect, test } from 'vitest';
import { Heartbeat } from '../src/net/heartbeat';
import { QuietInterval } from '../src/net/quiet-interval';
import { VirtualClock } from './virtual-clock';

const INTERVAL_MS = 30_000;
const MAX_MS = 300_000;

/** A network that forgets connections after a silence that nobody states. */
class Network {
  readonly clock = new VirtualClock();
  readonly quietInterval = new QuietInterval();
  readonly announced: number[] = [];
  /** Silences that the gateway answered, in ms. */
  readonly borne: number[] = [];
  deaths = 0;
  #heartbeat: Heartbeat;
  #lastFrame = 0;

  constructor(
    private readonly forgetsAfterMs: number,
    private readonly maxIntervalMs = MAX_MS,
  ) {
    this.#heartbeat = this.connect();
  }

  connect(): Heartbeat {
    this.#lastFrame = this.clock.now();
    const heartbeat = new Heartbeat(
      this.clock,
      { intervalMs: INTERVAL_MS, maxIntervalMs: this.maxIntervalMs },
      this.quietInterval,
      {
        ping: (nextWithinMs) => {
          this.announced.push(nextWithinMs);
          heartbeat.sent();
          const silenceMs = this.clock.now() - this.#lastFrame;
          if (silenceMs >= this.forgetsAfterMs) return;
          this.borne.push(silenceMs);
          this.#lastFrame = this.clock.now();
          this.clock.after(50, () => heartbeat.heard());
        },
        dead: () => {
          this.deaths++;
          this.#heartbeat.lost();
          this.#heartbeat = this.connect();
          this.#heartbeat.quiet(true);
        },
      },
    );
    this.#heartbeat = heartbeat;
    return heartbeat;
  }

  quiet(quiet: boolean): void {
    this.#heartbeat.quiet(quiet);
  }
}

describe('a connection that nobody looks at', () => {
  test('is silent for longer and longer where the network bears it, and says so before', () => {
    const network = new Network(Number.POSITIVE_INFINITY);
    network.quiet(true);
    network.clock.advance(3_600_000);

    expect(network.announced[0]).toBe(60_000);
    expect(network.announced.at(-1)).toBe(MAX_MS);
    expect([...network.announced]).toEqual([...network.announced].sort((a, b) => a - b));
    expect(Math.max(...network.borne)).toBeLessThanOrEqual(MAX_MS + 100);
    expect(network.borne.length).toBeLessThan(20);
    expect(network.deaths).toBe(0);
  });

  test('learns what the network forgets, and stays below it', () => {
    const network = new Network(120_000);
    network.quiet(true);
    network.clock.advance(3_600_000);
    const learned = network.deaths;
    network.clock.advance(4 * 3_600_000);

    expect(learned).toBeGreaterThan(0);
    expect(learned).toBeLessThan(4);
    expect(network.deaths).toBe(learned);
  });

  test('is silent for no longer than the gateway says', () => {
    const network = new Network(Number.POSITIVE_INFINITY, 90_000);
    network.quiet(true);
    network.clock.advance(3_600_000);

    expect(Math.max(...network.announced)).toBe(90_000);
  });

  test('announces nothing to a gateway that bears nothing', () => {
    const network = new Network(Number.POSITIVE_INFINITY, 0);
    network.quiet(true);
    network.clock.advance(600_000);

    expect(new Set(network.announced)).toEqual(new Set([0]));
    expect(network.borne.length).toBeGreaterThanOrEqual(19);
  });

  test('is asked at once, and as often as before, when somebody looks again', () => {
    const network = new Network(Number.POSITIVE_INFINITY);
    network.quiet(true);
    network.clock.advance(1_000_000);
    network.quiet(false);
    const asked = network.announced.length;

    expect(network.announced.at(-1)).toBe(0);
    network.clock.advance(300_000);
    expect(network.announced.length - asked).toBeGreaterThanOrEqual(9);
  });

  test('begins anew in another network', () => {
    const interval = new QuietInterval();
    interval.borne(200_000);
    interval.cost(100_000);
    expect(interval.within(60_000, MAX_MS)).toBe(70_000);
    interval.forget();
    expect(interval.within(60_000, MAX_MS)).toBe(60_000);
  });
});

describe('a viewer that only listens', () => {
  test('lets itself be heard', () => {
    const clock = new VirtualClock();
    let pings = 0;
    const heartbeat = new Heartbeat(clock, { intervalMs: INTERVAL_MS, maxIntervalMs: 0 }, new QuietInterval(), {
      ping: () => {
        pings++;
        heartbeat.sent();
        heartbeat.heard();
      },
      dead: () => {
        throw new Error('it was heard all the time');
      },
    });
    for (let second = 0; second < 120; second++) {
      clock.advance(1_000);
      heartbeat.heard();
    }

    expect(pings).toBeGreaterThanOrEqual(3);
  });
});
