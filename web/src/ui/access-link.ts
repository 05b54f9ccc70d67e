import { copyText } from './clipboard';
import { button } from './dialogs';
import { element } from './dom';
import { qrCode } from './qr-code';

/** A link that lets its holder in, to be copied or read by a camera. */
export class AccessLink {
  readonly root = element('div', { className: 'access-made', hidden: true });

  /** @param hint what is to be known of it */
  async show(address: string, hint: string): Promise<void> {
    const field = element('input', { className: 'access-link', readOnly: true, value: address, 'aria-label': 'Link' });
    field.onfocus = () => field.select();
    const copy = button('Copy', () => {
      void copyText(address).then((copied) => {
        copy.textContent = copied ? 'Copied' : 'Select it';
        if (!copied) field.focus();
      });
    });
    this.root.replaceChildren(
      element('div', { className: 'access-row' }, field, copy),
      await qrCode(address),
      element('p', { className: 'hint' }, hint),
    );
    this.root.hidden = false;
    this.root.scrollIntoView({ block: 'nearest' });
  }
}
