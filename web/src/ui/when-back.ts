/**
 * Runs `nudge` whenever the device may have come back, or gone: a cut network takes its sockets with it, and that
 * is found out then rather than at the next heartbeat.
 */
export function whenDeviceIsBack(nudge: () => void): void {
  for (const event of ['online', 'offline', 'pageshow', 'focus']) window.addEventListener(event, nudge);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') nudge();
  });
}
