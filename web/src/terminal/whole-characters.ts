const CONTINUATION_MASK = 0b1100_0000;
const CONTINUATION = 0b1000_0000;
/** The longest part of a character that can be missing its end. */
const MAX_TAIL_BYTES = 3;

/**
 * Holds back the beginning of a UTF-8 character that a piece of output ends in, and puts it before the next piece:
 * xterm.js 6.0.0 loses a character whose bytes come in two writes when the last byte of the first is 0x80
 * (https://github.com/xtermjs/xterm.js/issues/6003). Bytes that are no UTF-8 pass as they are.
 */
export class WholeCharacters {
  #tail = new Uint8Array(0);

  /** What can be drawn now: all that was held back and all of `bytes` but an incomplete end. */
  take(bytes: Uint8Array): Uint8Array {
    const joined = this.#tail.length === 0 ? bytes : concatenate(this.#tail, bytes);
    const whole = joined.length - incompleteTail(joined);
    this.#tail = joined.slice(whole);
    return joined.subarray(0, whole);
  }

  /** What follows begins anew: the rest of a character that was held back will not come. */
  restart(): void {
    this.#tail = new Uint8Array(0);
  }
}

/** Length of the character at the end of `bytes` that more bytes belong to; 0: none does. */
function incompleteTail(bytes: Uint8Array): number {
  for (let length = 1; length <= MAX_TAIL_BYTES; length++) {
    const byte = bytes[bytes.length - length];
    if (byte === undefined) return 0;
    if ((byte & CONTINUATION_MASK) !== CONTINUATION) return characterLength(byte) > length ? length : 0;
  }
  return 0;
}

/** How many bytes a character has that begins with `lead`. */
function characterLength(lead: number): number {
  if (lead >= 0xf8) return 1;
  if (lead >= 0xf0) return 4;
  if (lead >= 0xe0) return 3;
  return lead >= 0xc0 ? 2 : 1;
}

function concatenate(first: Uint8Array, second: Uint8Array): Uint8Array {
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}
