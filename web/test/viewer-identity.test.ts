import { beforeEach, describe, expect, test } from 'vitest';
import { forgetViewer, viewerIdentity } from '../src/terminal/viewer-identity';
import { SeededRandom } from './random';

class MapStorage implements Storage {
  readonly #items = new Map<string, string>();
  get length(): number {
    return this.#items.size;
  }
  clear(): void {
    this.#items.clear();
  }
  getItem(key: string): string | null {
    return this.#items.get(key) ?? null;
  }
  key(index: number): string | null {
    return [...this.#items.keys()][index] ?? null;
  }
  removeItem(key: string): void {
    this.#items.delete(key);
  }
  setItem(key: string, value: string): void {
    this.#items.set(key, value);
  }
}

describe('viewerIdentity', () => {
  let storage: Storage;
  const { bytes } = new SeededRandom(7);

  beforeEach(() => {
    storage = new MapStorage();
  });

  test('is kept through a reload, with a higher epoch', () => {
    const before = viewerIdentity(storage, 'one', bytes);
    expect([before.nextEpoch(), before.nextEpoch()]).toEqual([1n, 2n]);
    const after = viewerIdentity(storage, 'one', bytes);
    expect(after.id).toEqual(before.id);
    expect(after.id).toHaveLength(16);
    expect(after.nextEpoch()).toBe(3n);
  });

  test('differs for each terminal, and after it was forgotten', () => {
    const one = viewerIdentity(storage, 'one', bytes);
    one.nextEpoch();
    expect(viewerIdentity(storage, 'two', bytes).id).not.toEqual(one.id);
    forgetViewer(storage, 'one');
    expect(viewerIdentity(storage, 'one', bytes).id).not.toEqual(one.id);
  });

  test.each(['', '{}', 'nonsense', '{"id":"00","epoch":1}'])('is made anew when %j is stored', (stored) => {
    storage.setItem('devtail.viewer.one', stored);
    expect(viewerIdentity(storage, 'one', bytes).nextEpoch()).toBe(1n);
  });
});
