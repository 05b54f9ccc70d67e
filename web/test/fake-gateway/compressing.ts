import { deflateRawSync } from 'node:zlib';
import type { FrameKind } from '../../src/net/frames';

const DICTIONARY_BYTES = 16 * 1024;

/** As the server sends to a viewer that asked for it: each payload with what came before as its dictionary. */
export function compressing(send: (kind: FrameKind) => void): (kind: FrameKind) => void {
  let before = Buffer.alloc(0);
  let screen = Buffer.alloc(0);
  const pack = (payload: Uint8Array, dictionary: Buffer): { payload: Uint8Array; unpackedBytes: number } => ({
    payload: deflateRawSync(payload, { dictionary: dictionary.subarray(-DICTIONARY_BYTES) }),
    unpackedBytes: payload.length,
  });
  return (kind) => {
    switch (kind.case) {
      case 'data': {
        const payload = kind.value.payload ?? new Uint8Array(0);
        send({ case: 'data', value: { ...kind.value, ...pack(payload, before) } as typeof kind.value });
        before = Buffer.concat([before, payload]);
        return;
      }
      case 'screen': {
        const payload = kind.value.payload ?? new Uint8Array(0);
        send({ case: 'screen', value: { ...kind.value, ...pack(payload, screen) } as typeof kind.value });
        screen = kind.value.last ? Buffer.alloc(0) : Buffer.concat([screen, payload]);
        before = Buffer.alloc(0);
        return;
      }
      default:
        send(kind);
    }
  };
}
