import { expect, test } from 'vitest';
import { plainLines } from '../../src/history/plain-lines';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const lines = (text: string): string[] => plainLines(0, bytes(text)).map((line) => line.text);

test('sequences are no text', () => {
  expect(lines('\x1b]0;title\x07\x1b[1;31mred\x1b[m\x1b(B \x1bPq#1\x1b\\end\r\n')).toEqual(['red end']);
});

test('a line is overwritten as on a screen', () => {
  expect(lines('10 %\r100 %\rdone\x1b[K\r\nlz\b \bs -l\x1b[2D\x1b[Ca\r\n')).toEqual(['done', 'ls -a']);
});

test('empty lines and repeated ones stay', () => {
  expect(lines('a\r\n\r\na\r\n')).toEqual(['a', '', 'a']);
});

test('what moves the cursor elsewhere ends a line', () => {
  expect(lines('one\x1b[5;1Htwo\x1b[2Jthree')).toEqual(['one', 'two', 'three']);
});

test('each line knows where it begins, in bytes', () => {
  expect(plainLines(100, bytes('grün\r\n\x1b[31mrot\x1b[m\r\n'))).toEqual([
    { offset: 100, text: 'grün' },
    { offset: 107, text: 'rot' },
  ]);
});
