import { expect, test } from 'vitest';
import { askGateway, parseGatewayAuth } from '../../src/auth/gateway-auth';

test('a gateway with an identity provider', () => {
  expect(
    parseGatewayAuth({ mode: 'jwt', issuer: 'https://id.example.org', webClientId: 'web', scopes: ['openid', 7] }),
  ).toEqual({
    mode: 'provider',
    settings: { issuer: 'https://id.example.org', clientId: 'web', scopes: ['openid'] },
  });
});

test.each([undefined, null, 'jwt', {}, { mode: 'owner_token' }, { mode: 'jwt', issuer: 'https://id.example.org' }])(
  'everything else takes tokens: %j',
  (said) => {
    expect(parseGatewayAuth(said)).toEqual({ mode: 'token' });
  },
);

test('one that asks nobody', () => {
  expect(parseGatewayAuth({ mode: 'none' })).toEqual({ mode: 'none' });
});

test('one that is away, or of before, takes tokens', async () => {
  expect(await askGateway(() => Promise.reject(new TypeError('away')))).toEqual({ mode: 'token' });
  expect(await askGateway(() => Promise.resolve(new Response('', { status: 401 })))).toEqual({ mode: 'token' });
});
