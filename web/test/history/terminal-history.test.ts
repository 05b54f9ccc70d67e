import { create } from '@bufbuild/protobuf';
import { describe, expect, test } from 'vitest';
import { HistoryHitsSchema, HistoryPartSchema } from '../../src/gen/devtail/v1/edge_pb';
import { type HistoryPage, PAGE_BYTES, TerminalHistory } from '../../src/history/terminal-history';
import type { Operation, Result } from '../../src/net/calls';

const PART_BYTES = 10_000;

/** A gateway that keeps a text from an offset on, and gives it in small parts. */
function keeping(text: string, start = 0): (operation: Operation) => Promise<Result> {
  const all = new TextEncoder().encode(text);
  return (operation) => {
    if (operation.case === 'readHistory') {
      const asked = Number(operation.value.offset ?? 0n);
      const offset = Math.max(asked, start);
      const length = Math.min(operation.value.maxBytes ?? PART_BYTES, PART_BYTES);
      const value = create(HistoryPartSchema, {
        start: BigInt(start),
        offset: BigInt(offset),
        payload: all.slice(offset, offset + length),
        end: BigInt(all.length),
        gap: BigInt(offset - asked),
        incarnation: 7n,
      });
      return Promise.resolve({ case: 'historyPart', value });
    }
    if (operation.case === 'searchHistory') {
      // Nothing is in the newest part.
      const further = (operation.value.before ?? 0n) === 0n;
      const hits = further ? [] : [{ offset: 3n, line: 'found' }];
      const value = create(HistoryHitsSchema, { hits, searchedFrom: further ? 500n : 0n });
      return Promise.resolve({ case: 'historyHits', value });
    }
    throw new Error(String(operation.case));
  };
}

const numbered = (count: number): string => Array.from({ length: count }, (_, i) => `line ${i}\r\n`).join('');
const texts = (pages: HistoryPage[]): string[] => pages.flatMap((page) => page.lines.map((line) => line.text));

describe('pages', () => {
  test('back from the newest they hold every line once', async () => {
    const history = new TerminalHistory(keeping(numbered(30_000)), 't1');
    const pages = [await history.newest()];
    for (let first = pages[0]!; first.from > history.start; first = pages[0]!) {
      pages.unshift(await history.before(first.from));
    }
    expect(pages.length).toBeGreaterThan(4);
    expect(texts(pages)).toEqual(Array.from({ length: 30_000 }, (_, i) => `line ${i}`));
  });

  test('from one in the middle on they hold every line once', async () => {
    const history = new TerminalHistory(keeping(numbered(30_000)), 't1');
    await history.newest();
    const pages = [await history.around(200_000)];
    for (let next = await history.after(pages[0]!.to); next; next = await history.after(next.to)) pages.push(next);
    const found = texts(pages);
    const first = Number(found[0]!.slice('line '.length));
    expect(found).toEqual(Array.from({ length: 30_000 - first }, (_, i) => `line ${first + i}`));
  });

  test('what is not kept is no page, and where it begins is known', async () => {
    const history = new TerminalHistory(keeping(numbered(30_000), 300_000), 't1');
    const page = await history.newest();
    const before = await history.before(page.from);
    expect(before.from).toBe(300_000);
    expect(before.missing).toBe(0);
    expect(history.start).toBe(300_000);
  });

  test('a line longer than a page is shown in pieces', async () => {
    const history = new TerminalHistory(keeping('x'.repeat(3 * PAGE_BYTES)), 't1');
    const page = await history.newest();
    expect(page.to - page.from).toBe(PAGE_BYTES);
    expect((await history.before(page.from)).to).toBe(page.from);
  });
});

test('a search goes on until something is found or nothing is left', async () => {
  const history = new TerminalHistory(keeping(''), 't1');
  expect(await history.search('x', undefined)).toEqual({
    lines: [{ offset: 3, text: 'found' }],
    before: undefined,
  });
});
