import type { Devices } from '../devices';
import type { Device } from '../gen/devtail/v1/model_pb';
import { AccessLink } from './access-link';
import { button, confirmDialog, show } from './dialogs';
import { element } from './dom';
import { usedAgo } from './format';

const MAX_NAME_LENGTH = 100;

export interface DevicesDialogOptions {
  readonly devices: Devices;
  /** The address that a token makes. */
  readonly link: (token: string) => string;
  /** The device that this is; undefined: it has no token of its own. */
  readonly ownId: string | undefined;
}

/** Shows the devices that have a token of their own, to be revoked, and gives one to another device. */
export function devicesDialog(options: DevicesDialogOptions): Promise<void> {
  return new Promise((resolve) => {
    const dialog = new DevicesDialog(options);
    show(dialog.root, resolve);
    void dialog.refresh();
  });
}

class DevicesDialog {
  readonly root = element('dialog', { className: 'dialog access-dialog', 'aria-label': 'Devices' });
  readonly #options: DevicesDialogOptions;
  readonly #name = element('input', {
    className: 'access-link',
    name: 'device',
    maxLength: MAX_NAME_LENGTH,
    autocomplete: 'off',
    placeholder: 'Name',
    'aria-label': 'Name of the device',
  });
  readonly #made = new AccessLink();
  readonly #error = element('p', { className: 'access-error', hidden: true });
  readonly #list = element('ul', { className: 'access-list' });

  constructor(options: DevicesDialogOptions) {
    this.#options = options;
    this.#error.setAttribute('role', 'alert');
    const pair = element(
      'form',
      { className: 'access-row' },
      this.#name,
      element('button', { className: 'button primary', type: 'submit' }, 'Pair a device'),
    );
    pair.onsubmit = (event) => {
      event.preventDefault();
      void this.#attempt(() => this.#pair());
    };
    this.root.append(
      element('p', {}, 'A paired device has a token of its own. When it is lost, revoke it: nothing else is signed out.'),
      pair,
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

  /** Draws the devices that there are. */
  async refresh(): Promise<void> {
    await this.#attempt(async () => {
      const devices = await this.#options.devices.list();
      const none = element('li', { className: 'access-row hint' }, 'No device is paired.');
      this.#list.replaceChildren(...(devices.length > 0 ? devices.map((device) => this.#row(device)) : [none]));
    });
  }

  async #pair(): Promise<void> {
    const { devices, link } = this.#options;
    const { token } = await devices.pair(this.#name.value.trim());
    this.#name.value = '';
    await this.#made.show(
      link(token),
      'Open it on that device only: whoever has it can do all that you can. It is shown only now.',
    );
    await this.refresh();
  }

  #row({ id, name, createdAt, lastUsedAt }: Device): HTMLElement {
    const created = createdAt ? `paired ${new Date(Number(createdAt.seconds) * 1_000).toLocaleDateString()}` : '';
    const own = id === this.#options.ownId;
    const revoke = button('Revoke', () => void this.#attempt(() => this.#revoke(id, own)), 'button danger');
    return element(
      'li',
      { className: 'access-row', 'data-id': id },
      element(
        'span',
        { className: 'access-what' },
        element('span', {}, name || 'Device'),
        element('small', {}, [created, usedAgo(lastUsedAt, Date.now()), ...(own ? ['this device'] : [])].join(' · ')),
      ),
      revoke,
    );
  }

  async #revoke(id: string, own: boolean): Promise<void> {
    if (own && !(await confirmDialog('Revoke this device? It is signed out at once.', 'Revoke'))) return;
    await this.#options.devices.revoke(id);
    await this.refresh();
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
