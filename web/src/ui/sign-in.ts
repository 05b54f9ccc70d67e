import { element } from './dom';

/** Asks for the token where the address brought none. */
export class SignIn {
  readonly root = element('section', { className: 'sign-in', hidden: true, 'aria-label': 'Sign in' });
  readonly #message = element('p', { className: 'sign-in-message' });
  readonly #field = element('input', {
    className: 'sign-in-field',
    type: 'password',
    name: 'token',
    autocomplete: 'current-password',
    autocapitalize: 'none',
    spellcheck: false,
    required: true,
    placeholder: 'Token',
    'aria-label': 'Token',
  });

  constructor(entered: (token: string) => void) {
    const form = element(
      'form',
      { className: 'sign-in-form' },
      element('img', { src: './icons/icon.svg', alt: '', width: 56, height: 56 }),
      element('h1', {}, 'DevTail'),
      this.#message,
      this.#field,
      element('button', { className: 'button primary', type: 'submit' }, 'Connect'),
      element(
        'p',
        { className: 'hint' },
        'The token is part of the address that ',
        element('code', {}, 'devtail up'),
        ' prints. Opening that address signs this device in.',
      ),
    );
    form.onsubmit = (event) => {
      event.preventDefault();
      const token = tokenIn(this.#field.value);
      if (token === '') return;
      this.#field.value = '';
      this.hide();
      entered(token);
    };
    this.root.append(form);
  }

  show(message: string): void {
    this.#message.textContent = message;
    this.root.hidden = false;
    this.#field.focus();
  }

  hide(): void {
    this.root.hidden = true;
  }
}

/** People paste the token, or the whole address. */
function tokenIn(text: string): string {
  const trimmed = text.trim();
  return /#token=([^&\s]+)/.exec(trimmed)?.[1] ?? trimmed;
}
