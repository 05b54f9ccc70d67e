import type { Clock } from '../net/clock';

/** Where in a recording one is: a clock of its own, that can run, stand, be set, and run faster or slower. */
export class Playhead {
  readonly #clock: Clock;
  #base = 0;
  #since: number | undefined;
  #speed = 1;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Milliseconds from the recording's beginning. */
  get position(): number {
    return this.#since === undefined ? this.#base : this.#base + (this.#clock.now() - this.#since) * this.#speed;
  }

  get speed(): number {
    return this.#speed;
  }

  set speed(speed: number) {
    this.moveTo(this.position);
    this.#speed = speed;
  }

  run(): void {
    this.#since ??= this.#clock.now();
  }

  stand(): void {
    this.#base = this.position;
    this.#since = undefined;
  }

  /** It goes on from there if it runs, or stands there. */
  moveTo(position: number): void {
    this.#base = position;
    if (this.#since !== undefined) this.#since = this.#clock.now();
  }

  /** Real milliseconds until it is there, if it runs; not above 0: it is there already. */
  until(position: number): number {
    return (position - this.position) / this.#speed;
  }
}
