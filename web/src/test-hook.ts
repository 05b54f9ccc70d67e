import type { Connection } from './net/connection';
import type { Pane } from './ui/pane';

/** What both faces of the page have: the whole app, and one shared terminal. */
interface Tested {
  readonly connection: Connection;
  readonly pane: Pane | undefined;
}

/** What the end-to-end tests can see and do. Nothing here gives more power than the page itself has. */
export interface TestHook {
  state(): string;
  /** The text of the terminal in view, with its scrollback. */
  text(): string;
  size(): { columns: number; rows: number } | undefined;
  cursor(): { top: number; bottom: number } | undefined;
  /** Breaks the transport as a bad network would. */
  cut(): void;
}

declare global {
  interface Window {
    __devtail?: TestHook;
  }
}

export function installTestHook(app: Tested): void {
  window.__devtail = {
    state: () => app.connection.state.name,
    text: () => app.pane?.view.text() ?? '',
    size: () => app.pane?.view.size,
    cursor: () => app.pane?.view.cursorBox(),
    cut: () => app.connection.cut(),
  };
}
