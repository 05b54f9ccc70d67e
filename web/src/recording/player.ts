import type { Clock } from '../net/clock';
import { unreachable } from '../net/connection-state';
import type { GridSize } from '../terminal/viewer';
import type { CastEvent } from './cast-parser';
import { EventReader, type ReadPart } from './event-reader';
import { Playhead } from './playhead';

export const SPEEDS = [0.5, 1, 2, 4, 8] as const;
/** With pauses cut, a longer one takes as long as this, in time of the recording. */
export const LONGEST_PAUSE_MS = 2_000;
/** Text that may wait to be drawn, in UTF-16 units: beyond that the player waits for the screen. */
export const MAX_UNDRAWN_CHARS = 256 * 1024;
/** A timer that fires later than this has slept with the device: the recording has not gone on meanwhile. */
const MAX_LATE_MS = 2_000;
/** Timers of browsers take no more than 2^31 ms. */
const MAX_TIMER_MS = 86_400_000;

/** The screen of a recording at a moment. */
export interface Moment {
  /** Of the last event up to the moment asked for. */
  readonly timeMs: number;
  /** Where in the file the next event begins. */
  readonly offset: number;
  readonly size: GridSize;
  /** Draws the screen in a fresh terminal of this size. */
  readonly screen: Uint8Array;
}

/** Where a recording comes from. */
export interface PlayerSource {
  /** The length as it is now, in milliseconds; of a recording that runs it grows. */
  duration(): Promise<number>;
  seek(timeMs: number): Promise<Moment>;
  readonly read: ReadPart;
}

/** Where a recording is drawn. Calls take effect in the order they are made. */
export interface PlayerCanvas {
  /** Clears everything, and draws `screen` in this size. */
  restart(size: GridSize, screen: Uint8Array): void;
  /** `drawn` is called once the text is on the screen. */
  write(text: string, drawn: () => void): void;
  resize(size: GridSize): void;
}

/**
 * What a player does.
 *
 * ```
 *                 ┌──────pause──────┐
 *                 ▼                 │
 *  Seeking ──▶ Paused ──play──▶ Playing ◀──arrived, drawn── Waiting
 *     │                          ▲  │ └──nothing to play yet──▲
 *     └──when it is to play──────┘  └──no more──▶ Ended
 *
 *  seek: from any state to Seeking.   pause: from Waiting, too.   Failed: from Seeking and Waiting.
 * ```
 */
export type PlayerState =
  /** The screen at another moment was asked for; `thenPlay`: it plays on from there. */
  | { readonly name: 'Seeking'; readonly thenPlay: boolean }
  | { readonly name: 'Paused' }
  | { readonly name: 'Playing' }
  /** It would play, but the events are not here yet, or the screen has not drawn those before. */
  | { readonly name: 'Waiting' }
  /** There is nothing more, now. */
  | { readonly name: 'Ended' }
  | { readonly name: 'Failed'; readonly error: unknown };

export interface PlayerOptions {
  readonly source: PlayerSource;
  readonly canvas: PlayerCanvas;
  readonly clock: Clock;
  readonly changed: (state: PlayerState) => void;
}

/** Plays a recording. Knows no DOM and no real time. */
export class Player {
  readonly #options: PlayerOptions;
  readonly #playhead: Playhead;
  #state: PlayerState = { name: 'Paused' };
  #reader: EventReader;
  #durationMs: number;
  /** When the screen changed last, or what was sought. */
  #shownMs = 0;
  #cutPauses = false;
  #soughtMs: number | undefined;
  #seekUnderWay = false;
  #undrawnChars = 0;
  /** Counts screens: text of an earlier one may still wait to be drawn when the next begins. */
  #generation = 0;
  #cancelTimer: () => void = () => {};
  #disposed = false;

  /** @param durationMs as far as it is known */
  constructor(options: PlayerOptions, durationMs: number) {
    this.#options = options;
    this.#durationMs = durationMs;
    this.#playhead = new Playhead(options.clock);
    this.#reader = new EventReader(options.source.read, 0);
  }

  get state(): PlayerState {
    return this.#state;
  }

  /** Whether it plays, or is about to. */
  get isPlaying(): boolean {
    const state = this.#state;
    switch (state.name) {
      case 'Seeking':
        return state.thenPlay;
      case 'Playing':
      case 'Waiting':
        return true;
      case 'Paused':
      case 'Ended':
      case 'Failed':
        return false;
      default:
        return unreachable(state);
    }
  }

  /** Milliseconds from the beginning. */
  get positionMs(): number {
    return Math.min(this.#durationMs, this.#soughtMs ?? this.#playhead.position);
  }

  get durationMs(): number {
    return this.#durationMs;
  }

  get speed(): number {
    return this.#playhead.speed;
  }

  set speed(speed: number) {
    this.#playhead.speed = speed;
    this.#advanceIfPlaying();
  }

  get cutPauses(): boolean {
    return this.#cutPauses;
  }

  /** Pauses longer than {@link LONGEST_PAUSE_MS} take no longer than that while this is set. */
  set cutPauses(cut: boolean) {
    this.#cutPauses = cut;
    this.#advanceIfPlaying();
  }

  /** Plays on; after the end what has come since, or from the beginning. */
  play(): void {
    const state = this.#state;
    switch (state.name) {
      case 'Seeking':
        this.#enter({ name: 'Seeking', thenPlay: true });
        return;
      case 'Paused':
        if (this.positionMs < this.#durationMs) this.#run();
        else void this.#playOn();
        return;
      case 'Ended':
        void this.#playOn();
        return;
      case 'Failed':
        this.#seek(this.positionMs, true);
        return;
      case 'Playing':
      case 'Waiting':
        return;
      default:
        unreachable(state);
    }
  }

  pause(): void {
    const state = this.#state;
    switch (state.name) {
      case 'Seeking':
        this.#enter({ name: 'Seeking', thenPlay: false });
        return;
      case 'Playing':
      case 'Waiting':
        this.#stand({ name: 'Paused' });
        return;
      case 'Paused':
      case 'Ended':
      case 'Failed':
        return;
      default:
        unreachable(state);
    }
  }

  /** Shows the screen at another moment, and plays on from there if it plays now. */
  seek(timeMs: number): void {
    this.#seek(timeMs, this.isPlaying);
  }

  dispose(): void {
    this.#disposed = true;
    this.#generation += 1;
    this.#state = { name: 'Paused' };
    this.#cancelTimer();
  }

  #enter(state: PlayerState): void {
    this.#state = state;
    this.#options.changed(state);
  }

  #stand(state: PlayerState): void {
    this.#cancelTimer();
    this.#playhead.stand();
    this.#enter(state);
  }

  #seek(timeMs: number, thenPlay: boolean): void {
    this.#soughtMs = Math.max(0, Math.min(timeMs, this.#durationMs));
    this.#stand({ name: 'Seeking', thenPlay });
    if (!this.#seekUnderWay) void this.#showSought();
  }

  /** One call at a time, however fast the user drags: of the moments asked for meanwhile only the last counts. */
  async #showSought(): Promise<void> {
    this.#seekUnderWay = true;
    try {
      for (let wanted = this.#soughtMs; wanted !== undefined; wanted = this.#soughtMs) {
        const moment = await this.#options.source.seek(wanted);
        if (this.#disposed) return;
        if (this.#soughtMs === wanted) this.#show(moment, wanted);
      }
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#seekUnderWay = false;
    }
  }

  #show(moment: Moment, wanted: number): void {
    this.#generation += 1;
    this.#undrawnChars = 0;
    this.#options.canvas.restart(moment.size, moment.screen);
    this.#reader = new EventReader(this.#options.source.read, moment.offset);
    // Between two events the screen is that of the first.
    this.#shownMs = Math.max(wanted, moment.timeMs);
    this.#playhead.moveTo(this.#shownMs);
    this.#soughtMs = undefined;
    if (this.#state.name === 'Seeking' && this.#state.thenPlay) this.#run();
    else this.#enter({ name: 'Paused' });
  }

  #run(): void {
    this.#playhead.run();
    this.#enter({ name: 'Playing' });
    this.#advance();
  }

  #advanceIfPlaying(): void {
    if (this.#state.name === 'Playing') this.#advance();
  }

  /** Shows what is due, and comes back when the next event is. */
  #advance(): void {
    this.#cancelTimer();
    for (let event = this.#reader.next; event; event = this.#reader.next) {
      if (this.#undrawnChars > MAX_UNDRAWN_CHARS) {
        // What was not drawn has not been seen.
        this.#playhead.moveTo(this.#shownMs);
        this.#stand({ name: 'Waiting' });
        return;
      }
      const due = this.#due(event);
      const waitMs = this.#playhead.until(due);
      if (waitMs > 0) {
        this.#cancelTimer = this.#options.clock.after(Math.min(waitMs, MAX_TIMER_MS), () => this.#wake(due));
        return;
      }
      if (event.timeMs > this.#playhead.position) this.#playhead.moveTo(event.timeMs);
      this.#reader.take();
      this.#draw(event);
    }
    this.#stand({ name: 'Waiting' });
    void this.#waitForEvents();
  }

  #wake(due: number): void {
    if (this.#playhead.until(due) < -MAX_LATE_MS) this.#playhead.moveTo(due);
    this.#advance();
  }

  #due({ timeMs }: CastEvent): number {
    return this.#cutPauses ? Math.min(timeMs, this.#shownMs + LONGEST_PAUSE_MS) : timeMs;
  }

  #draw(event: CastEvent): void {
    this.#shownMs = Math.max(this.#shownMs, event.timeMs);
    this.#durationMs = Math.max(this.#durationMs, event.timeMs);
    switch (event.kind) {
      case 'output':
        this.#undrawnChars += event.text.length;
        this.#options.canvas.write(event.text, this.#whenDrawn(event.text.length));
        return;
      case 'resize':
        this.#options.canvas.resize(event.size);
        return;
      default:
        unreachable(event);
    }
  }

  #whenDrawn(chars: number): () => void {
    const generation = this.#generation;
    return () => {
      if (generation !== this.#generation) return;
      this.#undrawnChars -= chars;
      if (this.#state.name === 'Waiting' && this.#reader.next && this.#undrawnChars <= MAX_UNDRAWN_CHARS / 2) {
        this.#run();
      }
    };
  }

  async #waitForEvents(): Promise<void> {
    const reader = this.#reader;
    try {
      const more = await reader.arrived();
      if (reader !== this.#reader || this.#state.name !== 'Waiting') return;
      if (more) this.#run();
      else this.#end();
    } catch (error) {
      if (reader === this.#reader) this.#fail(error);
    }
  }

  #end(): void {
    this.#playhead.moveTo(this.#durationMs);
    this.#stand({ name: 'Ended' });
  }

  /** A recording that runs may have become longer since its end was shown. */
  async #playOn(): Promise<void> {
    const endedAt = this.#durationMs;
    this.#playhead.moveTo(endedAt);
    this.#enter({ name: 'Waiting' });
    try {
      const durationMs = await this.#options.source.duration();
      if (this.#disposed || this.#state.name !== 'Waiting') return;
      this.#durationMs = Math.max(endedAt, durationMs);
      if (this.#durationMs > endedAt) await this.#waitForEvents();
      else this.#seek(0, true);
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    if (this.#disposed) return;
    this.#soughtMs = undefined;
    this.#stand({ name: 'Failed', error });
  }
}
