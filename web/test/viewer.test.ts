import { beforeEach, describe, expect, test } from 'vitest';
import { ErrorCode } from '../src/gen/devtail/v1/model_pb';
import { Connection } from '../src/net/connection';
import { Viewer, type ViewerOptions, type ViewerStatus } from '../src/terminal/viewer';
import { FakeGateway } from './fake-gateway/fake-gateway';
import { type FakeTerminal } from './fake-gateway/fake-terminal';
import { MemoryNetwork } from './memory-network';
import { identity, LogCanvas, ScriptedProgram, SIZE, utf8, wholeHistory } from './pieces';
import { SeededRandom } from './random';
import { VirtualClock } from './virtual-clock';

const LATENCY_MS = 5;
const SETTLED_MS = 30_000;

describe('Viewer', () => {
  let clock: VirtualClock;
  let gateway: FakeGateway;
  let network: MemoryNetwork;
  let connection: Connection;
  let canvas: LogCanvas;
  let program: ScriptedProgram;
  let terminal: FakeTerminal;
  let statuses: ViewerStatus[];
  let lost: number[];
  let latencyMs: number;

  beforeEach(() => {
    clock = new VirtualClock();
    statuses = [];
    lost = [];
    gateway = new FakeGateway({
      token: 'token',
      ringBytes: 1000,
      heartbeatMs: 30_000,
      start: (_size, listener) => (program = new ScriptedProgram(listener)),
      makeScreen: wholeHistory,
    });
    latencyMs = LATENCY_MS;
    network = new MemoryNetwork(clock, gateway, () => latencyMs);
    connection = new Connection({ dial: network.dial, clock, random: new SeededRandom(1).next, changed: () => {} });
    canvas = new LogCanvas(clock, () => 1);
    terminal = gateway.startTerminal(SIZE);
    connection.start('token');
    settle();
  });

  function view(more: Partial<ViewerOptions> = {}): Viewer {
    const viewer = new Viewer({
      terminalId: terminal.options.id,
      identity: identity(),
      connection,
      clock,
      random: () => 0.5,
      canvas,
      size: SIZE,
      events: {
        status: (status) => statuses.push(status),
        inputLost: (characters) => lost.push(characters),
        described: () => {},
        readOnly: () => {},
        pasting: () => {},
      },
      ...more,
    });
    viewer.attach();
    return viewer;
  }

  const settle = (): void => clock.advance(SETTLED_MS);

  test('draws the screen, and what follows', () => {
    program.say(utf8('before '));
    view();
    settle();
    program.say(utf8('after'));
    settle();
    expect(canvas.shown.text).toBe('before after');
    expect(canvas.size).toMatchObject(SIZE);
  });

  test('output comes compressed over a slow link, and is the same', () => {
    latencyMs = 20;
    connection.stop();
    connection.start('token');
    settle();
    program.say(utf8('before '));
    const viewer = view();
    settle();
    for (let i = 0; i < 50; i++) {
      program.say(utf8(`line ${i} of many; `));
      settle();
    }
    expect(terminal.compressedAttachments).toBe(1);
    viewer.detach();
    expect(canvas.shown.text).toBe(`before ${Array.from({ length: 50 }, (_, i) => `line ${i} of many; `).join('')}`);
  });

  test('whoever started the terminal sees it from the first byte, and needs no screen', () => {
    program.say(utf8('first'));
    view({ startedIncarnation: terminal.options.incarnation });
    settle();
    expect(canvas.shown.text).toBe('first');
    expect(canvas.restarts).toBe(0);
  });

  test('goes on with bytes after a short cut, and with a screen after a long one', () => {
    const viewer = view();
    settle();
    network.cut();
    program.say(utf8('short '));
    settle();
    expect([canvas.shown.text, canvas.restarts]).toEqual(['short ', 1]);
    network.cut();
    program.say(utf8('x'.repeat(5000)));
    settle();
    expect([canvas.shown.text, canvas.restarts]).toEqual([`short ${'x'.repeat(5000)}`, 2]);
    expect(viewer.status.name).toBe('open');
  });

  test('asks for no bytes on top of half a screen', () => {
    program.say(utf8('y'.repeat(40_000)));
    view();
    // Opened and the first pieces of the screen are there, the last is not.
    clock.advance(2 * LATENCY_MS);
    network.cut();
    settle();
    expect(canvas.shown.text).toBe('y'.repeat(40_000));
  });

  test('keeps what is typed while it is away, in order', () => {
    const viewer = view();
    viewer.type(utf8('a'));
    settle();
    network.down = true;
    network.cut();
    for (const key of 'bcdef') {
      viewer.type(utf8(key));
      clock.advance(700);
    }
    expect(program.heard.text).toBe('a');
    network.down = false;
    settle();
    expect(program.heard.text).toBe('abcdef');
    expect(viewer.pendingInput).toBe(0);
    expect(lost).toEqual([]);
  });

  test('tells how much may be lost when the server forgot the viewer', () => {
    const viewer = view();
    viewer.type(utf8('known'));
    settle();
    network.cut();
    viewer.type(utf8('???'));
    terminal.forgetViewers();
    settle();
    expect(lost).toEqual([3]);
    expect(program.heard.text).toBe('known');
    viewer.type(utf8('!'));
    settle();
    expect(program.heard.text).toBe('known!');
  });

  test('types nothing into a later life of the terminal', () => {
    const viewer = view();
    viewer.type(utf8('old '));
    settle();
    network.cut();
    viewer.type(utf8('rm'));
    program.say(utf8('gone'));
    gateway.terminals.delete(terminal.options.id);
    const successor = gateway.startTerminal(SIZE);
    gateway.terminals.clear();
    gateway.terminals.set(terminal.options.id, successor);
    settle();
    expect(lost).toEqual([2]);
    expect(program.heard.text).toBe('');
    expect(canvas.shown.text).toBe('');
  });

  test('says that it was opened elsewhere', () => {
    view();
    settle();
    const elsewhere = new Connection({ dial: network.dial, clock, random: Math.random, changed: () => {} });
    const elsewhereIdentity = identity();
    elsewhereIdentity.nextEpoch();
    view({
      connection: elsewhere,
      identity: elsewhereIdentity,
      canvas: new LogCanvas(clock, () => 1),
      events: { status: () => {}, inputLost: () => {}, described: () => {}, readOnly: () => {}, pasting: () => {} },
    });
    elsewhere.start('token');
    settle();
    expect(statuses.at(-1)).toEqual({ name: 'taken' });
  });

  test('shows the end only after the last byte, also to those who come later', () => {
    view();
    settle();
    network.cut();
    program.say(utf8('last words'));
    program.exit(3);
    settle();
    expect(canvas.shown.text).toBe('last words');
    expect(statuses.at(-1)).toMatchObject({ name: 'ended', exit: { code: 3 }, draining: false });
    statuses = [];
    view({ identity: identity(2), canvas: new LogCanvas(clock, () => 1) });
    settle();
    expect(statuses.at(-1)).toMatchObject({ name: 'ended', exit: { code: 3 } });
  });

  test('a terminal that does not exist is gone', () => {
    view({ terminalId: 'nothing' });
    settle();
    expect(statuses.at(-1)).toMatchObject({ name: 'gone', error: { code: ErrorCode.NOT_FOUND } });
    expect(connection.state.name).toBe('Live');
  });

  test('tells its size when it changes, also while it was away', () => {
    const viewer = view();
    settle();
    viewer.resize({ columns: 100, rows: 30 });
    viewer.resize({ columns: 100, rows: 30 });
    settle();
    network.cut();
    viewer.resize({ columns: 50, rows: 20 });
    clock.advance(LATENCY_MS);
    settle();
    expect(program.sizes).toEqual(
      [
        { columns: 100, rows: 30 },
        { columns: 50, rows: 20 },
      ].map((size) => expect.objectContaining(size)),
    );
  });

  test('a size that changes while it attaches is told afterwards', () => {
    const viewer = view();
    clock.advance(1);
    viewer.resize({ columns: 33, rows: 11 });
    settle();
    expect(program.sizes.at(-1)).toMatchObject({ columns: 33, rows: 11 });
  });

  test('draws in the size that another viewer has given the terminal, until it is used here', () => {
    const viewer = view();
    settle();
    const other = view({
      identity: identity(2),
      canvas: new LogCanvas(clock, () => 1),
      size: { columns: 40, rows: 12 },
    });
    settle();
    expect(canvas.size).toMatchObject({ columns: 40, rows: 12 });
    viewer.claimSize();
    settle();
    expect(program.sizes.at(-1)).toMatchObject(SIZE);
    other.dispose();
  });

  test('leaves the size that another viewer has set when its own window changes', () => {
    const viewer = view();
    settle();
    view({ identity: identity(2), canvas: new LogCanvas(clock, () => 1), size: { columns: 40, rows: 12 } });
    settle();
    viewer.resize({ columns: 90, rows: 20 });
    settle();
    expect(program.sizes.at(-1)).toMatchObject({ columns: 40, rows: 12 });
    viewer.claimSize();
    settle();
    expect(program.sizes.at(-1)).toMatchObject({ columns: 90, rows: 20 });
  });

  test('changes its size between the bytes before and after the change', () => {
    const steps: string[] = [];
    const decoder = new TextDecoder();
    const write = (bytes: Uint8Array, drawn: () => void): void => {
      steps.push(decoder.decode(bytes));
      drawn();
    };
    view({
      canvas: {
        restart: () => {},
        write,
        writeScreen: (_, drawn) => drawn(),
        acknowledged: () => {},
        resized: ({ columns, rows }) => steps.push(`${columns}x${rows}`),
      },
    });
    settle();
    program.say(utf8('before'));
    view({ identity: identity(2), canvas: new LogCanvas(clock, () => 1), size: { columns: 40, rows: 12 } });
    settle();
    program.say(utf8('after'));
    settle();
    expect(steps.slice(-3)).toEqual(['before', '40x12', 'after']);
  });

  test('only looks on when it is read-only: the gateway hears no key and no size', () => {
    const roles: boolean[] = [];
    const viewer = view({
      readOnly: true,
      size: { columns: 20, rows: 5 },
      events: {
        status: (status) => statuses.push(status),
        inputLost: (characters) => lost.push(characters),
        described: () => {},
        readOnly: (readOnly) => roles.push(readOnly),
        pasting: () => {},
      },
    });
    settle();
    // The gateway of these tests throws at any Data or control of such a viewer.
    expect(viewer.type(utf8('x'))).toBe(false);
    viewer.resize({ columns: 30, rows: 6 });
    viewer.claimSize();
    program.say(utf8('seen'));
    settle();
    expect([program.heard.text, program.sizes, canvas.shown.text]).toEqual(['', [], 'seen']);
    expect(canvas.size).toMatchObject(SIZE);
    expect(roles).toEqual([true]);
  });

  test('acknowledges a screen once it is drawn, and output after 16 KiB', () => {
    program.say(utf8('screen'));
    view();
    clock.advance(3 * LATENCY_MS + 1);
    const acknowledged = (): number => terminal.acknowledgedBy(identity().id);
    expect(acknowledged()).toBe(6);
    program.say(new Uint8Array(16 * 1024));
    clock.advance(2 * LATENCY_MS);
    expect(acknowledged()).toBe(6 + 16 * 1024);
  });

  test('leaves once everything typed has arrived, and comes back', () => {
    const viewer = view();
    settle();
    viewer.type(utf8('bye'));
    viewer.detach();
    settle();
    expect(program.heard.text).toBe('bye');
    program.say(utf8('meanwhile'));
    settle();
    expect(canvas.shown.text).toBe('');
    viewer.attach();
    settle();
    expect(canvas.shown.text).toBe('meanwhile');
    viewer.type(utf8(' again'));
    settle();
    expect(program.heard.text).toBe('bye again');
    expect(lost).toEqual([]);
  });

  test('is flooded no faster than it draws', () => {
    const slow = new LogCanvas(clock, () => 100);
    view({ canvas: slow });
    settle();
    for (let piece = 0; piece < 50; piece++) program.say(new Uint8Array(20_000));
    settle();
    expect(slow.shown.length).toBe(1_000_000);
  });
});
