import { expect, test } from 'vitest';
import { parseRoute, routeTo, routeToShared, shareLink } from '../src/route';

test.each([
  ['', { name: 'home' }],
  ['#/', { name: 'home' }],
  ['#/t/', { name: 'home' }],
  ['#/t/../x', { name: 'home' }],
  ['#/t/abc_DEF-1', { name: 'terminal', terminalId: 'abc_DEF-1', readOnly: false }],
  ['#/t/abc_DEF-1/view', { name: 'terminal', terminalId: 'abc_DEF-1', readOnly: true }],
  ['#token=a.b-c', { name: 'token', token: 'a.b-c', show: undefined }],
  ['#token=t&terminal=../x', { name: 'token', token: 't', show: undefined }],
  [
    '#token=t&terminal=x-1',
    { name: 'token', token: 't', show: { name: 'terminal', terminalId: 'x-1', readOnly: false } },
  ],
  [
    '#token=t&terminal=x-1&view',
    { name: 'token', token: 't', show: { name: 'terminal', terminalId: 'x-1', readOnly: true } },
  ],
  ['#share=dvt_share_1f2e_a-b_c', { name: 'share', token: 'dvt_share_1f2e_a-b_c' }],
  ['#share=', { name: 'home' }],
  ['#/shared', { name: 'shared' }],
])('%s', (hash, route) => {
  expect(parseRoute(hash)).toEqual(route);
});

test('a route leads back to its terminal', () => {
  expect(parseRoute(routeTo('t-1'))).toEqual({ name: 'terminal', terminalId: 't-1', readOnly: false });
  expect(parseRoute(routeTo('t-1', true))).toEqual({ name: 'terminal', terminalId: 't-1', readOnly: true });
  expect(parseRoute(routeTo(undefined))).toEqual({ name: 'home' });
});

test('a link to a shared terminal holds its token behind the hash only', () => {
  const link = new URL(shareLink({ origin: 'https://example.org', pathname: '/below/' }, 'dvt_share_1f2e_a-b_c'));
  expect(parseRoute(link.hash)).toEqual({ name: 'share', token: 'dvt_share_1f2e_a-b_c' });
  expect(link.href.replace(link.hash, '')).toBe('https://example.org/below/');
  expect(parseRoute(routeToShared())).toEqual({ name: 'shared' });
});
