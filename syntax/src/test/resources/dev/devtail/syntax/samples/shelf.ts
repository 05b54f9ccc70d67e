// Our own, for tests.
import { readFile } from 'node:fs';
import type { Item } from './item';
export * from './places';
const path = require('path');

/** Capacity of a shelf. */
export const CAPACITY = 40;
let left: number, right = {
  wide: true,
};

export type Price = number | bigint;
type Place = { row: number };

/** What visits a shelf. It returns nothing. */
export interface Visitor<T> extends Base {
  readonly depth?: number;
  visit(shelf: Shelf<T>): void;
}

export enum Size {
  Small,
  Large = 'L',
}

declare namespace Rooms {
  function enter(name: string): void;
}

/**
 * Holds items.
 */
@Component({ selector: 'shelf' })
export abstract class Shelf<T extends Item> extends Furniture implements Visitor<T> {
  static readonly width = 80;
  private items: T[] = [];
  handle = async (event: Event) => this.count(() => true);

  constructor(private readonly name: string) {
    super(name);
  }

  abstract first(): T;

  /** Counts them. */
  @memoize()
  count(
    wanted: (item: T) => boolean, // never null
    twice = false,
  ): number {
    let sum = 0;
    for (const item of this.items) {
      if (wanted(item) && twice || item.price > Limits.MAX) {
        sum += twice ? 2 : 1;
      }
    }
    switch (sum) {
      case 0:
        return CAPACITY;
      default:
        return Math.max(sum ?? 1, new Counter('größer 🛒').next());
    }
  }

  get size(): number {
    return this.items.length;
  }
}

export default function outer<T>(value: T): value is Shelf<T> {
  function inner() {
    while (true) {}
  }
  return inner();
}

export const load = async (name: string): Promise<Item> => {
  const { parse } = await import('./parser');
  return parse(await readFile(name));
};

function* numbers() {}

describe('a shelf', () => {
  it('holds nothing', async () => {
    expect(new Shelf('a').size).toBe(0);
  });
  test.each([1])(`twice`, function () {});
});
