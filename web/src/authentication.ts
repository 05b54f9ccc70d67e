import { Identity } from './auth/identity';
import type { ProviderSettings } from './auth/provider';
import { systemClock } from './net/clock';
import { unreachable } from './net/connection-state';
import { messageOf } from './net/errors';
import { onlyToken, type TokenSource } from './net/token-source';
import { SignIn } from './ui/sign-in';

export interface AuthenticationEvents {
  /** The user is known: this is what to connect with. */
  readonly signedIn: (tokens: TokenSource) => void;
  /** The address is again what it was before the user left for the provider. */
  readonly returned: () => void;
}

/** Who uses this page: by what this device has, or else by signing in. */
export class Authentication {
  readonly #events: AuthenticationEvents;
  readonly #identity = new Identity(location, systemClock);
  readonly #page = new SignIn((token) => this.useToken(token));
  #tokens: TokenSource = onlyToken('');

  constructor(events: AuthenticationEvents) {
    this.#events = events;
  }

  /** Where the user signs in. */
  get root(): HTMLElement {
    return this.#page.root;
  }

  /** The token that is good now. */
  async token(): Promise<string> {
    return this.#tokens.token();
  }

  begin(): void {
    const stored = this.#identity.stored();
    if (this.#identity.isBack) void this.#finish();
    else if (stored) this.#signedIn(stored);
    else void this.#ask('');
  }

  useToken(token: string): void {
    this.#signedIn(this.#identity.useToken(token));
  }

  /**
   * Forgets who it was, and asks anew.
   *
   * @param why what has happened
   */
  end(why: string): void {
    // That the provider could not be told changes nothing on this device.
    this.#identity.forget().catch(() => {});
    void this.#ask(why);
  }

  #signedIn(tokens: TokenSource): void {
    this.#tokens = tokens;
    this.#page.hide();
    this.#events.signedIn(tokens);
  }

  /** @param why what has happened; empty: nothing, this is a first visit */
  async #ask(why: string): Promise<void> {
    const auth = await this.#identity.method();
    switch (auth.mode) {
      case 'none':
        this.#signedIn(onlyToken(''));
        return;
      case 'token':
        this.#page.show(why || 'Paste the token of your machine.');
        return;
      case 'provider':
        this.#page.show(why || 'Sign in to see your terminals.', () => void this.#leave(auth.settings));
        return;
      default:
        unreachable(auth);
    }
  }

  async #leave(settings: ProviderSettings): Promise<void> {
    try {
      await this.#identity.signIn(settings);
    } catch (error) {
      void this.#askAfter(error);
    }
  }

  async #finish(): Promise<void> {
    try {
      const { tokens, hash } = await this.#identity.finish();
      this.#forgetAnswer(hash);
      this.#signedIn(tokens);
    } catch (error) {
      this.#forgetAnswer('');
      await this.#askAfter(error);
    }
  }

  #askAfter(error: unknown): Promise<void> {
    return this.#ask(`Signing in failed: ${messageOf(error)}`);
  }

  /** What the provider answered must not stay in the address. */
  #forgetAnswer(hash: string): void {
    history.replaceState(null, '', location.pathname + hash);
    this.#events.returned();
  }
}
