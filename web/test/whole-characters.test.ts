import { expect, test } from 'vitest';
import { WholeCharacters } from '../src/terminal/whole-characters';
import { headlessTerminal, screenOf, written } from './headless';
import { utf8 } from './pieces';
import { SeededRandom } from './random';

test.each(['—', '…', '世', '🙂', '𐀀', 'é'])('%s is drawn wherever the writes end', async (character) => {
  const bytes = utf8(`a${character}b`);
  for (let first = 0; first <= bytes.length; first++) {
    for (let second = first; second <= bytes.length; second++) {
      const terminal = headlessTerminal({ columns: 20, rows: 2 });
      const characters = new WholeCharacters();
      for (const piece of [bytes.subarray(0, first), bytes.subarray(first, second), bytes.subarray(second)]) {
        await written(terminal, characters.take(piece));
      }
      expect(screenOf(terminal)[0], `cut at ${first} and ${second}`).toBe(`a${character}b`);
    }
  }
});

test.each([1, 2, 3, 4, 5])('no byte is lost, and at most three wait (seed %i)', (seed) => {
  const random = new SeededRandom(seed);
  const characters = new WholeCharacters();
  const given: number[] = [];
  const taken: number[] = [];
  for (let step = 0; step < 2_000; step++) {
    const bytes = random.bytes(random.integer(0, 6));
    given.push(...bytes);
    taken.push(...characters.take(bytes));
    expect(given.length - taken.length).toBeLessThanOrEqual(3);
  }
  taken.push(...characters.take(utf8('end')));
  expect(taken).toEqual([...given, ...utf8('end')]);
});

test('what was held back does not come into a new screen', () => {
  const characters = new WholeCharacters();
  characters.take(utf8('—').subarray(0, 2));
  characters.restart();
  expect(characters.take(utf8('x'))).toEqual(utf8('x'));
});
