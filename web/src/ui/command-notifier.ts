import type { FinishedCommand } from '../xterm/shell-marks';

/** A command that ran shorter is one that somebody waits for. */
const LONG_COMMAND_MS = 10_000;
const KEY = 'devtail.notify-commands';
const MAX_TEXT_LENGTH = 120;
const MS_PER_SECOND = 1_000;
const SECONDS_PER_MINUTE = 60;

/** Tells that a long command has ended, by a notification of the system, when the page is not in view. */
export class CommandNotifier {
  /** Whether the user wants it and the browser lets it happen. */
  get enabled(): boolean {
    return 'Notification' in window && Notification.permission === 'granted' && localStorage.getItem(KEY) === 'on';
  }

  /** Turns it on, which may make the browser ask, or off. Call it while a user's gesture is handled. */
  async toggle(): Promise<boolean> {
    const on = !this.enabled;
    localStorage.setItem(KEY, on ? 'on' : 'off');
    if (on && 'Notification' in window) await Notification.requestPermission();
    return this.enabled;
  }

  finished(command: FinishedCommand): void {
    if (command.durationMs < LONG_COMMAND_MS || !document.hidden || !this.enabled) return;
    void notify(titleOf(command), bodyOf(command));
  }
}

async function notify(title: string, body: string): Promise<void> {
  const options = { body, icon: './icons/icon-192.png', tag: 'devtail-command' };
  // Phones let only a service worker show one.
  const registration = await navigator.serviceWorker?.getRegistration();
  if (registration) await registration.showNotification(title, options);
  else new Notification(title, options);
}

function titleOf({ text, exitCode }: FinishedCommand): string {
  const name = text.slice(0, MAX_TEXT_LENGTH) || 'The command';
  return exitCode === undefined || exitCode === 0 ? `${name} is done` : `${name} ended with status ${exitCode}`;
}

function bodyOf({ durationMs, directory }: FinishedCommand): string {
  const took = `It took ${durationText(durationMs)}`;
  return directory ? `${took} in ${directory}` : took;
}

export function durationText(ms: number): string {
  const seconds = Math.round(ms / MS_PER_SECOND);
  const minutes = Math.floor(seconds / SECONDS_PER_MINUTE);
  return minutes === 0 ? `${seconds} s` : `${minutes} min ${seconds % SECONDS_PER_MINUTE} s`;
}
