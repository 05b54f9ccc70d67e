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
  signOut(): void;
}

/** Terminals as tabs, the state of the connection, and a small menu. */
export class TopBar {
  readonly root: HTMLElement;
  readonly #tabs = element('div', { className: 'tabs', 'aria-label': 'Terminals' });
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
    const signOut = element('button', { className: 'menu-item', type: 'button' }, 'Sign out on this device');
    signOut.onclick = () => {
      menu.hidePopover();
      this.#events.signOut();
    };
    menu.append(
      element('div', { className: 'menu-row' }, element('span', {}, 'Text size'), smaller, this.#fontSize, larger),
      signOut,
    );
    return menu;
  }
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
