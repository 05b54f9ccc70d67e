const LOOPBACK = /^(?:127(?:\.\d{1,3}){3}|\[::1\]|(?:.+\.)?localhost)$/;

/** @param hostname as `location.hostname` has it */
export function isLoopback(hostname: string): boolean {
  return LOOPBACK.test(hostname);
}
