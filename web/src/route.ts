/** What the part of the address after `#` asks for. */
export type Route =
  | { readonly name: 'home' }
  | ShowTerminal
  | ShowRecordings
  /** What calls of models have used. */
  | { readonly name: 'usage' }
  /** As `devtail up` prints it, or as it is shared: with a terminal to show. */
  | { readonly name: 'token'; readonly token: string; readonly show: ShowTerminal | undefined }
  /** A link to one terminal, whoever opens it. */
  | { readonly name: 'share'; readonly token: string }
  /** As before, once the token has been taken out of the address. */
  | { readonly name: 'shared' };

export interface ShowTerminal {
  readonly name: 'terminal';
  readonly terminalId: string;
  /** To look on only. */
  readonly readOnly: boolean;
}

/** The list of recordings, or one of them. */
export interface ShowRecordings {
  readonly name: 'recordings';
  /** Undefined: the list. */
  readonly recordingId: string | undefined;
  /** The moment to show; undefined: it is played from its beginning. */
  readonly timeMs: number | undefined;
}

const MS_PER_SECOND = 1_000;
const RECORDINGS = /^#recordings(?:\/([0-9A-Za-z_-]+)(?:\?t=(\d{1,9}(?:\.\d{1,3})?))?)?$/;
const TERMINAL = /^#\/t\/([0-9A-Za-z_-]+)(\/view)?$/;
const USAGE = '#usage';
const SHARED = '#/shared';
const TERMINAL_ID = /^[0-9A-Za-z_-]+$/;

export function parseRoute(hash: string): Route {
  const parameters = new URLSearchParams(hash.slice(1));
  const token = parameters.get('token');
  if (token) return { name: 'token', token, show: terminalIn(parameters) };
  const share = parameters.get('share');
  if (share) return { name: 'share', token: share };
  if (hash === SHARED) return { name: 'shared' };
  if (hash === USAGE) return { name: 'usage' };
  const [recordings, recordingId, seconds] = RECORDINGS.exec(hash) ?? [];
  if (recordings) {
    const timeMs = seconds === undefined ? undefined : Math.round(Number(seconds) * MS_PER_SECOND);
    return { name: 'recordings', recordingId, timeMs };
  }
  const [, terminalId, view] = TERMINAL.exec(hash) ?? [];
  return terminalId ? { name: 'terminal', terminalId, readOnly: view !== undefined } : { name: 'home' };
}

export function routeTo(terminalId: string | undefined, readOnly = false): string {
  return terminalId ? `#/t/${terminalId}${readOnly ? '/view' : ''}` : '#/';
}

export function routeToUsage(): string {
  return USAGE;
}

/** Where a shared terminal stays, without its token. */
export function routeToShared(): string {
  return SHARED;
}

/** The address to give away; what is behind the `#` is sent to no server. */
export function shareLink(page: { readonly origin: string; readonly pathname: string }, token: string): string {
  return `${page.origin}${page.pathname}#share=${token}`;
}

/** The address that signs one more device in. */
export function deviceLink(page: { readonly origin: string; readonly pathname: string }, token: string): string {
  return `${page.origin}${page.pathname}#token=${token}`;
}

export const ALL_RECORDINGS: ShowRecordings = { name: 'recordings', recordingId: undefined, timeMs: undefined };

/** @param timeMs the moment to show; none: the beginning */
export function routeToRecording(recordingId: string | undefined, timeMs?: number): string {
  if (recordingId === undefined) return '#recordings';
  const time = timeMs === undefined ? '' : `?t=${Math.round(timeMs) / MS_PER_SECOND}`;
  return `#recordings/${recordingId}${time}`;
}

function terminalIn(parameters: URLSearchParams): ShowTerminal | undefined {
  const terminalId = parameters.get('terminal') ?? '';
  return TERMINAL_ID.test(terminalId) ? { name: 'terminal', terminalId, readOnly: parameters.has('view') } : undefined;
}
