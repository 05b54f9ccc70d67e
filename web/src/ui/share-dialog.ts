import { type Share, ViewerRole } from '../gen/devtail/v1/model_pb';
import type { Shares } from '../shares';
import { AccessLink } from './access-link';
import { button, show } from './dialogs';
import { element } from './dom';
import { DAY_MS, HOUR_MS, MINUTE_MS, span, usedAgo } from './format';

const LIFETIMES: readonly (readonly [label: string, ms: number])[] = [
  ['15 minutes', 15 * MINUTE_MS],
  ['1 hour', HOUR_MS],
  ['12 hours', 12 * HOUR_MS],
  ['1 day', DAY_MS],
  ['7 days', 7 * DAY_MS],
  ['30 days', 30 * DAY_MS],
];
const DEFAULT_LIFETIME_MS = HOUR_MS;

export interface ShareDialogOptions {
  /** The terminal to share. */
  readonly terminalId: string;
  readonly nameOf: (terminalId: string) => string;
  readonly shares: Shares;
  /** The address that a token makes. */
  readonly link: (token: string) => string;
}

/** Makes a link to a terminal, and shows all links that are good, to be revoked. */
export function shareDialog(options: ShareDialogOptions): Promise<void> {
  return new Promise((resolve) => {
    const dialog = new ShareDialog(options);
    show(dialog.root, resolve);
    void dialog.refresh();
  });
}

class ShareDialog {
  readonly root = element('dialog', { className: 'dialog access-dialog', 'aria-label': 'Share this terminal' });
  readonly #options: ShareDialogOptions;
  readonly #mayType = element('input', { type: 'radio', name: 'role' });
  readonly #lifetime = element(
    'select',
    { className: 'select', 'aria-label': 'Expires after' },
    ...LIFETIMES.map(([label, ms]) =>
      element('option', { value: String(ms), selected: ms === DEFAULT_LIFETIME_MS }, label),
    ),
  );
  readonly #made = new AccessLink();
  readonly #error = element('p', { className: 'access-error', hidden: true });
  readonly #list = element('ul', { className: 'access-list' });

  constructor(options: ShareDialogOptions) {
    this.#options = options;
    this.#error.setAttribute('role', 'alert');
    const lookOn = element('input', { type: 'radio', name: 'role', checked: true });
    this.root.append(
      element('p', {}, `Whoever opens the link sees “${options.nameOf(options.terminalId)}”, and nothing else of yours.`),
      element('label', { className: 'access-choice' }, lookOn, 'Look on only'),
      element(
        'label',
        { className: 'access-choice' },
        this.#mayType,
        element('span', {}, 'Look on and type: ', element('small', {}, 'they can do there all that you can')),
      ),
      element(
        'div',
        { className: 'access-row access-new' },
        element('label', { className: 'access-choice' }, 'Expires after', this.#lifetime),
        button('Create link', () => void this.#attempt(() => this.#create()), 'button primary'),
      ),
      this.#made.root,
      this.#error,
      this.#list,
      element(
        'div',
        { className: 'dialog-actions' },
        button('Done', () => this.root.close()),
      ),
    );
  }

  /** Draws the links that there are. */
  async refresh(): Promise<void> {
    await this.#attempt(async () => {
      const shares = await this.#options.shares.list();
      this.#list.replaceChildren(...shares.map((share) => this.#row(share)));
    });
  }

  async #create(): Promise<void> {
    const { terminalId, shares, link } = this.#options;
    const { token } = await shares.create(terminalId, this.#mayType.checked, Number(this.#lifetime.value));
    await this.#made.show(
      link(token),
      'It is shown only now. Whoever has it can open it until it expires.',
    );
    await this.refresh();
  }

  #row({ id, terminalId, role, expiresAt, lastUsedAt }: Share): HTMLElement {
    const what = role === ViewerRole.READ_WRITE ? 'to type' : 'to look on';
    const left = expiresAt ? `${span(Number(expiresAt.seconds) * 1000 - Date.now())} left` : '';
    const used = usedAgo(lastUsedAt, Date.now());
    const revoke = button(
      'Revoke',
      () => void this.#attempt(() => this.#options.shares.revoke(id).then(() => this.refresh())),
      'button danger',
    );
    return element(
      'li',
      { className: 'access-row', 'data-id': id },
      element(
        'span',
        { className: 'access-what' },
        element('span', {}, this.#options.nameOf(terminalId)),
        element('small', {}, `${what} · ${left} · ${used}`),
      ),
      revoke,
    );
  }

  async #attempt(run: () => Promise<void>): Promise<void> {
    this.#error.hidden = true;
    try {
      await run();
    } catch (error) {
      this.#error.textContent = error instanceof Error ? error.message : String(error);
      this.#error.hidden = false;
    }
  }
}
