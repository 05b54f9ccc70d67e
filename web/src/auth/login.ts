import { ErrorCode } from '../gen/devtail/v1/model_pb';
import type { Clock } from '../net/clock';
import { GatewayError } from '../net/errors';
import type { TokenSource } from '../net/token-source';
import type { ProviderSettings, Tokens } from './provider';
import { RefusedError } from './refused-error';

/** A user who is signed in at a provider, as it is kept from one visit to the next. */
export interface StoredLogin {
  readonly settings: ProviderSettings;
  readonly accessToken: string;
  /** When another one has to be obtained, in milliseconds since 1970. */
  readonly renewAt: number;
  readonly refreshToken: string | undefined;
}

/** Where a login is kept, for all tabs. */
export interface LoginStore {
  load(): StoredLogin | undefined;
  save(login: StoredLogin): void;
  forget(): void;
  /** Runs while no other tab does: a refresh token that two of them use at a time counts as stolen. */
  alone<T>(run: () => Promise<T>): Promise<T>;
}

/** How much before its end a token is renewed, so that it is good when it arrives. */
const EARLY_MS = 30_000;
/** Of a token that lives shortly, the part that is left then. */
const EARLY_PART = 0.2;
/** Between attempts to renew, while the provider is away. */
const RETRY_MS = 5_000;

const SIGNED_OUT = 'You are signed out. Sign in again.';

export function storedLogin(settings: ProviderSettings, tokens: Tokens, now: number, before?: StoredLogin): StoredLogin {
  const { accessToken, lifetimeMs, refreshToken } = tokens;
  return {
    settings,
    accessToken,
    renewAt: now + lifetimeMs - Math.min(EARLY_MS, lifetimeMs * EARLY_PART),
    refreshToken: refreshToken ?? before?.refreshToken,
  };
}

/** The tokens of a user who is signed in, renewed before they end while the page is open. */
export class Login implements TokenSource {
  readonly #store: LoginStore;
  readonly #clock: Clock;
  readonly #refresh: (settings: ProviderSettings, refreshToken: string) => Promise<Tokens>;
  #refused: string | undefined;
  #renewing: Promise<string> | undefined;
  #cancelTimer: () => void = () => {};
  #over = false;

  /** @param clock whose time is in milliseconds since 1970 */
  constructor(
    store: LoginStore,
    clock: Clock,
    refresh: (settings: ProviderSettings, refreshToken: string) => Promise<Tokens>,
  ) {
    this.#store = store;
    this.#clock = clock;
    this.#refresh = refresh;
    this.#renewInTime();
  }

  token(): string | Promise<string> {
    const login = this.#store.load();
    return login && this.#isGood(login) ? login.accessToken : this.#renew();
  }

  refused(token: string): boolean {
    this.#refused = token;
    return !this.#over;
  }

  /** Renews no more. */
  stop(): void {
    this.#over = true;
    this.#cancelTimer();
  }

  #isGood({ renewAt, accessToken }: StoredLogin): boolean {
    return this.#clock.now() < renewAt && accessToken !== this.#refused;
  }

  #renewInTime(): void {
    this.#cancelTimer();
    const login = this.#store.load();
    if (this.#over || !login) return;
    const delayMs = Math.max(0, login.renewAt - this.#clock.now());
    this.#cancelTimer = this.#clock.after(delayMs, () => this.#renewNow());
  }

  #renewNow(): void {
    this.#renew().catch(() => {
      // Whoever wants the token is told; meanwhile the provider may be back.
      this.#cancelTimer();
      if (!this.#over && this.#store.load()) this.#cancelTimer = this.#clock.after(RETRY_MS, () => this.#renewNow());
    });
  }

  #renew(): Promise<string> {
    this.#renewing ??= this.#store
      .alone(() => this.#renewAlone())
      .finally(() => {
        this.#renewing = undefined;
      });
    return this.#renewing;
  }

  async #renewAlone(): Promise<string> {
    const before = this.#store.load();
    if (before && !this.#isGood(before)) await this.#replace(before);
    const login = this.#store.load();
    if (!login || this.#over) throw new GatewayError(ErrorCode.UNAUTHENTICATED, SIGNED_OUT);
    this.#renewInTime();
    return login.accessToken;
  }

  async #replace(before: StoredLogin): Promise<void> {
    try {
      if (before.refreshToken === undefined) throw new RefusedError(SIGNED_OUT);
      const tokens = await this.#refresh(before.settings, before.refreshToken);
      // Signed out meanwhile: it must not come back.
      if (this.#store.load()) this.#store.save(storedLogin(before.settings, tokens, this.#clock.now(), before));
    } catch (error) {
      if (!(error instanceof RefusedError)) throw error;
      this.#store.forget();
    }
  }
}
