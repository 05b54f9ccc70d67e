import { ViewerRole } from '../gen/devtail/v1/model_pb';
import { shareLink } from '../route';
import type { Shares } from '../shares';
import { element } from './dom';
import { DAY_MS, HOUR_MS, MINUTE_MS, span, usedAgo } from './format';
import { grantsDialog } from './grants-dialog';

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
}

/** Makes a link to a terminal, and shows all links that are good, to be revoked. */
export function shareDialog({ terminalId, nameOf, shares }: ShareDialogOptions): Promise<void> {
  const lookOn = element('input', { type: 'radio', name: 'role', checked: true });
  const mayType = element('input', { type: 'radio', name: 'role' });
  const lifetime = element(
    'select',
    { className: 'select', 'aria-label': 'Expires after' },
    ...LIFETIMES.map(([label, ms]) =>
      element('option', { value: String(ms), selected: ms === DEFAULT_LIFETIME_MS }, label),
    ),
  );
  const form = element(
    'form',
    {},
    element('label', { className: 'access-choice' }, lookOn, 'Look on only'),
    element(
      'label',
      { className: 'access-choice' },
      mayType,
      element('span', {}, 'Look on and type: ', element('small', {}, 'they can do there all that you can')),
    ),
    element(
      'div',
      { className: 'access-row access-new' },
      element('label', { className: 'access-choice' }, 'Expires after', lifetime),
      element('button', { className: 'button primary', type: 'submit' }, 'Create link'),
    ),
  );
  return grantsDialog({
    label: 'Share this terminal',
    about: `Whoever opens the link sees “${nameOf(terminalId)}”, and nothing else of yours.`,
    form,
    create: async () => {
      const token = await shares.create(terminalId, mayType.checked, Number(lifetime.value));
      return shareLink(location, token);
    },
    hint: 'It is shown only now. Whoever has it can open it until it expires.',
    list: () => shares.list(),
    summary: (share) => ({
      name: nameOf(share.terminalId),
      details: [
        share.role === ViewerRole.READ_WRITE ? 'to type' : 'to look on',
        share.expiresAt ? `${span(Number(share.expiresAt.seconds) * 1_000 - Date.now())} left` : '',
        usedAgo(share.lastUsedAt, Date.now()),
      ],
    }),
    revoke: ({ id }) => shares.revoke(id),
  });
}
