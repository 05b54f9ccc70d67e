/**
 * Runs a task on demand, one run at a time. Whoever wants it while it runs is granted one more run
 * after that, so that what is seen is never older than the last wish.
 */
export class OneMoreTime {
  readonly #task: () => Promise<void>;
  #running = false;
  #wanted = false;

  /**
   * @param task must not fail
   */
  constructor(task: () => Promise<void>) {
    this.#task = task;
  }

  want(): void {
    this.#wanted = true;
    if (!this.#running) void this.#run();
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#wanted) {
      this.#wanted = false;
      await this.#task();
    }
    this.#running = false;
  }
}
