/** What a key may do to the line that is edited; `enter` ends it, `unpredictable` may do anything. */
export type Key =
  | { readonly kind: 'character'; readonly character: string }
  | { readonly kind: 'backspace' }
  | { readonly kind: 'left' }
  | { readonly kind: 'right' }
  | { readonly kind: 'enter' }
  | { readonly kind: 'unpredictable' };

const SEQUENCES: Readonly<Record<string, Key>> = {
  '\x7f': { kind: 'backspace' },
  '\x1b[D': { kind: 'left' },
  '\x1bOD': { kind: 'left' },
  '\x1b[C': { kind: 'right' },
  '\x1bOC': { kind: 'right' },
};

/** Letters that are one cell wide for every program: ASCII, Latin-1 and Latin Extended without the soft hyphen. */
const NARROW = /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u024f]$/u;

const LINE_END = /[\r\n]/u;

/** Whether `text` is one letter that is one cell wide for every program. */
export function isNarrow(text: string | undefined): boolean {
  return text !== undefined && NARROW.test(text);
}

/** The key that sends `data`: predicted is what is typed one by one, not what is pasted or composed. */
export function keyOf(data: string): Key {
  if (isNarrow(data)) return { kind: 'character', character: data };
  if (LINE_END.test(data)) return { kind: 'enter' };
  return SEQUENCES[data] ?? { kind: 'unpredictable' };
}
