import { Authentication } from './authentication';
import { deviceOf, Devices } from './devices';
import { ErrorCode, TerminalState } from './gen/devtail/v1/model_pb';
import { TerminalHistory } from './history/terminal-history';
import { StickyModifiers } from './keys/modifiers';
import { ListRefresher } from './list-refresher';
import type { Call } from './net/calls';
import { systemClock } from './net/clock';
import { Connection } from './net/connection';
import { type ConnectionState, unreachable } from './net/connection-state';
import { type GatewayError, messageOf } from './net/errors';
import { dialWebSocket, gatewayUrl } from './net/websocket';
import { Recordings } from './recording/recordings';
import { parseRoute, routeTo, routeToRecording, routeToUsage, type ShowRecordings, type ShowTerminal } from './route';
import { Shares } from './shares';
import { TerminalDirectory } from './terminal-directory';
import { CommandNotifier } from './ui/command-notifier';
import { ConnectionPill } from './ui/connection-pill';
import { devicesDialog } from './ui/devices-dialog';
import { confirmDialog } from './ui/dialogs';
import { element } from './ui/dom';
import { downloadRecording } from './ui/download';
import { HistorySheet } from './ui/history-sheet';
import { KeyRow } from './ui/key-row';
import { Notices } from './ui/notices';
import type { Pane } from './ui/pane';
import { PaneActions } from './ui/pane-actions';
import { Panes } from './ui/panes';
import { RecordingControl } from './ui/recording-control';
import { RecordingsPage } from './ui/recordings-page';
import { shareDialog } from './ui/share-dialog';
import { onThemeChange } from './ui/theme';
import { TopBar } from './ui/top-bar';
import { UsagePage } from './ui/usage-page';
import { followVisualViewport } from './ui/viewport';
import { watchDevice } from './ui/device';
import { Usage } from './usage/usage';

const TITLE = 'DevTail';
/** The whole app: one connection, the user's terminals, one of them in view. */
export class App {
  readonly connection: Connection;
  readonly #root: HTMLElement;
  readonly #stage = element('main', { className: 'stage' });
  readonly #empty = element('div', { className: 'empty', hidden: true });
  readonly #pill = new ConnectionPill(
    () => this.connection.nudge(),
    () => this.pane?.pendingInput ?? 0,
  );
  readonly #notices = new Notices();
  readonly #actions = new PaneActions(() => this.pane, this.#notices);
  readonly #notifier = new CommandNotifier();
  readonly #keyRow: KeyRow;
  readonly #topBar: TopBar;
  readonly #authentication = new Authentication({
    signedIn: (tokens) => this.connection.start(tokens),
    returned: () => this.#followRoute(),
  });
  readonly #directory: TerminalDirectory;
  readonly #lists: ListRefresher;
  readonly #shares: Shares;
  readonly #devices: Devices;
  readonly #recording: RecordingControl;
  readonly #page: RecordingsPage;
  readonly #usagePage: UsagePage;
  readonly #panes: Panes;
  #wasLive = false;

  constructor(root: HTMLElement) {
    this.#root = root;
    this.connection = new Connection({
      dial: dialWebSocket(gatewayUrl(location)),
      clock: systemClock,
      random: Math.random,
      changed: (state) => this.#connectionChanged(state),
    });
    const call: Call = (operation) => this.connection.call(operation);
    this.#directory = new TerminalDirectory(call, () => this.#drawTabs());
    this.#lists = new ListRefresher(this.connection, () =>
      Promise.all([this.#directory.refresh(), this.#page.watch()]),
    );
    this.#shares = new Shares(call);
    this.#devices = new Devices(call);
    const recordings = new Recordings(call);
    this.#recording = new RecordingControl(recordings, this.#notices, (id) => this.#goTo(routeToRecording(id)));
    this.#page = new RecordingsPage(recordings, {
      wantsTerminals: () => this.#showTerminals(),
      moved: () => this.#showRoute(),
      download: ({ id }) => void this.#attempt(async () => downloadRecording(id, await this.#authentication.token())),
      linkCopied: (words) => this.#notices.show(words),
      failed: (error) => this.#tell(error),
    });
    this.#usagePage = new UsagePage(new Usage(call), {
      wantsTerminals: () => this.#showTerminals(),
      failed: (error) => this.#tell(error),
    });
    const sticky = new StickyModifiers(() => this.#keyRow.update());
    this.#keyRow = new KeyRow(sticky, this.#actions);
    this.#panes = new Panes({
      parent: this.#stage,
      connection: this.connection,
      directory: this.#directory,
      notices: this.#notices,
      sticky,
      events: {
        opening: () => this.#hidePages(),
        changed: () => this.#draw(),
        titled: () => this.#drawTabs(),
        ended: () => this.#lists.want(),
        typed: () => this.#pill.refresh(),
        wantsSelection: () => void this.#actions.select(),
        readOnly: () => this.#showKeyRow(),
        commandFinished: (command) => this.#notifier.finished(command),
        failed: (error) => this.#tell(error),
      },
    });
    this.#topBar = new TopBar(this.#pill.root, {
      select: (id) => this.#panes.open(id),
      close: (id) => void this.#close(id),
      add: () => void this.#panes.start(),
      changeFontSize: (pixels) => this.#changeFontSize(pixels),
      previousPrompt: () => this.#actions.previousPrompt(),
      nextPrompt: () => this.#actions.nextPrompt(),
      copyOutput: () => void this.#actions.copyOutput(),
      share: () => void this.#share(),
      showHistory: () => this.#showHistory(),
      toggleNotifications: () => void this.#toggleNotifications(),
      toggleRecording: () => void this.#toggleRecording(),
      showRecordings: () => this.#goTo(routeToRecording(undefined)),
      showUsage: () => this.#goTo(routeToUsage()),
      showDevices: () => void this.#showDevices(),
      signOut: () => this.#signOut(),
    });
  }

  /** The terminal in view. */
  get pane(): Pane | undefined {
    return this.#panes.current;
  }

  run(): void {
    const startButton = element('button', { className: 'button primary', type: 'button' }, 'New terminal');
    startButton.onclick = () => void this.#panes.start();
    this.#empty.append(element('p', {}, 'No terminal is running.'), startButton);
    this.#stage.append(this.#empty, this.#page.root, this.#usagePage.root, this.#notices.root);
    this.#root.append(this.#topBar.root, this.#stage, this.#keyRow.root, this.#authentication.root);
    this.#topBar.showFontSize(this.#panes.fontSize);
    this.#topBar.showNotifications(this.#notifier.enabled);
    this.#pill.show(this.connection.state);
    followVisualViewport(this.#root);
    onThemeChange(() => {
      this.#panes.followTheme();
      this.#page.followTheme();
    });
    watchDevice(this.connection);
    window.addEventListener('beforeunload', (event) => {
      // What was typed and is not sent would be lost with the page.
      if (this.#panes.hasPendingInput) event.preventDefault();
    });
    this.#lists.start();
    window.addEventListener('hashchange', () => this.#followRoute());
    this.#followRoute();
    if (this.connection.state.name === 'Disconnected') this.#authentication.begin();
  }

  #followRoute(): void {
    const route = parseRoute(location.hash);
    switch (route.name) {
      case 'token':
        // The token must not stay where it is shown, bookmarked and shared.
        history.replaceState(null, '', this.#route());
        if (route.show) this.#show(route.show);
        this.#authentication.useToken(route.token);
        return;
      case 'terminal':
        this.#show(route);
        return;
      case 'share':
      case 'shared':
        // A page of its own: whoever is signed in here stays signed in.
        location.reload();
        return;
      case 'recordings':
        this.#showRecordings(route);
        return;
      case 'usage':
        this.#showUsage();
        return;
      case 'home':
        if (this.#isPageShown) this.#showTerminals();
        return;
      default:
        unreachable(route);
    }
  }

  #show({ terminalId, readOnly }: ShowTerminal): void {
    this.#panes.setOnlyViewed(terminalId, readOnly);
    if (terminalId !== this.#panes.currentId || this.#isPageShown) this.#panes.open(terminalId);
  }

  /** Whether a page is in view instead of a terminal. */
  get #isPageShown(): boolean {
    return this.#page.route !== undefined || this.#usagePage.isShown;
  }

  #hidePages(): void {
    this.#page.hide();
    this.#usagePage.hide();
  }

  #showUsage(): void {
    this.#panes.hideCurrent();
    this.#recording.forget();
    this.#page.hide();
    this.#usagePage.show();
    this.#draw();
  }

  #showRecordings(route: ShowRecordings): void {
    this.#panes.hideCurrent();
    this.#recording.forget();
    this.#usagePage.hide();
    this.#page.show(route);
    this.#draw();
  }

  /** Leaves a page for the terminal that was in view before, or another one. */
  #showTerminals(): void {
    this.#hidePages();
    if (this.#panes.currentId !== undefined) this.#panes.open(this.#panes.currentId);
    else this.#panes.openAnother();
    if (this.pane) this.#draw();
    else void this.#panes.start();
  }

  /** By way of the history, so that the browser's own button leads back. */
  #goTo(route: string): void {
    location.hash = route;
  }

  #signOut(): void {
    this.connection.stop();
    this.#wasLive = false;
    this.#hidePages();
    this.#panes.clear();
    this.#authentication.end('Signed out on this device.');
  }

  #connectionChanged(state: ConnectionState): void {
    this.#pill.show(state);
    switch (state.name) {
      case 'Live':
        void this.#live();
        return;
      case 'Closed':
        this.#refused(state.error);
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

  #refused(error: GatewayError): void {
    if (error.code === ErrorCode.UNSUPPORTED_VERSION) {
      this.#notices.show('The gateway speaks another version.', { label: 'Reload', run: () => location.reload() });
      return;
    }
    this.#authentication.end(error.message);
  }

  async #live(): Promise<void> {
    if (this.#wasLive) {
      this.#lists.want();
      return;
    }
    const listed = await this.#attempt(async () => {
      await this.#directory.refresh();
      return true;
    });
    if (!listed || this.#wasLive) return;
    this.#wasLive = true;
    this.#panes.forgetVanished();
    if (this.#usagePage.isShown) void this.#usagePage.refresh();
    if (this.pane || this.#isPageShown) return;
    const [running] = this.#directory.running;
    if (running) this.#panes.open(running.id);
    else await this.#panes.start();
  }

  async #close(id: string): Promise<void> {
    const running = this.#directory.find(id)?.state !== TerminalState.ENDED;
    if (
      running &&
      !(await confirmDialog('Close this terminal? The programs that run in it are ended.', 'Close terminal'))
    )
      return;
    if (running) await this.#attempt(() => this.#directory.end(id));
    this.#panes.close(id);
    this.#drawTabs();
    this.#panes.openAnother();
  }

  #draw(): void {
    this.#empty.hidden = this.pane !== undefined || this.#isPageShown || !this.#wasLive;
    this.#showRoute();
    this.#drawTabs();
    this.#showKeyRow();
  }

  #showRoute(): void {
    if (location.hash !== this.#route()) history.replaceState(null, '', this.#route());
  }

  /** The address of what is in view. */
  #route(): string {
    const { route } = this.#page;
    if (route) return routeToRecording(route.recordingId, route.timeMs);
    if (this.#usagePage.isShown) return routeToUsage();
    const id = this.#panes.currentId;
    return routeTo(id, id !== undefined && this.#panes.isOnlyViewed(id));
  }

  #showKeyRow(): void {
    this.#keyRow.root.hidden = this.#isPageShown || (this.pane?.readOnly ?? false);
  }

  #drawTabs(): void {
    const currentId = this.#panes.currentId;
    const tabs = this.#directory.terminals
      .filter(({ id, state }) => state !== TerminalState.ENDED || id === currentId)
      .map((terminal) => ({
        id: terminal.id,
        title: this.#nameOf(terminal.id),
        ended: terminal.state === TerminalState.ENDED,
        recording: terminal.recording,
      }));
    const inView = this.#isPageShown ? undefined : currentId;
    this.#topBar.showTabs(tabs, inView);
    const current = this.#directory.find(inView ?? '');
    this.#topBar.showRecording(current && current.state !== TerminalState.ENDED ? current.recording : undefined);
    this.#panes.showRecording();
    const page = this.#usagePage.isShown ? 'Usage' : 'Recordings';
    const title = this.#isPageShown ? page : tabs.find(({ id }) => id === inView)?.title;
    document.title = title ? `${title} – ${TITLE}` : TITLE;
  }

  #changeFontSize(byPixels: number): void {
    this.#panes.changeFontSize(byPixels);
    this.#topBar.showFontSize(this.#panes.fontSize);
  }

  async #share(): Promise<void> {
    const terminalId = this.#panes.currentId;
    if (terminalId === undefined) return;
    await shareDialog({
      terminalId,
      nameOf: (id) => (this.#directory.find(id) ? this.#nameOf(id) : 'Ended terminal'),
      shares: this.#shares,
    });
    this.#panes.focusOnDesk();
  }

  async #showDevices(): Promise<void> {
    await devicesDialog({
      devices: this.#devices,
      ownId: deviceOf(await this.#authentication.token()),
    });
    this.#panes.focusOnDesk();
  }

  #nameOf(id: string): string {
    const terminal = this.#directory.find(id);
    return this.#panes.titleOf(id) || terminal?.title || terminal?.name || 'Terminal';
  }

  /** All that the terminal in view has printed. */
  #showHistory(): void {
    const terminalId = this.#panes.currentId;
    if (terminalId === undefined) return;
    const history = new TerminalHistory((operation) => this.connection.call(operation), terminalId);
    new HistorySheet(history, (error) => this.#tell(error)).open();
  }

  async #toggleNotifications(): Promise<void> {
    const wasOn = this.#notifier.enabled;
    const on = await this.#notifier.toggle();
    this.#topBar.showNotifications(on);
    if (!on && !wasOn)
      this.#notices.show('This browser lets the page send no notifications. Allow them in its settings.');
  }

  async #toggleRecording(): Promise<void> {
    const terminal = this.#directory.find(this.#panes.currentId ?? '');
    if (!terminal) return;
    await this.#attempt(() => this.#recording.toggle(terminal));
    this.#lists.want();
  }

  /** Runs a call; its failure is told to the user. */
  async #attempt<T>(run: () => Promise<T>): Promise<T | undefined> {
    try {
      return await run();
    } catch (error) {
      this.#tell(error);
      return undefined;
    }
  }

  #tell(error: unknown): void {
    const { name } = this.connection.state;
    if (name === 'Closed' || name === 'Disconnected') return;
    this.#notices.show(messageOf(error));
  }
}
