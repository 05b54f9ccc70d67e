/** Text that a program may put on the clipboard; more is refused. */
export const MAX_COPY_BYTES = 75_000;

const KEY_PREFIX = 'devtail.clipboard.';
const BASE64_EXPANSION = 4 / 3;

export type Consent = 'unasked' | 'allowed' | 'refused';

/** Whether the programs of a terminal may write to the clipboard: asked once, kept until the tab or terminal closes. */
export class ClipboardConsent {
  readonly #storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

  /** @param storage of this tab and origin */
  constructor(storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>) {
    this.#storage = storage;
  }

  of(terminalId: string): Consent {
    const stored = this.#storage.getItem(KEY_PREFIX + terminalId);
    return stored === 'allowed' || stored === 'refused' ? stored : 'unasked';
  }

  answer(terminalId: string, allowed: boolean): void {
    this.#storage.setItem(KEY_PREFIX + terminalId, allowed ? 'allowed' : 'refused');
  }

  /** The terminal was closed. */
  forget(terminalId: string): void {
    this.#storage.removeItem(KEY_PREFIX + terminalId);
  }
}

/** What a program asks of the clipboard with OSC 52. */
export type CopyRequest =
  | { readonly kind: 'copy'; readonly text: string }
  | { readonly kind: 'tooLong' }
  /** A read, which is never answered, or nothing that makes sense. */
  | { readonly kind: 'ignored' };

const IGNORED: CopyRequest = { kind: 'ignored' };

/** Takes what follows `52;`: the names of selections, which are all the clipboard here, and base64. */
export function copyRequest(data: string): CopyRequest {
  const separator = data.indexOf(';');
  const encoded = data.slice(separator + 1);
  if (separator < 0 || encoded === '' || encoded === '?') return IGNORED;
  if (encoded.length > Math.ceil(MAX_COPY_BYTES * BASE64_EXPANSION)) return { kind: 'tooLong' };
  try {
    const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
    return bytes.length === 0 ? IGNORED : { kind: 'copy', text: new TextDecoder().decode(bytes) };
  } catch {
    return IGNORED;
  }
}
