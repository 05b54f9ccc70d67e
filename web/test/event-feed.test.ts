import { create } from '@bufbuild/protobuf';
import { beforeEach, describe, expect, test } from 'vitest';
import { FrameSchema } from '../src/gen/devtail/v1/edge_pb';
import { ErrorCode } from '../src/gen/devtail/v1/model_pb';
import type { ChannelUser, Connection } from '../src/net/connection';
import { GatewayError } from '../src/net/errors';
import { EventFeed } from '../src/net/event-feed';
import { OneMoreTime } from '../src/one-more-time';
import { VirtualClock } from './virtual-clock';

describe('EventFeed', () => {
  let clock: VirtualClock;
  let opens: number;
  let told: string[];
  let feed: EventFeed;

  beforeEach(() => {
    clock = new VirtualClock();
    opens = 0;
    told = [];
    const connection = {
      open(user: ChannelUser): void {
        opens += 1;
        expect(user.opening(0)).toEqual({ case: 'events', value: {} });
      },
      remove(): void {
        told.push('removed');
      },
    };
    feed = new EventFeed({
      connection: connection as unknown as Connection,
      clock,
      random: () => 0.5,
      live: () => told.push('live'),
      happened: ({ id }) => told.push(id),
    });
    feed.start();
  });

  function event(id: string): void {
    feed.received(create(FrameSchema, { channel: 1, kind: { case: 'event', value: { id } } }));
  }

  test('tells that it is live, and what happens', () => {
    feed.opened();
    event('a');
    expect(told).toEqual(['live', 'a']);
  });

  test('is opened again, and says that it is live again, when events may have been missed', () => {
    feed.opened();
    feed.closed(new GatewayError(ErrorCode.UNAVAILABLE, 'Missed.', 700));
    clock.advance(699);
    expect(opens).toBe(1);
    clock.advance(1);
    expect(opens).toBe(2);
    feed.opened();
    expect(told).toEqual(['live', 'live']);
  });

  test('waits longer each time that it is refused', () => {
    const waits = [250, 500, 1_000, 2_000, 4_000, 5_000, 5_000];
    waits.forEach((delayMs, before) => {
      feed.closed(new GatewayError(ErrorCode.UNAVAILABLE, 'Away.'));
      clock.advance(delayMs - 1);
      expect(opens).toBe(before + 1);
      clock.advance(1);
      expect(opens).toBe(before + 2);
    });
  });

  test('does not ask again where it may not, or is not known', () => {
    for (const code of [ErrorCode.PERMISSION_DENIED, ErrorCode.INVALID_ARGUMENT]) {
      feed.closed(new GatewayError(code, 'No.'));
      clock.advance(60_000);
      expect(opens).toBe(1);
    }
  });

  test('leaves it to the next connection when this one is lost', () => {
    feed.closed(new GatewayError(ErrorCode.UNAVAILABLE, 'Away.'));
    feed.lost();
    clock.advance(60_000);
    expect(opens).toBe(1);
  });

  test('stops', () => {
    feed.closed(new GatewayError(ErrorCode.UNAVAILABLE, 'Away.'));
    feed.stop();
    clock.advance(60_000);
    expect(opens).toBe(1);
    expect(told).toEqual(['removed']);
  });
});

test('what is wanted during a run is granted by one more', async () => {
  const runs: (() => void)[] = [];
  const task = new OneMoreTime(() => new Promise((done) => runs.push(done)));
  const turn = (): Promise<void> => new Promise((done) => setTimeout(done));
  task.want();
  task.want();
  task.want();
  expect(runs).toHaveLength(1);
  runs[0]?.();
  await turn();
  expect(runs).toHaveLength(2);
  runs[1]?.();
  await turn();
  expect(runs).toHaveLength(2);
  task.want();
  expect(runs).toHaveLength(3);
});
