import { element, iconButton } from './dom';

export interface TabInfo {
  readonly id: string;
  readonly title: string;
  readonly ended: boolean;
  readonly recording: boolean;
}

export interface TopBarEvents {
  select(id: string): void;
  close(id: string): void;
  add(): void;
  changeFontSize(byPixels: number): void;
  previousPrompt(): void;
  nextPrompt(): void;
  copyOutput(): void;
  share(): void;
  showHistory(): void;
  toggleNotifications(): void;
  /** Begin to record the terminal in view, or end it. */
  toggleRecording(): void;
  showRecordings(): void;
  showUsage(): void;
  showDevices(): void;
  signOut(): void;
}

/** Terminals as tabs, the state of the connection, and a small menu. */
export class TopBar {
  readonly root: HTMLElement;
  readonly #tabs = element('div', { className: 'tabs', 'aria-label': 'Terminals' });
  readonly #notifications = menuItem('', () => this.#events.toggleNotifications());
  readonly #record = menuItem('', () => this.#events.toggleRecording());
  readonly #fontSize = element('output', { 'aria-label': 'Font size' });
  readonly #events: TopBarEvents;
  #drawn = '';

  constructor(pill: HTMLElement, events: TopBarEvents) {
    this.#events = events;
    this.#tabs.setAttribute('role', 'tablist');
    // The pill beside the tabs grows and shrinks.
    new ResizeObserver(() => this.#revealCurrent()).observe(this.#tabs);
    const menu = this.#menu();
    const menuButton = iconButton('Menu', 'menu');
    menuButton.popoverTargetElement = menu;
    this.root = element(
      'header',
      { className: 'top-bar' },
      this.#tabs,
      iconButton('New terminal', 'plus', () => events.add()),
      pill,
      menuButton,
      menu,
    );
  }

  showTabs(tabs: readonly TabInfo[], current: string | undefined): void {
    const drawn = JSON.stringify([tabs, current]);
    // A tab that is being pressed, or has the focus, would be gone.
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.#tabs.replaceChildren(...tabs.map((tab) => this.#tab(tab, tab.id === current)));
    this.#revealCurrent();
  }

  #revealCurrent(): void {
    this.#tabs.querySelector('.current')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  showFontSize(pixels: number): void {
    this.#fontSize.textContent = `${pixels} px`;
  }

  showNotifications(on: boolean): void {
    this.#notifications.textContent = on ? 'No notification of ended commands' : 'Notify when a long command ends';
  }

  /** Undefined: there is no terminal in view that could be recorded. */
  showRecording(recording: boolean | undefined): void {
    this.#record.hidden = recording === undefined;
    this.#record.textContent = recording ? 'Stop recording' : 'Record this terminal';
    this.#record.classList.toggle('recording-mark', recording === true);
  }

  #tab({ id, title, ended, recording }: TabInfo, current: boolean): HTMLElement {
    const name = element('button', { className: 'tab-name', type: 'button', title }, title);
    name.setAttribute('role', 'tab');
    name.setAttribute('aria-selected', String(current));
    name.onclick = () => this.#events.select(id);
    const tab = element(
      'div',
      { className: `tab${current ? ' current' : ''}${ended ? ' ended' : ''}`, 'data-id': id },
      name,
    );
    tab.setAttribute('role', 'presentation');
    if (recording) name.prepend(element('span', { className: 'recording-mark', 'aria-hidden': 'true' }));
    if (recording) name.ariaLabel = `${title}, being recorded`;
    if (current) tab.append(iconButton(`Close ${title}`, 'close', () => this.#events.close(id)));
    return tab;
  }

  #menu(): HTMLElement {
    const menu = element('div', { className: 'menu', popover: 'auto', 'aria-label': 'Menu' });
    const smaller = iconButton('Smaller text', 'minus', () => this.#events.changeFontSize(-1));
    const larger = iconButton('Larger text', 'plus', () => this.#events.changeFontSize(1));
    menu.append(
      element('div', { className: 'menu-row' }, element('span', {}, 'Text size'), smaller, this.#fontSize, larger),
      menuItem('Previous prompt', () => this.#events.previousPrompt(), 'Ctrl Shift ↑'),
      menuItem('Next prompt', () => this.#events.nextPrompt(), 'Ctrl Shift ↓'),
      menuItem('Copy last output', () => this.#events.copyOutput()),
      menuItem('Share this terminal…', () => this.#events.share()),
      menuItem('Earlier output', () => this.#events.showHistory()),
      this.#notifications,
      this.#record,
      menuItem('Recordings', () => this.#events.showRecordings()),
      menuItem('Usage', () => this.#events.showUsage()),
      menuItem('Devices…', () => this.#events.showDevices()),
      menuItem('Sign out on this device', () => this.#events.signOut()),
    );
    menu.addEventListener('click', (event) => {
      if (event.target instanceof Element && event.target.closest('.menu-item')) menu.hidePopover();
    });
    return menu;
  }
}

function menuItem(label: string, run: () => void, shortcut = ''): HTMLButtonElement {
  const item = element('button', { className: 'menu-item', type: 'button', onclick: run }, label);
  if (shortcut) item.append(element('kbd', {}, shortcut));
  return item;
}
