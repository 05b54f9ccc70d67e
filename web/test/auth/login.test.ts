import { beforeEach, describe, expect, test } from 'vitest';
import { Login, type LoginStore, type StoredLogin } from '../../src/auth/login';
import type { ProviderSettings, Tokens } from '../../src/auth/provider';
import { RefusedError } from '../../src/auth/refused-error';
import { ErrorCode } from '../../src/gen/devtail/v1/model_pb';
import { VirtualClock } from '../virtual-clock';

const SETTINGS: ProviderSettings = { issuer: 'https://id.example.org', clientId: 'web', scopes: ['openid'] };
const LIFETIME_MS = 300_000;
const EARLY_MS = 30_000;

/** One browser's storage, with a lock that works. */
class MemoryStore implements LoginStore {
  login: StoredLogin | undefined;
  #last: Promise<unknown> = Promise.resolve();

  load(): StoredLogin | undefined {
    return this.login;
  }
  save(login: StoredLogin): void {
    this.login = login;
  }
  forget(): void {
    this.login = undefined;
  }
  alone<T>(run: () => Promise<T>): Promise<T> {
    const result = this.#last.then(run, run);
    this.#last = result;
    return result;
  }
}

/** A provider that takes each refresh token once, and calls its second use a theft. */
class StrictProvider {
  readonly used: string[] = [];
  away = false;
  ended = false;

  readonly refresh = async (_: ProviderSettings, refreshToken: string): Promise<Tokens> => {
    await Promise.resolve();
    if (this.away) throw new TypeError('fetch failed');
    if (this.ended || this.used.includes(refreshToken)) throw new RefusedError('invalid_grant');
    this.used.push(refreshToken);
    const count = this.used.length + 1;
    return { accessToken: `access-${count}`, lifetimeMs: LIFETIME_MS, refreshToken: `refresh-${count}` };
  };
}

describe('Login', () => {
  let clock: VirtualClock;
  let store: MemoryStore;
  let provider: StrictProvider;
  let login: Login;

  beforeEach(() => {
    clock = new VirtualClock();
    store = new MemoryStore();
    provider = new StrictProvider();
    store.save({
      settings: SETTINGS,
      accessToken: 'access-1',
      renewAt: LIFETIME_MS - EARLY_MS,
      refreshToken: 'refresh-1',
    });
    login = new Login(store, clock, provider.refresh);
  });

  /** Lets promises settle. */
  async function settle(): Promise<void> {
    for (let i = 0; i < 20; i++) await Promise.resolve();
  }

  test('gives the token that there is while it is good', () => {
    expect(login.token()).toBe('access-1');
  });

  test('renews before the end, without being asked', async () => {
    clock.advance(LIFETIME_MS - EARLY_MS);
    await settle();
    expect(login.token()).toBe('access-2');
    clock.advance(LIFETIME_MS - EARLY_MS);
    await settle();
    expect(login.token()).toBe('access-3');
    expect(provider.used).toEqual(['refresh-1', 'refresh-2']);
  });

  test('renews a token that the gateway refused', async () => {
    expect(login.refused('access-1')).toBe(true);
    expect(await login.token()).toBe('access-2');
  });

  test('two tabs use no refresh token twice', async () => {
    const other = new Login(store, clock, provider.refresh);
    clock.advance(LIFETIME_MS);
    const tokens = await Promise.all([login.token(), other.token(), login.token()]);
    expect(new Set(tokens)).toEqual(new Set(['access-2']));
    expect(provider.used).toEqual(['refresh-1']);
  });

  test('keeps a refresh token that is not replaced', async () => {
    const kept = new Login(store, clock, async () => ({
      accessToken: 'next',
      lifetimeMs: LIFETIME_MS,
      refreshToken: undefined,
    }));
    kept.refused('access-1');
    await kept.token();
    expect(store.login?.refreshToken).toBe('refresh-1');
  });

  test('a provider that is away is asked again, and nobody is signed out', async () => {
    provider.away = true;
    clock.advance(LIFETIME_MS);
    await settle();
    await expect(login.token()).rejects.toThrow('fetch failed');
    expect(store.login).toBeDefined();
    provider.away = false;
    clock.advance(5_000);
    await settle();
    expect(login.token()).toBe('access-2');
  });

  test('a provider that refuses ends it', async () => {
    provider.ended = true;
    login.refused('access-1');
    await expect(login.token()).rejects.toMatchObject({ code: ErrorCode.UNAUTHENTICATED });
    expect(store.login).toBeUndefined();
  });

  test('signing out while it renews stays signed out', async () => {
    login.refused('access-1');
    const renewed = Promise.resolve(login.token());
    login.stop();
    store.forget();
    await expect(renewed).rejects.toMatchObject({ code: ErrorCode.UNAUTHENTICATED });
    await settle();
    expect(store.login).toBeUndefined();
  });

  test('a token that lives shortly is renewed in its last fifth', async () => {
    const short = new Login(store, clock, async () => ({
      accessToken: 'short',
      lifetimeMs: 5_000,
      refreshToken: undefined,
    }));
    short.refused('access-1');
    await short.token();
    expect(store.login?.renewAt).toBe(clock.now() + 4_000);
  });
});
