import { expect, test } from 'vitest';
import { parseRoute, routeTo } from '../src/route';

test.each([
  ['', { name: 'home' }],
  ['#/', { name: 'home' }],
  ['#/t/', { name: 'home' }],
  ['#/t/../x', { name: 'home' }],
  ['#/t/abc_DEF-1', { name: 'terminal', terminalId: 'abc_DEF-1' }],
  ['#token=a.b-c', { name: 'token', token: 'a.b-c' }],
])('%s', (hash, route) => {
  expect(parseRoute(hash)).toEqual(route);
});

test('a route leads back to its terminal', () => {
  expect(parseRoute(routeTo('t-1'))).toEqual({ name: 'terminal', terminalId: 't-1' });
  expect(parseRoute(routeTo(undefined))).toEqual({ name: 'home' });
});
