import { element } from './dom';

/** Asks who the user is: at the identity provider, where the gateway has one, or by a token. */
export class SignIn {
  readonly root = element('section', { className: 'sign-in', hidden: true, 'aria-label': 'Sign in' });
  readonly #message = element('p', { className: 'sign-in-message' });
  readonly #provider = element('button', { className: 'button primary', type: 'button', hidden: true }, 'Sign in');
  readonly #connect = element('button', { className: 'button primary', type: 'submit' }, 'Connect');
  readonly #hint = element(
    'p',
    { className: 'hint' },
    'The token is part of the address that ',
    element('code', {}, 'devtail up'),
    ' prints. Opening that address signs this device in.',
  );
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
      this.#provider,
      this.#field,
      this.#connect,
      this.#hint,
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

  /** @param leave goes to the identity provider; none: there is no such way here */
  show(message: string, leave?: () => void): void {
    this.#message.textContent = message;
    this.#provider.hidden = leave === undefined;
    this.#provider.onclick = leave ?? null;
    this.#hint.hidden = leave !== undefined;
    this.#field.placeholder = leave ? 'Or a token' : 'Token';
    this.#connect.className = leave ? 'button' : 'button primary';
    this.root.hidden = false;
    if (leave) this.#provider.focus();
    else this.#field.focus();
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
