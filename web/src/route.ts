/** What the part of the address after `#` asks for. */
export type Route =
  | { readonly name: 'home' }
  | { readonly name: 'terminal'; readonly terminalId: string }
  | { readonly name: 'token'; readonly token: string };

const TERMINAL = /^#\/t\/([0-9A-Za-z_-]+)$/;

export function parseRoute(hash: string): Route {
  const token = new URLSearchParams(hash.slice(1)).get('token');
  if (token) return { name: 'token', token };
  const terminalId = TERMINAL.exec(hash)?.[1];
  return terminalId ? { name: 'terminal', terminalId } : { name: 'home' };
}

export function routeTo(terminalId: string | undefined): string {
  return terminalId ? `#/t/${terminalId}` : '#/';
}
