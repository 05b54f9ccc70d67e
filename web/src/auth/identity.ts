import type { Clock } from '../net/clock';
import { onlyToken, type TokenSource } from '../net/token-source';
import {
  forgetToken,
  loadPendingSignIn,
  loadToken,
  loginStore,
  saveToken,
  savePendingSignIn,
  takePendingSignIn,
} from '../storage';
import { askGateway, type GatewayAuth } from './gateway-auth';
import { Login, storedLogin } from './login';
import type { Provider, ProviderSettings } from './provider';

/** Where the page is, as far as signing in moves it. */
export interface Page {
  readonly href: string;
  readonly origin: string;
  readonly pathname: string;
  readonly search: string;
  readonly hash: string;
  assign(url: string): void;
}

/** By what the user of this device is known to the gateway: a token, or a login at an identity provider. */
export class Identity {
  readonly #page: Page;
  readonly #clock: Clock;
  #login: Login | undefined;

  constructor(page: Page, clock: Clock) {
    this.#page = page;
    this.#clock = clock;
  }

  /** Whether this page is where the provider sent the user back to. */
  get isBack(): boolean {
    const answer = new URLSearchParams(this.#page.search);
    return answer.has('state') && (answer.has('code') || answer.has('error')) && loadPendingSignIn() !== undefined;
  }

  /** What this device has. */
  stored(): TokenSource | undefined {
    const token = loadToken();
    if (token) return onlyToken(token);
    return loginStore.load() ? this.#logIn() : undefined;
  }

  /** From now on this device has this token. */
  useToken(token: string): TokenSource {
    this.#stop();
    loginStore.forget();
    saveToken(token);
    return onlyToken(token);
  }

  method(): Promise<GatewayAuth> {
    return askGateway();
  }

  /** Leaves the page for the provider's, which sends the user back to this one. */
  async signIn(settings: ProviderSettings): Promise<void> {
    if (!window.isSecureContext) throw new Error('Signing in needs HTTPS: open this page over it.');
    const { newRequest } = await import('./provider');
    // The very address that the provider has on its list, without what is behind it.
    const request = newRequest(this.#page.origin + this.#page.pathname);
    const url = await (await discover(settings)).authorizationUrl(request);
    savePendingSignIn({ settings, request, hash: this.#page.hash });
    this.#page.assign(url.href);
  }

  /**
   * Takes what the provider sent the user back with.
   *
   * @returns the part of the address that the user came from
   */
  async finish(): Promise<{ readonly tokens: TokenSource; readonly hash: string }> {
    const pending = takePendingSignIn();
    if (!pending) throw new Error('This is no answer to a sign-in of this tab. Sign in again.');
    const provider = await discover(pending.settings);
    const tokens = await provider.exchange(new URL(this.#page.href), pending.request);
    forgetToken();
    loginStore.save(storedLogin(pending.settings, tokens, this.#clock.now()));
    return { tokens: this.#logIn(), hash: pending.hash };
  }

  /** Forgets it on this device; a login ends at the provider as well. */
  async forget(): Promise<void> {
    const login = loginStore.load();
    this.#stop();
    forgetToken();
    loginStore.forget();
    if (login?.refreshToken !== undefined) await (await discover(login.settings)).revoke(login.refreshToken);
  }

  #logIn(): TokenSource {
    this.#stop();
    this.#login = new Login(loginStore, this.#clock, async (settings, refreshToken) =>
      (await discover(settings)).refresh(refreshToken),
    );
    return this.#login;
  }

  #stop(): void {
    this.#login?.stop();
    this.#login = undefined;
  }
}

/** What most visits do not need is loaded by those that do. */
async function discover(settings: ProviderSettings): Promise<Provider> {
  return (await import('./provider')).Provider.discover(settings);
}
