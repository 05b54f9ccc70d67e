import type { Recording } from '../gen/devtail/v1/model_pb';

const MS_PER_SECOND = 1_000;
const SECONDS_PER_MINUTE = 60;
const MINUTES_PER_HOUR = 60;
const BYTES_PER_UNIT = 1_000;
const UNITS = ['B', 'KB', 'MB', 'GB'] as const;

/** A time as a player shows it: `0:07`, `12:34`, `1:02:03`. */
export function clockText(ms: number): string {
  const seconds = Math.floor(ms / MS_PER_SECOND);
  const minutes = Math.floor(seconds / SECONDS_PER_MINUTE);
  const hours = Math.floor(minutes / MINUTES_PER_HOUR);
  const two = (count: number): string => String(count).padStart(2, '0');
  const end = two(seconds % SECONDS_PER_MINUTE);
  return hours === 0 ? `${minutes}:${end}` : `${hours}:${two(minutes % MINUTES_PER_HOUR)}:${end}`;
}

/** A size as people say it: `17 B`, `1.2 KB`, `53 MB`. */
export function sizeText(bytes: number): string {
  let size = bytes;
  let unit = 0;
  for (; size >= BYTES_PER_UNIT && unit < UNITS.length - 1; unit++) size /= BYTES_PER_UNIT;
  return `${unit > 0 && size < 10 ? size.toFixed(1) : Math.round(size)} ${UNITS[unit]}`;
}

/** When a recording began, in the way of the user's own place. */
export function startText(startedAt: Recording['startedAt']): string {
  if (!startedAt) return '';
  return new Date(Number(startedAt.seconds) * MS_PER_SECOND).toLocaleString(undefined, {
    dateStyle: 'medium',
    timeStyle: 'short',
  });
}

/** Money as people say it: `$12.34`, and `$0.0123` below a dollar. */
export function dollars(amount: number): string {
  const decimals = amount !== 0 && Math.abs(amount) < 1 ? 4 : 2;
  return `$${amount.toFixed(decimals)}`;
}

const TOKEN_UNITS = ['', 'k', 'M', 'G'] as const;

/** A count of tokens as people say it: `950`, `1.2k`, `53M`. */
export function tokensText(tokens: number): string {
  let count = tokens;
  let unit = 0;
  for (; count >= 1_000 && unit < TOKEN_UNITS.length - 1; unit++) count /= 1_000;
  return `${unit > 0 && count < 10 ? count.toFixed(1) : Math.round(count)}${TOKEN_UNITS[unit]}`;
}

export const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** As in `3 d`, in the largest unit of which there is one. */
export function span(ms: number): string {
  if (ms >= DAY_MS) return `${Math.round(ms / DAY_MS)} d`;
  if (ms >= HOUR_MS) return `${Math.round(ms / HOUR_MS)} h`;
  return `${Math.max(0, Math.round(ms / MINUTE_MS))} min`;
}

/** @param now in milliseconds since 1970 */
export function usedAgo(lastUsedAt: { readonly seconds: bigint } | undefined, now: number): string {
  if (!lastUsedAt) return 'not used yet';
  const ms = now - Number(lastUsedAt.seconds) * 1_000;
  return ms < MINUTE_MS ? 'used just now' : `used ${span(ms)} ago`;
}
