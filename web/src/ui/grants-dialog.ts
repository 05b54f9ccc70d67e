import { messageOf } from '../net/errors';
import { isLoopback } from '../net/loopback';
import { AccessLink } from './access-link';
import { button, show } from './dialogs';
import { element } from './dom';

/** A token that a user has given away. */
interface Grant {
  readonly id: string;
}

/** What is shown of one. */
export interface GrantSummary {
  readonly name: string;
  readonly details: readonly string[];
}

export interface GrantsDialogOptions<G extends Grant> {
  readonly label: string;
  /** What is said before anything is asked. */
  readonly about: string;
  /** What is asked for a new one; to submit it makes one. */
  readonly form: HTMLFormElement;
  /** @returns the link of the new one */
  readonly create: () => Promise<string>;
  /** What is to be known of the link. */
  readonly hint: string;
  /** Those that are good now. */
  readonly list: () => Promise<readonly G[]>;
  readonly summary: (grant: G) => GrantSummary;
  /** Said when there are none. */
  readonly none?: string;
  readonly revoke: (grant: G) => Promise<void>;
}

/** Makes a link that lets its holder in, and shows the tokens that are good, to be revoked. */
export function grantsDialog<G extends Grant>(options: GrantsDialogOptions<G>): Promise<void> {
  return new Promise((resolve) => {
    const dialog = new GrantsDialog(options);
    show(dialog.root, resolve);
    void dialog.list();
  });
}

class GrantsDialog<G extends Grant> {
  readonly root = element('dialog', { className: 'dialog access-dialog' });
  readonly #options: GrantsDialogOptions<G>;
  readonly #made = new AccessLink();
  readonly #error = element('p', { className: 'access-error', hidden: true });
  readonly #list = element('ul', { className: 'access-list' });

  constructor(options: GrantsDialogOptions<G>) {
    this.#options = options;
    this.root.setAttribute('aria-label', options.label);
    this.#error.setAttribute('role', 'alert');
    options.form.onsubmit = (event) => {
      event.preventDefault();
      void this.#act(() => this.#create());
    };
    this.root.append(
      element('p', {}, options.about),
      ...(isLoopback(location.hostname) ? [loopbackWarning(location.hostname)] : []),
      options.form,
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

  /** Draws those that there are. */
  list(): Promise<void> {
    return this.#attempt(async () => {
      const { list, none } = this.#options;
      const rows = (await list()).map((grant) => this.#row(grant));
      if (rows.length === 0 && none) rows.push(element('li', { className: 'access-row hint' }, none));
      this.#list.replaceChildren(...rows);
    });
  }

  async #create(): Promise<void> {
    const { create, hint } = this.#options;
    await this.#made.show(await create(), hint);
  }

  #row(grant: G): HTMLLIElement {
    const { name, details } = this.#options.summary(grant);
    return element(
      'li',
      { className: 'access-row', 'data-id': grant.id },
      element(
        'span',
        { className: 'access-what' },
        element('span', {}, name),
        element('small', {}, details.filter(Boolean).join(' · ')),
      ),
      button('Revoke', () => void this.#act(() => this.#options.revoke(grant)), 'button danger'),
    );
  }

  /** Does what the user wants, and lists what has come of it, even if it failed: it may have been done. */
  async #act(run: () => Promise<void>): Promise<void> {
    this.#error.hidden = true;
    await this.#attempt(run);
    await this.list();
  }

  async #attempt(run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      this.#error.textContent = messageOf(error);
      this.#error.hidden = false;
    }
  }
}

function loopbackWarning(hostname: string): HTMLElement {
  return element(
    'p',
    { className: 'access-warning' },
    `A link made here opens on this machine only, for the page is open at ${hostname}. For a phone, start DevTail with `,
    element('code', {}, 'devtail up --lan'),
    ', open the address that it prints, and make the link there.',
  );
}
