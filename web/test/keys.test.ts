import { beforeEach, describe, expect, test } from 'vitest';
import { DOUBLE_TAP_MS, StickyModifiers } from '../src/keys/modifiers';
import { isTypedText, modify, pastedText, sequenceOf } from '../src/keys/sequences';

const NONE = { ctrl: false, alt: false };
const CTRL = { ctrl: true, alt: false };
const ALT = { ctrl: false, alt: true };

describe('StickyModifiers', () => {
  let now = 0;
  let changes = 0;
  let sticky: StickyModifiers;

  beforeEach(() => {
    now = changes = 0;
    sticky = new StickyModifiers(() => changes++);
  });

  test('one tap holds for one key', () => {
    sticky.tap('ctrl', now);
    expect(sticky.active).toBe(true);
    expect(sticky.take()).toEqual(CTRL);
    expect(sticky.take()).toEqual(NONE);
    expect(changes).toBe(2);
  });

  test('a double tap holds until the next tap', () => {
    sticky.tap('ctrl', now);
    now += DOUBLE_TAP_MS - 1;
    sticky.tap('ctrl', now);
    expect(sticky.state('ctrl')).toBe('locked');
    expect(sticky.take()).toEqual(CTRL);
    expect(sticky.take()).toEqual(CTRL);
    now += 10;
    sticky.tap('ctrl', now);
    expect(sticky.active).toBe(false);
  });

  test('a slow second tap lets go', () => {
    sticky.tap('alt', now);
    now += DOUBLE_TAP_MS;
    sticky.tap('alt', now);
    expect(sticky.state('alt')).toBe('off');
  });

  test('Ctrl and Alt are held together', () => {
    sticky.tap('ctrl', now);
    sticky.tap('alt', now);
    expect(sticky.take()).toEqual({ ctrl: true, alt: true });
    expect(sticky.active).toBe(false);
  });
});

describe('modify', () => {
  test.each([
    ['c', '\x03'],
    ['C', '\x03'],
    ['[', '\x1b'],
    ['@', '\0'],
    [' ', '\0'],
    ['_', '\x1f'],
    ['/', '\x1f'],
    ['?', '\x7f'],
    ['ü', 'ü'],
    ['1', '1'],
    ['copy', '\x03opy'],
  ])('Ctrl+%s', (typed, sent) => {
    expect(modify(typed, CTRL)).toBe(sent);
  });

  test('Alt puts an escape before it, also with Ctrl', () => {
    expect(modify('b', ALT)).toBe('\x1bb');
    expect(modify('b', { ctrl: true, alt: true })).toBe('\x1b\x02');
    expect(modify('🙂', ALT)).toBe('\x1b🙂');
  });
});

describe('sequenceOf', () => {
  test('arrows follow the mode of the program', () => {
    expect(sequenceOf('up', NONE, false)).toBe('\x1b[A');
    expect(sequenceOf('up', NONE, true)).toBe('\x1bOA');
    expect(sequenceOf('home', NONE, true)).toBe('\x1bOH');
  });

  test('modifiers become parameters', () => {
    expect(sequenceOf('right', CTRL, true)).toBe('\x1b[1;5C');
    expect(sequenceOf('left', ALT, false)).toBe('\x1b[1;3D');
    expect(sequenceOf('pageDown', NONE, false)).toBe('\x1b[6~');
    expect(sequenceOf('pageUp', { ctrl: true, alt: true }, false)).toBe('\x1b[5;7~');
    expect(sequenceOf('escape', NONE, false)).toBe('\x1b');
    expect(sequenceOf('tab', ALT, false)).toBe('\x1b\t');
  });
});

test('typed text is told from reports and keys', () => {
  expect(['a', 'ß', 'word', ' '].every(isTypedText)).toBe(true);
  expect(['', '\r', '\x7f', '\x1b[A', '\x1b[?1;2c', '\t'].some(isTypedText)).toBe(false);
});

test('a paste cannot end its own brackets', () => {
  expect(pastedText('a\x1b[201~rm -rf\n\x9b201~', true)).toMatchObject({
    opening: '\x1b[200~',
    text: 'a[201~rm -rf\r201~',
    closing: '\x1b[201~',
  });
});

test.each([
  ['', 1],
  ['one', 1],
  ['one\n', 1],
  ['one\r\ntwo', 2],
  ['one\n\nthree\n', 3],
])('%j has as many lines as Enter would be pressed for, but for the last: %i', (text, lines) => {
  expect(pastedText(text, false)).toMatchObject({ opening: '', closing: '', lines });
});
