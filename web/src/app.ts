import { Identity } from './auth/identity';
import type { ProviderSettings } from './auth/provider';
import { deviceOf, Devices } from './devices';
import { ErrorCode, type Event, EventType, TerminalState } from './gen/devtail/v1/model_pb';
import { TerminalHistory } from './history/terminal-history';
import { StickyModifiers } from './keys/modifiers';
import { systemClock } from './net/clock';
import { Connection } from './net/connection';
import { type ConnectionState, unreachable } from './net/connection-state';
import { GatewayError } from './net/errors';
import { EventFeed } from './net/event-feed';
import { onlyToken, type TokenSource } from './net/token-source';
import { dialWebSocket, gatewayUrl } from './net/websocket';
import { OneMoreTime } from './one-more-time';
import { Recordings } from './recording/recordings';
import {
  deviceLink,
  parseRoute,
  routeTo,
  routeToRecording,
  shareLink,
  type ShowRecordings,
  type ShowTerminal,
} from './route';
import { Shares } from './shares';
import {
  MAX_FONT_SIZE_PX,
  MIN_FONT_SIZE_PX,
  saveFontSize,
  startWish,
  startWishGranted,
} from './storage';
import { TerminalDirectory } from './terminal-directory';
import { copyText } from './ui/clipboard';
import { CommandNotifier } from './ui/command-notifier';
import { ConnectionPill } from './ui/connection-pill';
import { devicesDialog } from './ui/devices-dialog';
import { confirmDialog } from './ui/dialogs';
import { element } from './ui/dom';
import { downloadRecording } from './ui/download';
import { preferredFontSize } from './ui/font-size';
import { clockText } from './ui/format';
import { HistorySheet } from './ui/history-sheet';
import { KeyRow } from './ui/key-row';
import { Notices } from './ui/notices';
import { Pane } from './ui/pane';
import { PaneActions } from './ui/pane-actions';
import { RecordingsPage } from './ui/recordings-page';
import { shareDialog } from './ui/share-dialog';
import { SignIn } from './ui/sign-in';
import { onThemeChange } from './ui/theme';
import { TopBar } from './ui/top-bar';
import { followVisualViewport, isTouchDevice } from './ui/viewport';
import { watchDevice } from './ui/device';

const TITLE = 'DevTail';
/** Terminals kept drawn while another one is shown; the oldest is drawn anew from the server when it comes back. */
const MAX_PANES = 6;
/** While the page is in view: what no event tells (a title, a gateway that knows no events) is seen then. */
const REFRESH_MS = 60_000;
const LISTED_EVENTS: ReadonlySet<EventType> = new Set([
  EventType.TERMINAL_STARTED,
  EventType.TERMINAL_ENDED,
  EventType.RECORDING_STARTED,
  EventType.RECORDING_STOPPED,
]);

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
  readonly #sticky: StickyModifiers;
  readonly #keyRow: KeyRow;
  readonly #topBar: TopBar;
  readonly #signIn = new SignIn((token) => this.#useToken(token));
  readonly #identity = new Identity(location, systemClock);
  #tokens: TokenSource = onlyToken('');
  readonly #directory: TerminalDirectory;
  readonly #events: EventFeed;
  readonly #lists = new OneMoreTime(() => this.#refreshLists());
  readonly #shares: Shares;
  readonly #devices: Devices;
  readonly #recordings: Recordings;
  readonly #page: RecordingsPage;
  /** In the order they were last shown. */
  readonly #panes = new Map<string, Pane>();
  readonly #titles = new Map<string, string>();
  /** Terminals that this place was asked to look at only. */
  readonly #onlyViewed = new Set<string>();
  /** The terminal that is being started, which has no id yet. */
  #starting: Pane | undefined;
  #current: string | undefined;
  #fontSize = preferredFontSize();
  #wasLive = false;
  /** Takes away the notice of what was recorded last. */
  #forgetRecorded = (): void => {};

  constructor(root: HTMLElement) {
    this.#root = root;
    this.connection = new Connection({
      dial: dialWebSocket(gatewayUrl(location)),
      clock: systemClock,
      random: Math.random,
      changed: (state) => this.#connectionChanged(state),
    });
    this.#directory = new TerminalDirectory(
      (operation) => this.connection.call(operation),
      () => this.#drawTabs(),
    );
    this.#events = new EventFeed({
      connection: this.connection,
      clock: systemClock,
      random: Math.random,
      live: () => this.#lists.want(),
      happened: (event) => this.#happened(event),
    });
    this.#shares = new Shares((operation) => this.connection.call(operation));
    this.#devices = new Devices((operation) => this.connection.call(operation));
    this.#recordings = new Recordings((operation) => this.connection.call(operation));
    this.#page = new RecordingsPage(this.#recordings, {
      wantsTerminals: () => this.#showTerminals(),
      moved: () => this.#showRoute(),
      copyLink: (route) => void this.#copyLink(route),
      download: ({ id }) => void this.#attempt(() => this.#download(id)),
      failed: (error) => this.#tell(error),
    });
    this.#sticky = new StickyModifiers(() => this.#keyRow.update());
    this.#keyRow = new KeyRow(this.#sticky, this.#actions);
    this.#topBar = new TopBar(this.#pill.root, {
      select: (id) => this.#open(id),
      close: (id) => void this.#close(id),
      add: () => void this.#start(),
      changeFontSize: (pixels) => this.#changeFontSize(pixels),
      previousPrompt: () => this.#actions.previousPrompt(),
      nextPrompt: () => this.#actions.nextPrompt(),
      copyOutput: () => void this.#actions.copyOutput(),
      share: () => void this.#share(),
      showHistory: () => this.#showHistory(),
      toggleNotifications: () => void this.#toggleNotifications(),
      toggleRecording: () => void this.#toggleRecording(),
      showRecordings: () => this.#goTo(routeToRecording(undefined)),
      showDevices: () => void this.#showDevices(),
      signOut: () => this.#signOut(),
    });
  }

  /** The terminal in view. */
  get pane(): Pane | undefined {
    return this.#starting ?? (this.#current === undefined ? undefined : this.#panes.get(this.#current));
  }

  run(): void {
    const startButton = element('button', { className: 'button primary', type: 'button' }, 'New terminal');
    startButton.onclick = () => void this.#start();
    this.#empty.append(element('p', {}, 'No terminal is running.'), startButton);
    this.#stage.append(this.#empty, this.#page.root, this.#notices.root);
    this.#root.append(this.#topBar.root, this.#stage, this.#keyRow.root, this.#signIn.root);
    this.#topBar.showFontSize(this.#fontSize);
    this.#topBar.showNotifications(this.#notifier.enabled);
    this.#pill.show(this.connection.state);
    followVisualViewport(this.#root);
    onThemeChange(() => {
      this.#eachPane((pane) => pane.view.followTheme());
      this.#page.followTheme();
    });
    this.#followDevice();
    this.#events.start();
    window.addEventListener('hashchange', () => this.#followRoute());
    this.#followRoute();
    if (this.connection.state.name === 'Disconnected') this.#enter();
  }

  #enter(): void {
    const stored = this.#identity.stored();
    if (this.#identity.isBack) void this.#finishSignIn();
    else if (stored) this.#connect(stored);
    else void this.#askToSignIn('');
  }

  #connect(tokens: TokenSource): void {
    this.#tokens = tokens;
    this.#signIn.hide();
    this.connection.start(tokens);
  }

  /** @param why what has happened; empty: nothing, this is a first visit */
  async #askToSignIn(why: string): Promise<void> {
    const auth = await this.#identity.method();
    switch (auth.mode) {
      case 'none':
        this.#connect(onlyToken(''));
        return;
      case 'token':
        this.#signIn.show(why || 'Paste the token of your machine.');
        return;
      case 'provider':
        this.#signIn.show(why || 'Sign in to see your terminals.', () => void this.#leaveToSignIn(auth.settings));
        return;
      default:
        unreachable(auth);
    }
  }

  async #leaveToSignIn(settings: ProviderSettings): Promise<void> {
    try {
      await this.#identity.signIn(settings);
    } catch (error) {
      void this.#askToSignIn(`Signing in failed: ${messageOf(error)}`);
    }
  }

  async #finishSignIn(): Promise<void> {
    try {
      const { tokens, hash } = await this.#identity.finish();
      this.#forgetAnswer(hash);
      this.#connect(tokens);
    } catch (error) {
      this.#forgetAnswer('');
      await this.#askToSignIn(`Signing in failed: ${messageOf(error)}`);
    }
  }

  /** What the provider answered must not stay in the address. */
  #forgetAnswer(hash: string): void {
    history.replaceState(null, '', location.pathname + hash);
    this.#followRoute();
  }

  #followRoute(): void {
    const route = parseRoute(location.hash);
    switch (route.name) {
      case 'token':
        // The token must not stay where it is shown, bookmarked and shared.
        history.replaceState(null, '', this.#route());
        if (route.show) this.#show(route.show);
        this.#useToken(route.token);
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
      case 'home':
        if (this.#page.route) this.#showTerminals();
        return;
      default:
        unreachable(route);
    }
  }

  #show({ terminalId, readOnly }: ShowTerminal): void {
    const pane = this.#panes.get(terminalId);
    if (pane && this.#onlyViewed.has(terminalId) !== readOnly) this.#drop(pane);
    if (readOnly) this.#onlyViewed.add(terminalId);
    else this.#onlyViewed.delete(terminalId);
    if (terminalId !== this.#current || this.#page.route) this.#open(terminalId);
  }

  #showRecordings(route: ShowRecordings): void {
    this.#hideCurrent();
    this.#forgetRecorded();
    this.#page.show(route);
    this.#setCurrent(this.#current);
  }

  /** Leaves the recordings for the terminal that was in view before, or another one. */
  #showTerminals(): void {
    this.#page.hide();
    if (this.#current !== undefined) this.#open(this.#current);
    else this.#showAnother();
    if (this.pane) this.#setCurrent(this.#current);
    else void this.#start();
  }

  /** By way of the history, so that the browser's own button leads back. */
  #goTo(route: string): void {
    location.hash = route;
  }

  #useToken(token: string): void {
    this.#connect(this.#identity.useToken(token));
  }

  #signOut(): void {
    // That the provider could not be told changes nothing on this device.
    this.#identity.forget().catch(() => {});
    this.connection.stop();
    this.#wasLive = false;
    this.#eachPane((pane) => pane.dispose());
    this.#panes.clear();
    this.#starting = undefined;
    this.#page.hide();
    this.#setCurrent(undefined);
    void this.#askToSignIn('Signed out on this device.');
  }

  #followDevice(): void {
    watchDevice(this.connection);
    window.addEventListener('beforeunload', (event) => {
      // What was typed and is not sent would be lost with the page.
      if ([...this.#panes.values()].some((pane) => pane.pendingInput > 0)) event.preventDefault();
    });
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible' && this.connection.state.name === 'Live') this.#lists.want();
    });
    window.setInterval(() => {
      if (!document.hidden) this.#lists.want();
    }, REFRESH_MS);
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
    this.#identity.forget().catch(() => {});
    void this.#askToSignIn(error.message);
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
    this.#forgetVanished();
    if (this.pane || this.#page.route) return;
    const running = this.#directory.terminals.find(({ state }) => state !== TerminalState.ENDED);
    if (running) this.#open(running.id);
    else await this.#start();
  }

  /** The address may name a terminal of yesterday. */
  #forgetVanished(): void {
    if (this.#current === undefined || this.#directory.find(this.#current)) return;
    // Whoever came to look on did not come to start another one: the banner says that it is gone.
    if (this.#onlyViewed.has(this.#current)) return;
    const pane = this.#panes.get(this.#current);
    if (pane) this.#drop(pane);
  }

  #happened({ type }: Event): void {
    if (LISTED_EVENTS.has(type)) this.#lists.want();
  }

  /** Looks after what may have changed elsewhere. That it failed is seen at the pill. */
  async #refreshLists(): Promise<void> {
    const { name } = this.connection.state;
    if (name !== 'Live' && name !== 'Resuming') return;
    try {
      await Promise.all([this.#directory.refresh(), this.#page.watch()]);
    } catch {
      // When the connection is back, the events are live again and it is listed anew.
    }
  }

  async #start(): Promise<void> {
    if (this.#starting) return;
    this.#hideCurrent();
    this.#page.hide();
    // It is drawn before it exists, so that it starts in the right size.
    const pane = this.#makePane();
    this.#starting = pane;
    this.#setCurrent(undefined);
    const terminal = await this.#attempt(() => this.#directory.start(pane.room, startWish()));
    if (this.#starting !== pane) return;
    this.#starting = undefined;
    startWishGranted();
    if (!terminal) {
      pane.dispose();
      this.#showAnother();
      return;
    }
    this.#panes.set(terminal.id, pane);
    pane.bind(terminal.id, terminal);
    this.#setCurrent(terminal.id);
    this.#focusOnDesk();
  }

  #open(id: string): void {
    this.#hideCurrent();
    this.#page.hide();
    const pane = this.#panes.get(id) ?? this.#makePane(this.#onlyViewed.has(id));
    const isNew = !this.#panes.delete(id);
    this.#panes.set(id, pane);
    this.#setCurrent(id);
    if (isNew) pane.bind(id);
    else pane.show();
    this.#dropOldPanes();
    this.#focusOnDesk();
  }

  #makePane(readOnly = false): Pane {
    const pane: Pane = new Pane({
      parent: this.#stage,
      fontSize: this.#fontSize,
      sticky: this.#sticky,
      connection: this.connection,
      notices: this.#notices,
      readOnly,
      events: {
        titled: (title) => this.#titled(pane, title),
        described: (terminal) => this.#directory.update(terminal),
        ended: () => this.#lists.want(),
        typed: () => this.#pill.refresh(),
        wantsNew: () => this.#replace(pane),
        wantsClose: () => this.#leave(pane),
        wantsBack: () => this.#takeBack(pane),
        wantsSelection: () => void this.#actions.select(),
        readOnly: () => this.#showKeyRow(),
        commandFinished: (command) => this.#notifier.finished(command),
      },
    });
    return pane;
  }

  #titled(pane: Pane, title: string): void {
    const id = this.#idOf(pane);
    if (id === undefined) return;
    this.#titles.set(id, title);
    this.#drawTabs();
  }

  #replace(pane: Pane): void {
    this.#drop(pane);
    void this.#start();
  }

  #leave(pane: Pane): void {
    this.#drop(pane);
    this.#showAnother();
  }

  #takeBack(pane: Pane): void {
    const id = this.#idOf(pane);
    pane.forgetViewer();
    this.#drop(pane);
    if (id !== undefined) this.#open(id);
  }

  #drop(pane: Pane): void {
    const id = this.#idOf(pane);
    if (id === undefined) return;
    this.#panes.delete(id);
    this.#titles.delete(id);
    pane.dispose();
    if (id === this.#current) this.#setCurrent(undefined);
  }

  async #close(id: string): Promise<void> {
    const running = this.#directory.find(id)?.state !== TerminalState.ENDED;
    if (
      running &&
      !(await confirmDialog('Close this terminal? The programs that run in it are ended.', 'Close terminal'))
    )
      return;
    if (running) await this.#attempt(() => this.#directory.end(id));
    const pane = this.#panes.get(id);
    pane?.forgetConsent();
    if (pane) this.#drop(pane);
    this.#drawTabs();
    this.#showAnother();
  }

  #showAnother(): void {
    if (this.pane) return;
    const next = this.#directory.terminals.find(({ state }) => state !== TerminalState.ENDED);
    if (next) this.#open(next.id);
    else this.#setCurrent(undefined);
  }

  #hideCurrent(): void {
    if (this.#current !== undefined) this.#panes.get(this.#current)?.hide();
  }

  #setCurrent(id: string | undefined): void {
    this.#current = id;
    this.#empty.hidden = this.pane !== undefined || this.#page.route !== undefined || !this.#wasLive;
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
    return routeTo(this.#current, this.#current !== undefined && this.#onlyViewed.has(this.#current));
  }

  #showKeyRow(): void {
    this.#keyRow.root.hidden = this.#page.route !== undefined || (this.pane?.readOnly ?? false);
  }

  #dropOldPanes(): void {
    for (const [id, pane] of this.#panes) {
      if (this.#panes.size <= MAX_PANES) return;
      if (id !== this.#current && pane.pendingInput === 0) this.#drop(pane);
    }
  }

  #drawTabs(): void {
    const tabs = this.#directory.terminals
      .filter(({ id, state }) => state !== TerminalState.ENDED || id === this.#current)
      .map((terminal) => ({
        id: terminal.id,
        title: this.#nameOf(terminal.id),
        ended: terminal.state === TerminalState.ENDED,
        recording: terminal.recording,
      }));
    const inView = this.#page.route ? undefined : this.#current;
    this.#topBar.showTabs(tabs, inView);
    const current = this.#directory.find(inView ?? '');
    this.#topBar.showRecording(current && current.state !== TerminalState.ENDED ? current.recording : undefined);
    for (const [id, pane] of this.#panes) pane.showRecording(this.#directory.find(id)?.recording ?? false);
    const title = this.#page.route ? 'Recordings' : tabs.find(({ id }) => id === inView)?.title;
    document.title = title ? `${title} – ${TITLE}` : TITLE;
  }

  #idOf(pane: Pane): string | undefined {
    for (const [id, candidate] of this.#panes) if (candidate === pane) return id;
    return undefined;
  }

  #eachPane(run: (pane: Pane) => void): void {
    this.#panes.forEach(run);
    if (this.#starting) run(this.#starting);
  }

  #changeFontSize(byPixels: number): void {
    this.#fontSize = Math.min(MAX_FONT_SIZE_PX, Math.max(MIN_FONT_SIZE_PX, this.#fontSize + byPixels));
    saveFontSize(this.#fontSize);
    this.#topBar.showFontSize(this.#fontSize);
    this.#eachPane((pane) => pane.view.setFontSize(this.#fontSize));
  }

  async #share(): Promise<void> {
    if (this.#current === undefined) return;
    await shareDialog({
      terminalId: this.#current,
      nameOf: (id) => (this.#directory.find(id) ? this.#nameOf(id) : 'Ended terminal'),
      shares: this.#shares,
      link: (token) => shareLink(location, token),
    });
    this.#focusOnDesk();
  }

  async #showDevices(): Promise<void> {
    await devicesDialog({
      devices: this.#devices,
      link: (token) => deviceLink(location, token),
      ownId: deviceOf(await this.#tokens.token()),
    });
    this.#focusOnDesk();
  }

  #nameOf(id: string): string {
    const terminal = this.#directory.find(id);
    return this.#titles.get(id) || terminal?.title || terminal?.name || 'Terminal';
  }

  /** All that the terminal in view has printed. */
  #showHistory(): void {
    if (this.#current === undefined) return;
    const history = new TerminalHistory((operation) => this.connection.call(operation), this.#current);
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
    const terminal = this.#directory.find(this.#current ?? '');
    if (!terminal) return;
    if (terminal.recording) {
      const recorded = await this.#attempt(() => this.#recordings.stop(terminal.id));
      if (recorded) {
        this.#forgetRecorded();
        this.#forgetRecorded = this.#notices.show(`Recorded ${clockText(Number(recorded.durationMs))}.`, {
          label: 'Play',
          run: () => this.#goTo(routeToRecording(recorded.id)),
        });
      }
    } else {
      await this.#attempt(() => this.#recordings.start(terminal.id));
    }
    this.#lists.want();
  }

  async #download(recordingId: string): Promise<void> {
    await downloadRecording(recordingId, await this.#tokens.token());
  }

  async #copyLink({ recordingId, timeMs }: ShowRecordings): Promise<void> {
    const address = new URL(routeToRecording(recordingId, timeMs), location.href).href;
    this.#notices.show(
      (await copyText(address))
        ? 'The link to this moment was copied. It opens where you are signed in.'
        : `This browser did not let the page copy. The link is ${address}`,
    );
  }

  // On a phone a keyboard that nobody asked for hides half of the screen.
  #focusOnDesk(): void {
    if (!isTouchDevice()) this.pane?.view.focus();
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

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
