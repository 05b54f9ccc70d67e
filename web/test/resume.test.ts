import { describe, expect, test } from 'vitest';
import { Connection } from '../src/net/connection';
import { Viewer } from '../src/terminal/viewer';
import { FakeGateway } from './fake-gateway/fake-gateway';
import { MemoryNetwork } from './memory-network';
import { ByteLog, identity, LogCanvas, ScriptedProgram, SIZE, wholeHistory } from './pieces';
import { SeededRandom } from './random';
import { VirtualClock } from './virtual-clock';

const STEPS = 400;
const SEEDS = Array.from({ length: 60 }, (_, index) => index + 1);

/**
 * Nothing lost, nothing doubled, in either direction, whatever the network does: a program that talks and a user
 * who types, over a connection that is cut, is down, and goes silent, at random moments of virtual time.
 */
describe('resume', () => {
  test.each(SEEDS)('seed %i', (seed) => {
    const random = new SeededRandom(seed);
    const clock = new VirtualClock();
    const programs: ScriptedProgram[] = [];
    const gateway = new FakeGateway({
      token: 'token',
      // Small rings make for screens, large ones for bytes.
      ringBytes: random.integer(100, 60_000),
      overlapBytes: random.integer(0, 300),
      heartbeatMs: 5_000,
      start: (_size, listener) => {
        const program = new ScriptedProgram(listener);
        programs.push(program);
        return program;
      },
      makeScreen: wholeHistory,
    });
    const terminal = gateway.startTerminal(SIZE);
    const [program] = programs;
    if (!program) expect.fail('no program was started');

    const network = new MemoryNetwork(clock, gateway, () => random.integer(1, 300));
    const connection = new Connection({ dial: network.dial, clock, random: random.next, changed: () => {} });
    const canvas = new LogCanvas(clock, () => random.integer(0, 50));
    const typed = new ByteLog();
    let inputLost = 0;
    const viewer = new Viewer({
      terminalId: terminal.options.id,
      identity: identity(),
      connection,
      clock,
      random: random.next,
      canvas,
      size: SIZE,
      events: {
        status: () => {},
        inputLost: (characters) => (inputLost += characters),
        described: () => {},
        readOnly: () => {},
        pasting: () => {},
      },
    });
    viewer.attach();
    connection.start('token');

    for (let step = 0; step < STEPS; step++) {
      clock.advance(random.integer(0, 200));
      const action = random.next();
      if (action < 0.4) {
        program.say(random.bytes(random.integer(1, action < 0.03 ? 30_000 : 200)));
      } else if (action < 0.8) {
        const bytes = random.bytes(random.integer(1, action < 0.42 ? 20_000 : 5));
        if (viewer.type(bytes)) typed.push(bytes);
      } else if (action < 0.88) {
        network.cut();
      } else if (action < 0.91) {
        network.down = !network.down;
      } else if (action < 0.94) {
        network.blackhole = !network.blackhole;
      } else if (action < 0.97) {
        clock.sleep(random.integer(1_000, 60_000));
        connection.nudge();
      } else {
        viewer.resize({ columns: random.integer(20, 200), rows: random.integer(5, 60) });
      }
    }
    network.down = network.blackhole = false;
    clock.advance(120_000);

    expect(connection.state.name).toBe('Live');
    expect(program.heard.equals(typed), 'input').toBe(true);
    expect(canvas.shown.equals(program.said), 'output').toBe(true);
    expect(inputLost).toBe(0);
    expect(viewer.pendingInput).toBe(0);
  });
});
