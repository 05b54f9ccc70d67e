import type { Devices } from '../devices';
import { deviceLink } from '../route';
import { confirmDialog } from './dialogs';
import { element } from './dom';
import { usedAgo } from './format';
import { grantsDialog } from './grants-dialog';

const MAX_NAME_LENGTH = 100;

export interface DevicesDialogOptions {
  readonly devices: Devices;
  /** The device that this is; undefined: it has no token of its own. */
  readonly ownId: string | undefined;
}

/** Shows the devices that have a token of their own, to be revoked, and gives one to another device. */
export function devicesDialog({ devices, ownId }: DevicesDialogOptions): Promise<void> {
  const name = element('input', {
    className: 'access-link',
    name: 'device',
    maxLength: MAX_NAME_LENGTH,
    autocomplete: 'off',
    placeholder: 'Name',
    'aria-label': 'Name of the device',
  });
  const pair = element('button', { className: 'button primary', type: 'submit' }, 'Pair a device');
  return grantsDialog({
    label: 'Devices',
    about: 'A paired device has a token of its own. When it is lost, revoke it: nothing else is signed out.',
    form: element('form', { className: 'access-row' }, name, pair),
    create: async () => {
      const token = await devices.pair(name.value.trim());
      name.value = '';
      return deviceLink(location, token);
    },
    hint: 'Open it on that device only: whoever has it can do all that you can. It is shown only now.',
    list: () => devices.list(),
    summary: ({ id, name, createdAt, lastUsedAt }) => ({
      name: name || 'Device',
      details: [
        createdAt ? `paired ${new Date(Number(createdAt.seconds) * 1_000).toLocaleDateString()}` : '',
        usedAgo(lastUsedAt, Date.now()),
        id === ownId ? 'this device' : '',
      ],
    }),
    none: 'No device is paired.',
    revoke: async ({ id }) => {
      if (id === ownId && !(await confirmDialog('Revoke this device? It is signed out at once.', 'Revoke'))) return;
      await devices.revoke(id);
    },
  });
}
