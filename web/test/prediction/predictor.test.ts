import { describe, expect, test } from 'vitest';
import type { Line } from '../../src/prediction/line';
import { ECHO_GRACE_MS, type Overlay, Predictor } from '../../src/prediction/predictor';
import { SeededRandom } from '../random';
import { VirtualClock } from '../virtual-clock';
import { type Manner, SimulatedProgram } from './simulated-program';

const ACK_DELAY_MS = 50;
/** No line of these tests is longer. */
const WIDE_COLUMNS = 160;
const NARROW_COLUMNS = 20;
const KEYS = ['a', 'b', 'c', ' ', 'é', 'x', 'y', '\x7f', '\x1b[D', '\x1b[C', '\r', '\x01', '\x1b[A', '世', 'pasted'];
const EDITING_KEYS = KEYS.slice(0, 10);

interface Network {
  readonly latencyMs: () => number;
  readonly programDelayMs: () => number;
}

/** Someone who types, a program far away, and the predictor between them. */
class Session {
  readonly clock = new VirtualClock();
  readonly program: SimulatedProgram;
  /** What the program will have done when all that was typed has arrived. */
  readonly ideal: SimulatedProgram;
  readonly #network: Network;
  readonly #pictures: string[] = [];
  readonly #checked: () => void;
  readonly predictor: Predictor;
  screen: Line;
  alternate = false;
  overlay: Overlay | undefined;
  shownOverlays = 0;
  #typed = 0;
  #accepted = 0;
  #acknowledged = 0;
  #lastToServer = 0;
  #lastToProgram = 0;
  #lastToClient = 0;
  /** When each key was known to have arrived, by offset. */
  readonly arrivedAt: number[] = [];

  constructor(
    manners: readonly Manner[],
    network: Network,
    checked: (session: Session) => void = () => {},
    columns = WIDE_COLUMNS,
  ) {
    this.program = new SimulatedProgram(manners, columns);
    this.ideal = new SimulatedProgram(manners, columns);
    this.screen = this.program.line;
    this.#pictures.push(JSON.stringify(this.screen));
    this.#network = network;
    this.#checked = () => checked(this);
    this.predictor = new Predictor({
      clock: this.clock,
      line: () => (this.alternate ? undefined : this.screen),
      draw: (overlay) => {
        this.overlay = overlay;
        if (overlay) this.shownOverlays += 1;
      },
    });
  }

  type(data: string): void {
    const end = (this.#typed += 1);
    this.ideal.take(data);
    this.#pictures.push(JSON.stringify(this.ideal.line));
    this.predictor.typed(data, end);
    this.#checked();
    this.#lastToServer = this.#ordered(this.#lastToServer, this.#network.latencyMs(), () => {
      this.#accepted = end;
      this.clock.after(ACK_DELAY_MS, () => this.#send(undefined));
      this.#lastToProgram = this.#ordered(this.#lastToProgram, this.#network.programDelayMs(), () => {
        const before = JSON.stringify(this.program.line);
        this.program.take(data);
        if (JSON.stringify(this.program.line) !== before) this.#send(this.program.line);
      });
    });
  }

  /** The program prints something by itself. */
  interrupt(): void {
    this.program.interrupt();
    this.ideal.interrupt();
    this.#send(this.program.line);
  }

  advance(ms: number): void {
    this.clock.advance(ms);
    this.#checked();
  }

  /** The line as it looks to the user. */
  get seen(): Line {
    const cells = [...this.screen.cells];
    for (const { column, text } of this.overlay?.cells ?? []) cells[column] = text;
    return { row: this.screen.row, column: this.overlay?.column ?? this.screen.column, cells };
  }

  /** All that the line will still look like, given what was typed. */
  get toCome(): readonly string[] {
    return this.#pictures.slice(this.#pictures.indexOf(JSON.stringify(this.screen)));
  }

  /** Whether every key was acknowledged, the last of them longer ago than its echo may take. */
  get isConfirmed(): boolean {
    if (this.#acknowledged < this.#typed) return false;
    return this.clock.now() > (this.arrivedAt[this.#typed] ?? 0) + ECHO_GRACE_MS;
  }

  #send(line: Line | undefined): void {
    const ack = this.#accepted;
    if (!line && ack <= this.#acknowledged) return;
    this.#lastToClient = this.#ordered(this.#lastToClient, this.#network.latencyMs(), () => {
      if (line) this.screen = line;
      if (line) this.predictor.drawn();
      for (let offset = this.#acknowledged + 1; offset <= ack; offset++) this.arrivedAt[offset] = this.clock.now();
      this.#acknowledged = Math.max(this.#acknowledged, ack);
      this.predictor.acknowledged(ack);
      this.#checked();
    });
  }

  #ordered(last: number, delayMs: number, run: () => void): number {
    const at = Math.max(last, this.clock.now() + delayMs);
    this.clock.after(at - this.clock.now(), run);
    return at;
  }
}

const far: Network = { latencyMs: () => 100, programDelayMs: () => 1 };

function typeText(session: Session, text: string, everyMs = 60): void {
  for (const character of text) {
    session.type(character);
    session.advance(everyMs);
  }
}

describe('Predictor', () => {
  test('shows nothing before the first confirmation, and then at once', () => {
    const session = new Session(['edits'], far);
    session.type('a');
    expect(session.overlay).toBeUndefined();
    session.advance(250);
    session.type('b');
    expect(session.overlay).toEqual({ column: 4, cells: [{ column: 3, text: 'b' }] });
    session.type('c');
    session.type('\x7f');
    session.type('\x1b[D');
    expect(session.overlay).toMatchObject({ column: 3, cells: [{ column: 3, text: 'b' }] });
    session.advance(1_000);
    expect(session.overlay).toBeUndefined();
  });

  test('what is typed in between is shown when the epoch is confirmed', () => {
    const session = new Session(['edits'], far);
    typeText(session, 'abcd');
    expect(session.overlay?.cells.map(({ text }) => text).join('')).toBe('bcd'.slice(0, session.overlay?.cells.length));
    expect(session.shownOverlays).toBeGreaterThan(0);
  });

  test('predicts nothing on a fast network', () => {
    const session = new Session(['edits'], { latencyMs: () => 5, programDelayMs: () => 1 });
    typeText(session, 'hello there');
    expect(session.shownOverlays).toBe(0);
  });

  test('is on above 30 ms and off at 20 ms', () => {
    let latencyMs = 20;
    const session = new Session(['edits'], { latencyMs: () => latencyMs, programDelayMs: () => 0 });
    typeText(session, 'abc', 300);
    const slow = session.shownOverlays;
    expect(slow).toBeGreaterThan(0);
    latencyMs = 4;
    typeText(session, 'defghijklmnopqrs', 300);
    const then = session.shownOverlays;
    typeText(session, 'tuv', 300);
    expect(session.shownOverlays).toBe(then);
  });

  test('never shows a password', () => {
    const session = new Session(['edits', 'silent', 'edits'], far);
    typeText(session, 'sudo ls');
    session.type('\r');
    session.advance(500);
    const before = session.shownOverlays;
    expect(before).toBeGreaterThan(0);
    typeText(session, 'secret', 200);
    expect(session.shownOverlays).toBe(before);
    session.type('\r');
    typeText(session, 'secret', 20);
    session.advance(2_000);
    expect(session.overlay).toBeUndefined();
  });

  test('a password that is typed before its prompt is there is not shown either', () => {
    const session = new Session(['edits', 'silent'], far, ({ overlay, program, screen }) => {
      if (overlay) expect(program.manner(screen.row)).toBe('edits');
    });
    typeText(session, 'sudo ls', 30);
    session.type('\r');
    typeText(session, 'secret', 30);
    session.advance(2_000);
    expect(session.shownOverlays).toBeGreaterThan(0);
  });

  test('nothing on the alternate screen', () => {
    const session = new Session(['edits'], far);
    typeText(session, 'abc', 300);
    const before = session.shownOverlays;
    expect(before).toBeGreaterThan(0);
    session.alternate = true;
    session.predictor.drawn();
    typeText(session, 'jjjj', 300);
    expect(session.shownOverlays).toBe(before);
  });

  test.each([
    ['wide characters', '世'],
    ['a paste', '\x1b[200~text\x1b[201~'],
    ['several characters at once', 'word'],
    ['Enter', '\r'],
    ['a control key', '\x01'],
  ])('%s ends the epoch', (_, data) => {
    const session = new Session(['edits'], far);
    typeText(session, 'abc', 300);
    session.type(data);
    const before = session.shownOverlays;
    session.type('n');
    expect(session.overlay).toBeUndefined();
    expect(session.shownOverlays).toBe(before);
  });

  test('what comes instead is there at once, and nothing of the prediction stays', () => {
    const session = new Session(['edits'], far);
    typeText(session, 'abc', 300);
    session.type('d');
    session.type('e');
    expect(session.overlay).toBeDefined();
    session.interrupt();
    session.advance(101);
    expect(session.overlay).toBeUndefined();
  });
});

const SEEDS = Array.from({ length: 100 }, (_, index) => index + 1);
const MANNERS: readonly Manner[] = ['edits', 'overwrites', 'silent', 'stars', 'shouts'];

describe('for random keys and programs', () => {
  test.each(SEEDS)('nothing wrong stays longer than a confirmation (seed %i)', (seed) => {
    const random = new SeededRandom(seed);
    const pick = <T>(from: readonly T[]): T => from[random.integer(0, from.length)] as T;
    const network: Network = {
      latencyMs: () => random.integer(1, 200),
      programDelayMs: () => (random.chance(0.1) ? random.integer(0, 500) : random.integer(0, 5)),
    };
    const manners = Array.from({ length: random.integer(1, 5) }, () => pick(MANNERS));
    const session = new Session(
      manners,
      network,
      ({ overlay, isConfirmed, screen, program }) => {
        if (!overlay) return;
        expect(isConfirmed, 'shown though all is confirmed').toBe(false);
        // Each cell that is drawn over is another than the one below: nothing is marked that is known.
        for (const { column, text } of overlay.cells) expect(text).not.toBe(screen.cells[column]);
        expect(['silent', 'stars']).not.toContain(program.manner(screen.row));
      },
      random.chance(0.5) ? NARROW_COLUMNS : WIDE_COLUMNS,
    );
    for (let step = 0; step < 150; step++) {
      if (random.chance(0.03)) session.interrupt();
      session.type(random.chance(0.9) ? pick(EDITING_KEYS) : pick(KEYS));
      for (let wait = random.integer(0, 4); wait > 0; wait--) session.advance(random.integer(1, 120));
    }
    session.advance(10_000);
    expect(session.overlay).toBeUndefined();
    expect(session.predictor.isIdle).toBe(true);
  });

  // Nothing else prints, and the program edits as it is expected to: then every picture is one that is to come.
  test.each(SEEDS)('every picture shown of a line editor is one that comes (seed %i)', (seed) => {
    const random = new SeededRandom(seed);
    const session = new Session(
      ['edits'],
      { latencyMs: () => 100, programDelayMs: () => 1 },
      ({ overlay, seen, toCome }) => {
        if (overlay) expect(toCome).toContain(JSON.stringify(seen));
      },
    );
    for (let step = 0; step < 100; step++) {
      session.type(EDITING_KEYS[random.integer(0, random.chance(0.7) ? 7 : EDITING_KEYS.length)] ?? 'a');
      session.advance(random.integer(1, 150));
      if (random.chance(0.05)) {
        session.type('\r');
        session.advance(random.integer(0, 800));
      }
    }
    session.advance(5_000);
    expect(session.overlay).toBeUndefined();
    expect(session.shownOverlays).toBeGreaterThan(0);
  });
});
