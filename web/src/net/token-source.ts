/** Where a connection gets the token from that it shows each time it connects. */
export interface TokenSource {
  /**
   * A token that should be good now. Rejects with a GatewayError: UNAUTHENTICATED ends the connection for good,
   * anything else is tried again.
   */
  token(): string | Promise<string>;
  /** The gateway took this token for bad; answers whether `token` may bring another one. */
  refused(token: string): boolean;
}

/** The one token that there is. */
export function onlyToken(token: string): TokenSource {
  return { token: () => token, refused: () => false };
}
