import { beforeEach, describe, expect, test } from 'vitest';
import type { Opened } from '../src/gen/devtail/v1/edge_pb';
import { ErrorCode } from '../src/gen/devtail/v1/model_pb';
import { CALL_DEADLINE_MS, type Operation } from '../src/net/calls';
import { Connection, type ChannelUser } from '../src/net/connection';
import type { ConnectionState } from '../src/net/connection-state';
import { GatewayError } from '../src/net/errors';
import { MAX_FRAGMENT_BYTES } from '../src/net/fragments';
import { CONTROL_CHANNEL, decodeFrame, encodeFrame, type FrameKind } from '../src/net/frames';
import { PROBE_DEADLINE_MS } from '../src/net/heartbeat';
import type { TransportListener } from '../src/net/transport';
import { SIZE } from './pieces';
import { VirtualClock } from './virtual-clock';

const HEARTBEAT_MS = 30_000;

/** The far end of one dialled transport, in the hands of a test. */
class Peer {
  readonly heard: FrameKind[] = [];
  readonly channels: number[] = [];
  closed = false;

  constructor(readonly listener: TransportListener) {}

  say(kind: FrameKind, channel = CONTROL_CHANNEL): void {
    this.listener.received(encodeFrame(channel, kind));
  }

  welcome(): void {
    this.listener.opened();
    this.say({ case: 'welcome', value: { version: 1, heartbeatIntervalMs: HEARTBEAT_MS } });
  }

  count(name: FrameKind['case']): number {
    return this.heard.filter((kind) => kind.case === name).length;
  }
}

class RecordingUser implements ChannelUser {
  readonly events: string[] = [];
  constructor(readonly awaited = true) {}
  opening(): ReturnType<ChannelUser['opening']> {
    this.events.push('opening');
    return {
      case: 'terminal',
      value: { terminalId: 't', viewerId: new Uint8Array(16), epoch: 1n, size: SIZE, windowBytes: 4096n },
    };
  }
  opened(_opened: Opened): void {
    this.events.push('opened');
  }
  received(): void {
    this.events.push('received');
  }
  closed(error: GatewayError | undefined): void {
    this.events.push(`closed ${error?.code ?? ''}`);
  }
  lost(): void {
    this.events.push('lost');
  }
}

describe('Connection', () => {
  let clock: VirtualClock;
  let peers: Peer[];
  let states: ConnectionState[];
  let connection: Connection;

  beforeEach(() => {
    clock = new VirtualClock();
    peers = [];
    states = [];
    connection = new Connection({
      clock,
      random: () => 0.5,
      changed: (state) => states.push(state),
      dial: (listener) => {
        const peer = new Peer(listener);
        peers.push(peer);
        return {
          send: (message) => {
            const frame = decodeFrame(message);
            peer.channels.push(frame.channel);
            if (frame.kind.case !== undefined) peer.heard.push(frame.kind as FrameKind);
          },
          close: () => {
            peer.closed = true;
          },
        };
      },
    });
  });

  const peer = (): Peer => peers.at(-1) ?? expect.fail('nothing was dialled');
  const names = (): string[] => states.map(({ name }) => name);

  function goLive(): void {
    connection.start('token');
    peer().welcome();
    expect(connection.state.name).toBe('Live');
  }

  test('says Hello at once, and is live after Welcome', () => {
    connection.start('secret');
    peer().listener.opened();
    const hello = peer().heard[0];
    expect(hello?.case === 'hello' && [hello.value.token, hello.value.minVersion, hello.value.maxVersion]).toEqual([
      'secret',
      1,
      1,
    ]);
    peer().say({ case: 'welcome', value: { version: 1 } });
    expect(names()).toEqual(['Connecting', 'Resuming', 'Live']);
  });

  test('is resuming until every channel is answered', () => {
    const users = [new RecordingUser(), new RecordingUser()];
    users.forEach((user) => connection.open(user));
    connection.start('token');
    peer().welcome();
    expect(connection.state.name).toBe('Resuming');
    peer().say({ case: 'opened', value: {} }, 1);
    expect(connection.state.name).toBe('Resuming');
    peer().say({ case: 'close', value: { error: { code: ErrorCode.NOT_FOUND } } }, 2);
    expect(connection.state.name).toBe('Live');
    expect(users.map(({ events }) => events)).toEqual([
      ['opening', 'opened'],
      ['opening', `closed ${ErrorCode.NOT_FOUND}`],
    ]);
  });

  test('is live without those that are not awaited', () => {
    const user = new RecordingUser(false);
    connection.open(user);
    goLive();
    expect(user.events).toEqual(['opening']);
    peer().say({ case: 'opened', value: {} }, 1);
    expect(user.events).toEqual(['opening', 'opened']);
  });

  test('opens channels again on each connection, until they are removed', () => {
    const user = new RecordingUser();
    goLive();
    connection.open(user);
    connection.open(user);
    peer().say({ case: 'opened', value: {} }, 1);
    peer().listener.closed('cut');
    clock.advance(10_000);
    peer().welcome();
    expect(user.events).toEqual(['opening', 'opened', 'lost', 'opening']);
    connection.remove(user);
    expect(connection.state.name).toBe('Live');
    expect(peer().heard.at(-1)?.case).toBe('close');
    peer().listener.closed('cut');
    expect(user.events).toHaveLength(4);
  });

  test('never uses the number of a channel again on one connection', () => {
    goLive();
    const user = new RecordingUser();
    for (let round = 0; round < 3; round++) {
      connection.open(user);
      connection.remove(user);
    }
    expect(peer().channels.filter((channel) => channel !== CONTROL_CHANNEL)).toEqual([1, 1, 2, 2, 3, 3]);
  });

  test('backs off with full jitter while the gateway is away', () => {
    connection.start('token');
    const waits: number[] = [];
    for (let attempt = 0; attempt < 7; attempt++) {
      peer().listener.closed('refused');
      const { state } = connection;
      if (state.name !== 'Backoff') expect.fail(state.name);
      waits.push(state.retryAt - clock.now());
      clock.advance(state.retryAt - clock.now());
      expect(connection.state.name).toBe('Connecting');
    }
    expect(waits).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000]);
  });

  test('starts over with backing off after a while of being live, and not before', () => {
    goLive();
    peer().listener.closed('cut');
    clock.advance(250);
    peer().welcome();
    peer().listener.closed('cut');
    expect(connection.state).toMatchObject({ name: 'Backoff', attempt: 2 });
    clock.advance(10_000);
    peer().welcome();
    clock.advance(2_000);
    peer().listener.closed('cut');
    expect(connection.state).toMatchObject({ name: 'Backoff', attempt: 1 });
  });

  test('gives an attempt up that gets no answer', () => {
    connection.start('token');
    peer().listener.opened();
    clock.advance(10_000);
    expect(connection.state.name).toBe('Backoff');
    expect(peer().closed).toBe(true);
  });

  test('is nudged out of waiting, but not before the gateway allows it', () => {
    connection.start('token');
    peer().listener.closed('refused');
    connection.nudge();
    expect(connection.state.name).toBe('Connecting');
    peer().listener.opened();
    peer().say({ case: 'close', value: { error: { code: ErrorCode.RATE_LIMITED, retryAfterMs: 3000 } } });
    connection.nudge();
    expect(connection.state.name).toBe('Backoff');
    clock.advance(2999);
    expect(connection.state.name).toBe('Backoff');
    clock.advance(1);
    expect(connection.state.name).toBe('Connecting');
  });

  test('a nudge renews an attempt that is from before a sleep', () => {
    connection.start('token');
    connection.nudge();
    expect(peers).toHaveLength(1);
    clock.sleep(60_000);
    connection.nudge();
    expect(peers).toHaveLength(2);
    expect(peers[0]?.closed).toBe(true);
  });

  test('finds a dead socket within two seconds of waking up', () => {
    goLive();
    clock.sleep(3_600_000);
    connection.nudge();
    expect(peer().count('ping')).toBe(1);
    clock.advance(PROBE_DEADLINE_MS - 1);
    expect(connection.state.name).toBe('Live');
    clock.advance(1);
    expect(connection.state.name).toBe('Backoff');
  });

  test('keeps a socket that lived through a sleep', () => {
    goLive();
    clock.sleep(60_000);
    connection.nudge();
    connection.nudge();
    expect(peer().count('ping')).toBe(1);
    peer().say({ case: 'pong', value: {} });
    clock.advance(PROBE_DEADLINE_MS);
    expect(connection.state.name).toBe('Live');
    expect(peers).toHaveLength(1);
  });

  test('pings after an interval of silence, and gives up after two', () => {
    goLive();
    clock.advance(HEARTBEAT_MS - 1);
    peer().say({ case: 'pong', value: {} });
    void connection.call({ case: 'listTerminals', value: {} });
    clock.advance(HEARTBEAT_MS - 1);
    expect(peer().count('ping')).toBe(0);
    clock.advance(1);
    expect(peer().count('ping')).toBe(1);
    clock.advance(HEARTBEAT_MS - 1);
    expect(connection.state.name).toBe('Live');
    clock.advance(1);
    expect(connection.state.name).toBe('Backoff');
  });

  test('an idle hour costs one ping per interval', () => {
    goLive();
    const current = peer();
    for (let interval = 0; interval < 120; interval++) {
      clock.advance(HEARTBEAT_MS);
      current.say({ case: 'pong', value: {} });
    }
    expect(current.count('ping')).toBe(120);
    expect(current.heard).toHaveLength(121);
  });

  test('answers pings with their payload', () => {
    goLive();
    peer().say({ case: 'ping', value: { payload: new Uint8Array([1, 2]) } });
    const pong = peer().heard.at(-1);
    expect(pong?.case === 'pong' && pong.value.payload).toEqual(new Uint8Array([1, 2]));
  });

  test.each([ErrorCode.UNAUTHENTICATED, ErrorCode.PERMISSION_DENIED, ErrorCode.UNSUPPORTED_VERSION])(
    'gives up on error %i until it is started again',
    async (code) => {
      connection.start('wrong');
      const call = connection.call({ case: 'listTerminals', value: {} });
      peer().listener.opened();
      peer().say({ case: 'close', value: { error: { code, message: 'No.' } } });
      peer().listener.closed('closed');
      expect(connection.state).toMatchObject({ name: 'Closed', error: { code, message: 'No.' } });
      await expect(call).rejects.toMatchObject({ code });
      connection.nudge();
      clock.advance(60_000);
      expect(peers).toHaveLength(1);
      connection.start('right');
      peer().welcome();
      expect(connection.state.name).toBe('Live');
    },
  );

  describe('with tokens that end', () => {
    let given: string[];
    let refused: string[];
    let give: (token: string) => void;

    beforeEach(() => {
      given = [];
      refused = [];
      connection.start({
        token: () => new Promise((resolve) => (give = resolve)),
        refused: (token) => refused.push(token) > 0,
      });
    });

    /** Lets a token arrive. */
    async function arrive(): Promise<void> {
      given.push(`token-${given.length + 1}`);
      give(`token-${given.length}`);
      for (let i = 0; i < 5; i++) await Promise.resolve();
    }

    function refuse(): void {
      peer().say({ case: 'close', value: { error: { code: ErrorCode.UNAUTHENTICATED, message: 'No.' } } });
    }

    function shown(): string {
      const hello = peer().heard[0];
      return hello?.case === 'hello' ? (hello.value.token ?? '') : '';
    }

    test('is back at once with another one', async () => {
      expect(peers).toHaveLength(0);
      await arrive();
      peer().welcome();
      clock.advance(10_000);
      refuse();
      expect(refused).toEqual(['token-1']);
      expect(connection.state.name).toBe('Connecting');
      await arrive();
      peer().welcome();
      expect(shown()).toBe('token-2');
      expect(connection.state.name).toBe('Live');
      expect(states.map(({ name }) => name)).not.toContain('Backoff');
    });

    test('gives up when the other one is refused as well', async () => {
      await arrive();
      peer().listener.opened();
      refuse();
      await arrive();
      peer().listener.opened();
      refuse();
      expect(connection.state.name).toBe('Closed');
      expect(given).toHaveLength(2);
    });

    test('one that ends as soon as it is taken is not replaced without a pause', async () => {
      await arrive();
      peer().welcome();
      refuse();
      expect(connection.state.name).toBe('Backoff');
    });

    test('a token that comes too late opens nothing', async () => {
      connection.stop();
      await arrive();
      expect(peers).toHaveLength(0);
    });
  });

  test('without a token it waits, or ends where the user has to sign in', async () => {
    let error: Error = new TypeError('fetch failed');
    const tokens = { token: (): Promise<string> => Promise.reject(error), refused: () => true };
    connection.start(tokens);
    for (let i = 0; i < 5; i++) await Promise.resolve();
    expect(connection.state).toMatchObject({ name: 'Backoff', cause: 'fetch failed' });
    error = new GatewayError(ErrorCode.UNAUTHENTICATED, 'Sign in.');
    connection.start(tokens);
    for (let i = 0; i < 5; i++) await Promise.resolve();
    expect(connection.state).toMatchObject({ name: 'Closed', error: { message: 'Sign in.' } });
  });

  test.each([ErrorCode.UNAVAILABLE, ErrorCode.INTERNAL, ErrorCode.PROTOCOL_VIOLATION, ErrorCode.TIMEOUT])(
    'tries again after error %i',
    (code) => {
      goLive();
      peer().say({ case: 'close', value: { error: { code } } });
      expect(connection.state.name).toBe('Backoff');
    },
  );

  test('what is no frame ends the connection', () => {
    goLive();
    peer().listener.received(new Uint8Array([255, 255, 255]));
    expect(connection.state).toMatchObject({ name: 'Backoff' });
  });

  test('late words of an old transport mean nothing', () => {
    goLive();
    const [old] = peers;
    connection.cut();
    clock.advance(10_000);
    peer().welcome();
    old?.listener.closed('late');
    old?.say({ case: 'close', value: { error: { code: ErrorCode.UNAUTHENTICATED } } });
    expect(connection.state.name).toBe('Live');
  });

  test('stops with a word of farewell', () => {
    goLive();
    connection.stop();
    expect(peer().heard.at(-1)?.case).toBe('close');
    expect(peer().closed).toBe(true);
    expect(connection.state.name).toBe('Disconnected');
    clock.advance(600_000);
    expect(peers).toHaveLength(1);
  });

  test('a call that came too fast is made again when the gateway says', async () => {
    goLive();
    const call = connection.call({ case: 'listTerminals', value: {} });
    const calls = (): number => peer().count('call');
    const tooFast = { code: ErrorCode.RATE_LIMITED, retryAfterMs: 3000 };
    peer().say({ case: 'reply', value: { id: 1, result: { case: 'error', value: tooFast } } });
    clock.advance(2999);
    expect(calls()).toBe(1);
    clock.advance(2000);
    expect(calls()).toBe(2);
    peer().say({ case: 'reply', value: { id: 1, result: { case: 'terminals', value: {} } } });
    await expect(call).resolves.toMatchObject({ case: 'terminals' });
  });

  test('puts together what comes in fragments, whatever comes between', async () => {
    goLive();
    const call = connection.call({ case: 'listTerminals', value: {} });
    const frame = encodeFrame(CONTROL_CHANNEL, {
      case: 'reply',
      value: { id: 1, result: { case: 'terminals', value: { terminals: [{ id: 'one' }] } } },
    });
    const piece = (from: number, to: number, last: boolean): FrameKind => ({
      case: 'fragment',
      value: { id: 7, payload: frame.subarray(from, to), last },
    });
    peer().say(piece(0, 3, false));
    peer().say({ case: 'fragment', value: { id: 8, payload: new Uint8Array(), last: false } });
    peer().say({ case: 'pong', value: {} });
    peer().say(piece(3, 5, false));
    peer().say(piece(5, frame.length, true));
    await expect(call).resolves.toMatchObject({ case: 'terminals', value: { terminals: [{ id: 'one' }] } });
  });

  test('more in fragments than it will hold ends the connection', () => {
    goLive();
    const payload = new Uint8Array(1024 * 1024);
    for (let id = 0; id <= MAX_FRAGMENT_BYTES / payload.length; id++)
      peer().say({ case: 'fragment', value: { id, payload, last: false } });
    expect(connection.state.name).toBe('Backoff');
  });

  test('goes elsewhere in time when it is asked to', () => {
    goLive();
    peer().say({ case: 'reattach', value: { withinMs: 10_000 } });
    expect(connection.state.name).toBe('Live');
    clock.advance(5_000);
    expect(peers).toHaveLength(2);
  });

  test('repeats a call that was cut off, and takes one answer', async () => {
    goLive();
    const requestKey = new Uint8Array(16).fill(9);
    const call = connection.call({ case: 'startTerminal', value: { spec: { size: SIZE }, requestKey } });
    const early = connection.call({ case: 'listTerminals', value: {} });
    peer().say({
      case: 'reply',
      value: { id: 2, result: { case: 'error', value: { code: ErrorCode.TIMEOUT, message: 'slow' } } },
    });
    await expect(early).rejects.toThrow('slow');
    peer().listener.closed('cut');
    clock.advance(10_000);
    peer().welcome();
    const calls = peer().heard.filter((kind) => kind.case === 'call');
    expect(calls).toHaveLength(1);
    const repeated = calls[0]?.value.operation;
    expect(repeated?.case === 'startTerminal' && repeated.value.requestKey).toEqual(requestKey);
    peer().say({ case: 'reply', value: { id: 1, result: { case: 'terminal', value: { id: 'one' } } } });
    peer().say({ case: 'reply', value: { id: 1, result: { case: 'terminal', value: { id: 'two' } } } });
    await expect(call).resolves.toMatchObject({ case: 'terminal', value: { id: 'one' } });
  });

  describe.each<[string, Operation]>([
    ['createShare', { case: 'createShare', value: { terminalId: 't', lifetimeMs: 60_000n } }],
    ['pairDevice', { case: 'pairDevice', value: { name: 'phone' } }],
    ['createKey', { case: 'createKey', value: { name: 'agent' } }],
  ])('%s, which a repetition would do twice', (_, operation) => {
    test('is not repeated once it may have arrived', async () => {
      goLive();
      const call = connection.call(operation);
      peer().listener.closed('cut');
      await expect(call).rejects.toMatchObject({
        code: ErrorCode.UNAVAILABLE,
        message: 'The connection was cut before the answer came. See whether it was done before you try again.',
      });
      clock.advance(10_000);
      peer().welcome();
      expect(peer().count('call')).toBe(0);
    });

    test('waits for a connection as long as it has not been sent', async () => {
      connection.start('token');
      const call = connection.call(operation);
      peer().listener.closed('cut');
      clock.advance(10_000);
      peer().welcome();
      expect(peer().count('call')).toBe(1);
      peer().say({ case: 'reply', value: { id: 1, result: { case: 'done', value: {} } } });
      await expect(call).resolves.toMatchObject({ case: 'done' });
    });

    test('is made again after it was refused as too fast, even on another connection', () => {
      goLive();
      void connection.call(operation);
      const tooFast = { code: ErrorCode.RATE_LIMITED, retryAfterMs: 3_000 };
      peer().say({ case: 'reply', value: { id: 1, result: { case: 'error', value: tooFast } } });
      peer().listener.closed('cut');
      clock.advance(10_000);
      peer().welcome();
      expect(peer().count('call')).toBe(1);
    });
  });

  test('a call is given up at its deadline, and a late answer means nothing', async () => {
    goLive();
    const read = connection.call({ case: 'listTerminals', value: {} });
    const pair = connection.call({ case: 'pairDevice', value: { name: '' } });
    advanceHeard(CALL_DEADLINE_MS - 1);
    const early = connection.call({ case: 'listShares', value: {} });
    advanceHeard(1);
    await expect(read).rejects.toMatchObject({
      code: ErrorCode.TIMEOUT,
      message: 'No answer came within 90 s. Try again.',
    });
    await expect(pair).rejects.toThrow('No answer came within 90 s. See whether it was done before you try again.');
    peer().say({ case: 'reply', value: { id: 1, result: { case: 'terminals', value: {} } } });
    peer().say({ case: 'reply', value: { id: 3, result: { case: 'shares', value: {} } } });
    await expect(early).resolves.toMatchObject({ case: 'shares' });
    expect(peers).toHaveLength(1);
  });

  test('a call has its deadline without a connection as well', async () => {
    const call = connection.call({ case: 'listTerminals', value: {} });
    clock.advance(CALL_DEADLINE_MS);
    await expect(call).rejects.toMatchObject({ code: ErrorCode.TIMEOUT });
    goLive();
    expect(peer().count('call')).toBe(0);
  });

  /** Time goes by while the gateway lets itself be heard. */
  function advanceHeard(ms: number): void {
    for (let left = ms; left > 0; left -= HEARTBEAT_MS / 2) {
      clock.advance(Math.min(left, HEARTBEAT_MS / 2));
      peer().say({ case: 'pong', value: {} });
    }
  }
});
