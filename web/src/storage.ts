import type { LoginStore, StoredLogin } from './auth/login';
import type { AuthorizationRequest, ProviderSettings } from './auth/provider';

const TOKEN_KEY = 'devtail.token';
const LOGIN_KEY = 'devtail.login';
const PENDING_KEY = 'devtail.pending-sign-in';
const SHARE_KEY = 'devtail.share';
const FONT_SIZE_KEY = 'devtail.font-size';
const WISH_KEY = 'devtail.start-wish';

export const MIN_FONT_SIZE_PX = 8;
export const MAX_FONT_SIZE_PX = 28;
const REQUEST_KEY_BYTES = 16;

export function loadToken(): string | undefined {
  return localStorage.getItem(TOKEN_KEY) ?? undefined;
}

export function saveToken(token: string): void {
  localStorage.setItem(TOKEN_KEY, token);
}

export function forgetToken(): void {
  localStorage.removeItem(TOKEN_KEY);
}

export const loginStore: LoginStore = {
  load: () => parsed<StoredLogin>(localStorage.getItem(LOGIN_KEY)),
  save: (login) => localStorage.setItem(LOGIN_KEY, JSON.stringify(login)),
  forget: () => localStorage.removeItem(LOGIN_KEY),
  // There are none without HTTPS, and then nobody has signed in either.
  alone: (run) => navigator.locks.request(LOGIN_KEY, run),
};

/** What this tab went to a provider for. */
export interface PendingSignIn {
  readonly settings: ProviderSettings;
  readonly request: AuthorizationRequest;
  /** What was in view. */
  readonly hash: string;
}

export function savePendingSignIn(pending: PendingSignIn): void {
  sessionStorage.setItem(PENDING_KEY, JSON.stringify(pending));
}

export function loadPendingSignIn(): PendingSignIn | undefined {
  return parsed<PendingSignIn>(sessionStorage.getItem(PENDING_KEY));
}

/** It is good for one answer. */
export function takePendingSignIn(): PendingSignIn | undefined {
  const pending = loadPendingSignIn();
  sessionStorage.removeItem(PENDING_KEY);
  return pending;
}

/** What this page has written itself; another version of it may have written otherwise. */
function parsed<T>(json: string | null): T | undefined {
  try {
    return json === null ? undefined : (JSON.parse(json) as T);
  } catch {
    return undefined;
  }
}

/** The token of a link is kept for the tab only, and beside the token of whoever is signed in here. */
export function loadShare(): string | undefined {
  return sessionStorage.getItem(SHARE_KEY) ?? undefined;
}

export function saveShare(token: string): void {
  sessionStorage.setItem(SHARE_KEY, token);
}

export function forgetShare(): void {
  sessionStorage.removeItem(SHARE_KEY);
}

export function loadFontSize(fallback: number): number {
  const size = Number(localStorage.getItem(FONT_SIZE_KEY));
  return size >= MIN_FONT_SIZE_PX && size <= MAX_FONT_SIZE_PX ? size : fallback;
}

export function saveFontSize(size: number): void {
  localStorage.setItem(FONT_SIZE_KEY, String(size));
}

/**
 * The request key of the start that is under way. It outlives a reload, so that reloading while the first
 * terminal starts does not leave two of them.
 */
export function startWish(): Uint8Array {
  const stored = sessionStorage.getItem(WISH_KEY);
  if (stored) return Uint8Array.from(stored.split(','), Number);
  const key = randomBytes(REQUEST_KEY_BYTES);
  sessionStorage.setItem(WISH_KEY, key.join(','));
  return key;
}

export function startWishGranted(): void {
  sessionStorage.removeItem(WISH_KEY);
}

export function randomBytes(count: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(count));
}
