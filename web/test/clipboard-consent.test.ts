import { expect, test } from 'vitest';
import { ClipboardConsent, copyRequest, MAX_COPY_BYTES } from '../src/terminal/clipboard-consent';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

test.each([
  [`c;${base64('grün')}`, { kind: 'copy', text: 'grün' }],
  [`;${base64('x')}`, { kind: 'copy', text: 'x' }],
  ['c;?', { kind: 'ignored' }],
  ['c;', { kind: 'ignored' }],
  ['c;no base64!', { kind: 'ignored' }],
  ['c', { kind: 'ignored' }],
  [`c;${base64('x'.repeat(MAX_COPY_BYTES + 1))}`, { kind: 'tooLong' }],
])('%.20j asks for %j', (data, request) => {
  expect(copyRequest(data)).toEqual(request);
});

test('75 KB may be copied', () => {
  expect(copyRequest(`c;${base64('x'.repeat(MAX_COPY_BYTES))}`)).toMatchObject({ kind: 'copy' });
});

test('consent is for one terminal, until it is closed', () => {
  const stored = new Map<string, string>();
  const storage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  };
  const consent = new ClipboardConsent(storage);
  consent.answer('one', true);
  consent.answer('two', false);
  expect(['one', 'two', 'three'].map((id) => new ClipboardConsent(storage).of(id))).toEqual([
    'allowed',
    'refused',
    'unasked',
  ]);
  consent.forget('one');
  expect(consent.of('one')).toBe('unasked');
});
