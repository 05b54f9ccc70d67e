import { element, icon, ICONS } from './dom';

export interface TabInfo {
  readonly id: string;
  readonly title: string;
  readonly ended: boolean;
}

export interface TopBarEvents {
  select(id: string): void;
  close(id: string): void;
  add(): void;
  changeFontSize(byPixels: number): void;
  previousPrompt(): void;
  nextPrompt(): void;
  copyOutput(): void;
  showHistory(): void;
  toggleNotifications(): void;
  signOut(): void;
}

/** Terminals as tabs, the state of the connection, and a small menu. */
export class TopBar {
  readonly root: HTMLElement;
  readonly #tabs = element('div', { className: 'tabs', 'aria-label': 'Terminals' });
  readonly #notifications = menuItem('', () => this.#events.toggleNotifications());
  readonly #fontSize = element('output', { 'aria-label': 'Font size' });
  readonly #events: TopBarEvents;

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

  #tab({ id, title, ended }: TabInfo, current: boolean): HTMLElement {
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
      menuItem('Earlier output', () => this.#events.showHistory()),
      this.#notifications,
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

function iconButton(name: string, shape: keyof typeof ICONS, run?: () => void): HTMLButtonElement {
  const button = element(
    'button',
    { className: 'icon-button', type: 'button', title: name, 'aria-label': name },
    icon(ICONS[shape]),
  );
  if (run) button.onclick = run;
  return button;
}
