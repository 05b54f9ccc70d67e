import { describe, expect, test } from 'vitest';
import { isLoopback } from '../src/net/loopback';

describe('isLoopback', () => {
  test.each([
    'http://127.0.0.1:7717',
    'http://127.1',
    'http://127.3.2.1',
    'http://[::1]:7717',
    'http://[0:0::1]',
    'http://localhost',
    'http://a.localhost:1',
  ])('%s is of this machine only', (origin) => expect(isLoopback(new URL(origin).hostname)).toBe(true));

  test.each([
    'http://192.168.1.7:7717',
    'http://10.127.0.0',
    'http://[fe80::1]',
    'https://devtail.example',
    'https://127.0.0.1.example',
    'https://localhost.example',
    'https://mylocalhost',
  ])('%s may be reached from elsewhere', (origin) => expect(isLoopback(new URL(origin).hostname)).toBe(false));
});
