import type { ProviderSettings } from './provider';

/** How users of a gateway sign in. */
export type GatewayAuth =
  | { readonly mode: 'none' }
  /** With a token that they have. */
  | { readonly mode: 'token' }
  | { readonly mode: 'provider'; readonly settings: ProviderSettings };

/** Asks the gateway of this page. One that does not say is of the time when all had tokens. */
export async function askGateway(fetching: typeof fetch = fetch): Promise<GatewayAuth> {
  try {
    const response = await fetching('./v1/auth');
    return response.ok ? parseGatewayAuth(await response.json()) : { mode: 'token' };
  } catch {
    return { mode: 'token' };
  }
}

export function parseGatewayAuth(said: unknown): GatewayAuth {
  const { mode, issuer, webClientId, scopes } = (said ?? {}) as Record<string, unknown>;
  if (mode === 'none') return { mode: 'none' };
  if (mode !== 'jwt' || typeof issuer !== 'string' || typeof webClientId !== 'string') return { mode: 'token' };
  const named = Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === 'string') : [];
  return { mode: 'provider', settings: { issuer, clientId: webClientId, scopes: named } };
}
