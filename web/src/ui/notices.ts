import { element, icon, ICONS } from './dom';

/** How long a notice that asks for nothing stays. */
const NOTICE_MS = 6_000;
const MAX_NOTICES = 3;

export interface NoticeAction {
  readonly label: string;
  readonly run: () => void;
}

/** Short messages over the terminal. Those with an action stay until they are answered. */
export class Notices {
  readonly root = element('div', { className: 'notices', 'aria-live': 'polite' });

  /**
   * @param actions that it offers; at most one of them runs
   * @returns takes it away, when what it says is of no more interest
   */
  show(text: string, ...actions: NoticeAction[]): () => void {
    const content = element('div', { className: 'notice-content' }, element('span', {}, text));
    const notice = element('div', { className: 'notice' }, content);
    const remove = (): void => notice.remove();
    for (const { label, run } of actions) {
      const button = element('button', { className: 'button', type: 'button' }, label);
      button.onclick = () => {
        remove();
        run();
      };
      content.append(button);
    }
    if (actions.length === 0) window.setTimeout(remove, NOTICE_MS);
    const dismiss = element(
      'button',
      { className: 'icon-button', type: 'button', 'aria-label': 'Dismiss' },
      icon(ICONS.close),
    );
    dismiss.onclick = remove;
    notice.append(dismiss);
    this.root.append(notice);
    while (this.root.childElementCount > MAX_NOTICES) this.root.firstElementChild?.remove();
    return remove;
  }
}
