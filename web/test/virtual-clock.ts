import type { Clock } from '../src/net/clock';

interface Task {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/** Time that stands still until it is moved. */
export class VirtualClock implements Clock {
  #now = 0;
  #order = 0;
  readonly #tasks = new Set<Task>();

  now(): number {
    return this.#now;
  }

  after(delayMs: number, run: () => void): () => void {
    const task: Task = { at: this.#now + Math.max(0, delayMs), order: this.#order++, run };
    this.#tasks.add(task);
    return () => this.#tasks.delete(task);
  }

  /** Runs everything that falls due in the next `ms`, in order. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (let task = this.#first(end); task; task = this.#first(end)) {
      this.#tasks.delete(task);
      this.#now = Math.max(this.#now, task.at);
      task.run();
    }
    this.#now = end;
  }

  /** The device sleeps: time goes by, no timer fires until it wakes. */
  sleep(ms: number): void {
    this.#now += ms;
  }

  #first(end: number): Task | undefined {
    let first: Task | undefined;
    for (const task of this.#tasks) {
      if (task.at > end) continue;
      if (!first || task.at < first.at || (task.at === first.at && task.order < first.order)) first = task;
    }
    return first;
  }
}
