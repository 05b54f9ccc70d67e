const VIEWER_ID_BYTES = 16;
const KEY_PREFIX = 'devtail.viewer.';

/** Who is looking: kept for the life of a tab, through reloads, so that its input stream goes on. */
export interface ViewerIdentity {
  readonly id: Uint8Array;
  /** Higher than any before. */
  nextEpoch(): bigint;
}

interface Stored {
  readonly id: string;
  readonly epoch: number;
}

export type RandomBytes = (count: number) => Uint8Array;

export function viewerIdentity(storage: Storage, terminalId: string, randomBytes: RandomBytes): ViewerIdentity {
  const key = KEY_PREFIX + terminalId;
  const stored = read(storage, key) ?? { id: toHex(randomBytes(VIEWER_ID_BYTES)), epoch: 0 };
  let epoch = stored.epoch;
  return {
    id: fromHex(stored.id),
    nextEpoch() {
      epoch += 1;
      storage.setItem(key, JSON.stringify({ id: stored.id, epoch } satisfies Stored));
      return BigInt(epoch);
    },
  };
}

/** The next identity for this terminal will be a new one. */
export function forgetViewer(storage: Storage, terminalId: string): void {
  storage.removeItem(KEY_PREFIX + terminalId);
}

function read(storage: Storage, key: string): Stored | undefined {
  const text = storage.getItem(key);
  if (!text) return undefined;
  try {
    const { id, epoch } = JSON.parse(text) as Partial<Stored>;
    const valid = typeof id === 'string' && id.length === 2 * VIEWER_ID_BYTES && Number.isSafeInteger(epoch);
    return valid ? { id, epoch: epoch as number } : undefined;
  } catch {
    return undefined;
  }
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, index) =>
    Number.parseInt(hex.slice(2 * index, 2 * index + 2), 16),
  );
}
