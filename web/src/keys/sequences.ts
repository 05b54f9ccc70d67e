import type { PastedText } from '../terminal/input-queue';
import type { Modifier } from './modifiers';

export type Modifiers = Readonly<Record<Modifier, boolean>>;

export type NamedKey = 'escape' | 'tab' | 'up' | 'down' | 'left' | 'right' | 'home' | 'end' | 'pageUp' | 'pageDown';

const ESC = '\x1b';

/** Keys whose sequence is CSI or SS3 with this final letter (xterm, ctlseqs, "PC-Style Function Keys"). */
const LETTER_KEYS = { up: 'A', down: 'B', right: 'C', left: 'D', home: 'H', end: 'F' } as const;
/** Keys whose sequence is CSI number ~. */
const TILDE_KEYS = { pageUp: 5, pageDown: 6 } as const;

/** What the keyboard of a VT sends for a named key. */
export function sequenceOf(key: NamedKey, { ctrl, alt }: Modifiers, applicationCursorKeys: boolean): string {
  const modifierCode = 1 + (alt ? 2 : 0) + (ctrl ? 4 : 0);
  switch (key) {
    case 'escape':
      return alt ? ESC + ESC : ESC;
    case 'tab':
      return alt ? `${ESC}\t` : '\t';
    case 'pageUp':
    case 'pageDown':
      return modifierCode === 1 ? `${ESC}[${TILDE_KEYS[key]}~` : `${ESC}[${TILDE_KEYS[key]};${modifierCode}~`;
    default:
      if (modifierCode > 1) return `${ESC}[1;${modifierCode}${LETTER_KEYS[key]}`;
      return `${ESC}${applicationCursorKeys ? 'O' : '['}${LETTER_KEYS[key]}`;
  }
}

/** Characters outside of `@`…`_` that Ctrl turns into control characters, as on a VT220. */
const CONTROL_EXCEPTIONS: Readonly<Record<string, string>> = {
  ' ': '\0',
  '2': '\0',
  '3': '\x1b',
  '4': '\x1c',
  '5': '\x1d',
  '6': '\x1e',
  '7': '\x1f',
  '/': '\x1f',
  '-': '\x1f',
  '8': '\x7f',
  '?': '\x7f',
};

/** Typed text with the modifiers applied to its first character. */
export function modify(text: string, { ctrl, alt }: Modifiers): string {
  const [first = '', ...rest] = text;
  return (alt ? ESC : '') + (ctrl ? control(first) : first) + rest.join('');
}

function control(character: string): string {
  const exception = CONTROL_EXCEPTIONS[character];
  if (exception !== undefined) return exception;
  const code = character.toUpperCase().charCodeAt(0);
  const isControlLetter = character.length === 1 && code >= 0x40 && code <= 0x5f;
  return isControlLetter ? String.fromCharCode(code & 0x1f) : character;
}

/** Whether `data` was typed as text, and is not a report or a key sequence. */
export function isTypedText(data: string): boolean {
  return data.length > 0 && data.charCodeAt(0) >= 0x20 && data.charCodeAt(0) !== 0x7f;
}

const OPENING_BRACKET = `${ESC}[200~`;
const CLOSING_BRACKET = `${ESC}[201~`;

/**
 * What is sent for pasted text: line ends as Enter sends them, without the characters that could end the brackets
 * around it and run as keys.
 *
 * @param bracketed whether the program has asked for brackets around it (DEC mode 2004)
 */
export function pastedText(text: string, bracketed: boolean): PastedText & { readonly lines: number } {
  const safe = text.replace(/[\x1b\x9b]/g, '').replace(/\r?\n/g, '\r');
  return {
    opening: bracketed ? OPENING_BRACKET : '',
    text: safe,
    closing: bracketed ? CLOSING_BRACKET : '',
    lines: safe.replace(/\r$/, '').split('\r').length,
  };
}
