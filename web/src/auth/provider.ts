import * as oauth from 'oauth4webapi';
import { RefusedError } from './refused-error';

/** As what the web app is known to an identity provider. It has no secret: a page could not keep it. */
export interface ProviderSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
}

/** What a provider gave. */
export interface Tokens {
  readonly accessToken: string;
  readonly lifetimeMs: number;
  /** Undefined: none, or the one that there was stays good. */
  readonly refreshToken: string | undefined;
}

/** What the page remembers of its request while the user is away at the provider. */
export interface AuthorizationRequest {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly redirectUri: string;
}

/** For a provider that does not say how long its tokens live. */
const UNSTATED_LIFETIME_MS = 60_000;
const MS_PER_SECOND = 1_000;
/** How far the clocks of this device and of the provider may be apart, in seconds. */
const CLOCK_TOLERANCE_S = 60;

export function newRequest(redirectUri: string): AuthorizationRequest {
  return {
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    verifier: oauth.generateRandomCodeVerifier(),
    redirectUri,
  };
}

/** An identity provider (OpenID Connect), for the authorization code flow with PKCE (RFC 7636). */
export class Provider {
  readonly #server: oauth.AuthorizationServer;
  readonly #client: oauth.Client;
  readonly #scopes: readonly string[];
  readonly #options: { [oauth.allowInsecureRequests]: boolean };

  private constructor(server: oauth.AuthorizationServer, { issuer, clientId, scopes }: ProviderSettings) {
    this.#server = server;
    this.#client = { client_id: clientId, [oauth.clockTolerance]: CLOCK_TOLERANCE_S };
    this.#scopes = scopes;
    this.#options = options(issuer);
  }

  /** Learns what the provider offers, from itself. */
  static async discover(settings: ProviderSettings): Promise<Provider> {
    const issuer = new URL(settings.issuer);
    const response = await oauth.discoveryRequest(issuer, options(settings.issuer));
    return new Provider(await oauth.processDiscoveryResponse(issuer, response), settings);
  }

  /** Where the user signs in. */
  async authorizationUrl({ state, nonce, verifier, redirectUri }: AuthorizationRequest): Promise<URL> {
    const endpoint = this.#server.authorization_endpoint;
    if (endpoint === undefined) throw new Error(`${this.#server.issuer} lets nobody sign in with a browser.`);
    const url = new URL(endpoint);
    const parameters = {
      client_id: this.#client.client_id,
      response_type: 'code',
      redirect_uri: redirectUri,
      scope: this.#scopes.join(' '),
      state,
      nonce,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    };
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    return url;
  }

  /** What the user came back with, for tokens. */
  async exchange(back: URL, { state, nonce, verifier, redirectUri }: AuthorizationRequest): Promise<Tokens> {
    return refusing(async () => {
      const parameters = oauth.validateAuthResponse(this.#server, this.#client, back, state);
      const response = await oauth.authorizationCodeGrantRequest(
        this.#server,
        this.#client,
        oauth.None(),
        parameters,
        redirectUri,
        verifier,
        this.#options,
      );
      return tokens(
        await oauth.processAuthorizationCodeResponse(this.#server, this.#client, response, {
          expectedNonce: nonce,
          requireIdToken: true,
        }),
      );
    });
  }

  async refresh(refreshToken: string): Promise<Tokens> {
    return refusing(async () => {
      const response = await oauth.refreshTokenGrantRequest(
        this.#server,
        this.#client,
        oauth.None(),
        refreshToken,
        this.#options,
      );
      return tokens(await oauth.processRefreshTokenResponse(this.#server, this.#client, response));
    });
  }

  /** Ends what a refresh token stands for, where the provider can. */
  async revoke(refreshToken: string): Promise<void> {
    if (this.#server.revocation_endpoint === undefined) return;
    const response = await oauth.revocationRequest(
      this.#server,
      this.#client,
      oauth.None(),
      refreshToken,
      this.#options,
    );
    await oauth.processRevocationResponse(response);
  }
}

/** Plain HTTP only to a provider on this machine: the gateway starts with no other. */
function options(issuer: string): { [oauth.allowInsecureRequests]: boolean } {
  return { [oauth.allowInsecureRequests]: new URL(issuer).protocol === 'http:' };
}

function tokens({ access_token, expires_in, refresh_token }: oauth.TokenEndpointResponse): Tokens {
  return {
    accessToken: access_token,
    lifetimeMs: expires_in === undefined ? UNSTATED_LIFETIME_MS : expires_in * MS_PER_SECOND,
    refreshToken: refresh_token,
  };
}

/** Sets apart what trying again does not mend. */
async function refusing<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof oauth.AuthorizationResponseError || error instanceof oauth.ResponseBodyError)
      throw new RefusedError(error.error_description ?? error.error);
    throw error;
  }
}
