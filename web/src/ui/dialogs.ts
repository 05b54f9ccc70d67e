import { copyText } from './clipboard';
import { element } from './dom';

export function button(label: string, run: () => void, className = 'button'): HTMLButtonElement {
  return element('button', { className, type: 'button', onclick: run }, label);
}

export function show(dialog: HTMLDialogElement, closed: () => void = () => {}): void {
  document.body.append(dialog);
  dialog.addEventListener('close', () => {
    dialog.remove();
    closed();
  });
  dialog.showModal();
}

/** Asks before something that cannot be taken back. */
export function confirmDialog(question: string, yes: string): Promise<boolean> {
  return new Promise((resolve) => {
    let answer = false;
    const dialog = element('dialog', { className: 'dialog', 'aria-label': question });
    const agree = button(
      yes,
      () => {
        answer = true;
        dialog.close();
      },
      'button danger',
    );
    dialog.append(
      element('p', {}, question),
      element(
        'div',
        { className: 'dialog-actions' },
        button('Cancel', () => dialog.close()),
        agree,
      ),
    );
    show(dialog, () => resolve(answer));
  });
}

/** Shows where a link leads before it is followed: the text of a link can say something else. */
export function linkDialog(address: string): Promise<void> {
  return new Promise((resolve) => {
    const dialog = element('dialog', { className: 'dialog', 'aria-label': 'Open link' });
    const open = button(
      'Open',
      () => {
        window.open(address, '_blank', 'noopener,noreferrer');
        dialog.close();
      },
      'button primary',
    );
    dialog.append(
      element('p', {}, 'A program in the terminal gives this link:'),
      element('p', { className: 'link-address' }, address),
      element(
        'div',
        { className: 'dialog-actions' },
        button('Cancel', () => dialog.close()),
        button('Copy', () => {
          void copyText(address);
          dialog.close();
        }),
        open,
      ),
    );
    show(dialog, resolve);
  });
}

/** Takes text by hand, where the browser does not hand out the clipboard. */
export function pasteDialog(): Promise<string | undefined> {
  return new Promise((resolve) => {
    let pasted: string | undefined;
    const field = element('textarea', {
      className: 'paste-field',
      rows: 5,
      placeholder: 'Paste here',
      'aria-label': 'Text to paste',
      spellcheck: false,
      autocapitalize: 'none',
    });
    const dialog = element(
      'dialog',
      { className: 'dialog', 'aria-label': 'Paste' },
      element(
        'p',
        {},
        'This browser lets no page read the clipboard over plain HTTP. Paste into the field, then send it.',
      ),
      field,
    );
    const send = button(
      'Paste into terminal',
      () => {
        pasted = field.value;
        dialog.close();
      },
      'button primary',
    );
    dialog.append(
      element(
        'div',
        { className: 'dialog-actions' },
        button('Cancel', () => dialog.close()),
        send,
      ),
    );
    show(dialog, () => resolve(pasted));
    field.focus();
  });
}

/** The terminal's text as plain text of the page, which fingers can select and copy. */
export function selectDialog(text: string, copied: (done: boolean) => void): Promise<void> {
  return new Promise((resolve) => {
    const content = element('pre', { className: 'select-text', tabIndex: 0 }, text);
    const dialog = element('dialog', { className: 'select-sheet', 'aria-label': 'Select text' });
    let selected = '';
    const copy = button(
      'Copy',
      () => {
        void copyText(selected === '' ? text : selected).then(copied);
        dialog.close();
      },
      'button primary',
    );
    // A tap clears the selection before it becomes a click.
    copy.onpointerdown = () => {
      selected = document.getSelection()?.toString() ?? '';
    };
    dialog.append(
      element(
        'header',
        { className: 'select-bar' },
        element('span', {}, 'Select text, or copy all of it'),
        copy,
        button('Done', () => dialog.close()),
      ),
      content,
    );
    show(dialog, resolve);
    content.scrollTop = content.scrollHeight;
  });
}
