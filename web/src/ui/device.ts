/** What is told of the device. */
export interface DeviceListener {
  /** It may have come back, or gone. */
  nudge(): void;
  /** Whether nobody looks. */
  quiet(quiet: boolean): void;
  /** It is in another network. */
  networkChanged(): void;
}

/**
 * Watches the device. A cut network takes its sockets with it, and that is found out when the device comes back, or
 * goes, rather than at the next heartbeat.
 */
export function watchDevice(listener: DeviceListener): void {
  for (const event of ['offline', 'pageshow', 'focus']) window.addEventListener(event, () => listener.nudge());
  window.addEventListener('online', () => listener.networkChanged());
  document.addEventListener('visibilitychange', () => {
    listener.quiet(document.visibilityState === 'hidden');
    if (document.visibilityState === 'visible') listener.nudge();
  });
}
