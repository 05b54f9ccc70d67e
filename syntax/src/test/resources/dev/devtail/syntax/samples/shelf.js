'use strict';
import fs, { readFile } from 'node:fs';
const { join } = require('path');

/** Capacity of a shelf. */
const CAPACITY = 40;
var left = 1, right = {
  wide: true,
};

/**
 * Holds items. They are sorted.
 */
export class Shelf extends Furniture {
  static width = 80;
  #items = [];
  handle = (event) => this.count(event);

  constructor(name) {
    super(name);
  }

  // Counts them.
  async count(
    wanted, // never null
    twice = false,
  ) {
    let sum = 0;
    for (const item of this.#items) {
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

  get size() {
    return this.#items.length;
  }
}

function outer() {
  function inner() {
    while (true) {}
  }
  return inner();
}

export default function* numbers() {}

export const load = async (name) => {
  const { parse } = await import('./parser.js');
  return parse(await readFile(join(name)));
};

const Row = ({ shelf }) => <Item price={shelf.price}><b>{outer()}</b></Item>;

exports.save = function (shelf) {
  return fs.write(shelf);
};
module.exports = { Shelf };

describe('a shelf', function () {
  it.only('holds nothing', async () => {
    expect(new Shelf('a').size).toBe(0);
  });
});
