import type { MessageInitShape } from '@bufbuild/protobuf';
import {
  Compression,
  type Frame,
  type Opened,
  type OpenSchema,
  type Reply,
  type Welcome,
} from '../gen/devtail/v1/edge_pb';
import { ErrorCode } from '../gen/devtail/v1/model_pb';
import { fullJitter } from './backoff';
import { Calls, type Operation, type Result } from './calls';
import type { Clock } from './clock';
import { type ConnectionState, unreachable } from './connection-state';
import { GatewayError, isFinal, messageOf } from './errors';
import { CONTROL_CHANNEL, decodeFrame, encodeFrame, type FrameKind, MAX_CHANNEL } from './frames';
import { Fragments } from './fragments';
import { Heartbeat } from './heartbeat';
import { QuietInterval } from './quiet-interval';
import { onlyToken, type TokenSource } from './token-source';
import type { Dial, Transport } from './transport';

const PROTOCOL_VERSION = 1;
const CLIENT_NAME = 'devtail-web/0.1';
/** What we can undo. */
const COMPRESSIONS = [Compression.DEFLATE];
/** What we can hold of one terminal's unread output. */
const MEMORY_BYTES = 256n * 1024n;
/** From dialling to Welcome. */
const CONNECT_DEADLINE_MS = 10_000;
/** From Welcome to the answers to all Opens. */
const RESUME_DEADLINE_MS = 10_000;
/** An attempt older than this is started anew when the device comes back: its socket may be from before. */
const STALE_ATTEMPT_MS = 2_000;
/** A connection that lived shorter counts as one more failed attempt. */
const STABLE_AFTER_MS = 2_000;
/** A round trip above which output comes compressed: below it, that costs more than it saves. */
const SLOW_LINK_MS = 30;
/** When the gateway states none. */
const DEFAULT_HEARTBEAT_MS = 30_000;

/** What a channel is opened to. */
export type OpenTarget = NonNullable<MessageInitShape<typeof OpenSchema>['target']>;

/** One open channel, as its user sends on it. */
export type ChannelSend = (kind: FrameKind) => void;

/** What a channel is for. It is opened anew on every connection until it is removed. */
export interface ChannelUser {
  /** Whether the connection is live only once this channel is opened, or refused. */
  readonly awaited: boolean;
  /**
   * What to open the channel with, this time.
   *
   * @param compression what output should come compressed with, as this link is slow; NONE: it is not
   */
  opening(compression: Compression): OpenTarget;
  opened(opened: Opened, send: ChannelSend, welcome: Welcome): void;
  received(frame: Frame): void;
  /** The gateway closed this channel, or refused to open it; `Connection.open` would try again. */
  closed(error: GatewayError | undefined): void;
  /** The connection is gone; the channel is opened again on the next one. */
  lost(): void;
}

export interface ConnectionOptions {
  readonly dial: Dial;
  readonly clock: Clock;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly changed: (state: ConnectionState) => void;
}

/** What is held while there is a transport. */
interface Link {
  readonly transport: Transport;
  readonly users: Map<number, ChannelUser>;
  readonly unanswered: Set<number>;
  lastChannel: number;
  readonly fragments: Fragments;
  heartbeat: Heartbeat | undefined;
  helloAt: number;
  compression: Compression;
}

/** The connection to the gateway: see {@link ConnectionState} for its states. Knows no DOM and no real time. */
export class Connection {
  readonly #options: ConnectionOptions;
  readonly #calls: Calls;
  readonly #users = new Set<ChannelUser>();
  readonly #quietInterval = new QuietInterval();
  #tokens: TokenSource = onlyToken('');
  /** The one that was shown last. */
  #token = '';
  /** Whether one was refused since one was last taken. */
  #tokenRefused = false;
  #state: ConnectionState = { name: 'Disconnected' };
  #link: Link | undefined;
  #cancelTimer: () => void = () => {};
  #quiet = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#calls = new Calls(options.clock);
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** @param tokens a token, or where tokens come from */
  start(tokens: string | TokenSource): void {
    this.#tokens = typeof tokens === 'string' ? onlyToken(tokens) : tokens;
    this.#tokenRefused = false;
    this.#dropLink();
    this.#connect(0);
  }

  stop(): void {
    this.#sendControl({ case: 'close', value: {} });
    this.#dropLink();
    this.#calls.fail(new GatewayError(ErrorCode.UNAVAILABLE, 'Disconnected.'));
    this.#enter({ name: 'Disconnected' });
  }

  /** The device is online or in view again: do not wait, and do not trust a socket from before. */
  nudge(): void {
    const state = this.#state;
    switch (state.name) {
      case 'Disconnected':
      case 'Closed':
        return;
      case 'Backoff':
        if (this.#options.clock.now() >= state.notBefore) this.#connect(state.attempt);
        return;
      case 'Connecting':
        if (this.#options.clock.now() - state.since < STALE_ATTEMPT_MS) return;
        this.#dropLink();
        this.#connect(state.attempt);
        return;
      case 'Resuming':
      case 'Live':
        this.#link?.heartbeat?.probe();
        return;
      default:
        unreachable(state);
    }
  }

  /** Whether nobody looks: then the connection is silent for as long as the network bears it. */
  quiet(quiet: boolean): void {
    if (this.#quiet === quiet) return;
    this.#quiet = quiet;
    this.#link?.heartbeat?.quiet(quiet);
  }

  /** The device is in another network. */
  networkChanged(): void {
    this.#quietInterval.forget();
    this.nudge();
  }

  /** Breaks the transport as a bad network would. For tests. */
  cut(): void {
    if (this.#link) this.#lost('cut by a test');
  }

  /** Answered once there is a connection, or refused when its deadline is over; see {@link Calls} for cuts. */
  call(operation: Operation): Promise<Result> {
    return this.#calls.call(operation);
  }

  /** Opens a channel for `user`, now or as soon as there is a connection, and again on each later one. */
  open(user: ChannelUser): void {
    this.#users.add(user);
    if (this.#welcome && this.#channelOf(user) === undefined) this.#openChannel(user);
  }

  /** Closes the channel of `user` for good. */
  remove(user: ChannelUser): void {
    this.#users.delete(user);
    const channel = this.#channelOf(user);
    if (channel === undefined || !this.#link) return;
    this.#send(this.#link, channel, { case: 'close', value: {} });
    this.#channelGone(this.#link, channel);
  }

  get #welcome(): Welcome | undefined {
    return this.#state.name === 'Resuming' || this.#state.name === 'Live' ? this.#state.welcome : undefined;
  }

  #enter(state: ConnectionState): void {
    this.#cancelTimer();
    this.#cancelTimer = () => {};
    this.#state = state;
    this.#options.changed(state);
  }

  #deadline(delayMs: number, task: () => void): void {
    this.#cancelTimer = this.#options.clock.after(delayMs, task);
  }

  #connect(attempt: number): void {
    this.#enter({ name: 'Connecting', attempt, since: this.#options.clock.now() });
    this.#deadline(CONNECT_DEADLINE_MS, () => this.#lost('the gateway did not answer in time'));
    const token = this.#tokens.token();
    if (typeof token === 'string') this.#dial(token);
    else this.#dialWith(token);
  }

  #dialWith(coming: Promise<string>): void {
    const asked = this.#state;
    coming.then(
      (token) => {
        if (this.#state === asked) this.#dial(token);
      },
      (error: unknown) => {
        if (this.#state === asked) this.#withoutToken(error);
      },
    );
  }

  #withoutToken(error: unknown): void {
    if (error instanceof GatewayError) this.#dismissed(error);
    else this.#lost(messageOf(error));
  }

  #dial(token: string): void {
    this.#token = token;
    const link: Link = {
      transport: this.#options.dial({
        opened: () => this.#sayHello(link),
        received: (message) => this.#received(link, message),
        closed: (reason) => {
          if (this.#link === link) this.#lost(reason);
        },
      }),
      users: new Map(),
      unanswered: new Set(),
      fragments: new Fragments(),
      lastChannel: CONTROL_CHANNEL,
      heartbeat: undefined,
      helloAt: 0,
      compression: Compression.NONE,
    };
    this.#link = link;
  }

  #sayHello(link: Link): void {
    link.helloAt = this.#options.clock.now();
    link.transport.send(
      encodeFrame(CONTROL_CHANNEL, {
        case: 'hello',
        value: {
          minVersion: PROTOCOL_VERSION,
          maxVersion: PROTOCOL_VERSION,
          token: this.#token,
          clientName: CLIENT_NAME,
          capabilities: { compressions: COMPRESSIONS, memoryBytes: MEMORY_BYTES, fragments: true },
        },
      }),
    );
  }

  #received(link: Link, message: Uint8Array): void {
    if (this.#link !== link) return;
    let frame: Frame | undefined;
    try {
      frame = decodeFrame(message);
      if (frame.kind.case === 'fragment') frame = link.fragments.add(frame.kind.value);
    } catch {
      this.#lost('the gateway sent what is no frame');
      return;
    }
    link.heartbeat?.heard();
    if (!frame) return;
    if (frame.channel === CONTROL_CHANNEL) this.#receivedControl(link, frame);
    else this.#receivedOnChannel(link, frame);
  }

  #receivedControl(link: Link, { kind }: Frame): void {
    switch (kind.case) {
      case 'welcome':
        this.#welcomed(link, kind.value);
        return;
      case 'reply':
        this.#replied(link, kind.value);
        return;
      case 'reattach':
        this.#reattachWithin(link, kind.value.withinMs);
        return;
      case 'ping':
        this.#sendControl({ case: 'pong', value: { payload: kind.value.payload } });
        return;
      case 'close':
        this.#closedByGateway(kind.value.error ? GatewayError.of(kind.value.error) : undefined);
        return;
      default:
        // A Pong has done its work by being heard; other kinds are for later versions to mean something.
        return;
    }
  }

  #replied(link: Link, reply: Reply): void {
    const postponedMs = this.#calls.replied(reply);
    if (postponedMs === undefined) return;
    this.#options.clock.after(postponedMs + fullJitter(1, this.#options.random), () => {
      // A later connection has sent it already.
      if (this.#link === link) this.#calls.send(reply.id);
    });
  }

  /** The gateway will go. Its clients do not all leave at once, and none when it is too late. */
  #reattachWithin(link: Link, withinMs: number): void {
    this.#options.clock.after((this.#options.random() * withinMs) / 2, () => {
      if (this.#link === link) this.#lost('the gateway will go');
    });
  }

  #welcomed(link: Link, welcome: Welcome): void {
    const state = this.#state;
    if (state.name !== 'Connecting') return;
    this.#tokenRefused = false;
    link.heartbeat = new Heartbeat(
      this.#options.clock,
      {
        intervalMs: welcome.heartbeatIntervalMs || DEFAULT_HEARTBEAT_MS,
        maxIntervalMs: welcome.maxHeartbeatIntervalMs,
      },
      this.#quietInterval,
      {
        ping: (nextWithinMs) => this.#sendControl({ case: 'ping', value: { nextWithinMs } }),
        dead: (reason) => this.#lost(reason),
      },
    );
    if (this.#options.clock.now() - link.helloAt >= SLOW_LINK_MS) link.compression = welcome.compression;
    this.#enter({ name: 'Resuming', attempt: state.attempt, welcome });
    this.#deadline(RESUME_DEADLINE_MS, () => this.#lost('the gateway did not open the terminals in time'));
    this.#calls.connected((kind) => this.#sendControl(kind));
    for (const user of this.#users) this.#openChannel(user);
    if (this.#quiet) link.heartbeat.quiet(true);
    this.#liveIfAllAnswered(link);
  }

  /** A token that has ended is followed by another one; if that is refused as well, it is over. */
  #closedByGateway(error: GatewayError | undefined): void {
    const state = this.#state;
    if (error?.code !== ErrorCode.UNAUTHENTICATED || this.#tokenRefused || !this.#tokens.refused(this.#token)) {
      this.#dismissed(error);
    } else if (state.name === 'Connecting' || this.#isStable(state)) {
      const attempt = this.#nextAttempt();
      this.#tokenRefused = state.name === 'Connecting';
      this.#dropLink();
      this.#connect(attempt);
    } else {
      this.#lost(error.message);
    }
  }

  #isStable(state: ConnectionState): boolean {
    return state.name === 'Live' && this.#options.clock.now() - state.since >= STABLE_AFTER_MS;
  }

  #dismissed(error: GatewayError | undefined): void {
    if (error && isFinal(error.code)) {
      this.#dropLink();
      this.#calls.fail(error);
      this.#enter({ name: 'Closed', error });
    } else {
      this.#lost(error?.message ?? 'the gateway closed the connection', error?.retryAfterMs);
    }
  }

  #openChannel(user: ChannelUser): void {
    const link = this.#link;
    if (!link) return;
    // Numbers are not used again soon, so that a late frame of a closed channel meets nobody.
    do link.lastChannel = (link.lastChannel % MAX_CHANNEL) + 1;
    while (link.users.has(link.lastChannel));
    const channel = link.lastChannel;
    link.users.set(channel, user);
    if (user.awaited) link.unanswered.add(channel);
    this.#send(link, channel, { case: 'open', value: { target: user.opening(link.compression) } });
  }

  #receivedOnChannel(link: Link, frame: Frame): void {
    const { channel, kind } = frame;
    const user = link.users.get(channel);
    const welcome = this.#welcome;
    if (!user || !welcome) return;
    switch (kind.case) {
      case 'opened':
        link.unanswered.delete(channel);
        user.opened(kind.value, (sent) => this.#sendOnChannel(link, channel, user, sent), welcome);
        this.#liveIfAllAnswered(link);
        return;
      case 'close':
        this.#channelGone(link, channel);
        user.closed(kind.value.error && GatewayError.of(kind.value.error));
        return;
      default:
        user.received(frame);
    }
  }

  #sendOnChannel(link: Link, channel: number, user: ChannelUser, kind: FrameKind): void {
    if (link.users.get(channel) === user) this.#send(link, channel, kind);
  }

  #sendControl(kind: FrameKind): void {
    if (this.#welcome && this.#link) this.#send(this.#link, CONTROL_CHANNEL, kind);
  }

  #send(link: Link, channel: number, kind: FrameKind): void {
    link.heartbeat?.sent();
    link.transport.send(encodeFrame(channel, kind));
  }

  #channelOf(user: ChannelUser): number | undefined {
    for (const [channel, candidate] of this.#link?.users ?? []) if (candidate === user) return channel;
    return undefined;
  }

  #channelGone(link: Link, channel: number): void {
    link.users.delete(channel);
    link.unanswered.delete(channel);
    this.#liveIfAllAnswered(link);
  }

  #liveIfAllAnswered(link: Link): void {
    const state = this.#state;
    if (state.name !== 'Resuming' || link.unanswered.size > 0) return;
    const { attempt, welcome } = state;
    this.#enter({ name: 'Live', attempt, welcome, since: this.#options.clock.now() });
  }

  #lost(cause: string, retryAfterMs = 0): void {
    const attempt = this.#nextAttempt();
    this.#link?.heartbeat?.lost();
    this.#dropLink();
    const delayMs = Math.max(retryAfterMs, fullJitter(attempt, this.#options.random));
    const now = this.#options.clock.now();
    this.#enter({
      name: 'Backoff',
      attempt: attempt + 1,
      retryAt: now + delayMs,
      notBefore: now + retryAfterMs,
      cause,
    });
    this.#deadline(delayMs, () => this.#connect(attempt + 1));
  }

  #nextAttempt(): number {
    const state = this.#state;
    switch (state.name) {
      case 'Live':
        return this.#isStable(state) ? 0 : state.attempt;
      case 'Connecting':
      case 'Resuming':
      case 'Backoff':
        return state.attempt;
      case 'Disconnected':
      case 'Closed':
        return 0;
      default:
        return unreachable(state);
    }
  }

  #dropLink(): void {
    const link = this.#link;
    if (!link) return;
    this.#link = undefined;
    link.heartbeat?.stop();
    link.transport.close();
    this.#calls.disconnected();
    for (const user of link.users.values()) user.lost();
  }
}
