import type { Fragment, Frame } from '../gen/devtail/v1/edge_pb';
import { decodeFrame } from './frames';

/** Of all frames that are not whole yet. */
export const MAX_FRAGMENT_BYTES = 16 * 1024 * 1024;

/** Puts together what comes in fragments. */
export class Fragments {
  readonly #begun = new Map<number, Uint8Array[]>();
  #bytes = 0;

  /**
   * @returns the frame that is whole with it, if any
   * @throws when what is whole is no frame, or too much is begun
   */
  add({ id, payload, last }: Fragment): Frame | undefined {
    this.#bytes += payload.length;
    if (this.#bytes > MAX_FRAGMENT_BYTES) throw new Error(`more than ${MAX_FRAGMENT_BYTES} bytes in fragments`);
    const pieces = this.#begun.get(id) ?? [];
    pieces.push(payload);
    if (!last) {
      this.#begun.set(id, pieces);
      return undefined;
    }
    this.#begun.delete(id);
    const whole = joined(pieces);
    this.#bytes -= whole.length;
    return decodeFrame(whole);
  }
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
