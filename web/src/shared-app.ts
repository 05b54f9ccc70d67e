import type { SharedTerminal, Welcome } from './gen/devtail/v1/edge_pb';
import { ViewerRole } from './gen/devtail/v1/model_pb';
import { StickyModifiers } from './keys/modifiers';
import { systemClock } from './net/clock';
import { Connection } from './net/connection';
import { type ConnectionState, unreachable } from './net/connection-state';
import { dialWebSocket, gatewayUrl } from './net/websocket';
import { parseRoute, routeToShared } from './route';
import { forgetShare, loadShare, saveShare } from './storage';
import { ConnectionPill } from './ui/connection-pill';
import { element } from './ui/dom';
import { preferredFontSize } from './ui/font-size';
import { KeyRow } from './ui/key-row';
import { Notices } from './ui/notices';
import { Pane } from './ui/pane';
import { PaneActions } from './ui/pane-actions';
import { onThemeChange } from './ui/theme';
import { followVisualViewport, isTouchDevice } from './ui/viewport';
import { watchDevice } from './ui/device';

/** What whoever opens a link sees: one terminal of somebody else, and no way to anything more. */
export class SharedApp {
  readonly connection: Connection;
  readonly #root: HTMLElement;
  readonly #stage = element('main', { className: 'stage' });
  readonly #title = element('span', { className: 'shared-title' }, 'Shared terminal');
  readonly #notices = new Notices();
  readonly #actions = new PaneActions(() => this.pane, this.#notices);
  readonly #pill = new ConnectionPill(
    () => this.connection.nudge(),
    () => this.pane?.pendingInput ?? 0,
  );
  readonly #sticky: StickyModifiers;
  readonly #keyRow: KeyRow;
  readonly #end = element('section', { className: 'sign-in', hidden: true });
  #pane: Pane | undefined;

  constructor(root: HTMLElement) {
    this.#root = root;
    this.connection = new Connection({
      dial: dialWebSocket(gatewayUrl(location)),
      clock: systemClock,
      random: Math.random,
      changed: (state) => this.#connectionChanged(state),
    });
    this.#sticky = new StickyModifiers(() => this.#keyRow.update());
    this.#keyRow = new KeyRow(this.#sticky, this.#actions);
  }

  get pane(): Pane | undefined {
    return this.#pane;
  }

  run(): void {
    this.#stage.append(this.#notices.root);
    this.#keyRow.root.hidden = true;
    this.#root.append(
      element('header', { className: 'top-bar' }, this.#title, this.#pill.root),
      this.#stage,
      this.#keyRow.root,
      this.#end,
    );
    this.#pill.show(this.connection.state);
    followVisualViewport(this.#root);
    onThemeChange(() => this.#pane?.view.followTheme());
    watchDevice(this.connection);
    // Another link, or the page of whoever is signed in here: begin anew with it.
    window.addEventListener('hashchange', () => location.reload());
    this.#enter();
  }

  #enter(): void {
    const route = parseRoute(location.hash);
    if (route.name === 'share') {
      saveShare(route.token);
      // The token must not stay where it is shown and bookmarked; a reload finds it in the tab.
      history.replaceState(null, '', routeToShared());
    }
    const token = loadShare();
    if (token) this.connection.start(token);
    else this.#over('Open the link again: this tab no longer has it.');
  }

  #connectionChanged(state: ConnectionState): void {
    this.#pill.show(state);
    switch (state.name) {
      case 'Live':
        this.#live(state.welcome);
        return;
      case 'Closed':
        forgetShare();
        this.#over(state.error.message);
        return;
      case 'Disconnected':
      case 'Connecting':
      case 'Resuming':
      case 'Backoff':
        return;
      default:
        unreachable(state);
    }
  }

  #live({ shared, user }: Welcome): void {
    if (this.#pane) return;
    if (!shared) {
      this.connection.stop();
      forgetShare();
      this.#over('This is no link to a terminal.');
      return;
    }
    this.#title.textContent = `Shared by ${user}`;
    this.#pane = this.#show(shared);
    this.#pane.bind(shared.terminalId);
    if (!isTouchDevice()) this.#pane.view.focus();
  }

  #show({ role }: SharedTerminal): Pane {
    return new Pane({
      parent: this.#stage,
      fontSize: preferredFontSize(),
      sticky: this.#sticky,
      connection: this.connection,
      notices: this.#notices,
      readOnly: role !== ViewerRole.READ_WRITE,
      events: {
        titled: (title) => (document.title = title),
        described: () => {},
        ended: () => {},
        typed: () => this.#pill.refresh(),
        wantsBack: () => location.reload(),
        wantsSelection: () => void this.#actions.select(),
        readOnly: () => (this.#keyRow.root.hidden = this.#pane?.readOnly ?? true),
        commandFinished: () => {},
      },
    });
  }

  /** It cannot be opened, or not any more, however often it is tried. */
  #over(why: string): void {
    this.#pane?.dispose();
    this.#pane = undefined;
    this.#keyRow.root.hidden = true;
    this.#end.setAttribute('role', 'alert');
    this.#end.replaceChildren(
      element(
        'div',
        { className: 'sign-in-form' },
        element('img', { src: './icons/icon.svg', alt: '', width: 56, height: 56 }),
        element('h1', {}, 'DevTail'),
        element('p', { className: 'sign-in-message' }, why),
      ),
    );
    this.#end.hidden = false;
  }
}
