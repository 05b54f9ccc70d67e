export const BACKOFF_BASE_MS = 500;
export const BACKOFF_CAP_MS = 10_000;

/**
 * Delay before attempt `attempt` (0 for the first one after a loss): exponential with full jitter, so that
 * the clients of a gateway that restarted do not all come back in the same instant.
 *
 * @param random uniform in [0, 1)
 */
export function fullJitter(attempt: number, random: () => number): number {
  const ceiling = Math.min(BACKOFF_CAP_MS, BACKOFF_BASE_MS * 2 ** attempt);
  return random() * ceiling;
}
