const INITIAL_BYTES = 1024;

/** Bytes in order: appended at the end, dropped from the front, read from anywhere in between. */
export class ByteQueue {
  #bytes = new Uint8Array(INITIAL_BYTES);
  #start = 0;
  #end = 0;

  get length(): number {
    return this.#end - this.#start;
  }

  push(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#end);
    this.#end += bytes.length;
  }

  drop(count: number): void {
    this.#start += count;
    if (this.#start === this.#end) this.clear();
  }

  clear(): void {
    this.#bytes = new Uint8Array(INITIAL_BYTES);
    this.#start = this.#end = 0;
  }

  /** A copy of up to `count` bytes from `index` on, counted from the front. */
  slice(index: number, count: number): Uint8Array {
    const from = this.#start + index;
    return this.#bytes.slice(from, Math.min(from + count, this.#end));
  }

  #reserve(count: number): void {
    if (this.#end + count <= this.#bytes.length) return;
    const length = this.length;
    const grown = new Uint8Array(Math.max(INITIAL_BYTES, 2 * (length + count)));
    grown.set(this.#bytes.subarray(this.#start, this.#end));
    this.#bytes = grown;
    this.#start = 0;
    this.#end = length;
  }
}
